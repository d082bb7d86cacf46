"""Reads a repository's objects through one kept-open `cat-file --batch`.

Part of the door to git. What was read is kept by id up to a fixed size, since an id never changes its content.
"""

import contextlib
import os
import subprocess
import threading
import weakref
from pathlib import Path

from policy_versions import git_process
from policy_versions.errors import ArchiveError, ArchiveTamperedError

MAX_OBJECT_BYTES = 16 * 1024 * 1024
"""Objects above this size are refused unread: no policy's text, tree or commit is that long."""

_KEPT_BYTES = 64 * 1024 * 1024


class ObjectReader:
    """A kept-open `cat-file --batch`, with what it read kept by id up to a fixed size."""

    def __init__(self, git_dir: Path) -> None:
        """Read the objects of the repository at `git_dir`; nothing is started yet."""
        self._git_dir = git_dir
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._kept: dict[str, tuple[str, bytes]] = {}
        self._kept_bytes = 0

    def read(self, object_id: str, *, fresh: bool = False) -> tuple[str, bytes]:
        """The kind and bytes of the object of that full id; with `fresh`, read again though it is kept.

        Raises:
            ArchiveTamperedError: it is missing or broken.
            ArchiveError: it is too large to be part of a policy.
        """
        kept = None if fresh else self._kept.get(object_id)
        if kept is not None:
            return kept
        with self._lock:
            answer = self._retried(object_id)
            if answer is None:
                raise ArchiveTamperedError(
                    f"object {object_id} cannot be read", hint="fetch it from another copy of the archive, then `reconsent verify`"
                )
            found = answer[1:]
            self._keep(object_id, found)
        return found

    def find(self, expression: str) -> tuple[str, str, bytes] | None:
        """Id, kind and bytes of the object that a checked expression names, as `refs/heads/main^{commit}`; None where git finds none."""
        with self._lock:
            found = self._retried(expression)
            if found is not None:
                self._keep(found[0], found[1:])
            return found

    def learn(self, object_id: str, kind: str, data: bytes) -> None:
        """Know an object that was just written."""
        with self._lock:
            self._keep(object_id, (kind, data))

    def _keep(self, object_id: str, found: tuple[str, bytes]) -> None:
        if self._kept_bytes + len(found[1]) > _KEPT_BYTES:
            self._kept.clear()
            self._kept_bytes = 0
        if object_id not in self._kept:
            self._kept_bytes += len(found[1])
        self._kept[object_id] = found

    def close(self) -> None:
        """End the process; the next read starts another."""
        with self._lock:
            self._end()

    def _retried(self, expression: str) -> tuple[str, str, bytes] | None:
        try:
            return self._ask(expression)
        except (OSError, ValueError):
            self._end()
            return self._ask(expression)

    def _ask(self, expression: str) -> tuple[str, str, bytes] | None:
        """Id, kind and bytes of what `expression` names; None where git finds nothing it can read."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
        process.stdin.write(expression.encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        head = line.split()
        if len(head) != 3 or not head[2].isdigit():
            if not line.endswith((b" missing\n", b" ambiguous\n")):
                self._end()
            return None
        object_id = head[0].decode("ascii")
        size = int(head[2])
        if size > MAX_OBJECT_BYTES:
            self._end()
            raise ArchiveError(
                f"object {object_id} has {size} bytes, more than {MAX_OBJECT_BYTES}", hint="a policy's text is never that long"
            )
        data = process.stdout.read(size)
        if len(data) != size or process.stdout.read(1) != b"\n":
            self._end()
            raise ArchiveTamperedError(f"object {object_id} cannot be read whole", hint="fetch it from another copy of the archive")
        return object_id, head[1].decode("ascii"), data

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None or self._owner != os.getpid():
            self._process = subprocess.Popen(  # noqa: S603 - fixed program and arguments
                git_process.command(["cat-file", "--batch"]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_process.environment(self._git_dir),
                cwd="/",
            )
            self._owner = os.getpid()
            self._finalizer = weakref.finalize(self, _stop, self._process, self._owner)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            _stop(self._process, self._owner)
        self._process = None


def _stop(process: "subprocess.Popen[bytes]", owner: int) -> None:
    """End `process` and its pipes; in a forked child only the pipes' copies are closed, the process is the parent's."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    if owner == os.getpid():
        process.kill()
        process.wait()
