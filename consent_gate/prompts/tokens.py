"""Signed, expiring links: one subject and one purpose each, readable by anyone and alterable by no one.

A token holds a pseudonym, never a person's name, address or product id. Each kind is signed with keys of its own, so
that a link to a receipt opens no prompt. Every token carries its own end (`e`) and is refused besides when older than
its kind may become; both are judged on the clock of the caller. Keys rotate: the newest signs, all verify.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

SKEW = timedelta(seconds=60)
"""How far the clocks of two servers may lie apart."""

PUBLIC_URL = "http://127.0.0.1:8410"
"""What links begin with unless said otherwise: the prompt pages on this machine."""

MAX_LENGTH = 4_000
"""Longest token that is looked at, in characters."""

_FORM = URLSafeSerializer(b"")  # only for how payloads are written; signing is `_ClockedSigner`'s
_SHORT = 500

_WELL_FORMED = re.compile(rf"[A-Za-z0-9_.\-]{{40,{MAX_LENGTH}}}")


class Kind(StrEnum):
    """What a token is for."""

    PROMPT = "prompt"  # opens the asks of one subject
    PAGE = "page"  # stands in a page's form: what was shown, and as of when
    CHOICES = "choices"  # opens the list of the subject's answers
    DONE = "done"  # opens the thanks for one submission
    RECEIPT = "receipt"  # opens the receipt of one answer


LIFETIME: Mapping[Kind, timedelta] = MappingProxyType(
    {
        Kind.PROMPT: timedelta(days=30),
        Kind.PAGE: timedelta(days=1),
        Kind.CHOICES: timedelta(days=30),
        Kind.DONE: timedelta(days=1),
        Kind.RECEIPT: timedelta(days=730),
    }
)
"""The longest a token of each kind may live."""


class Refusal(StrEnum):
    """Why a token opens nothing."""

    EXPIRED = "expired"  # it was good once
    BROKEN = "broken"  # cut, altered, of another kind, or signed by somebody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token says."""

    kind: Kind
    subject: str  # the subject's pseudonym
    id: str  # 128 random bits, so that no two tokens are alike
    expires: datetime
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # what its kind needs besides

    def fact(self, name: str) -> str:
        """One of the facts as text, empty where it is not there."""
        return str(self.facts.get(name, ""))


class Tokens:
    """Makes and reads tokens with the installation's token keys."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, oldest first."""
        self._keys = {kind: [hmac.digest(key, f"reconsent/{kind}/1".encode(), "sha256") for key in keys] for kind in Kind}

    def __repr__(self) -> str:
        return f"Tokens({len(self._keys[Kind.PAGE])} keys)"

    def issue(
        self, kind: Kind, subject: str, *, now: datetime, lifetime: timedelta | None = None, facts: Mapping[str, Any] | None = None
    ) -> str:
        """A new token of that kind for that subject, good for `lifetime` (at most, and by default, its kind's)."""
        expires = now + min(lifetime or LIFETIME[kind], LIFETIME[kind])
        payload = {**dict(facts or {}), "s": subject, "i": secrets.token_urlsafe(16), "e": int(expires.timestamp())}
        return self._signer(kind, now).sign(_written(payload)).decode()

    def read(self, kind: Kind, token: str, *, now: datetime) -> Claims | Refusal:
        """What a token of that kind says, or why it is refused."""
        if not _WELL_FORMED.fullmatch(token) or not _canonical(token):
            return Refusal.BROKEN
        age = LIFETIME[kind] + 2 * SKEW
        try:
            payload = _FORM.load_payload(self._signer(kind, now + SKEW).unsign(token, max_age=int(age.total_seconds())))
        except SignatureExpired:
            return Refusal.EXPIRED
        except BadData:
            return Refusal.BROKEN
        return _claims(kind, payload, now)

    def _signer(self, kind: Kind, now: datetime) -> "_ClockedSigner":
        return _ClockedSigner(self._keys[kind], digest_method=hashlib.sha256, key_derivation="none", now=now)


class _ClockedSigner(TimestampSigner):
    """Signs with a time it is given, so that a ledger with a clock of its own has one clock for everything."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = int(now.timestamp())

    def get_timestamp(self) -> int:
        return self._now


def _written(payload: Mapping[str, Any]) -> bytes:
    """The payload as it stands in a token: JSON in base64, deflated where it is so long that it gets much shorter."""
    plain = json.dumps(payload, separators=(",", ":")).encode()
    return base64_encode(plain) if len(plain) < _SHORT else _FORM.dump_payload(payload)


def _canonical(token: str) -> bool:
    """Whether the signature is written in the one way it can be: base64 leaves spare bits, which would let altered tokens pass."""
    signature = token.rpartition(".")[2].encode("ascii")
    try:
        return base64_encode(base64_decode(signature)) == signature
    except BadData:
        return False


def _claims(kind: Kind, payload: object, now: datetime) -> Claims | Refusal:
    if not isinstance(payload, dict):
        return Refusal.BROKEN
    facts = {name: value for name, value in payload.items() if name not in ("s", "i", "e")}
    subject, identifier, ends = payload.get("s"), payload.get("i"), payload.get("e")
    if not isinstance(subject, str) or not isinstance(identifier, str) or not isinstance(ends, int):
        return Refusal.BROKEN
    expires = datetime.fromtimestamp(ends, UTC)
    if now >= expires:
        return Refusal.EXPIRED
    return Claims(kind=kind, subject=subject, id=identifier, expires=expires, facts=MappingProxyType(facts))
