"""Picks the clauses of a policy that concern one permission or promise, and shows how they changed for one person.

A change concerns it when the clause stands where the permission says, or when a reviewer tied it to the permission on
the way from the one version to the other. What the prose does not show (a new recipient, a longer time) is shown from
the permissions themselves. Judging changes is the differ's business.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from consent_gate.prompts.clean import clean, clean_run
from consent_gate.prompts.language import Language, direction
from consent_gate.prompts.shown import Clause, Run
from differ.model import Change, ClauseKind, Comparison, Direction, Document, Kind, Op, RedlineRun
from differ.model import Clause as PolicyClause

NEAR = 14
"""Words of an unchanged stretch that are shown on each side of a change."""

LONGEST = 700
"""Characters of one stretch of added, removed or quoted words."""

MOST = 8
"""Clauses shown for one ask; further ones are counted."""


def concerned(comparison: Comparison, addresses: Iterable[str], tied: frozenset[str]) -> tuple[Change, ...]:
    """The changes that stand under one of `addresses` or hold a clause whose key is in `tied`; harmless ones only where tied."""
    wanted = tuple(slug(address) for address in addresses if address)
    found = []
    for change in comparison.changes:
        is_tied = any(clause.key in tied for clause in (*change.old, *change.new))
        stands = any(_stands_at(clause, address) for clause in (*change.old, *change.new) for address in wanted)
        if is_tied or (stands and change.direction is not Direction.NEUTRAL):
            found.append(change)
    return tuple(found)


def at_the_same_places(found: Sequence[Change], base: Comparison, other: Comparison) -> tuple[Change, ...] | None:
    """The changes of a translation at the places of `found`; None where the translation has not the same clauses, one for one."""
    if (len(base.old.clauses), len(base.new.clauses)) != (len(other.old.clauses), len(other.new.clauses)):
        return None
    gone = {clause.ordinal for change in found for clause in change.old}
    come = {clause.ordinal for change in found for clause in change.new}
    there = [c for c in other.changes if any(x.ordinal in gone for x in c.old) or any(x.ordinal in come for x in c.new)]
    return tuple(there) if there or not found else None


def slug(heading: str) -> str:
    """A heading as an address: lower case, runs of anything but letters and digits as one hyphen, parts kept apart by `/`.

    >>> slug("4. Who else gets it"), slug("Sharing/Our partners")
    ('4-who-else-gets-it', 'sharing/our-partners')
    """
    return "/".join(re.sub(r"[\W_]+", "-", part.lower()).strip("-") for part in heading.split("/"))


def show(change: Change, language: str, speech: Language) -> Clause:
    """One change as a clause of the page."""
    note = {
        Kind.ADDED: speech.say("New in the policy:"),
        Kind.REMOVED: speech.say("No longer in the policy:"),
        Kind.RESCOPED: speech.say("The words stay; what they mean has changed:"),
    }.get(change.kind, "")
    side = change.new or change.old
    heading = _place(side[0]) if side else ""
    return Clause(heading=heading, note=note, runs=shorten(change.redline), language=language, direction=direction(language))


def once(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses, each heading said once for those that follow one another under it."""
    last = ""
    for clause in clauses:
        yield replace(clause, heading="") if clause.heading == last else clause
        last = clause.heading


def shorten(runs: Sequence[RedlineRun]) -> tuple[Run, ...]:
    """A redline with its long unchanged stretches cut to the words next to a change."""
    cleaned = [Run(op=run.op, text=_cut(clean_run(run.words)) if run.op is not Op.KEEP else clean_run(run.words)) for run in runs]
    last = len(cleaned) - 1
    return tuple(
        Run(op=run.op, text=_near(run.text, first=place == 0, last=place == last)) if run.op is Op.KEEP and last > 0 else run
        for place, run in enumerate(_spaced(cleaned))
    )


def weight(clause: Clause) -> int:
    """How many characters a clause takes on the page."""
    return len(clause.heading) + len(clause.note) + sum(len(run.text) for run in clause.runs)


def _place(clause: PolicyClause) -> str:
    """The headings a clause stands under; the document's own title goes without saying."""
    parts = clause.heading[1:] if len(clause.heading) > 1 else clause.heading
    return " › ".join(clean(part) for part in parts)


def _stands_at(clause: PolicyClause, address: str) -> bool:
    path = [slug(part) for part in clause.heading]
    whole = "/".join(path)
    return address in path or address in (whole, whole[-len(address) :]) or _bare(address) in [_bare(part) for part in path]


def _bare(address: str) -> str:
    """An address without the numbers it begins with: headings are renumbered more often than renamed."""
    return re.sub(r"^(?:\d+-)+", "", address)


def _spaced(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs with a space between what goes and what comes in its place."""
    for place, run in enumerate(runs):
        after = runs[place + 1] if place + 1 < len(runs) else None
        touches = after is not None and Op.KEEP not in (run.op, after.op) and not run.text.endswith(" ")
        yield Run(op=run.op, text=run.text + " ") if touches else run


def _near(text: str, *, first: bool, last: bool) -> str:
    words = text.split(" ")
    head, tail = (0 if first else NEAR), (0 if last else NEAR)
    if len(words) <= head + tail + 3:
        return text
    start = " ".join(words[:head]) + " " if head else ""
    end = " " + " ".join(words[-tail:]) if tail else ""
    return f"{start}…{end}"


def plain_clauses(document: Document, address: str | None, language: str, translation: Document | None = None) -> tuple[Clause, ...]:
    """The clauses that stand at an address, unmarked: at most three, each cut after some lines; a translation's at the same places."""
    if not address:
        return ()
    found = [c for c in document.clauses if c.kind is not ClauseKind.HEADING and _stands_at(c, slug(address))][:3]
    if translation is not None:
        found = [translation.clauses[c.ordinal] for c in found]
    return tuple(
        Clause(
            heading=_place(clause) if place == 0 else "",
            note="",
            runs=(Run(op=Op.KEEP, text=_cut(clean(clause.text))),),
            language=language,
            direction=direction(language),
        )
        for place, clause in enumerate(found)
    )


def _cut(text: str) -> str:
    """The beginning of what is too long for a phone; the page leads to the whole."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
