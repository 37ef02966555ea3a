"""SOPs as text: read, check, compile, explain, compare."""
