"""The words for data and its uses: keys of the Fides taxonomy, a team's own keys, and plain-words labels for both.

Which key covers which is read from the dots alone (`model.covers_key`). The keys lie in data/taxonomy.json, generated
from fideslang; the labels, in data/labels.LANGUAGE.json, are this project's own. Beware: `sales` means sales activities
such as outreach, not selling data; that is `third_party_sharing`.
"""

import difflib
import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from policy_versions.errors import TaxonomyError
from policy_versions.model import SELF, OwnKey

LANGUAGES = ("en", "de", "fr", "es", "ar")
"""The languages that every key has a label in."""

_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*")
_MAX_KEY = 100


class KeyKind(StrEnum):
    """What a key is for."""

    DATA = "data category"
    USE = "use"
    SUBJECT = "kind of person"


_EXAMPLES = {KeyKind.DATA: "user.contact.email", KeyKind.USE: "essential.service", KeyKind.SUBJECT: "customer"}


def data_categories() -> tuple[str, ...]:
    """All data categories of the shipped taxonomy, sorted."""
    return _shipped()[KeyKind.DATA]


def data_uses() -> tuple[str, ...]:
    """All uses of the shipped taxonomy, sorted."""
    return _shipped()[KeyKind.USE]


def data_subjects() -> tuple[str, ...]:
    """All kinds of data subjects of the shipped taxonomy, sorted."""
    return _shipped()[KeyKind.SUBJECT]


def source() -> str:
    """What the shipped keys were generated from, as `fideslang 3.1.4`."""
    return str(_load("taxonomy.json")["source"])


def is_key(text: str) -> bool:
    """Whether `text` is written as a key: lower-case words of letters, digits and underscores, parted by dots."""
    return len(text) <= _MAX_KEY and _KEY.fullmatch(text) is not None


def parent(key: str) -> str | None:
    """The key that `key` stands directly under; None for a key without a dot.

    >>> parent("user.contact.email"), parent("user")
    ('user.contact', None)
    """
    return key.rpartition(".")[0] or None


def label(key: str, language: str = "en") -> str:
    """The plain words for a shipped key, or for the recipient `self`, in `language`; in English where it has none.

    Raises:
        TaxonomyError: the taxonomy has no such key.
    """
    for candidate in (language, language.partition("-")[0], "en"):
        found = _labels(candidate).get(key)
        if found is not None:
            return found
    raise _refused(key, "no key of the taxonomy", (*data_categories(), *data_uses()))


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The shipped keys with a team's own keys beside them."""

    own: Mapping[str, OwnKey]

    @classmethod
    def of(cls, own: Iterable[OwnKey] = ()) -> "Taxonomy":
        """The shipped keys and `own`."""
        return cls(MappingProxyType({key.key: key for key in own}))

    def keys(self, kind: KeyKind) -> tuple[str, ...]:
        """All keys of that kind, sorted; a team's own key counts as the kind of the shipped key above it, else as both."""
        return tuple(sorted({*_shipped()[kind], *(key for key in self.own if kind in self._kinds_of_own(key))}))

    def check(self, key: str, kind: KeyKind) -> str:
        """Return `key` if it is a key of that kind.

        Raises:
            TaxonomyError: it is not; the hint names near ones.
        """
        known = self.keys(kind)
        if key in known:
            return key
        others = [other for other in KeyKind if other is not kind and key in self.keys(other)]
        if others:
            raise TaxonomyError(f"`{key}` is a {others[0]}, not a {kind}", hint=f"name a {kind}, as `{_EXAMPLES[kind]}`")
        raise _refused(key, f"no {kind} of the taxonomy", known)

    def children(self, key: str, kind: KeyKind) -> tuple[str, ...]:
        """The keys directly under `key`."""
        return tuple(other for other in self.keys(kind) if parent(other) == key)

    def parents(self, key: str) -> tuple[str, ...]:
        """The keys above `key`, the nearest first."""
        found = []
        above = parent(key)
        while above is not None:
            found.append(above)
            above = parent(above)
        return tuple(found)

    def label(self, key: str, language: str = "en") -> str:
        """The plain words for a key, the team's own before the shipped ones.

        Raises:
            TaxonomyError: there is no such key.
        """
        if key in self.own:
            return self.own[key].label.in_language(language, language.partition("-")[0])
        return label(key, language)

    def _kinds_of_own(self, key: str) -> tuple[KeyKind, ...]:
        for above in self.parents(key):
            kinds = tuple(kind for kind in (KeyKind.DATA, KeyKind.USE) if above in _shipped()[kind])
            if kinds:
                return kinds
        return (KeyKind.DATA, KeyKind.USE)


def is_shipped(key: str) -> bool:
    """Whether the shipped taxonomy has that key, as a data category or a use."""
    return key in _shipped()[KeyKind.DATA] or key in _shipped()[KeyKind.USE]


def _refused(key: str, what: str, known: tuple[str, ...]) -> TaxonomyError:
    near = nearest(key, known)
    listed = "docs/taxonomy.md lists the keys; a team adds its own under `taxonomy` in policy.yaml"
    return TaxonomyError(f"`{key}` is {what}", hint=meant(near) or listed, nearest=near)


@functools.lru_cache(maxsize=1024)
def nearest(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """At most two of `known` that are written much like `name`, or end as it does; none where none is."""
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.72)
    if not near:
        last = name.rpartition(".")[2]
        near = [other for other in known if other.rpartition(".")[2] == last][:2]
    return tuple(near)


def meant(near: Sequence[str]) -> str:
    """The question whether one of those was meant; empty where there is none."""
    return f"did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else ""


@functools.cache
def _shipped() -> Mapping[KeyKind, tuple[str, ...]]:
    held = _load("taxonomy.json")
    names = {KeyKind.DATA: "data_categories", KeyKind.USE: "data_uses", KeyKind.SUBJECT: "data_subjects"}
    return MappingProxyType({kind: tuple(held[name]) for kind, name in names.items()})


@functools.cache
def _labels(language: str) -> Mapping[str, str]:
    return MappingProxyType(dict(_load(f"labels.{language}.json"))) if language in LANGUAGES else MappingProxyType({})


def _load(name: str) -> Any:
    return json.loads(files("policy_versions").joinpath("data", name).read_text(encoding="utf-8"))


__all__ = [
    "LANGUAGES",
    "SELF",
    "KeyKind",
    "Taxonomy",
    "data_categories",
    "data_subjects",
    "data_uses",
    "is_key",
    "is_shipped",
    "label",
    "meant",
    "nearest",
    "parent",
    "source",
]
