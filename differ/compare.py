"""Two texts to the changes between them: parse, align, judge, redline.

The same bytes in give the same bytes out: no network, no clock, no dependence on the machine.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from differ.align import align
from differ.deciding import deciding_words, turned_words
from differ.errors import JudgementError
from differ.model import Change, Comparison, Direction, Document, Finding, Judgement, Kind, Op, Pair
from differ.outside import consult
from differ.parse import Cache, parse
from differ.redline import redline
from differ.structure import RULES
from differ.verdict import engine, judge_pairs

Judge = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""An outside judge: told of a change as plain values, it answers `{"suspicious": bool, "reason": str, …}`."""


def compare(
    old: str,
    new: str,
    *,
    language: str = "en",
    judge: Judge | None = None,
    cache: Cache | None = None,
) -> Comparison:
    """Find what changed between two Markdown texts of a policy, and which way each change moves.

    Args:
        old: the text as it was.
        new: the text as it is to be.
        language: of both texts; the rules are English, so in another language every reworded clause is `unclear`.
        judge: asked about every change that no rule flagged; may only add suspicion, never clear it.
        cache: where paragraphs already read are kept, for comparing many versions of a text.

    Raises:
        TextTooLargeError: a text is past the size that is read.
        JudgementError: the judge answered in no form that is understood.

    >>> [change.kind.value for change in compare("We sell nothing.", "We sell nothing.").changes]
    []
    """
    known: Cache = {} if cache is None else cache
    return compare_documents(parse(old, cache=known), parse(new, cache=known), language=language, judge=judge)


def compare_documents(old: Document, new: Document, *, language: str = "en", judge: Judge | None = None) -> Comparison:
    """As `compare`, for texts that are read already."""
    pairs = align(old, new)
    judgements = judge_pairs(pairs, old, new, language=language)
    if len(judgements) != len(pairs):
        raise JudgementError(f"{len(pairs)} pairs were to be judged and {len(judgements)} judgements came back")
    changes = _changes(pairs, judgements)
    changes, asked = consult(judge, changes) if judge else (changes, ())
    return Comparison(engine=engine(), language=language, changes=changes, asked=asked, old=old, new=new, pairs=pairs)


def _changes(pairs: Sequence[Pair], judgements: Sequence[Judgement]) -> tuple[Change, ...]:
    seen: Counter[str] = Counter()
    changes: list[Change] = []
    for pair, judged in zip(pairs, judgements, strict=True):
        kind = judged.kind or pair.kind
        if kind is Kind.KEPT:
            continue
        judgement = _named(pair, _structural(pair.proof) if pair.proof and judged.kind is None else judged)
        digest = _digest(pair)
        seen[digest] += 1
        changes.append(
            Change(
                id=f"{digest}.{seen[digest]}",
                kind=kind,
                old=pair.old,
                new=pair.new,
                redline=redline(pair.old_text, pair.new_text),
                direction=judgement.direction,
                dimensions=judgement.dimensions,
                material=judgement.material,
                findings=judgement.findings,
            )
        )
    return tuple(changes)


def _structural(rule: str, direction: Direction = Direction.NEUTRAL) -> Judgement:
    return Judgement(direction=direction, findings=(Finding(rule=rule, direction=direction, dimension=None, reason=RULES[rule]),))


def _named(pair: Pair, judgement: Judgement) -> Judgement:
    """The judgement with a rule's name on it: nothing is cleared without one, nor as mere wording where a deciding word differs."""
    if judgement.findings and any(finding.rule != "wording" for finding in judgement.findings):
        return judgement
    if judgement.direction is not Direction.NEUTRAL:
        return _unexplained(judgement, "No rule explains these words.")
    if pair.kind is Kind.MOVED and not judgement.findings:
        return _structural("same-words-elsewhere", Direction.UNCLEAR)
    runs = redline(pair.old_text, pair.new_text)
    deciding = deciding_words(*("\n".join(run.words for run in runs if run.op is op) for op in (Op.DELETE, Op.INSERT)))
    deciding = deciding or turned_words(pair.old_text, pair.new_text)
    if deciding:
        return _unexplained(judgement, f"No rule explains what these words decide: {', '.join(deciding)}.")
    return judgement if judgement.findings else _structural("no-deciding-word")


def _unexplained(judgement: Judgement, reason: str) -> Judgement:
    unexplained = Finding(rule="unexplained", direction=Direction.UNCLEAR, dimension=None, reason=reason)
    return replace(judgement, direction=_at_least_unclear(judgement.direction), findings=(unexplained,))


def _at_least_unclear(direction: Direction) -> Direction:
    return Direction.UNCLEAR if direction in (Direction.TIGHTENS, Direction.NEUTRAL) else direction


def _digest(pair: Pair) -> str:
    content = "\x1e".join((pair.kind.value, "\x1f".join(c.text for c in pair.old), "\x1f".join(c.text for c in pair.new)))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
