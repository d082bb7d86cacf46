"""Reads a folder with one subfolder a version: policy.yaml and a LANGUAGE.md for each language, and review.yaml where it has one.

Whether they may be taken is told in `importing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from consent_gate.release.review import Review
from consent_gate.release.review_yaml import parse_review
from policy_versions.drafts import texts_in
from policy_versions.errors import ImportRefusedError, PolicyFileError
from policy_versions.model import Policy
from policy_versions.names import MAX_FILE_BYTES, POLICY_FILE, REVIEW_FILE, is_file_name
from policy_versions.policy_yaml import parse_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One version as it lies in its subfolder."""

    folder: str
    files: Mapping[str, bytes]
    policy: Policy
    texts: Mapping[str, str]
    review: Review


def read_folder(path: Path) -> tuple[Found, ...]:
    """The versions in a folder, in the order of their effective times; every fault is told at once.

    Raises:
        ImportRefusedError: there is no such folder, or no version in it, or times are missing or equal.
        PolicyFileError: policy.yaml files have faults.
    """
    if not path.exists():
        raise ImportRefusedError(f"there is no such file or folder: `{path}`", hint="name a document, or a folder of versions")
    if not path.is_dir():
        raise ImportRefusedError(f"`{path}` is no folder", hint="name a folder with one subfolder a version")
    subfolders = sorted(folder for folder in path.iterdir() if folder.is_dir() and (folder / POLICY_FILE).exists())
    if not subfolders:
        raise ImportRefusedError(
            f"`{path}` holds no version", hint="each version is a subfolder with policy.yaml and its texts, as 1/policy.yaml"
        )
    found, faults = [], list[str]()
    for folder in subfolders:
        try:
            found.append(_read_version(folder))
        except PolicyFileError as error:
            faults += error.faults
    if faults:
        raise PolicyFileError(tuple(faults))
    return _in_order(found)


def _read_version(folder: Path) -> Found:
    files = {}
    for file in sorted(folder.iterdir()):
        if is_file_name(file.name) and file.is_file() and not file.is_symlink():
            if file.stat().st_size > MAX_FILE_BYTES:
                raise ImportRefusedError(f"`{file}` is larger than {MAX_FILE_BYTES} bytes", hint="keep text only in a policy's folder")
            files[file.name] = file.read_bytes()
    if POLICY_FILE not in files:
        raise ImportRefusedError(f"`{folder / POLICY_FILE}` is a link or no file", hint="put the file itself there")
    texts = texts_in(files, folder.name)
    policy = parse_policy(files[POLICY_FILE], path=f"{folder.name}/{POLICY_FILE}")
    if policy.language not in texts:
        raise ImportRefusedError(
            f"`{folder.name}` has no `{policy.language}.md`, the language that prevails", hint="put the text beside policy.yaml"
        )
    return Found(folder=folder.name, files=files, policy=policy, texts=texts, review=parse_review(files.get(REVIEW_FILE)))


def _in_order(found: Sequence[Found]) -> tuple[Found, ...]:
    timeless = [version.folder for version in found if version.policy.effective is None]
    if timeless:
        raise ImportRefusedError(
            f"no `effective` time in {', '.join(f'`{name}/{POLICY_FILE}`' for name in timeless)}",
            hint="write when it took effect, with an offset",
        )
    ordered = sorted(found, key=lambda version: version.policy.effective)  # type: ignore[arg-type,return-value]  # none is None
    for earlier, later in pairwise(ordered):
        if earlier.policy.effective == later.policy.effective:
            raise ImportRefusedError(
                f"`{earlier.folder}` and `{later.folder}` take effect at the same time", hint="only one can be in force"
            )
    return tuple(ordered)
