"""Bind the fields of each row of `subjects` to each other: made with the keys, for all who are there now."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from consent_gate.errors import KeysError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger.cipher import Cipher

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PART = 5000


def upgrade() -> None:
    """Believe each row as it stands."""
    op.add_column("subjects", sa.Column("bond", sa.LargeBinary(), nullable=False, server_default=""))
    if _rows("SELECT 1 FROM subjects LIMIT 1"):
        _bind(_cipher())


def _bind(cipher: Cipher) -> None:
    bind = sa.text("UPDATE subjects SET bond = :bond WHERE pseudonym = :pseudonym")
    for part in _parts():
        op.get_bind().execute(bind, [{"pseudonym": row[0], "bond": cipher.bond(*row)} for row in part])


def _parts() -> Iterator[list[tuple[Any, ...]]]:
    last = ""
    query = "SELECT pseudonym, subject, person, salt, secret FROM subjects WHERE pseudonym > :last ORDER BY pseudonym LIMIT :part"
    while part := _rows(query, last=last, part=PART):
        yield part
        last = part[-1][0]


def _cipher() -> Cipher:
    load: Callable[[], Keys] | None = context.config.attributes.get("keys")
    said = dict(_rows("SELECT name, value FROM meta"))
    if load is None:
        raise KeysError("the ledger's keys are needed to migrate it", hint="run `reconsent migrate` where they are: RECONSENT_KEYS")
    key = load().subject
    if said.get("keys") != Cipher(key).fingerprint:
        raise KeysError("these keys are another ledger's", hint="name the folder of this ledger's keys: RECONSENT_KEYS")
    return Cipher(key, said["origin"])


def _rows(query: str, **params: object) -> list[tuple[Any, ...]]:
    return list(map(tuple, op.get_bind().execute(sa.text(query), params)))


def downgrade() -> None:
    """Believe every row again."""
    op.drop_column("subjects", "bond")
