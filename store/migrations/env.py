"""Alembic runs this for each command; store/migrate.py gives the connection and transaction."""

from alembic import context

from store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
