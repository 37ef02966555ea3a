"""Drawing an SOP: the official matrix with its symbols and arrows, laid out by pure rules."""
