"""Which act on data a segment states, who does it, and on what basis: by the verbs and turns of policy prose."""

import re

from differ.practices.model import Act
from differ.practices.segments import DENIAL
from differ.practices.verbs import VERBS
from policy_versions.model import Basis

__all__ = ["act_of", "basis_of", "by_the_person", "denied", "exclusive", "no_practice", "stranger_in", "without_determiner"]

_LETS_US = re.compile(r"\byou (?:hereby )?(?:allow|permit|authoris\w+|authoriz\w+|grant|consent|agree)\b")
_PERSON = re.compile(
    r"^(?:(?:at any time|in addition|also|please|as a \w+|under [a-z ]+? law|regardless of [a-z ]+?),? )*"
    r"(?:you|users?|parents?|members?|customers?|patients?|visitors?|players?|donors?|readers?|passengers?|employees?|"
    r"residents?|guardians?)"
    r" (?:also )?(?:may|can|must|should|shall|will|have|has|are|is|need|ought|do|does|agree|choose|decide|remain|send|write|"
    r"post|upload|connect|"
    r"must not|may not|cannot)\b"
)
_WE = re.compile(r"\b(?:we|us|our (?:staff|team|company|app|site|website|service))\b")
_BASES: tuple[tuple[Basis, re.Pattern[str]], ...] = (
    (
        Basis.CONSENT,
        re.compile(
            r"\b(?:with|after|upon|on|given|obtain\w*|have|requires?|subject to|based on|by|"
            r"ask\w* for) (?:\w+ ){0,4}(?:consent|permission|agreement)\b|"
            r"\b(?:if|where|when|once|after|provided that|unless and until) (?:you|a parent|your \w+|\w+ parents?) (?:have |"
            r"has )?(?:\w+ )?"
            r"(?:agree\w*|consent\w*|opt(?:s|ed)? in|subscrib\w+|ask(?:ed)? for|allow\w*|tick\w*|said yes|sign(?:ed)? up|"
            r"permit\w*|switch\w* on|chosen|choose)\b|"
            r"\bopt(?:ed)? in\b|\byour (?:express |explicit )?consent\b"
        ),
    ),
    (
        Basis.LEGITIMATE_INTERESTS,
        re.compile(
            r"\blegitimate (?:business )?interests?\b|\bunless (?:and until )?(?:you|a parent) (?:\w+ ){0,3}(?:object\w*|"
            r"opt\w* out|tell|told|ask\w*|refus\w+|say|said)\b|\bopt(?:ing|ed)? out\b"
        ),
    ),
    (
        Basis.LEGAL_OBLIGATION,
        re.compile(
            r"\blegal obligation|\b(?:required|obliged|ordered|demanded) (?:to do so )?by (?:\w+ )?(?:law|act|statute|court)|"
            r"\bas (?:the|tax) law (?:requires|demands|obliges)|\b(?:tax|commercial) law (?:requires|demands|obliges)|"
            r"\bcomply with (?:\w+ )*(?:law|laws|obligations?)\b|\bcourt order|\bsubpoena|\bwarrant\b|"
            r"\b(?:the )?law (?:requires|makes|obliges)"
        ),
    ),
    (
        Basis.VITAL_INTERESTS,
        re.compile(
            r"\bvital interests?\b|\b(?:save|protect) (?:a|your|somebody's|someone's|human|\w+) (?:life|lives)\b|"
            r"\blife is at (?:risk|stake)\b|\bmedical emergenc(?:y|ies)\b"
        ),
    ),
    (Basis.PUBLIC_TASK, re.compile(r"\bpublic interest\b|\bofficial authority\b|\bpublic task\b|\bour statutory task\b")),
    (
        Basis.CONTRACT,
        re.compile(
            r"\b(?:perform\w*|performance of|carry out|fulfil\w*|enter into|under) (?:\w+ ){0,2}(?:contract|agreement|tenancy|"
            r"employment contract)\b|\bnecessary for (?:the|our|a) contract\b"
        ),
    ),
)
_EXCLUSIVE = re.compile(
    r"\b(?:only|solely|exclusively|strictly|alone|and for nothing else|for no other (?:purpose|reason)|and nothing (?:else|"
    r"more)|limited to|nobody else|no one else)\b"
)
_STRANGER = re.compile(
    r"\b(?:with|to|by) ((?:the |a |an |our |other |any |some |certain |selected |its |their |every |each )*[^\W\d][\w' ]{2,60}?)"
    r"(?=$|[,.:()\"]| (?:to|for|so|who|which|that|in|on|at|when|where|and|or|if|unless|as|of|under|by|because|about|after|"
    r"before|during|within|through|via)\b)"
)
_NO_STRANGER = re.compile(
    r"^(?:you|us|me|it|them|him|her|this|that|these|those|do|be|law|which|whom|your|the law|our|data|information|access|each|"
    r"another|what|purpose|"
    r"the following|following|consent|permission|email|post|letter|phone|telephone|sms|text message|hand|default|request|"
    r"automated means|mistake|nobody|no one|none|anyone|anybody|respect|regard|regards|physical safety|safety)\b"
    r"|^(?:improve|provide|deliver|send|help|show|use|make|protect|comply|bill|plan|train|let|give|tell|serve|run|see|pay|"
    r"keep|detect|prevent|answer|contact)\b"
)
_NO_STRANGER_END = re.compile(
    r"\b(?:acts?|laws?|regulations?|shield|policy|policies|statement|notice|terms|agreement|ability|options?|choices?|union|"
    r"states?|countr(?:y|ies)|address(?:es)?|"
    r"locations?|extent|obligations?|page|site|sites|websites?|services?|goods|products?|processing|purposes?|rights?|"
    r"interests?|settings?|"
    r"updates?|detail|details|receipt|placing|information|data|audience|streams|offerings|console|and|person|people)$"
)
_SUBJECT = re.compile(
    r"^([a-z][a-z' ]{2,40}?) (?:gets?|receives?|sees?|may see|may read|can see|reads?) (?:only )?(?:your|"
    r"the|what|a copy)\b"
)
_NO_PRACTICE = re.compile(
    r"\b(?:cannot|can not|do not|does not|no) (?:\w+,? ){0,4}(?:guarantee|warrant|ensure|control|be able to|responsib\w+|liab\w+)\b|"
    r"\bnot (?:a guarantee|responsible|liable)\b|"
    r"\b(?:we )?(?:urge|encourage|advise|recommend) (?:that )?you\b|\bnot be able to\b|\bplease\b|\bnote that\b|\b(?:do|does|"
    r"did|will|shall|may|is|are) not (?:\w+ )?(?:limit|affect|block|include|apply|mean|cover|contain|require|prevent|secure|"
    r"absolute)\w*|\bnot (?:\w+ )?(?:secure|guaranteed)\b|^(?:however, )?no (?:method|data transmission|transmission|system|"
    r"website|security|measure)\b|\bnever requires?\b|^it (?:covers|applies)\b|"
    r"^(?:this|the|our) (?:privacy |"
    r"cookie )?(?:policy|notice|statement)\b|"
    r"^(?:a|an) (?:cookie|web beacon|pixel)\b|^(?:you|by) (?:acknowledge|understand)"
)
_DETERMINER = re.compile(r"^(?:(?:the|a|an|our|other|any|some|certain|selected|its|their|every|each|all) )+")


def act_of(main: str) -> Act | None:
    """The act the main words state: the first verb that stands in them, disclosure before all else."""
    found = [(act, match.start()) for act, pattern in VERBS if (match := pattern.search(main))]
    disclosing = [pair for pair in found if pair[0].discloses]
    if disclosing:
        return disclosing[0][0]
    return min(found, key=lambda pair: pair[1])[0] if found else None


def by_the_person(main: str) -> bool:
    """Whether the person does it, so that it is their right or duty and no permission of the organisation's."""
    return bool(_PERSON.match(main)) and not (_LETS_US.search(main) and _WE.search(main))


def no_practice(main: str) -> bool:
    """Whether the words disclaim, advise or explain, and so state no practice: `we cannot guarantee …`, `a cookie is …`."""
    return bool(_NO_PRACTICE.search(main))


def denied(main: str, act: Act) -> bool:
    """Whether a negative word among the main words denies the act, and not something beside it.

    It does where it opens them, stands shortly before the verb, goes with the recipient (`with nobody`) or closes them (`is excluded`).
    """
    verb = next(pattern for one, pattern in VERBS if one is act)
    for match in DENIAL.finditer(main):
        opens = not main[: match.start()].strip(" ,") or re.fullmatch(r"(?:we|and|also|it is|this is) ?", main[: match.start()])
        beside = re.search(r"\b(?:with|to|by|for|from) $", main[: match.start()])
        closes = match.group().startswith(("exclud", "forbid", "prohibit"))
        if opens or beside or closes or verb.search(main[match.end() : match.end() + 60]):
            return True
    return False


def basis_of(words: str) -> Basis | None:
    """The legal basis that the words of a whole segment name; of several, the one that asks most."""
    named = [basis for basis, pattern in _BASES if pattern.search(words)]
    return max(named, key=lambda basis: basis.strictness, default=None)


def exclusive(words: str) -> bool:
    """Whether the words say that it goes so far and no further."""
    return bool(_EXCLUSIVE.search(words))


def stranger_in(main: str) -> str | None:
    """A recipient that the vocabulary does not know, by its words; None where none is named."""
    verb = next((match for act, pattern in VERBS if act.discloses and (match := pattern.search(main))), None)
    if verb is None:
        return None
    if (
        (subject := _SUBJECT.match(main))
        and not _NO_STRANGER.match(bare := without_determiner(subject[1]))
        and not re.search(r"\bwe\b|^no\b", bare)
    ):
        return subject[1]
    for match in _STRANGER.finditer(main, max(0, verb.start())):
        words = match[1].strip()
        bare = without_determiner(words)
        named = bare != words or match.group().startswith("with ")
        if named and len(bare) > 2 and not _NO_STRANGER.match(bare) and not _NO_STRANGER_END.search(bare):
            return words
    return None


def without_determiner(words: str) -> str:
    """A recipient's words without `the`, `our`, `selected` and the like in front."""
    return _DETERMINER.sub("", words)
