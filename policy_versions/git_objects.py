"""Git's objects as bytes: blobs, trees, commits, tags, and the pack that carries them into a repository at once.

Pure; nothing here knows a repository or runs git. Writing objects as one pack lets git check and store them all in a
single process, and lets their ids be known before anything is written.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from policy_versions.model import Actor

_KIND_CODE = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
BLOB_MODE = "100644"
TREE_MODE = "40000"


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object that is not in a repository yet."""

    kind: str  # blob | tree | commit | tag
    data: bytes

    def id(self, hash_name: str) -> str:
        """Its id in a repository whose objects are named by `hash_name` (`sha1` or `sha256`), hex."""
        return object_id(self.kind, self.data, hash_name)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One line of a tree."""

    mode: str  # octal, as git writes it in trees: 100644, 40000
    id: str


def object_id(kind: str, data: bytes, hash_name: str) -> str:
    """The id of an object, hex.

    >>> object_id("blob", b"", "sha1")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return hashlib.new(hash_name, b"%s %d\0" % (kind.encode(), len(data)) + data, usedforsecurity=False).hexdigest()


def tree(entries: Mapping[str, TreeEntry]) -> GitObject:
    """A folder: its names in git's order, where a folder sorts as if its name ended in a slash."""

    def place(name: str) -> bytes:
        return name.encode("utf-8", "surrogateescape") + (b"/" if entries[name].mode == TREE_MODE else b"")

    lines = [
        entries[name].mode.encode() + b" " + name.encode("utf-8", "surrogateescape") + b"\0" + bytes.fromhex(entries[name].id)
        for name in sorted(entries, key=place)
    ]
    return GitObject("tree", b"".join(lines))


def read_tree(data: bytes, hash_name: str) -> dict[str, TreeEntry]:
    """The entries of a tree object's bytes."""
    width = hashlib.new(hash_name, usedforsecurity=False).digest_size
    entries: dict[str, TreeEntry] = {}
    at = 0
    while at < len(data):
        space, end = data.index(b" ", at), data.index(b"\0", at)
        name = data[space + 1 : end].decode("utf-8", "surrogateescape")
        entries[name] = TreeEntry(data[at:space].decode("ascii"), data[end + 1 : end + 1 + width].hex())
        at = end + 1 + width
    return entries


def commit(*, tree_id: str, parents: Sequence[str], actor: Actor, at: datetime, message: str) -> GitObject:
    """A commit by `actor`, who is author and committer."""
    person = _person(actor, at)
    lines = [f"tree {tree_id}", *(f"parent {p}" for p in parents), f"author {person}", f"committer {person}", "", message.rstrip("\n"), ""]
    return GitObject("commit", "\n".join(lines).encode())


def tag(*, object_id: str, name: str, actor: Actor, at: datetime, message: str) -> GitObject:
    """An annotated tag of a commit."""
    lines = [f"object {object_id}", "type commit", f"tag {name}", f"tagger {_person(actor, at)}", "", message.rstrip("\n"), ""]
    return GitObject("tag", "\n".join(lines).encode())


def pack(objects: Iterable[GitObject], hash_name: str, *, compression: int = 0) -> bytes:
    """All `objects` as one pack, undeltified, for `git unpack-objects` (which compresses them itself) or `git index-pack`."""
    held = list(objects)
    parts = [b"PACK", struct.pack(">II", 2, len(held))]
    for one in held:
        parts.append(_pack_header(_KIND_CODE[one.kind], len(one.data)))
        parts.append(zlib.compress(one.data, compression))
    body = b"".join(parts)
    return body + hashlib.new(hash_name, body, usedforsecurity=False).digest()


def _pack_header(code: int, size: int) -> bytes:
    out = bytearray([(code << 4) | (size & 15)])
    size >>= 4
    while size:
        out[-1] |= 0x80
        out.append(size & 0x7F)
        size >>= 7
    return bytes(out)


def _person(actor: Actor, at: datetime) -> str:
    name = actor.id.split("@", 1)[0].strip(" .,:;\"'\\") or "someone"
    return f"{name} <{actor.id}> {int(at.timestamp())} +0000"
