"""The pure core: no I/O, no clock, no chance. Time, ids and chance are parameters."""
