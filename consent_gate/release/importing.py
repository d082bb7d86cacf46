"""Versions from before the archive, taken as they are: a folder with one subfolder a version.

They are taken in the order of their `effective`, with `reopens` and `weakened` as they stand, wholly or not at all, and
only before the first version of one's own. A step whose prose relaxes something that neither its permissions nor these
lists show must be decided, in the review.yaml of the subfolder or by `decisions`. Reading the folder is left to
`version_folder`, turning a document into one to `first_version`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from consent_gate.release.archives import archive_of
from consent_gate.release.errors import ImportUndecidedError
from consent_gate.release.flags import Flag, FlagKind, flagged
from consent_gate.release.review import Review, ReviewDecision, ReviewVerdict
from consent_gate.release.review_yaml import dump_review
from consent_gate.release.showing import show_newest
from consent_gate.release.ties import why_refused
from consent_gate.release.version_folder import Found, read_folder
from consent_gate.release.widening import shown
from differ.model import Direction
from differ.practices.model import clause_path
from policy_versions.backlog import PastVersion, freeze_all
from policy_versions.errors import ImportRefusedError
from policy_versions.identity import identified, identity_of
from policy_versions.importers.history import Progress
from policy_versions.model import Actor, Policy, Version
from policy_versions.names import REVIEW_FILE, check_slug
from policy_versions.version_tags import Frozen

if TYPE_CHECKING:
    from consent_gate.gate import Gate

IMPORTER = Actor("import")
"""Who imports where nobody is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step between imported versions."""

    old: Found
    new: Found
    undecided: tuple[Flag, ...]  # what of it nobody has decided and nothing shows
    decided: tuple[ReviewDecision, ...]  # decisions on it from outside of its own review.yaml


def import_versions(
    gate: "Gate",
    policy: str,
    path: Path | str,
    *,
    actor: Actor = IMPORTER,
    decisions: Review | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[Version, ...]:
    """Take a folder of versions into the archive and the ledger, each in force from its own `effective`.

    Args:
        gate: the gate; where its archive's folder holds no repository yet, one is made.
        policy: the slug they go under.
        path: the folder; each subfolder is a version. Files beside the subfolders are left alone.
        actor: who imports.
        decisions: decisions on steps that relax, besides those in the subfolders' review.yaml.
        strict: whether a change of the prose that no rule explains needs a decision too, and not only one that relaxes; and
            whether what a step adds, widens, reopens or weakens shows only the changes in its own clause.
        progress: told after each step between versions that was compared.

    Returns:
        The versions, by number.

    Raises:
        ImportRefusedError: there is nothing to import, effective times are missing or equal, or the policy has versions of its own.
        PolicyFileError: policy.yaml files have faults; all of them are told.
        ImportUndecidedError: a step relaxes the prose and nothing shows it.
    """
    check_slug(policy)
    found = read_folder(Path(path))
    return import_found(gate, policy, found, actor=actor, decisions=decisions, strict=strict, progress=progress)


def import_found(
    gate: "Gate",
    policy: str,
    found: Sequence[Found],
    *,
    actor: Actor = IMPORTER,
    decisions: Review | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[Version, ...]:
    """The same for versions read by `read_folder` already, in the order of their effective times."""
    there = gate.ledger.versions(check_slug(policy))
    _require_before_own(there)
    if there and found[0].policy.effective <= there[-1].effective:  # type: ignore[operator]  # read_folder requires it
        raise ImportRefusedError(
            f"`{found[0].folder}` takes effect before `{there[-1].name}`, which was imported already",
            hint="import all versions at once, in order",
        )
    taken = tuple(_told_of(_steps((*_last(there), *found), decisions or Review(), strict=strict), len(found), progress))
    if strict:
        _require_used(decisions or Review(), taken)
    _require_decided(taken)
    decided = {step.new.folder: step.decided for step in taken}
    ready = [_with_decisions(version, decided.get(version.folder, ())) for version in found]
    taken_in = _freeze(gate, policy, ready, start=max((v.number for v in there), default=0), actor=actor)
    show_newest(gate, policy)
    return taken_in


def _told_of(steps: Iterator[Step], of: int, progress: Progress | None) -> Iterator[Step]:
    for done, step in enumerate(steps, start=1):
        yield step
        if progress is not None:
            progress(done, of)


def _last(there: Sequence[Version]) -> tuple[Found, ...]:
    """The last version imported before, from which the first one now is a step."""
    return tuple(Found(folder=v.name, files={}, policy=v.policy, texts=v.texts, review=Review()) for v in there[-1:])


def _with_decisions(version: Found, decided: tuple[ReviewDecision, ...]) -> Found:
    """The version with those decisions in its review.yaml."""
    if not decided:
        return version
    review = replace(version.review, decisions=(*version.review.decisions, *decided))
    return replace(version, review=review, files={**version.files, REVIEW_FILE: dump_review(review)})


def _require_before_own(there: Sequence[Version]) -> None:
    own = next((version for version in there if not version.imported), None)
    if own is not None:
        raise ImportRefusedError(
            f"`{own.name}` was published here, and history goes before the first version of one's own",
            hint="publish what is new as a draft of its own, or import under another name",
        )


def _steps(found: Sequence[Found], decisions: Review, *, strict: bool) -> Iterator[Step]:
    """The steps between versions, each with the changes of its prose that nobody has decided and nothing shows."""
    for old, new in pairwise(found):
        done = shown(old.policy, new.policy)
        if dict(old.texts) == dict(new.texts) or (done and not strict):
            yield Step(old=old, new=new, undecided=(), decided=())
            continue
        review = Review(decisions=(*new.review.decisions, *decisions.decisions))
        flags = flagged(old.policy, old.texts, new.policy, new.texts, review)
        asked = {Direction.RELAXES, Direction.MIXED} | ({Direction.UNCLEAR} if strict else set())
        places = _places(done, old.policy, new.policy)
        questions = [f for f in flags.flags if f.kind is FlagKind.PROSE and f.direction in asked and not _stands_in(f, places)]
        standing = review.standing(flag.id for flag in questions)
        ids = {flag.id for flag in flags.flags}
        yield Step(
            old=old,
            new=new,
            undecided=tuple(flag for flag in questions if not _settled(standing.get(flag.id), flag, old, new)),
            decided=tuple(decision for decision in decisions.decisions if decision.change in ids),
        )


def _settled(decision: ReviewDecision | None, flag: Flag, old: Found, new: Found) -> bool:
    """Whether a decision settles the change as it would in a review."""
    if decision is None or decision.verdict is ReviewVerdict.SENT_BACK:
        return False
    return why_refused(decision, flag, old.policy, new.policy) is None


def _places(done: Iterable[str], old: Policy, new: Policy) -> frozenset[str]:
    """The clauses of what a step adds, widens, reopens or weakens."""
    held = [one for name in done for one in (new.permission(name), old.permission(name), old.promise(name))]
    weak = [one for one in new.weakened if one.id in set(done)]
    return frozenset("/".join(clause_path(tuple(one.clause.split("/")))) for one in (*held, *weak) if one and one.clause)


def _stands_in(flag: Flag, places: frozenset[str]) -> bool:
    clauses = (*flag.change.old, *flag.change.new) if flag.change else ()
    paths = ["/" + "/".join(clause_path(clause.heading)) for clause in clauses]
    return any(path.endswith(f"/{place}") for path in paths for place in places)


def _require_used(decisions: Review, taken: Sequence[Step]) -> None:
    used = {decision.change for step in taken for decision in step.decided}
    unused = [decision.change for decision in decisions.decisions if decision.change not in used]
    if unused:
        raise ImportRefusedError(
            f"there is no change `{unused[0]}` between these versions", hint="give its id whole, as the refused import told it"
        )


def _require_decided(taken: Iterable[Step]) -> None:
    undecided = [(step, flag) for step in taken for flag in step.undecided]
    if not undecided:
        return
    raise ImportUndecidedError(
        tuple(_told(step, flag) for step, flag in undecided),
        changes=tuple(flag.id for _, flag in undecided),
        hint="list it under `reopens` or `weakened` in that version's policy.yaml, or override it: --override CHANGE=REASON",
    )


def _told(step: Step, flag: Flag) -> str:
    words = flag.about if len(flag.about) <= 80 else flag.about[:79] + "…"
    verb = "relaxes" if flag.direction is not Direction.UNCLEAR else "may relax"
    return f"from `{step.old.folder}` to `{step.new.folder}` the text {verb} and nothing shows it: `{flag.id}` {words}"


def _freeze(gate: "Gate", slug: str, found: Sequence[Found], *, start: int, actor: Actor) -> tuple[Version, ...]:
    """Tags first, all at once, then all rows in one transaction.

    A crash between leaves tags, which the same import takes up again and `reconcile` takes back.
    """
    archive = archive_of(gate)
    numbered = dict(enumerate(found, start=start + 1))
    left = {tag.number: tag for tag in archive.frozen(slug) if _is_left_over(tag, numbered)}
    past = [
        PastVersion(number=number, files=version.files, fields={"Imported-By": actor.id, "Imported-From": version.folder})
        for number, version in numbered.items()
        if number not in left
    ]
    made = {tag.number: tag for tag in freeze_all(archive, slug, past, actor=actor)} if past else {}
    frozen = [left.get(number) or made[number] for number in numbered]
    rows = [
        (_version(slug, version, place), identified(version.files), version.files.get(REVIEW_FILE))
        for version, place in zip(found, frozen, strict=True)
    ]
    return gate.ledger.add_history(rows, actor=actor)


def _is_left_over(tag: Frozen, numbered: Mapping[int, Found]) -> bool:
    """Whether a tag is of the very version that is to be imported under its number."""
    version = numbered.get(tag.number)
    return version is not None and "Imported-By" in tag.fields and tag.identity == identity_of(identified(version.files))


def _version(slug: str, version: Found, place: Frozen) -> Version:
    assert version.policy.effective is not None  # noqa: S101 - refused while reading
    return Version(
        slug=slug,
        number=place.number,
        policy=version.policy,
        texts=version.texts,
        identity=identity_of(identified(version.files)),
        effective=version.policy.effective,
        commit=place.commit,
        imported=True,
    )
