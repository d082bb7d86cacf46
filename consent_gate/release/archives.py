"""The archive's folder, made where there is none yet."""

from pathlib import Path
from typing import TYPE_CHECKING

from policy_versions.archive import Archive
from policy_versions.git_location import find_git_dir

if TYPE_CHECKING:
    from consent_gate.gate import Gate


def ensure_archive(folder: Path) -> bool:
    """Make a repository in `folder` unless it holds one; whether one was made."""
    if folder.is_dir() and find_git_dir(folder) is not None:
        return False
    Archive.create(folder).close()
    return True


def archive_of(gate: "Gate") -> Archive:
    """The gate's archive, made where its folder holds no repository yet."""
    ensure_archive(gate.archive_path)
    return gate.archive
