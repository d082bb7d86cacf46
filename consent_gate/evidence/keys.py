"""The three secrets of an installation, one file each: `token`, `signing` and `subject`.

A file holds one key a line in hex, oldest first, 32 random bytes or more each; the last one is used for new work, the
earlier ones still verify. Only the owner may read the files, and they lie outside the archive and apart from the
database, so that whoever gets one of those does not get the keys with it. `subject` is never rotated line by line:
everything stored about people hangs on it.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from consent_gate.errors import KeysError

NAMES = ("token", "signing", "subject")
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys in use. `repr` never shows them."""

    token: tuple[bytes, ...]  # sign the links in prompts; newest last
    signing: tuple[bytes, ...]  # Ed25519 seeds that sign checkpoints; newest last
    subject: bytes  # finds and hides item ids and personal payloads

    def __repr__(self) -> str:
        return f"Keys(token={len(self.token)}, signing={len(self.signing)})"

    @classmethod
    def create(cls, folder: Path) -> "Keys":
        """Make the key files that are not there yet, and load all of them.

        Raises:
            KeysError: a file that is there cannot be used, or the folder cannot be written.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in NAMES:
                _write_new(folder / name)
        except OSError as error:
            raise KeysError(
                f"the keys cannot be written to `{folder}`: {error.strerror}", hint="name another folder in RECONSENT_KEYS"
            ) from error
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "Keys":
        """Read the key files.

        Raises:
            KeysError: one is missing, may be read by others, or holds a short or guessable key.
        """
        token, signing, subject = (_read(folder / name) for name in NAMES)
        if len(subject) != 1:
            raise KeysError(
                f"`{folder / 'subject'}` holds {len(subject)} keys", hint="it must hold the one that this ledger was begun with"
            )
        if any(len(seed) != _BYTES for seed in signing):
            raise KeysError(f"`{folder / 'signing'}` holds a key that is not {_BYTES} bytes", hint="each must be an Ed25519 seed")
        return cls(token=token, signing=signing, subject=subject[0])

    @classmethod
    def throwaway(cls) -> "Keys":
        """Random keys that are kept nowhere, for ledgers in memory."""
        return cls(token=(secrets.token_bytes(_BYTES),), signing=(secrets.token_bytes(_BYTES),), subject=secrets.token_bytes(_BYTES))


def rotate(folder: Path, name: str) -> Keys:
    """Add a new key to `token` or `signing`; the old ones go on verifying.

    Raises:
        KeysError: the name is not one that can be rotated, or a file cannot be used.
    """
    if name not in ("token", "signing"):
        raise KeysError(f"`{name}` cannot be rotated", hint="rotate token or signing")
    Keys.load(folder)
    path = folder / name
    new = path.with_suffix(".new")
    _write_private(new, path.read_text(encoding="ascii").rstrip("\n") + "\n" + secrets.token_hex(_BYTES) + "\n")
    new.replace(path)
    return Keys.load(folder)


def _write_new(path: Path) -> None:
    if not path.exists():
        _write_private(path, secrets.token_hex(_BYTES) + "\n")


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> tuple[bytes, ...]:
    try:
        if path.stat().st_mode & 0o077:
            raise KeysError(f"`{path}` may be read by others", hint=f"run `chmod 600 {path}`")
        keys = tuple(bytes.fromhex(line) for line in path.read_text(encoding="ascii").split())
    except FileNotFoundError as error:
        raise KeysError(f"there is no key file `{path}`", hint="run `reconsent init`, or restore the keys from their backup") from error
    except OSError as error:
        raise KeysError(f"the key file `{path}` cannot be read: {error.strerror}", hint="check who owns it") from error
    except ValueError as error:
        raise KeysError(f"`{path}` is no key file", hint="it must hold hex digits, one key a line") from error
    if not keys or any(len(key) < _BYTES or len(set(key)) < _BYTES // 4 for key in keys):
        raise KeysError(f"`{path}` holds a short or guessable key", hint="move it away and run `reconsent init` for a random one")
    return keys
