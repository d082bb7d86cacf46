"""Alembic's migrations of the ledger: one line of them, for both databases."""
