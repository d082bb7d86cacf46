"""What `reconsent import` does with a document and with a folder of versions, and what it shows of it.

A document is only frozen once its permissions are confirmed: with `--yes`, at the terminal, or by editing the files
written and importing their folder.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from consent_gate.cli.opened import opened
from consent_gate.cli.output import Format, say
from consent_gate.cli.writing import new_folder
from consent_gate.errors import ArgumentError
from policy_versions.model import Actor
from policy_versions.names import POLICY_FILE

if TYPE_CHECKING:
    from consent_gate.release.first_version import Proposal
    from policy_versions.importers.layout import LaidOut
    from policy_versions.model import Version

DONE, FINDING = 0, 1
_SHOWN = 20
"""So many dropped pieces of a document are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was said about a document."""

    language: str
    effective: datetime | None
    controller: str | None
    yes: bool


def import_document(policy: str, path: Path, out: Path, asked: Asked, *, actor: Actor, form: Format) -> int:
    """Propose a first version from a document, and freeze it if it is confirmed; exit code 1 while it is not."""
    from consent_gate.release.first_version import propose, write
    from consent_gate.release.importing import import_versions
    from consent_gate.release.showing import why_not_shown

    proposal = propose(path.read_bytes(), path.name, language=asked.language, effective=asked.effective, controller=asked.controller)
    if out.exists() and any(out.iterdir()):
        raise ArgumentError(
            f"`{out}` is there already", hint=f"import it with `reconsent import {policy} {out}`, or name another folder with --out"
        )
    with new_folder(out) as made:
        written = out / write(proposal, made).name
    if form is Format.TEXT:
        typer.echo(_shown(proposal, written))
    missing = proposal.policy.effective is None
    if missing or not _confirmed(asked, form):
        todo = "write `effective` into its policy.yaml" if missing else "edit its policy.yaml until it says what the text allows"
        text = f"nothing is frozen yet: {todo}, then `reconsent import {policy} {out}`"
        say(form, text=text, data={"policy": policy, "frozen": False, "folder": str(out), "next": todo, **proposal.to_dict()})
        return FINDING
    with opened() as (gate, _):
        versions = import_versions(gate, policy, out, actor=actor, strict=True)
        behind = why_not_shown(gate, policy)
    data = {"policy": policy, "frozen": True, "folder": str(out), "versions": [_plain(v) for v in versions], "main": behind}
    say(form, text=_frozen(versions, behind), data={**data, **proposal.to_dict()})
    return DONE


def is_folder_of_versions(path: Path) -> bool:
    """Whether a folder has a subfolder for each version, with policy.yaml in it; an empty folder counts as one."""
    found = list(path.iterdir())
    return not found or any((one / POLICY_FILE).exists() for one in found if one.is_dir())


def import_texts(policy: str, path: Path, file: str | None, out: Path, asked: Asked, *, actor: Actor, form: Format) -> int:
    """Lay dated documents, or a file's history in git, out as versions without permissions; exit code 1 until they are imported."""
    from consent_gate.release.first_version import controller_named
    from policy_versions.importers.dated import import_folder as dated
    from policy_versions.importers.history import file_history
    from policy_versions.importers.layout import lay_out, of_history

    with new_folder(out) as made, _progress("reading") as told:
        texts = dated(path, progress=told) if file is None else of_history(file_history(path, file, progress=told))
        laid = tuple(lay_out(texts, made, controller=controller_named(asked.controller), language=asked.language))
    told_of = {
        "folder": str(out),
        "laid_out": [{"folder": one.folder.name, "effective": one.effective.isoformat(), "dropped": list(one.dropped)} for one in laid],
    }
    lines = [line for one in laid for line in _laid(one)]
    if asked.yes:
        if form is Format.TEXT:
            typer.echo("\n".join(lines))
        return import_folder(policy, out, (), actor=actor, form=form, more=told_of)
    lines += [
        f"{len(laid)} versions are laid out in {out} and permit nothing yet: write into each policy.yaml what its text allowed,",
        f"then `reconsent import {policy} {out}`",
    ]
    say(form, text="\n".join(lines), data={"policy": policy, "frozen": False, **told_of})
    return FINDING


def _laid(one: "LaidOut") -> Iterator[str]:
    """One version as it was laid out, with what of its document is no part of the policy."""
    left = f", {len(one.dropped)} left out as no part of the policy" if one.dropped else ""
    yield f"{one.folder.name}  {one.effective:%Y-%m-%d}{', put after the one before' if one.moved else ''}{left}"
    yield from (f"    {_brief(words)}" for words in one.dropped[:_SHOWN])
    if len(one.dropped) > _SHOWN:
        yield f"    … and {len(one.dropped) - _SHOWN} more, all told with --format json"


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def told(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield told


def _confirmed(asked: Asked, form: Format) -> bool:
    """Whether a person takes the suggestions as they are: said beforehand, or asked at the terminal."""
    if asked.yes:
        return True
    if form is Format.JSON or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm("Freeze this as it is?", default=False)


def import_folder(
    policy: str, path: Path, overrides: Sequence[str], *, actor: Actor, form: Format, more: Mapping[str, object] | None = None
) -> int:
    """Import a folder of versions, wholly or not at all.

    `overrides` say of changes, as `CHANGE=REASON`, that they relax nothing; `more` is told beside the versions.
    """
    from consent_gate.release.importing import import_found
    from consent_gate.release.review import Review, ReviewDecision, ReviewVerdict
    from consent_gate.release.showing import why_not_shown
    from consent_gate.release.version_folder import read_folder

    found = read_folder(path)
    with opened() as (gate, _), _progress("comparing") as told:
        decisions = []
        for text in overrides:
            change, _, reason = text.partition("=")
            if not change.strip() or not reason.strip():
                raise ArgumentError(f"`{text}` gives no reason", hint="write --override CHANGE=REASON")
            decisions.append(
                ReviewDecision(
                    change=change.strip(),
                    verdict=ReviewVerdict.OVERRIDDEN,
                    reason=reason.strip(),
                    actor=actor,
                    time=gate.clock(),
                    engine="",
                )
            )
        review = Review(decisions=tuple(decisions))
        versions = import_found(gate, policy, found, actor=actor, decisions=review, strict=True, progress=told)
        behind = why_not_shown(gate, policy)
    data = {"policy": policy, "frozen": True, "versions": [_plain(v) for v in versions], "main": behind, **(more or {})}
    say(form, text=_frozen(versions, behind), data=data)
    return DONE


def _shown(proposal: "Proposal", written: Path) -> str:
    """What a document becomes, for people."""
    from differ.english import doubt, is_english

    found = proposal.suggestions
    effective = proposal.policy.effective
    said = "as it says itself" if proposal.effective_found else "as you say"
    lines = [f"{proposal.policy.title}: {f'in force from {effective:%Y-%m-%d}, {said}' if effective else 'no effective date found'}"]
    lines.append(f"left out as no part of the policy: {len(proposal.dropped)} pieces")
    lines += [f"    {_brief(words)}" for words in proposal.dropped[:_SHOWN]]
    lines += [f"    … and {len(proposal.dropped) - _SHOWN} more, all told with --format json"] if len(proposal.dropped) > _SHOWN else []
    if is_english(proposal.policy.language) and (why := doubt(proposal.markdown)):
        lines.append(f"{why}; where it is in another language, say so with --language")
    lines.append(f"permissions suggested from the prose: {len(found.permissions)}")
    for one in found.permissions:
        p = one.permission
        stated = p.basis.value if one.basis_stated else f"{p.basis.value} (not stated)"
        lines.append(f"    {p.id}: {', '.join(p.use)} of {', '.join(p.data)} by {', '.join(p.recipients)}; {stated}")
        lines += [f"        but elsewhere: {_brief(evidence.words)}" for evidence in one.denied_by]
    lines.append(f"promises suggested from the prose: {len(found.promises)}")
    lines += [f"    {one.promise.id}: {_brief(str(one.promise.text))}" for one in found.promises]
    if found.unread:
        lines.append(f"said of data, and no use known for it: {len(found.unread)}")
        lines += [f"    {_brief(evidence.words)}" for evidence in found.unread[:10]]
    return "\n".join([*lines, f"written to {written}"])


def _brief(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 110 else words[:109] + "…"


def _frozen(versions: "tuple[Version, ...]", behind: str) -> str:
    lines = [f"{version.name} is frozen, in force from {version.effective.isoformat()}" for version in versions]
    return "\n".join([*lines, *([f"look at: {behind}"] if behind else [])])


def _plain(version: "Version") -> dict[str, object]:
    return {"version": version.number, "effective": version.effective.isoformat(), "identity": version.identity, "commit": version.commit}
