"""What Alembic runs: the migrations, on the connection that `engine.store.migrate` hands in."""

from alembic import context

import engine.store.tables_access  # its tables belong to the metadata
import engine.store.tables_checkpoints  # its tables belong to the metadata
import engine.store.tables_inbox  # its tables belong to the metadata
import engine.store.tables_ledger  # its tables belong to the metadata
import engine.store.tables_pace  # its tables belong to the metadata
import engine.store.tables_people  # its tables belong to the metadata
import engine.store.tables_personal  # its tables belong to the metadata
import engine.store.tables_retention  # its tables belong to the metadata
import engine.store.tables_runtime  # its tables belong to the metadata
import engine.store.tables_submissions  # its tables belong to the metadata
import engine.store.tables_tracking  # its tables belong to the metadata
import engine.store.tables_verifications  # noqa: F401  # its tables belong to the metadata
from engine.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
