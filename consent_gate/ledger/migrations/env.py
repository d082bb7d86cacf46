"""Runs the migrations on the database that `consent_gate.ledger.schema` hands over."""

from alembic import context
from sqlmodel import SQLModel

from consent_gate.ledger import tables  # noqa: F401 - fills the metadata
from consent_gate.ledger.database import Database


def run() -> None:
    """Run what is asked, in one transaction."""
    database: Database = context.config.attributes["database"]
    with database.connected() as connection:
        context.configure(
            connection=connection, target_metadata=SQLModel.metadata, render_as_batch=not database.postgres, compare_type=True
        )
        with context.begin_transaction():
            context.run_migrations()


run()
