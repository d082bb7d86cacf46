"""Idempotency keys: the same key and body get the same answer; another body is a conflict.

Keys and bodies are kept as keyed digests, since a product may build its keys from what a person is known by.
"""

import json
from collections.abc import Mapping
from typing import Any

from consent_gate.errors import LedgerConflictError
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.statements import Transaction


class Once:
    """One request under its key; without a key, every request is its own."""

    __slots__ = ("_body", "_key")

    def __init__(self, cipher: Cipher, key: str | None, body: Mapping[str, Any]) -> None:
        """Take the caller's key, and the request as plain values."""
        self._key = None if key is None else cipher.digest(b"key\0" + key.encode())
        self._body = b"" if key is None else cipher.digest(json.dumps(body, sort_keys=True).encode())

    def answer(self, transaction: Transaction) -> Any:
        """The answer given before under this key; None where there is none.

        Raises:
            LedgerConflictError: the key came before with another body.
        """
        if self._key is None:
            return None
        row = transaction.row("SELECT body, answer FROM idempotency WHERE key = ?", (self._key,))
        if row is None:
            return None
        if bytes(row[0]) != self._body:
            raise LedgerConflictError("this idempotency key came before with another request", hint="take a new key for a new request")
        return json.loads(row[1])

    def keep(self, transaction: Transaction, answer: Any, at: int) -> None:
        """Keep the answer for the next time."""
        if self._key is not None:
            transaction.run(
                "INSERT INTO idempotency (key, body, answer, recorded_at) VALUES (?, ?, ?, ?)",
                (self._key, self._body, json.dumps(answer), at),
            )
