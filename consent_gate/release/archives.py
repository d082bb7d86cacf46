"""The archive's folder, made where there is none yet."""

from pathlib import Path

from policy_versions.archive import Archive
from policy_versions.git_location import find_git_dir


def ensure_archive(folder: Path) -> bool:
    """Make a repository in `folder` unless it holds one; whether one was made."""
    if find_git_dir(folder) is not None:
        return False
    Archive.create(folder).close()
    return True
