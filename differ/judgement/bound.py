"""Tells whether what is done with data is only named in order to be bound: "our carriers' use of it must comply with this notice".

Which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement.clues import Clue

_DEEDS = r"(?:access|use|handling|processing|disclosure|treatment|collection|storage|transfers?|sharing)"
_OUR_RULES = (
    r"(?:(?:all|our|this|these|those|the|same|strict|written|applicable|legal|relevant|privacy|data|protection|confidentiality|security)\s)*"
    r"(?:polic(?:y|ies)|notice|statement|obligations?|duties|instructions?|principles|standards?|rules|terms|conditions|contracts?|agreements?|law"
    r"|laws|secrecy|confidentiality|privacy\sshield)\b"
)
_MUST_KEEP_TO = re.compile(
    rf"""{_DEEDS}\b[^.;:]*?\s(?:(?:must|shall|will|has\sto|have\sto|is|are)\s)(?:also\s|always\s|likewise\s|only\s)*(?:be\s)?
    (?:in\s(?:compliance|line|accordance|keeping|conformity)\swith|comply\swith|conform\s(?:to|with)|adhere\sto|abide\sby|bound\sby|bound\sto)\s
    (?!their|its|his|her){_OUR_RULES}(?!\sof\s(?:their|its|the\s(?:third|recipient|partner)))""",
    re.IGNORECASE | re.VERBOSE,
)


def must_keep_to_it(clue: Clue) -> bool:
    """Whether it is promised that what is done, by whomever, keeps to this text, to instructions or to the law."""
    if (t.MUST not in clue.body and "bound" not in clue.text) or clue.has("xWDk") or clue.negated:
        return False
    return clue.says(_MUST_KEEP_TO) is not None


_ON_TRANSFERS = re.compile(
    r"\W*(?:for|with\s(?:respect|regard)\sto|in\s(?:the\scase|respect)\sof|regarding|concerning|as\s(?:to|regards)|when\sit\scomes\sto)\s"
    r"(?:(?:all|any|the|such|these|our|its|international|cross-border|onward)\s)*transfers?\b[^,;]*,",
    re.IGNORECASE,
)


def safeguards_transfers(clue: Clue) -> bool:
    """Whether transfers are named only as that for which a safeguard is told: "for transfers to the US, we adhere to the Framework"."""
    if "transfer" not in clue.text:
        return False
    opening = _ON_TRANSFERS.match(clue.text, clue.found[clue.start].start)
    if opening is None:
        return False
    told = "".join(term.code for term in clue.terms if term.start >= opening.end())
    return not {t.GUARD, t.SAFEGUARD}.isdisjoint(told) and {*"agnxkWDcruh"}.isdisjoint(told)
