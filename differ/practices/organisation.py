"""The names by which a text calls the organisation itself, so that they can be read as `we`."""

import re

from differ.model import Document
from differ.practices.lexicon import fold

__all__ = ["organisation_names", "spoken_as_we"]

_ASIDE = re.compile(r"\(([^()]{2,120})\)")
_QUOTED = re.compile(r"[\"“”']([^\"“”']{2,40})[\"“”']")
_WE = frozenset({"we", "us", "our", "ours"})
_FORM = re.compile(r",? (?:inc|incorporated|ltd|limited|llc|plc|gmbh|ag|co|corp|corporation|company)\b\.?,?$")
_MOST = 6


def organisation_names(document: Document, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The folded names that a parenthesis with `we` or `us` explains, as in `Acme Ltd ("Acme", "we")`, and those given."""
    names = [_FORM.sub("", fold(name)) for name in given]
    for match in _ASIDE.finditer(document.source):
        quoted = [fold(words) for words in _QUOTED.findall(match[1])]
        if _WE & set(quoted):
            names += [words for words in quoted if words not in _WE]
            names += [_FORM.sub("", fold(_name_at_the_end(document.source[max(0, match.start() - 80) : match.start()])))]
    common = {"the company", "you", "your", "the service", "the services", "the site"}
    kept = [name for name in dict.fromkeys(names) if len(name) > 2 and name not in common]
    return tuple(sorted(kept, key=len, reverse=True)[:_MOST])


def _name_at_the_end(words: str) -> str:
    """The capitalised words that a piece of text ends with: `This notice is by Acme Tools Ltd` gives `Acme Tools Ltd`."""
    name: list[str] = []
    for word in reversed(words.split()):
        if not word[0].isupper() or len(name) == 5 or (name and word.endswith((".", ":"))):
            break
        name.insert(0, word)
    return " ".join(name).strip(" ,")


def spoken_as_we(folded: str, names: tuple[str, ...]) -> str:
    """A folded sentence in which the organisation speaks of itself as `we`.

    >>> spoken_as_we("acme, inc. sells acme's lists", ("acme",))
    'we sells our lists'
    """
    for name in names:
        folded = re.sub(rf"\b(?:the )?{re.escape(name)}'s\b", "our", folded)
        folded = re.sub(rf"\b(?:the )?{re.escape(name)}(?:,? (?:inc|ltd|llc|gmbh|plc|co|corp)\b\.?,?)?(?!\w)", "we", folded)
    return folded
