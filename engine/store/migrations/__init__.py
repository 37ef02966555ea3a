"""Alembic migrations; `engine.store.migrate` runs them."""
