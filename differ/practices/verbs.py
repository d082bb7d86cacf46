"""The verbs and nouns by which policy prose says what is done with data; what they make of a sentence is told in `acts`."""

import re

from differ.practices.model import Act

__all__ = ["VERBS"]

_TO_YOU = r"(?! (?:\w+ )?(?:you|us)\b(?! to (?!us\b)))"


def _any(*forms: str, end: str = "") -> re.Pattern[str]:
    """A pattern for any of the forms as whole words."""
    return re.compile(rf"\b(?:{'|'.join(forms)})\b{end}")


VERBS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        Act.SELL,
        _any(
            r"sell(?:s|ing)?",
            r"sold",
            r"sale of",
            r"rent(?:s|ed|ing)? (?:out )?",
            r"trad(?:e|es|ed|ing)\b(?! (?:shows?|marks?|names?|unions?|fairs?|secrets?))",
            r"leas(?:e|es|ed|ing)",
            r"monetis\w+",
            r"monetiz\w+",
        ),
    ),
    (
        Act.SHARE,
        _any(
            r"shar(?:e|es|ed|ing)",
            r"disclos\w+",
            r"pass(?:es|ed|ing)?(?: \w+)* (?:on|to)",
            r"hand(?:s|ed|ing)? (?:over|out|\w+ over)",
            r"transfer\w*",
            r"transmi\w+",
            r"mak(?:e|es|ing) \w+ (?:\w+ )*available",
            r"made available",
            r"giv(?:e|es|en|ing) (?:\w+ )*to",
            r"furnish\w*",
            r"exchang\w+",
            r"suppl(?:y|ies|ied) (?:\w+ )*to",
            r"provid(?:e|es|ed|ing) (?:\w+ )*to (?!you\b)",
            r"report(?:s|ed)? (?:\w+ )*to",
            r"publish\w*",
            r"publication",
            r"releas(?:e|es|ed)",
            r"reveal\w*",
            r"show(?:s|n)? (?:\w+ )*to (?!you\b)",
            r"visible to",
            r"accessible (?:to|by)",
            r"access to",
            r"seen by",
            r"read by",
            r"consulted by",
            r"viewed by",
            r"inspected by",
            r"go(?:es)? to",
            r"sen[dt]s? (?:\w+ )*to (?!you\b)",
            r"lend(?:s|ing)?",
            r"licen[cs]e (?:\w+ )*to",
            r"forward(?:s|ed)? (?:\w+ )*to",
            r"(?<!\bwe )(?<!\bwe may )(?<!\bwe will )(?<!\bwe also )(?<!\bwe can )(?:gets?|receives?) (?:only )?(?:your|the|what|a copy)",
            end=_TO_YOU,
        ),
    ),
    (
        Act.DELETE,
        _any(
            r"delet\w+",
            r"eras(?:e|es|ed|ure|ing)",
            r"destroy\w*",
            r"wip(?:e|es|ed|ing)",
            r"dispos\w+",
            r"purg\w+",
            r"anonymis\w+",
            r"anonymiz\w+",
        ),
    ),
    (
        Act.KEEP,
        _any(
            r"keep(?:s|ing)?",
            r"kept",
            r"stor(?:e|es|ed|ing|age)",
            r"retain\w*",
            r"retention",
            r"hold(?:s|ing)?",
            r"held",
            r"archiv\w+",
            r"sav(?:e|es|ed|ing)",
            r"preserv\w+",
        ),
    ),
    (
        Act.COLLECT,
        _any(
            r"collect\w*",
            r"gather\w*",
            r"record(?:s|ed|ing)?\b(?! of)",
            r"receiv\w+",
            r"obtain\w*",
            r"ask(?:s|ed)? (?:\w+ )*for (?!(?:\w+ )?(?:consent|permission|agreement))",
            r"captur\w+",
            r"log(?:s|ged|ging)?",
            r"we (?:\w+ )?needs?",
            r"copy",
            r"copies",
            r"copied",
            r"register(?:s|ed)",
            r"acquir\w+",
            r"read(?:s)?",
            r"tak(?:e|es|en) (?:a )?(?:note|copy)",
            r"set(?:s)?",
        ),
    ),
    (
        Act.USE,
        _any(
            r"us(?:e|es|ed|ing)",
            r"process\w*",
            r"analys\w+",
            r"analyz\w+",
            r"combin\w+",
            r"compar\w+",
            r"match\w*",
            r"evaluat\w+",
            r"link\w*",
            r"check(?:s|ed)?",
            r"serv(?:e|es) to",
            r"help(?:s)? us",
            r"lets us",
            r"print(?:s|ed)?",
            r"quote(?:s|d)?",
            r"comput\w+",
            r"creat\w+",
            r"build(?:s|ing)?",
            r"infer\w*",
            r"predict\w*",
            r"estimat\w+",
            r"profil\w+",
            r"track\w*",
            r"train\w*",
            r"personalis\w+",
            r"personaliz\w+",
            r"note(?:s)?",
        ),
    ),
)
