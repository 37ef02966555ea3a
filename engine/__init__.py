"""Alur's engine: SOPs become workflows, workflows run cases, cases become history."""
