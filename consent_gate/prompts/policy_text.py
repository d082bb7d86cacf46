"""A published policy as a page: its words in their order, without markup, links or anything that runs.

For a person who wants to read all of it before they answer. The public history with its redlines is the release's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from consent_gate.prompts.clean import clean
from consent_gate.prompts.contacts import contacts_of
from consent_gate.prompts.language import Language, direction
from consent_gate.prompts.shown import Words
from differ import Document, compare
from differ.model import Clause, ClauseKind
from policy_versions.model import Version


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list."""

    tag: str  # h2, h3, h4, p or ul
    lines: tuple[str, ...]  # one, but for a list


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """What the page shows."""

    organisation: str
    title: Words
    version: str
    effect: str
    language: str
    direction: str
    blocks: tuple[Block, ...]
    contacts: tuple[str, ...]  # whom to ask


def policy_text(version: Version, speech: Language, tag: str | None, *, in_force: bool) -> PolicyText:
    """A version's text in the language `tag`, where it has it, else in the page's, else in the one that prevails."""
    policy = version.policy
    language = next((one for one in (tag, speech.tag) if one is not None and one in version.texts), policy.language)
    since = speech.date(version.effective)
    return PolicyText(
        organisation=clean(policy.controller.name.in_language(speech.tag, policy.language)),
        title=Words(text=clean(policy.title.in_language(language, policy.language)), language=language, direction=direction(language)),
        version=speech.say("Version %(number)s", number=version.number),
        effect=speech.say("In force since %(date)s.", date=since) if in_force else speech.say("From %(date)s on.", date=since),
        language=language,
        direction=direction(language),
        blocks=_blocks(version.texts.get(language, "")),
        contacts=contacts_of([version], speech),
    )


@lru_cache(maxsize=64)
def _blocks(text: str) -> tuple[Block, ...]:
    document: Document = compare(text, text).new
    return tuple(_grouped(document.clauses))


def _grouped(clauses: Sequence[Clause]) -> Iterator[Block]:
    items: list[str] = []
    for clause in clauses:
        words = clean(clause.text)
        if clause.kind is ClauseKind.ITEM:
            items.append(words)
            continue
        if items:
            yield Block("ul", tuple(items))
            items = []
        if clause.kind is ClauseKind.HEADING:
            yield Block(f"h{min(max(clause.depth, 1) + 1, 4)}", (words,))
        else:
            yield Block("p", (" · ".join(clean(cell) for cell in clause.cells) if clause.cells else words,))
    if items:
        yield Block("ul", tuple(items))
