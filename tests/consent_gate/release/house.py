"""A small organisation that works on one policy: a gate on real git and SQLite, a clock, and the people who act."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from consent_gate import Gate
from consent_gate.release import DraftName, ReviewVerdict, Standing, approve, decide, import_versions, publish, standing_of
from consent_gate.release.archives import ensure_archive
from policy_versions.model import Actor, ActorSource, Version
from tests.consent_gate.release.build import TEXT, policy_file

ADA = Actor("ada@brewery.example", ActorSource.OIDC)  # drafts
BEN = Actor("ben@brewery.example", ActorSource.OIDC)  # reviews and approves
CLEO = Actor("cleo@brewery.example", ActorSource.OIDC)
START = datetime(2026, 1, 1, tzinfo=UTC)
WHERE = DraftName("privacy", "next")


class Clock:
    """Stands still until it is set."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, **later: int) -> datetime:
        """Go on by so much."""
        self.at += timedelta(**later)
        return self.at


@dataclass
class House(AbstractContextManager["House"]):
    """The gate and what is done with it most."""

    folder: Path
    clock: Callable[[], datetime]
    gate: Gate

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], datetime] | None = None) -> "House":
        clock = clock or Clock()
        ensure_archive(folder / "archive")
        return cls(folder, clock, Gate.open(f"sqlite:///{folder / 'ledger.db'}", folder / "archive", clock=clock, keys=folder / "keys"))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.gate.close()

    def first(self, text: str = TEXT, **told: str) -> Version:
        """Import version 1, in force since before the clock's beginning."""
        folder = self.folder / "history" / "1"
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_bytes(policy_file(**{"effective": "2025-01-01T00:00:00+00:00", **told}))
        (folder / "en.md").write_text(text)
        return import_versions(self.gate, "privacy", folder.parent)[0]

    def draft(
        self,
        text: str = TEXT,
        *,
        name: str = "next",
        texts: Mapping[str, str] | None = None,
        days: int = 60,
        actor: Actor = ADA,
        **told: str,
    ) -> Standing:
        """Begin a draft with these words."""
        effective = (self.clock() + timedelta(days=days)).isoformat()
        files = {"policy.yaml": policy_file(**{"effective": effective, **told}), "en.md": text.encode()}
        files |= {f"{language}.md": words.encode() for language, words in (texts or {}).items()}
        self.gate.archive.start_draft("privacy", name, actor=actor, files=files)
        return standing_of(self.gate, "privacy", name)

    def edit(self, path: str, data: bytes | str, *, name: str = "next", actor: Actor = ADA) -> None:
        """Change one file of the draft."""
        content = data.encode() if isinstance(data, str) else data
        at = self.gate.archive.draft("privacy", name).commit
        self.gate.archive.save("privacy", name, {path: content}, expected=at, actor=actor, message="Edit")

    def settle(self, *, name: str = "next", actor: Actor = BEN) -> None:
        """Override every open change with a reason."""
        for flag in standing_of(self.gate, "privacy", name).open_flags():
            decide(self.gate, DraftName("privacy", name), flag.id, ReviewVerdict.OVERRIDDEN, actor=actor, reason="It stands elsewhere.")

    def release(self, text: str = TEXT, *, days: int = 60, **told: str) -> Version:
        """Draft, settle, approve and publish."""
        self.draft(text, days=days, **told)
        self.settle()
        approve(self.gate, WHERE, actor=BEN)
        return publish(self.gate, "privacy", "next", actor=ADA).version
