"""Finds the names of data, uses and recipients in a sentence; the names stand in vocabulary/taxonomy.yaml.

The form language and the rule of the longest form are told at the head of that file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from differ.errors import DifferError
from differ.model import Span
from policy_versions.model import Basis

__all__ = ["Entry", "Finder", "Found", "Lexicon", "fold", "lexicon"]

_GAP = r"(?:[^\s,.;:]+ ){0,4}"
_WORD = re.compile(r"[a-z0-9]")
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": ",", "\u00a0": " ", "\u2011": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key of the taxonomy, or one kind of recipient, with the ways prose names it."""

    key: str
    plain: str  # as in "your e-mail address", "to detect fraud", "our partners"
    forms: tuple[str, ...]
    examples: tuple[str, ...]
    generic: bool = False  # names nothing more than "personal data" or "third parties"
    basis: Basis | None = None  # on which a use commonly rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry found in a folded sentence."""

    entry: Entry
    span: Span


def fold(words: str) -> str:
    """Words as they are looked up: small letters, plain quotes, hyphens as spaces, `e-mail` as `email`, single spaces.

    >>> fold("Third‑party  E-mails — don’t")
    "third party emails , don't"
    """
    plain = words.translate(_FOLDED).lower().replace("e-mail", "email")
    return " ".join(re.sub(r"(?<=\w)-(?=\w)", " ", plain).split())


class Finder:
    """Finds the entries of one list."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self._by_start: dict[str, list[tuple[int, re.Pattern[str], Entry]]] = {}
        for entry in entries.values():
            for form in entry.forms:
                folded = fold(form)
                self._by_start.setdefault(folded[:2], []).append((len(folded), _pattern(folded), entry))
        for candidates in self._by_start.values():
            candidates.sort(key=lambda candidate: (-candidate[0], candidate[2].key))

    def find(self, folded: str) -> tuple[Found, ...]:
        """What stands in a folded sentence, in its order; of names that overlap the longest, and of two as long the first."""
        starts = (match.start() for match in re.finditer(r"(?<![\w'])\w", folded))
        candidates = [one for start in starts if (one := self._longest(folded, start)) is not None]
        candidates.sort(key=lambda one: (one.span[0] - one.span[1], one.span[0]))
        kept: list[Found] = []
        for one in candidates:
            if not any(one.span[0] < other.span[1] and other.span[0] < one.span[1] for other in kept):
                kept.append(one)
        return tuple(sorted(kept, key=lambda one: one.span))

    def _longest(self, folded: str, start: int) -> Found | None:
        best: Found | None = None
        for _, pattern, entry in self._by_start.get(folded[start : start + 2], ()):
            match = pattern.match(folded, start)
            if match and (best is None or match.end() > best.span[1]):
                best = Found(entry=entry, span=match.span())
        return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The whole of vocabulary/taxonomy.yaml."""

    data: Finder
    uses: Finder
    recipients: Finder
    ignore: tuple[re.Pattern[str], ...]

    def masked(self, folded: str) -> str:
        """The sentence with phrases that only look like names blotted out, in the same length."""
        for pattern in self.ignore:
            folded = pattern.sub(lambda match: "_" * len(match.group()), folded)
        return folded


@cache
def lexicon() -> Lexicon:
    """The vocabulary, read once.

    Raises:
        DifferError: the package's file is damaged.
    """
    raw = resources.files("differ.vocabulary").joinpath("taxonomy.yaml").read_text(encoding="utf-8")
    try:
        loaded = yaml.safe_load(raw)
        return Lexicon(
            data=Finder(dict(_entries(loaded["data"]))),
            uses=Finder(dict(_entries(loaded["uses"]))),
            recipients=Finder(dict(_entries(loaded["recipients"]))),
            ignore=tuple(_pattern(fold(phrase), anywhere=True) for phrase in loaded["ignore"]),
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as fault:
        raise DifferError(f"vocabulary file `taxonomy.yaml` is damaged: {fault}", hint="reinstall the package") from fault


def _entries(listed: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Entry]]:
    for key, fields in listed.items():
        yield (
            key,
            Entry(
                key=key,
                plain=fields["plain"],
                forms=tuple(fields["forms"]),
                examples=tuple(fields["examples"]),
                generic=bool(fields.get("generic", False)),
                basis=Basis(fields["basis"]) if "basis" in fields else None,
            ),
        )


def _pattern(form: str, *, anywhere: bool = False) -> re.Pattern[str]:
    words = form.split(" ")
    pieces = [_GAP if word == "…" else _inflected(word) + (" " if place < len(words) - 1 else "") for place, word in enumerate(words)]
    return re.compile((r"\b" if anywhere else "") + "".join(pieces) + r"(?!\w)")


def _inflected(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    if not _WORD.match(word[-1]):
        return re.escape(word)
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return re.escape(word[:-1]) + r"(?:y|y's|ies|ies')"
    return re.escape(word) + r"(?:'s|s'|es|s)?"
