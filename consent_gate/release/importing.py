"""Versions from before the archive, taken as they are: a folder with one subfolder a version.

Each subfolder holds policy.yaml and a LANGUAGE.md for each language. They are taken in the order of their `effective`,
with `reopens` and `weakened` as they stand, wholly or not at all, and only before the first version of one's own. A
step whose prose relaxes something that neither its permissions nor these lists show must be decided, in the
review.yaml of the subfolder or by `decisions`. Turning a document into such a folder is left to `first_version`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from consent_gate.release.archives import archive_of
from consent_gate.release.errors import ImportUndecidedError
from consent_gate.release.flags import Flag, FlagKind, flagged
from consent_gate.release.review import Review
from consent_gate.release.review_yaml import parse_review
from consent_gate.release.widening import shown
from differ.model import Direction
from differ.practices.model import clause_path
from policy_versions.archive import Frozen
from policy_versions.backlog import PastVersion, freeze_all
from policy_versions.drafts import texts_in
from policy_versions.errors import ImportRefusedError, PolicyFileError
from policy_versions.identity import identified, identity_of
from policy_versions.model import Actor, Policy, Version
from policy_versions.names import MAX_FILE_BYTES, POLICY_FILE, REVIEW_FILE, check_slug, is_file_name
from policy_versions.policy_yaml import parse_policy

if TYPE_CHECKING:
    from consent_gate.gate import Gate

IMPORTER = Actor("import")
"""Who imports where nobody is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One version as it lies in its subfolder."""

    folder: str
    files: Mapping[str, bytes]
    policy: Policy
    texts: Mapping[str, str]
    review: Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step between imported versions, and what of it nobody has decided."""

    old: Found
    new: Found
    undecided: tuple[Flag, ...]


def import_versions(
    gate: "Gate", policy: str, path: Path | str, *, actor: Actor = IMPORTER, decisions: Review | None = None, strict: bool = False
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

    Returns:
        The versions, by number.

    Raises:
        ImportRefusedError: there is nothing to import, effective times are missing or equal, or the policy has versions of its own.
        PolicyFileError: policy.yaml files have faults; all of them are told.
        ImportUndecidedError: a step relaxes the prose and nothing shows it.
    """
    check_slug(policy)
    there = gate.ledger.versions(policy)
    _require_before_own(there)
    found = read_folder(Path(path))
    if there and found[0].policy.effective <= there[-1].effective:  # type: ignore[operator]  # read_folder requires it
        raise ImportRefusedError(
            f"`{found[0].folder}` takes effect before `{there[-1].name}`, which was imported already",
            hint="import all versions at once, in order",
        )
    _require_decided(steps(found, decisions or Review(), strict=strict))
    return _freeze(gate, policy, found, start=max((v.number for v in there), default=0), actor=actor)


def _require_before_own(there: Sequence[Version]) -> None:
    own = next((version for version in there if not version.imported), None)
    if own is not None:
        raise ImportRefusedError(
            f"`{own.name}` was published here, and history goes before the first version of one's own",
            hint="publish what is new as a draft of its own, or import under another name",
        )


def read_folder(path: Path) -> tuple[Found, ...]:
    """The versions in a folder, in the order of their effective times; every fault is told at once.

    Raises:
        ImportRefusedError: there is no such folder, or no version in it, or times are missing or equal.
        PolicyFileError: policy.yaml files have faults.
    """
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


def steps(found: Sequence[Found], decisions: Review, *, strict: bool) -> Iterable[Step]:
    """The steps between versions, each with the changes of its prose that nobody has decided and nothing shows."""
    for old, new in pairwise(found):
        yield Step(old=old, new=new, undecided=_undecided(old, new, decisions, strict=strict))


def _undecided(old: Found, new: Found, decisions: Review, *, strict: bool) -> tuple[Flag, ...]:
    done = shown(old.policy, new.policy)
    if old.texts == new.texts or (done and not strict):
        return ()
    review = Review(decisions=(*new.review.decisions, *decisions.decisions))
    flags = flagged(old.policy, old.texts, new.policy, new.texts, review)
    asked = {Direction.RELAXES, Direction.MIXED} | ({Direction.UNCLEAR} if strict else set())
    places = _places(done, old.policy, new.policy)
    return tuple(
        flag for flag in flags.open(review) if flag.kind is FlagKind.PROSE and flag.direction in asked and not _stands_in(flag, places)
    )


def _places(done: Iterable[str], old: Policy, new: Policy) -> frozenset[str]:
    """The clauses of what a step adds, widens, reopens or weakens."""
    held = [one for name in done for one in (new.permission(name), old.permission(name), old.promise(name))]
    weak = [one for one in new.weakened if one.id in set(done)]
    return frozenset("/".join(clause_path(tuple(one.clause.split("/")))) for one in (*held, *weak) if one and one.clause)


def _stands_in(flag: Flag, places: frozenset[str]) -> bool:
    clauses = (*flag.change.old, *flag.change.new) if flag.change else ()
    paths = ["/" + "/".join(clause_path(clause.heading)) for clause in clauses]
    return any(path.endswith(f"/{place}") for path in paths for place in places)


def _require_decided(taken: Iterable[Step]) -> None:
    undecided = [(step, flag) for step in taken for flag in step.undecided]
    if not undecided:
        return
    step, flag = undecided[0]
    more = f" and {len(undecided) - 1} more" if len(undecided) > 1 else ""
    words = flag.about if len(flag.about) <= 80 else flag.about[:79] + "…"
    raise ImportUndecidedError(
        f"from `{step.old.folder}` to `{step.new.folder}` the text relaxes and nothing shows it: `{flag.id}` {words}{more}",
        changes=tuple(flag.id for _, flag in undecided),
        hint="list it under `reopens` or `weakened` in that version's policy.yaml, or override it with a reason in its review.yaml",
    )


def _freeze(gate: "Gate", slug: str, found: Sequence[Found], *, start: int, actor: Actor) -> tuple[Version, ...]:
    """Tags first, all at once, then all rows in one transaction: a crash between leaves tags that `reconcile` takes back."""
    past = [
        PastVersion(number=number, files=version.files, fields={"Imported-By": actor.id, "Imported-From": version.folder})
        for number, version in enumerate(found, start=start + 1)
    ]
    frozen = freeze_all(archive_of(gate), slug, past, actor=actor)
    rows = [
        (_version(slug, version, place), identified(version.files), version.files.get(REVIEW_FILE))
        for version, place in zip(found, frozen, strict=True)
    ]
    return gate.ledger.add_history(rows, actor=actor)


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
