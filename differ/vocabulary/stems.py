"""Brings the forms of an English word together: plurals, tenses, British and American spelling.

Light on purpose: two words that mean different things to a reader of a policy must not meet.
"""

from collections.abc import Mapping

_FORMS: dict[str, str] = {}
_SEEN: dict[str, str] = {}
_LIMIT = 100_000  # words remembered, far more than a policy has
_NO_ISE = ("wis", "rais", "aris", "sis", "promis", "premis", "exercis")  # how words end that are never written with a "z"
_VOWELS = frozenset("aeiouy")


def set_forms(forms: Mapping[str, str]) -> None:
    """Teaches the irregular forms of the vocabulary; once, before any word is stemmed."""
    _FORMS.update(forms)
    _SEEN.clear()


def stem(word: str) -> str:
    """The stem of a lower-case word.

    >>> [stem(word) for word in ("sharing", "shares", "organisations", "organizations", "policies")]
    ['shar', 'shar', 'organization', 'organization', 'policy']
    """
    known = _SEEN.get(word)
    if known is None:
        form = _FORMS.get(word, word)
        known = form[1:] if form.startswith("=") else _stem(form)
        if len(_SEEN) < _LIMIT:
            _SEEN[word] = known
    return known


def _stem(word: str) -> str:
    if len(word) <= 3 or not word.isalpha():
        before, hyphen, last = word.rpartition("-")
        return before + hyphen + _plural(last) if hyphen and last.isalpha() else word
    word = _inflection(_plural(word))
    if len(word) > 5:
        word = word.replace("isation", "ization").replace("yse", "yze")
    if len(word) > 4 and word.endswith(("ise", "is")) and not word.removesuffix("e").endswith(_NO_ISE):
        word = word.removesuffix("e")[:-1] + "z"
    if len(word) > 4 and word.endswith("our"):
        word = word[:-3] + "or"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _inflection(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and not _VOWELS.isdisjoint(root):
            return root[:-1] if root[-1] == root[-2] and root[-1] not in "lsz" else root
    return word
