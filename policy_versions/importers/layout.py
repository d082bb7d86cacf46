"""Lays texts out as a folder of versions, each a subfolder with policy.yaml and the text, ready to be completed and imported.

Nothing is permitted by what is written here: a text alone permits nothing until somebody writes down what it allowed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from policy_versions.errors import ImportRefusedError
from policy_versions.importers import import_text
from policy_versions.importers.dated import DatedText
from policy_versions.importers.history import PastText
from policy_versions.model import Controller, LocalText, Policy
from policy_versions.names import POLICY_FILE, check_language, shown_path
from policy_versions.policy_edit import dump_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """One version as it was written."""

    folder: Path
    effective: datetime
    moved: bool  # its time was not after the one before, and so was put a second after it
    dropped: tuple[str, ...]


def of_history(texts: Iterable[PastText]) -> Iterator[DatedText]:
    """The texts of a file's history as dated documents; a commit's time stands for the time of effect."""
    for past in texts:
        yield DatedText(name=past.path, at=past.at, imported=import_text(past.data, past.path))


def lay_out(texts: Iterable[DatedText], folder: Path | str, *, controller: Controller, language: str = "en") -> Iterator[LaidOut]:
    """Write each text as a version into `folder`, oldest first, one at a time.

    Args:
        texts: the documents, oldest first.
        folder: where to write; made if need be, and it must be empty.
        controller: who answers for the data in all of them.
        language: the language the texts are in.

    Raises:
        ImportRefusedError: the folder holds something, or a document cannot be read.
    """
    check_language(language)
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    if any(place.iterdir()):
        raise ImportRefusedError(f"`{shown_path(place)}` is not empty", hint="name a new folder to write the versions to")
    before = datetime(1970, 1, 1, tzinfo=UTC)
    for number, text in enumerate(texts, start=1):
        effective = max(text.at, before + timedelta(seconds=1))
        policy = Policy(
            title=LocalText.of(text.imported.title or "Privacy policy"),
            controller=controller,
            language=language,
            effective=effective,
            summary=LocalText.of("Taken over as it was." if number == 1 else "Taken over as it was changed."),
        )
        made = place / f"{number:05d}"
        made.mkdir()
        (made / POLICY_FILE).write_bytes(dump_policy(policy))
        (made / f"{language}.md").write_text(text.imported.markdown, encoding="utf-8", newline="")
        yield LaidOut(folder=made, effective=effective, moved=effective != text.at, dropped=text.imported.dropped)
        before = effective
