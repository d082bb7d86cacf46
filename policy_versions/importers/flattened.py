"""Takes apart the text of a web page whose line breaks were lost: headings glued to sentences, list items to each other.

Works on form alone (capitals, punctuation without a space after it, lead-ins that end in a colon), on any words.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policy_versions.importers.dates import span_of_effective

_MIN_LENGTH = 300
_MIN_SEAMS = 3
# Punctuation, then a capital with no space between: the end of one block and the beginning of the next.
_SEAM = re.compile(r"(?<=[^\W_])(?<![A-Z]\.[A-Z])(?:[.!?:;]['\"”’)\]]{0,2}|['\"”’)\]]{1,2}[.!?:;]?|\))(?=[\"“‘(]?[A-ZÀ-ÖØ-Þ])")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"“.\-/])(?:[A-Za-z]|[A-Za-z]\.[A-Za-z]|Inc|Ltd|Co|Corp|No|Nos|Art|Sec|St|Dr|Mr|Mrs|Ms|vs|cf|etc)\.$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ0-9(&][A-ZÀ-ÖØ-Þ0-9&'’/().,?!:-]*")
_GLUED = re.compile(r"\b([A-Za-zÀ-ÿ’'-]*[a-zß-ÿ])\)?[?]?([A-ZÀ-ÖØ-Þ][a-zß-ÿ’']*)\b")
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z]\.[A-Z])[.!?][\"”’)]{0,2}\s+(?=[\"“(]?[A-ZÀ-ÖØ-Þ])")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a document: a heading, a paragraph or a list item."""

    kind: str  # title | heading | paragraph | item
    text: str


def is_flattened(line: str) -> bool:
    """Whether a line is so long and so often glued that it must hold many blocks."""
    return len(line) >= _MIN_LENGTH and len(_seams(line)) >= _MIN_SEAMS


def take_apart(line: str) -> list[Block]:
    """The blocks of a flattened line, in order; joined, their texts hold all of its words."""
    names = _names_in_capitals(line)
    words = Counter(re.findall(r"[a-z]{2,}", line.lower()))
    blocks: list[Block] = []
    listing = False
    for part in _parts(line):
        for text, kind in _with_heading(part, names, words, first=not blocks):
            if kind == "paragraph" and listing and _is_item(text):
                blocks.append(Block("item", text))
                continue
            blocks.append(Block(kind, text))
            listing = kind == "paragraph" and text.endswith(":")
    return blocks


def _parts(line: str) -> Iterable[str]:
    start = 0
    for seam in _seams(line):
        if line[start:seam].strip():
            yield line[start:seam].strip()
        start = seam
    if line[start:].strip():
        yield line[start:].strip()


def _seams(line: str) -> list[int]:
    found = []
    for match in _SEAM.finditer(line):
        end = match.end()
        before = line[max(0, end - 12) : end]
        if line[match.start()] == "." and _ABBREVIATION.search(before):
            continue
        if line[match.start() : end] in (")", "'", "’", '"') and not _opened(line, match.start()):
            continue
        if "://" in line[line.rfind(" ", 0, end) + 1 : end] and match[0] == ":":
            continue
        found.append(end)
    return found


def _opened(line: str, at: int) -> bool:
    """Whether the mark at `at` closes something: a bracket opened before it, after a space or at the start."""
    if line[at] != ")":
        return False
    opening = line.rfind("(", 0, at)
    return opening >= 0 and ")" not in line[opening:at]


def _names_in_capitals(line: str) -> frozenset[str]:
    """Words that stand in capitals amid ordinary sentences, as a company's name does; they may begin a sentence."""
    found = Counter(re.findall(r"(?:[a-z,;(\"“.] |[.!?]\s)([A-Z]{2,}[A-Z0-9]*)(?=[ ,.'’;:)][^A-Z]|['’]s)", line))
    return frozenset(word for word, count in found.items() if count >= 2)


def _with_heading(part: str, names: frozenset[str], words: Counter[str], *, first: bool) -> list[tuple[str, str]]:
    """A part with the title, date line or heading that it begins with set apart."""
    if first:
        span = span_of_effective(part[:400])
        if span is not None and span[0] <= 100 and not re.search(r"[.!;]", part[: span[0]]):
            title, date, rest = part[: span[0]].strip(), part[span[0] : span[1]].strip(), part[span[1] :].strip()
            found = [(title, "title")] if title else []
            return [*found, (date, "paragraph"), *(_with_heading(rest, names, words, first=False) if rest else [])]
    end = _heading_end(part, names, words) or _titled_end(part, words)
    if end == 0:
        return [(part, "paragraph")]
    heading, rest = part[:end].strip(), part[end:].strip()
    kind = "title" if first else "heading"
    return [(heading, kind), *([(rest, "paragraph")] if rest else [])]


def _heading_end(part: str, names: frozenset[str], words: Counter[str]) -> int:
    """Where the run of capitals that a part begins with ends, if it is a heading; 0 where it is none."""
    at = 0
    while at < len(part):
        match = _CAPITALS.match(part, at)
        if match is None:
            break
        following = part[match.end() : match.end() + 1]
        if following and (following.islower() or following in "'’") and following.isalpha():
            # The last capital begins the next word: CONTENTSome.
            end = match.end() - 1
            return end if end - at >= 2 and _is_heading(part[:end]) else _glued_name(part, at, names)
        after = part[match.end() :].lstrip(" ")
        if not after:
            return len(part) if _is_heading(part) and part.strip("?!.,") not in names else 0
        if after[0].islower() or (part[match.end() : match.end() + 1] == " " and not _CAPITALS.match(after)):
            return _glued_word(part, at, match.end(), names, words)
        name_end = _glued_name(part, at, names)
        if name_end and not _all_capitals(after):
            return name_end
        at = match.end() + (len(part[match.end() :]) - len(after))
    return 0


def _titled_end(part: str, words: Counter[str]) -> int:
    """Where a heading in ordinary letters ends that the next sentence is glued to: How we ask youWe send a letter.

    The glued word must fall into two words that the page uses otherwise, while it is itself used nowhere else, which
    tells it from a name such as YouTube.
    """
    for match in _GLUED.finditer(part, 0, 140):
        left, right = match[1].lower(), match[2].lower()
        heading = part[: match.start(2)]
        if re.search(r"[.!;:,](?:\s|$)", heading) or not (heading[0].isupper() or heading[0].isdigit()) or len(heading) > 100:
            return 0
        if words[left + right] <= 1 and words[right] >= 2 and (words[left] >= 2 or len(left) >= 3):
            return match.start(2)
    return 0


def _glued_word(part: str, at: int, end: int, names: frozenset[str], words: Counter[str]) -> int:
    """Where a heading ends whose last word has the next sentence's first word glued to it: SHIELDACME offers, COOKIESA cookie."""
    token = part[at:end].rstrip(",.")
    for name in names:
        rest = token.removesuffix(name)
        if rest != token and len(rest) > (0 if at else 2) and token not in names:
            return at + len(rest)
    if len(token) > 3 and token[-1] in "AI" and token not in names and words[token[:-1].lower()] > 0 and words[token.lower()] <= 1:
        return at + len(token) - 1
    return 0


def _glued_name(part: str, at: int, names: frozenset[str]) -> int:
    match = _CAPITALS.match(part, at)
    token = match[0].rstrip(",.") if match else ""
    for name in names:
        rest = token.removesuffix(name)
        if rest != token and len(rest) > (0 if at else 2):
            return at + len(rest)
    return 0


def _is_heading(text: str) -> bool:
    return sum(character.isalpha() for character in text) >= 4 and len(text) <= 160


def _in_capitals(text: str) -> bool:
    return not any(character.islower() for character in text)


def _all_capitals(text: str) -> bool:
    word = text.split(" ", 1)[0]
    return _in_capitals(word)


def _is_item(text: str) -> bool:
    return len(text) <= 1200 and not _SENTENCE_END.search(_without_abbreviations(text))


def _without_abbreviations(text: str) -> str:
    return re.sub(r"\b(?:Inc|Ltd|Co|Corp|No|Art|Sec|e\.g|i\.e|etc|vs|cf)\.", "", text)
