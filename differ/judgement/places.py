"""Tells at what place each term of a statement stands: in its main clause, a condition, an exception or an example.

Where the main clause begins is found by `main_clauses`.
"""

import re
from collections.abc import Sequence

from differ.judgement import kinds as t
from differ.judgement.kinds import VERBS, Term


def places_of(codes: str, found: Sequence[Term], start: int, main: int, end: int) -> str:
    """A letter a term: H in the main clause, i in a condition, x in an exception, X in an exception to one, e in an example.

    What a bracket opens ends with it.
    """
    fronted = codes[start:main].lstrip(",.&|!b_AP")[:1]
    letters = ["x" if fronted == t.EXCEPTION else "i"] * (main - start)
    place = around = "H"
    for code, term in zip(codes[main:end], found[main:end], strict=True):
        if term.key == "(":
            around = place
        elif term.key == ")":
            place = around
        if code == t.EXCEPTION or (code == t.NEGATION and place == "H" and _leaves_out(codes, main, start + len(letters), end)):
            place = "X" if place == "x" else "x"
        elif code == t.CONDITION:
            place = "i" if place not in "xX" else place
        elif code == t.OPENER and place == "H":
            place = "e"
        elif code == t.OR and place == "H" and _OR_ANOTHER_WAY.search(codes, main, start + len(letters)):
            place = "x"
        elif code == t.COMMA and (place == "i" or (place == "x" and _goes_on(codes[main:end], len(letters) - main + start, letters))):
            place = "H"
        letters.append(place)
    return _with_those_admitted("".join(letters), codes, found, main, end, start)


_OR_ANOTHER_WAY = re.compile(r"n[^.;]*W$")  # "not … without your consent or (a warrant)"
_LIMITS_IT = frozenset({"guard.limit", "choice.restrict"})


def _with_those_admitted(letters: str, codes: str, found: Sequence[Term], main: int, end: int, start: int) -> str:
    """The places, those to whom or which the organisation limits something taken for the exception: "we limit access to (nurses)"."""
    limits = next((index for index in range(main, end) if found[index].key in _LIMITS_IT), end)
    of_access = limits == main and main + 1 < end and found[main + 1].key == "to"  # "access to it is limited to …"
    if limits == end or not (of_access or _WE_LIMIT.fullmatch(codes, main, limits)):
        return letters
    to = next((i for i in range(limits + 1, end - 1) if found[i].key == "to" and _OF_DATA.match(codes, i + 1, end) is None), end)
    return "".join("x" if at > to and place == "H" else place for at, place in enumerate(letters, start))


_WE_LIMIT = re.compile(r"[,_b&.P]*o[mwhvz]*")
_OF_DATA = re.compile(r"[j_]{0,2}d")


_LEAVES_OUT = re.compile(r"n[dru_][dru_|&,b]*\.?$")


def _leaves_out(codes: str, main: int, index: int, end: int) -> bool:
    """Whether a "not" at the end takes things out of what was said: "we share totals, not names"."""
    return codes[index - 1] == t.COMMA and not VERBS.isdisjoint(codes[main:index]) and _LEAVES_OUT.match(codes, index, end) is not None


_VERB_NEXT = re.compile(r",[mwvnhz]*[agpc]")


def _goes_on(codes: str, comma: int, letters: Sequence[str]) -> bool:
    """Whether a comma ends an exception put between subject and verb: "guests, save those of the annexe, are filmed"."""
    said = codes[:comma]
    return _VERB_NEXT.match(codes, comma) is not None and VERBS.isdisjoint(said[: said.find(t.EXCEPTION)]) and "H" in letters
