"""Everything that is not a person's click: automated steps, linked cases."""
