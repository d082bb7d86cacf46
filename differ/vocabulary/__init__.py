"""The words the rules know, as data: what each means, what kind of word it is, and examples that run as tests.

One YAML file a matter; `words.yaml` has plain words and forms, `synonyms.yaml` what means the same in any sentence of a
policy. How the words are found in a text is the business of `differ.judgement.terms`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from differ.errors import DifferError
from differ.vocabulary.stems import set_forms, stem

__all__ = ["SYNONYM", "Entry", "Vocabulary", "digest", "load", "phrase", "synonyms"]

FILES = ("data", "recipients", "purposes", "acts", "promises", "choices", "safeguards", "places", "operators")
PLAIN = "words"
SYNONYMS = "synonyms"
SYNONYM = "synonym"  # the kind of a phrase that is known by its synonyms alone

FLAGS = ("material", "weak", "generic")

# All scalars as they are written: `no` and `on` are words here.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning: its kind, its name, the phrases that carry it and what the rules need to know of it."""

    kind: str
    id: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    parent: str = ""  # the broader meaning of the same kind that takes this one in
    dimension: str = ""  # the dimension a change of it moves
    material: bool = False
    weak: bool = False  # an act only beside data or a recipient
    generic: bool = False  # a safeguard that names no measure
    strength: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Kind and name, unique in the vocabulary."""
        return f"{self.kind}.{self.id}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entries by key, their phrases by their first two stems (longest first; "" for no second), and the plain words."""

    entries: Mapping[str, Entry]
    phrases: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Entry], ...]]
    organisation: frozenset[str]
    person: frozenset[str]
    idle: frozenset[str]
    glue: frozenset[str]
    not_data: frozenset[str]  # stems that after "your" are no data
    on_screen: frozenset[str]  # stems of what is seen and done on a screen
    named_things: frozenset[str]  # stems of what a name may be the name of
    verbal: Mapping[str, Entry]  # stems that are acts where they stand as verbs, and other things elsewhere
    parts: Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]  # the stems of a datum to those of what is only a part of it
    same: Mapping[str, str] = field(default_factory=dict)  # the stems of a word or phrase to those of the synonym that stands for all

    def ancestors(self, key: str) -> Iterator[str]:
        """The broader meanings of `key`, nearest first."""
        entry = self.entries.get(key)
        while entry is not None and entry.parent:
            yield (key := f"{entry.kind}.{entry.parent}")
            entry = self.entries.get(key)


def _read(name: str) -> dict[str, Any]:
    loaded = yaml.load(_bytes(name), Loader=_Loader)  # noqa: S506 (the base loader makes nothing but strings)
    if not isinstance(loaded, dict):
        raise DifferError(f"vocabulary file `{name}.yaml` is no mapping", hint="reinstall the package")
    return loaded


def _bytes(name: str) -> bytes:
    return resources.files("differ.vocabulary").joinpath(f"{name}.yaml").read_bytes()


def _entries() -> Iterator[Entry]:
    for name in FILES:
        file = _read(name)
        for raw in file["entries"]:
            fields = {"kind": file["kind"], **raw}
            fields.update({name: tuple(fields[name]) for name in ("words", "examples")})
            fields.update({name: fields.get(name) == "true" for name in FLAGS})
            yield Entry(**fields)


def phrase(words: str) -> tuple[str, ...]:
    """The stems of a phrase, as a text's words are stemmed."""
    return tuple(stem(word.removesuffix("'s")) for word in words.lower().replace("/", " ").split())


def synonyms() -> Iterator[tuple[str, ...]]:
    """The groups of words and phrases that mean the same, as they are written; the first stands for all."""
    return (tuple(group) for group in _read(SYNONYMS)["groups"])


def _begins(stems: Sequence[str]) -> tuple[str, str]:
    return stems[0], stems[1] if len(stems) > 1 else ""


@cache
def load() -> Vocabulary:
    """The vocabulary, read once."""
    plain = _read(PLAIN)
    set_forms(plain["irregular"])
    entries: dict[str, Entry] = {}
    first: dict[tuple[str, str], dict[tuple[str, ...], Entry]] = {}
    for entry in _entries():
        entries[entry.key] = entry
        for words in entry.words:
            stems = phrase(words)
            first.setdefault(_begins(stems), {}).setdefault(stems, entry)
    same: dict[str, str] = {}
    for group in synonyms():
        head = " ".join(phrase(group[0]))
        for stems in map(phrase, group):
            same[" ".join(stems)] = head
            if len(stems) > 1:
                first.setdefault(_begins(stems), {}).setdefault(stems, Entry(kind=SYNONYM, id=head, words=group, examples=()))
    phrases = {start: tuple(sorted(found.items(), key=lambda pair: -len(pair[0]))) for start, found in first.items()}
    return Vocabulary(
        entries=entries,
        phrases=phrases,
        organisation=frozenset(stem(word) for word in plain["organisation"] if " " not in word),
        person=frozenset(stem(word) for word in plain["person"]),
        idle=frozenset(stem(word) for word in plain["idle"]),
        glue=frozenset(stem(word) for word in plain["glue"]),
        not_data=frozenset(stem(word) for word in plain["not_data"]),
        on_screen=frozenset(stem(word) for word in plain["on_screen"]),
        named_things=frozenset(stem(word) for word in plain["named_things"]),
        verbal={stem(word): entries[f"act.{act}"] for act, words in plain["verbal"].items() for word in words},
        parts={phrase(whole): frozenset(map(phrase, parts)) for whole, parts in plain["parts"].items()},
        same=same,
    )


@cache
def digest() -> str:
    """SHA-256 of the vocabulary's files, so that a decision can name the words it was made with."""
    sums = hashlib.sha256()
    for name in (*FILES, PLAIN, SYNONYMS):
        sums.update(name.encode() + b"\0" + _bytes(name) + b"\0")
    return sums.hexdigest()
