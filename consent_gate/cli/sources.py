"""The texts a command names: a file, `REV:PATH` in the git repository around, `privacy@3` in the archive, `-` for standard input."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from consent_gate.errors import ArgumentError

_VERSION = re.compile(r"(?P<slug>[a-z][a-z0-9-]*)@(?P<number>[1-9][0-9]{0,5})(?:/(?P<language>[A-Za-z-]{2,20}))?")
_MOST_BYTES = 16_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedText:
    """A text, where it came from, and the path that says so in a report."""

    text: str
    name: str
    path: str


def read_named(name: str, *, archive: Path | None = None) -> NamedText:
    """Read the text that `name` means; a file of that name comes first. Versions are in `archive`, else in the settings' one.

    Raises:
        ArgumentError: nothing of that name is there, or it is no UTF-8 text.
        ArchiveError: the repository or the archive cannot be read.
    """
    if name == "-":
        return _named(sys.stdin.buffer.read(_MOST_BYTES), "standard input", "stdin")
    file = Path(name)
    if file.is_file():
        with file.open("rb") as opened:
            return _named(opened.read(_MOST_BYTES), name, file.as_posix())
    version = _VERSION.fullmatch(name)
    if version:
        return _of_version(name, version, archive)
    revision, colon, path = name.partition(":")
    if colon and path:
        return _of_revision(revision, path)
    raise ArgumentError(f"there is no file `{name}`", hint="name a file, REV:PATH as HEAD~1:privacy.md, a version as privacy@3, or -")


def _of_version(name: str, version: re.Match[str], archive: Path | None) -> NamedText:
    from consent_gate.settings import load
    from policy_versions.archive import Archive
    from policy_versions.policy_yaml import parse_policy

    with Archive.open(archive or load().archive) as opened:
        files = opened.files_at(version["slug"], f"{version['slug']}/v{version['number']}")
    language = version["language"] or parse_policy(files["policy.yaml"], path=f"{name}/policy.yaml").language
    file = f"{language}.md"
    if file not in files:
        raise ArgumentError(f"`{name}` has no text in `{language}`", hint="languages: " + ", ".join(_languages(list(files))))
    return _named(files[file], name, f"policies/{version['slug']}/{file}")


def _languages(files: list[str]) -> list[str]:
    return sorted(file.removesuffix(".md") for file in files if file.endswith(".md"))


def _of_revision(revision: str, path: str) -> NamedText:
    from policy_versions.repository import Repository

    with Repository(repository_around(Path.cwd())) as repository:
        commit = repository.find_revision(revision)
        if commit is None:
            raise ArgumentError(f"there is no revision `{revision}` here", hint="in CI, fetch the whole history (fetch-depth: 0)")
        *folders, file = Path(path).parts
        entry = repository.folder(commit, *folders).get(file)
        if entry is None:
            raise ArgumentError(f"`{path}` is not in `{revision}`", hint="give the path from the top of the repository")
        return _named(repository.read(entry.id), f"{revision}:{path}", Path(path).as_posix())


def repository_around(folder: Path) -> Path:
    """The nearest folder upwards that is a git work tree or repository; `folder` itself where there is none."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), folder)


def _named(data: bytes, name: str, path: str) -> NamedText:
    if len(data) >= _MOST_BYTES:
        raise ArgumentError(f"`{name}` has {_MOST_BYTES // 1_000_000} MB or more", hint="compare the policy's own text")
    try:
        return NamedText(text=data.decode("utf-8-sig"), name=name, path=path)
    except UnicodeDecodeError as fault:
        raise ArgumentError(f"`{name}` is no UTF-8 text (byte {fault.start})", hint="save it as UTF-8, or use `reconsent import`") from None
