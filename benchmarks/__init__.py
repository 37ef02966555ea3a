"""Speed, measured: `python -m benchmarks`. Never asserted in a test."""
