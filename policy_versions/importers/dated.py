"""A folder of dated files: one document a version, its date in the name (`2021-05-04.html`) or else in its text."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from policy_versions.errors import ImportRefusedError, PolicyVersionsError
from policy_versions.importers import Imported, import_text
from policy_versions.importers.dates import date_in_name
from policy_versions.importers.document import MAX_BYTES
from policy_versions.importers.history import Progress
from policy_versions.importers.kinds import ENDINGS
from policy_versions.names import shown

MAX_FILES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedText:
    """One document of the folder."""

    name: str  # the file's
    at: datetime  # when it took effect; aware, UTC
    imported: Imported


def import_folder(folder: Path | str, *, progress: Progress | None = None) -> tuple[DatedText, ...]:
    """Read every document in a folder, oldest first; subfolders, links and hidden files are left alone.

    Args:
        folder: where the files lie.
        progress: told after each file.

    Raises:
        ImportRefusedError: files cannot be read, carry no date, or share one; all of them are named.
    """
    place = Path(folder)
    if not place.is_dir():
        raise ImportRefusedError(f"`{shown(folder)}` is no folder", hint="name a folder of dated files, as 2021-05-04.html")
    files = [one for one in sorted(place.iterdir()) if one.is_file() and not one.is_symlink() and not one.name.startswith(".")]
    files = [one for one in files if one.suffix.lower() in ENDINGS]
    if not files or len(files) > MAX_FILES:
        count = f"more than {MAX_FILES} documents" if files else "no document"
        raise ImportRefusedError(f"`{shown(folder)}` holds {count}", hint=f"it takes files ending in {', '.join(ENDINGS)}")
    found: list[DatedText] = []
    faults: list[str] = []
    for position, file in enumerate(files, start=1):
        try:
            found.append(_read(file))
        except PolicyVersionsError as fault:
            faults.append(str(fault))
        if progress is not None:
            progress(position, len(files))
    found.sort(key=lambda one: (one.at, one.name))
    faults += [f"`{shown(one.name)}` and `{shown(two.name)}` have the same date" for one, two in pairwise(found) if one.at == two.at]
    if faults:
        raise ImportRefusedError("; ".join(faults), hint="put each file's date into its name, as 2021-05-04.html")
    return tuple(found)


def _read(file: Path) -> DatedText:
    with file.open("rb") as stream:
        imported = import_text(stream.read(MAX_BYTES + 1), file.name)
    at = date_in_name(file.name) or imported.effective
    if at is None:
        raise ImportRefusedError(f"`{shown(file.name)}` has no date in its name or its text")
    return DatedText(name=file.name, at=at, imported=imported)
