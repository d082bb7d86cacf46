"""The archive's folder, made where there is none yet."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from policy_versions.archive import Archive
from policy_versions.git_location import find_git_dir

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def ensure_archive(folder: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> bool:
    """Make a repository in `folder` unless it holds one; whether one was made. `clock` dates its first commit."""
    if folder.is_dir() and find_git_dir(folder) is not None:
        return False
    Archive.create(folder, clock=clock).close()
    return True


def archive_of(gate: "Gate") -> Archive:
    """The gate's archive, made where its folder holds no repository yet."""
    ensure_archive(gate.archive_path, gate.clock)
    return gate.archive
