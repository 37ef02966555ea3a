"""What Alembic runs: the migrations, on the connection that `engine.store.migrate` hands in."""

from alembic import context

import engine.store.tables_runtime  # noqa: F401  # its tables belong to the metadata
from engine.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
