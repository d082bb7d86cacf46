"""Who may use the product API, and for what: bearer keys with scopes, kept as digests in one file of the keys folder.

A line is `name scopes digest`, scopes joined by commas. The key itself is shown once, when it is made, and is nowhere
kept; 256 random bits need no slow hash. Who reads the file looks at every call whether it is another by now, so that a
key that was taken away opens nothing from then on.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from consent_gate.errors import KeysError

FILE = "api"
PREFIX = "rc_"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Scope(StrEnum):
    """What a key may do."""

    CHECK = "check"  # ask whether data may be used, and which promises bind
    RECORD = "record"  # record what was collected, and what was made from it
    DELETE = "delete"  # say what was deleted
    ASK = "ask"  # see what is pending and was answered, and make prompts
    ANSWER = "answer"  # enter answers and withdrawals, and that somebody was told
    FEED = "feed"  # read all that changed
    DUE = "due"  # read what is past its time, of all people
    LINK = "link"  # make two ids one person's
    ERASE = "erase"  # erase people


EVERYDAY = tuple(scope for scope in Scope if scope not in (Scope.LINK, Scope.ERASE))
"""What a key may do where nothing is said: all that can be put right again; the rest must be named."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that showed a good key."""

    name: str
    scopes: frozenset[Scope]


class Keyring:
    """The keys of an installation, as their file has them at each call."""

    def __init__(self, path: Path) -> None:
        """Use `load` instead."""
        self._path = path
        self._seen: tuple[int, ...] | None = None
        self._callers: Mapping[str, Caller] = {}

    def __len__(self) -> int:
        return len(self._callers)

    @classmethod
    def load(cls, folder: Path) -> "Keyring":
        """The keys in a folder; none where there is no file.

        Raises:
            KeysError: the file cannot be read, may be read by others, or has a line that is no key's.
        """
        keyring = cls(folder / FILE)
        keyring._look()
        return keyring

    def callers(self) -> tuple[Caller, ...]:
        """Everybody who has a key, by name."""
        return tuple(sorted(self._callers.values(), key=lambda caller: caller.name))

    def caller(self, authorization: str) -> Caller | None:
        """Whose key an Authorization header shows; None where it is none of ours, or no more.

        Raises:
            KeysError: as `load`; nobody is let in until the file is mended.
        """
        self._look()
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key.startswith(PREFIX):
            return None
        return self._callers.get(_digest(key.strip()))

    def _look(self) -> None:
        """Read the file if it is another than the one last read: each change makes a new one."""
        try:
            now = self._path.stat()
        except FileNotFoundError:
            self._seen, self._callers = None, {}
            return
        except OSError as error:
            raise _unreadable(self._path) from error
        seen = (now.st_ino, now.st_mtime_ns, now.st_size)
        if seen != self._seen:
            self._callers = _read(self._path, now.st_mode)
            self._seen = seen


def _read(path: Path, mode: int) -> Mapping[str, Caller]:
    """Callers by the digest of their key."""
    if mode & 0o077:
        raise KeysError(f"`{path}` may be read by others", hint=f"run `chmod 600 {path}`")
    callers: dict[str, Caller] = {}
    for number, line in enumerate(_lines(path), start=1):
        name, scopes, digest = (*line.split(), "", "", "")[:3]
        known = {scope.value for scope in Scope}
        if not _NAME.fullmatch(name) or not set(scopes.split(",")) <= known or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise KeysError(f"line {number} of `{path}` is no key", hint="make keys with `reconsent api-key add`")
        callers[digest] = Caller(name, frozenset(map(Scope, scopes.split(","))))
    return callers


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> KeysError:
    return KeysError(f"`{path}` cannot be read", hint="let the user that runs this read it")


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
    key = PREFIX + secrets.token_urlsafe(32)
    with _changing(folder) as lines:
        if any(line.split()[:1] == [name] for line in lines):
            raise KeysError(f"there is a key named `{name}` already", hint="remove it first, or take another name")
        lines.append(f"{name} {','.join(wanted)} {_digest(key)}")
    return key


def remove_key(folder: Path, name: str) -> None:
    """Take a program's key away; what is asked with it from now on is refused.

    Raises:
        KeysError: there is no such key.
    """
    with _changing(folder) as lines:
        kept = [line for line in lines if line.split()[:1] != [name]]
        if len(kept) == len(lines):
            raise KeysError(f"there is no key named `{name}`", hint="`reconsent api-key list` names them")
        lines[:] = kept


def list_keys(folder: Path) -> tuple[Caller, ...]:
    """The programs that have a key."""
    return Keyring.load(folder).callers()


@contextmanager
def _changing(folder: Path) -> Iterator[list[str]]:
    """The file's lines, written anew as they are when the block ends well; one at a time, so that none undoes another's change."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    alone = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(alone, fcntl.LOCK_EX)
        lines = _lines(folder / FILE)
        yield lines
        _write(folder / FILE, lines)
    finally:
        os.close(alone)


def _write(path: Path, lines: Iterable[str]) -> None:
    new = path.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
