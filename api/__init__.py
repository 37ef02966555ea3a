"""The HTTP interface: JSON answers of the same views that the pages show."""
