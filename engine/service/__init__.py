"""The only door to cases: execute commands, ask questions. Everything above calls this."""
