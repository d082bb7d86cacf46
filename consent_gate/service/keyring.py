"""Who may use the product API, and for what: bearer keys with scopes, kept as digests in one file of the keys folder.

A line is `name scopes digest`, scopes joined by commas. The key itself is shown once, when it is made, and is nowhere
kept; 256 random bits need no slow hash.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from consent_gate.errors import KeysError

FILE = "api"
PREFIX = "rc_"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Scope(StrEnum):
    """What a key may do."""

    CHECK = "check"  # ask whether data may be used
    RECORD = "record"  # record what was collected
    ASK = "ask"  # see what is pending and make prompts
    ANSWER = "answer"  # enter answers and withdrawals
    FEED = "feed"  # read all that changed


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that showed a good key."""

    name: str
    scopes: frozenset[Scope]


class Keyring:
    """The keys of an installation, read once."""

    def __init__(self, callers: dict[str, Caller]) -> None:
        """Take callers by the digest of their key."""
        self._callers = callers

    def __len__(self) -> int:
        return len(self._callers)

    @classmethod
    def load(cls, folder: Path) -> "Keyring":
        """The keys in a folder; none where there is no file.

        Raises:
            KeysError: the file may be read by others or has a line that is no key's.
        """
        path = folder / FILE
        if not path.exists():
            return cls({})
        if path.stat().st_mode & 0o077:
            raise KeysError(f"`{path}` may be read by others", hint=f"run `chmod 600 {path}`")
        callers: dict[str, Caller] = {}
        for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
            name, scopes, digest = (*line.split(), "", "", "")[:3]
            known = {scope.value for scope in Scope}
            if not _NAME.fullmatch(name) or not set(scopes.split(",")) <= known or not re.fullmatch(r"[0-9a-f]{64}", digest):
                raise KeysError(f"line {number} of `{path}` is no key", hint="make keys with `reconsent api-key add`")
            callers[digest] = Caller(name, frozenset(map(Scope, scopes.split(","))))
        return cls(callers)

    def callers(self) -> tuple[Caller, ...]:
        """Everybody who has a key, by name."""
        return tuple(sorted(self._callers.values(), key=lambda caller: caller.name))

    def caller(self, authorization: str) -> Caller | None:
        """Whose key an Authorization header shows; None where it is none of ours."""
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key.startswith(PREFIX):
            return None
        return self._callers.get(_digest(key.strip()))


def add_key(folder: Path, name: str, scopes: Iterable[Scope]) -> str:
    """Make a key for a program; the key, which is shown this once.

    Raises:
        KeysError: the name is no name or is taken, or no scope is given.
    """
    wanted = sorted(set(scopes))
    if not _NAME.fullmatch(name):
        shown = name.encode("unicode_escape").decode("ascii")
        raise KeysError(f"`{shown}` is no name for a key", hint="lower-case letters, digits, dots, hyphens, as shop-backend")
    if not wanted:
        raise KeysError("a key without scopes opens nothing", hint=f"scopes are {', '.join(Scope)}")
    path = folder / FILE
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    if any(line.split()[0] == name for line in lines):
        raise KeysError(f"there is a key named `{name}` already", hint="remove it first, or take another name")
    key = PREFIX + secrets.token_urlsafe(32)
    _write(path, [*lines, f"{name} {','.join(wanted)} {_digest(key)}"])
    return key


def remove_key(folder: Path, name: str) -> None:
    """Take a program's key away; running servers see it when they start anew.

    Raises:
        KeysError: there is no such key.
    """
    path = folder / FILE
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    kept = [line for line in lines if line.split()[0] != name]
    if len(kept) == len(lines):
        raise KeysError(f"there is no key named `{name}`", hint="`reconsent api-key list` names them")
    _write(path, kept)


def list_keys(folder: Path) -> tuple[Caller, ...]:
    """The programs that have a key."""
    return Keyring.load(folder).callers()


def _write(path: Path, lines: Iterable[str]) -> None:
    new = path.with_suffix(".new")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
