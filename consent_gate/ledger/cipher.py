"""What hides personal data in the ledger: digests to find it by, encryption to show it, and what binds a person's row together.

A subject's key is made of a secret in the subject's row and the installation's own key, so that neither the database
nor the key file alone opens anything, and deleting the row closes it for good.
"""

import hmac
import os
from collections.abc import Sequence
from hashlib import blake2b, sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from consent_gate.errors import LedgerTamperedError

_NONCE = 12


class Cipher:
    """Works with the installation's subject key."""

    def __init__(self, key: bytes, origin: str = "") -> None:
        """Take the key of `evidence.keys.Keys.subject`, and the name of the ledger, which bonds are of."""
        self._key = key
        self._bonds = blake2b(key=self._of(b"bond", origin.encode()), digest_size=16)
        self._items = blake2b(key=self._of(b"item", b""), digest_size=32)
        self._subjects = HMAC(key, SHA256())
        self._subjects.update(b"subject\0")

    def __repr__(self) -> str:
        return "Cipher()"

    @property
    def fingerprint(self) -> str:
        """Tells this key from another without giving it away."""
        return self._of(b"fingerprint", b"").hex()

    def item(self, item: str | None) -> bytes:
        """The half of an item's digest that needs the key; the subject's salt is added in the database."""
        keyed = self._items.copy()
        if item is not None:
            keyed.update(b"=" + item.encode())
        return keyed.digest()

    def digest(self, text: bytes) -> bytes:
        """A digest of something that must not be stored nor guessed."""
        return self._of(b"digest", text)

    def bond(self, pseudonym: str, subject: str, person: str, salt: bytes, secret: bytes) -> bytes:
        """What stands in a row of `subjects` for all its fields; without the key nobody can make it for others."""
        lengths = f"{len(pseudonym)}.{len(person)}.{len(salt)}.{len(secret)}."
        return self.bind(f"{lengths}{pseudonym}{person}{subject}".encode() + salt + secret)

    def bind(self, text: bytes) -> bytes:
        """What shows that this ledger's program wrote a text; what the text is about is told by how it begins."""
        bond = self._bonds.copy()
        bond.update(text)
        return bond.digest()

    def hide(self, secret: bytes, text: bytes) -> bytes:
        """Encrypt under a subject's key."""
        return self.hide_all([(secret, text)])[0]

    def hide_all(self, texts: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Encrypt each text under the key of the subject whose secret stands beside it; quickest where a subject's stand together."""
        drawn = os.urandom(_NONCE * len(texts))
        hidden: list[bytes] = []
        known, key = b"", None
        for start, (secret, text) in zip(range(0, len(drawn), _NONCE), texts, strict=True):
            if key is None or secret != known:
                known, key = secret, AESGCM(self._key_of(secret))
            nonce = drawn[start : start + _NONCE]
            hidden.append(nonce + key.encrypt(nonce, text, None))
        return hidden

    def show(self, secret: bytes, hidden: bytes) -> bytes:
        """Decrypt what `hide` gave.

        Raises:
            LedgerTamperedError: it was altered, or belongs to another subject or key.
        """
        try:
            return AESGCM(self._key_of(secret)).decrypt(hidden[:_NONCE], hidden[_NONCE:], None)
        except InvalidTag as error:
            raise LedgerTamperedError("a hidden field cannot be opened", hint="it was altered, or the keys are another ledger's") from error

    def _key_of(self, secret: bytes) -> bytes:
        """A subject's key, which is kept nowhere."""
        key = self._subjects.copy()
        key.update(secret)
        return key.finalize()

    def _of(self, use: bytes, text: bytes) -> bytes:
        return hmac.digest(self._key, use + b"\0" + text, "sha256")


def item_digest(salt: bytes, keyed: bytes) -> bytes:
    """The digest of an item as the database makes it."""
    return sha256(salt + keyed).digest()
