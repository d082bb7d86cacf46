"""Begin the ledger: its tables, and the triggers that keep entries as they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = (
    "versions",
    "version_files",
    "version_withdrawals",
    "records",
    "closures",
    "events",
    "pages",
    "idempotency",
    "meta",
    "leaves",
    "checkpoints",
    "gaps",
)
ENTRIES = ("versions", "version_withdrawals", "records", "closures", "events", "gaps")
REFUSAL = "the ledger is append-only"


def upgrade() -> None:
    """Bring the tables there."""
    op.create_table(
        "checkpoints",
        sa.Column("size", SEQ, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "closures",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.Column("successor", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("reason IN ('deleted', 'fresh', 'merged')"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("record"),
    )
    op.create_table(
        "consent_state",
        sa.Column("subject", KEY, nullable=False),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("permission", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("answer", KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("answer IS NULL OR answer IN ('given', 'refused', 'withdrawn')"),
        sa.PrimaryKeyConstraint("subject", "policy", "permission", "edition"),
    )
    op.create_table(
        "events",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("permission", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("page", KEY, nullable=True),
        sa.Column("actor_hidden", sa.LargeBinary(), nullable=True),
        sa.Column("cause", sa.BigInteger(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('requested', 'given', 'refused', 'deferred', 'withdrawn', 'told', 'cleared')"),
        sa.CheckConstraint("edition >= 0 AND version >= 0"),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("events_of_subject", "events", ["subject", "seq"])

    op.create_table(
        "gaps",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kept < lost"),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "idempotency",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "leaves",
        sa.Column("position", SEQ, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("seq"),
    )
    op.create_table(
        "meta", sa.Column("name", KEY, nullable=False), sa.Column("value", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("name")
    )
    op.create_table(
        "nodes",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position"),
    )
    op.create_table(
        "pages",
        sa.Column("subject", KEY, nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content_hidden", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "digest"),
    )
    op.create_table(
        "records",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("data", KEY, nullable=False),
        sa.Column("item", sa.LargeBinary(), nullable=False),
        sa.Column("item_hidden", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("collected_at", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("origins", sa.Text(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("version >= 0"),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("records_of_subject", "records", ["subject", "policy", "item", "data"])

    op.create_table(
        "subjects",
        sa.Column("pseudonym", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pseudonym"),
        sa.UniqueConstraint("subject"),
    )
    op.create_index("ix_subjects_person", "subjects", ["person"])

    op.create_table(
        "unsealed",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "version_files",
        sa.Column("policy", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", KEY, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("policy", "number", "path"),
    )
    op.create_table(
        "version_withdrawals",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("policy", "number"),
    )
    op.create_table(
        "versions",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("identity", KEY, nullable=False),
        sa.Column("effective", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("commit_id", sa.Text(), nullable=True),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("one_person", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("review", sa.LargeBinary(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number > 0"),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("policy", "number"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for table in APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
    for table in ENTRIES:  # INSERT OR REPLACE deletes without firing the trigger above
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)"  # noqa: S608
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION reconsent_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION reconsent_refuse()")
        op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION reconsent_refuse()")


def downgrade() -> None:
    """Take them back."""
    op.drop_table("versions")
    op.drop_table("version_withdrawals")
    op.drop_table("version_files")
    op.drop_table("unsealed")
    op.drop_table("subjects")
    op.drop_table("records")
    op.drop_table("pages")
    op.drop_table("nodes")
    op.drop_table("meta")
    op.drop_table("leaves")
    op.drop_table("idempotency")
    op.drop_table("gaps")
    op.drop_table("events")
    op.drop_table("consent_state")
    op.drop_table("closures")
    op.drop_table("checkpoints")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION reconsent_refuse()")
