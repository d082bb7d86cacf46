"""Find the entries that wait to be sealed by their place: no queue is kept beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENTRIES = ("versions", "version_withdrawals", "records", "closures", "events", "gaps")


def upgrade() -> None:
    """Number on from where the queue was; all before the first entry in it is sealed."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute("LOCK TABLE unsealed IN ACCESS EXCLUSIVE MODE")  # whoever writes is over, or has not begun
        last = _one("SELECT last_value - (NOT is_called)::int FROM unsealed_seq_seq")
    else:
        last = _one("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'unsealed'")
    settled = _one(f"SELECT coalesce(min(seq) - 1, {last}) FROM unsealed")  # noqa: S608
    op.create_table("places", sa.Column("last", SEQ, nullable=False), sa.PrimaryKeyConstraint("last"))
    if postgres:
        op.execute("ALTER SEQUENCE places_last_seq MINVALUE 0")
        op.execute(f"SELECT setval('places_last_seq', {last})")
    else:
        op.execute(f"INSERT INTO places (last) VALUES ({last})")  # noqa: S608
    op.add_column("checkpoints", sa.Column("settled", sa.BigInteger(), nullable=False, server_default=str(settled)))
    op.drop_table("unsealed")


def downgrade() -> None:
    """Queue what waits."""
    postgres = op.get_bind().dialect.name == "postgresql"
    last = _one("SELECT last_value FROM places_last_seq" if postgres else "SELECT last FROM places")
    op.create_table(
        "unsealed",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    for source in ENTRIES:
        op.execute(
            f"INSERT INTO unsealed SELECT seq, '{source}' FROM {source} e "  # noqa: S608
            "WHERE NOT EXISTS (SELECT 1 FROM leaves l WHERE l.seq = e.seq)"
        )
    if postgres:
        op.execute(f"SELECT setval('unsealed_seq_seq', {last} + 1, false)")
    else:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'unsealed'")
        op.execute(f"INSERT INTO sqlite_sequence VALUES ('unsealed', {last})")  # noqa: S608
    op.drop_column("checkpoints", "settled")
    op.drop_table("places")


def _one(query: str) -> int:
    return int(op.get_bind().exec_driver_sql(query).scalar_one())
