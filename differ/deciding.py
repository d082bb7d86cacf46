"""A last look before a change is cleared without a finding: words that can turn a meaning must not differ.

The judgement reads what it knows; what it does not read, it cannot weigh. These are the small words and the soft verbs
that carry a limit, a time, a force or a choice in any sentence, whatever else stands in it.
"""

import re
from collections import Counter

from differ.vocabulary.stems import stem

DECIDING = frozenset(
    """
    not no never none nobody nothing neither nor without
    only solely exclusively except excepting excluding unless until save than but
    before after during while whilst whenever
    must shall should ought required requires require expected expects expect supposed intended intends intend planned plan
    try tries tried attempt attempts aim aims strive strives endeavour endeavor seek seeks hope hopes might
    now currently presently moment far yet anymore longer usually generally typically normally mostly sometimes occasionally
    rarely seldom regularly frequently often
    hour hours day days week weeks weekly month months monthly quarter year years yearly annually daily
    any all every each both either whole most few several
    voluntary voluntarily optional mandatory compulsory obligatory whether
    allow allows permit permits let lets grant ask asks asked consent agree agrees agreed object objects refuse choose chooses
    free fee charge cost writing written
    atleast atmost atlatest atliberty gratis
    two three four five six seven eight nine ten twelve twenty thirty half twice
    """.split()
)
"""Words any of which, gone or new, leaves a change to a person where no rule has weighed it."""

_SAME = {
    "requires": "require", "required": "require",
    "tries": "try", "attempts": "attempt", "aims": "aim", "strives": "strive", "seeks": "seek", "hopes": "hope",
    "expects": "expect", "intends": "intend", "allows": "allow", "permits": "permit", "lets": "let", "asks": "ask", "agrees": "agree",
    "objects": "object", "chooses": "choose", "whilst": "while", "endeavor": "endeavour", "each": "every",
}  # fmt: skip
"""Forms of one word, whose change decides nothing."""

_ANY_OF = re.compile(
    r"\bany of (?=(?:our|the|these|those|your|its)\b)|\bin each case\b"
    r"|\bany (?=(?:(?:further|other|more|additional) )?(?:questions?|concerns?|comments?|doubts|queries|enquiries|inquiries)\b)"
)  # as much as without it
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORT_NOT = re.compile(
    r"(?<=ca)n['’]t\b|n['’]t\b|(?<=\b(?:do|is))nt\b|(?<=\b(?:are|did|was|has))nt\b|(?<=\b(?:does|were|have))nt\b|(?<=can)not\b"
)
_SAID_ALIKE = tuple(
    (re.compile(rf"\b(?:{said})\b"), alike)
    for said, alike in (
        (r"at least|(?:no|not) (?:less|fewer) than|a minimum of", "atleast"),
        (r"at most|(?:no|not) more than|a maximum of", "atmost"),
        (r"(?:no|not) later than|at the latest", "atlatest"),
        (r"free of charge|without charge|at no (?:cost|charge)|for free|without paying", "gratis"),
        (r"(?:is|are) (?:free|at liberty) to", "atliberty"),
        (r"(?:is|are) (?:required|obliged|obligated|bound) to|ha(?:s|ve) to|shall", "must"),
        (r"at no time|at no point", "never"),
        (r"(?<=only )following", "after"),
        (r"(?:for |so )?as long as (?!\w* ?(?:is )?(?:\w+ly )?(?:necessary|needed|required|possible)\b)|so long as", "while "),
        (r"as soon as (?!possible|practicable|\w+ly\b)|from the moment", "after "),
        (r"after (?:(?:we|our|the|its) )?(?:have )?(?:receipt|received?|receiving)", "of receipt"),
        (r"after which|whereupon|and (?:then|thereafter|afterwards|after that)", "and then"),
    )
)  # the same in other words, whose small words decide nothing one by one
_NOR = re.compile(r"(?<=\w )nor\b")  # "to neither the baker nor the miller" is "not to the baker or the miller"
_AGED = re.compile(r"\byears?[\s-]+(?:of\s+age|old)\b|(?<=\btime) of (?:the )?day\b")  # the number tells the age, "any time" the time
_WRITE = re.compile(r"\blet us know\b")  # "write to us"
_ONCE = re.compile(r"\bonce (?=(?:you|your|we|our|they|their|the|an?|it)\b)")  # "after"
_NUMBER_SIGN = re.compile(r"\bnos?\.(?= ?\d)")
_COUNTS_NOTHING = re.compile(
    r"(?<=\w )(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|Twenty|Thirty|Half|Twice)\b"  # part of a name
    r"|\b[Aa]t (?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b"  # a time of day
)
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in """
    and/or on/off in/out more/less most/least first/last public/private we/you us/you our/your ours/yours for/against online/offline
    and/with locked/unlocked locked/open visible/hidden covered/open empty/full empty/ticked start/stop starts/stops begin/end
    begins/ends open/closed opens/closes higher/lower longer/shorter larger/smaller earlier/later accept/refuse accepts/refuses
    """.split()
)


def deciding_words(gone: str, come: str) -> tuple[str, ...]:
    """The deciding words of what is gone that are not in what has come, and the reverse, in the order of the alphabet; of words
    that are each other's opposite, as `and` and `or`, `us` and `you`, those of which one stands for the other.

    A word that is both gone and come the same number of times has only been moved.

    >>> deciding_words("opened before noon, never later", "never opened after noon")
    ('after', 'before')
    """
    before, after = _words(gone), _words(come)
    differing = {word for word in DECIDING & {*before, *after} if before.count(word) != after.count(word)}
    if before.count("and") != after.count("and"):
        before, after = _with_or(before), _with_or(after)
    lost, won = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for one, other in _OPPOSITES:
        if (lost[one] and won[other]) or (lost[other] and won[one]):
            differing |= {one, other}
    return tuple(sorted(differing))


def _with_or(words: list[str]) -> list[str]:
    """The words of a text, the "and" that joins what is denied further on read as "or": "pens and ink are not sold"."""
    denied = next((place for place, word in enumerate(words) if word in _DENIALS), 0)
    return ["or" if word == "and" and place < denied else word for place, word in enumerate(words)]


_DENIALS = frozenset("not never no cannot".split())


def turned_words(old: str, new: str) -> tuple[str, ...]:
    """The words that part what comes first from what follows, followed by other words than before though all words stand on both
    sides: what was first is now last.

    >>> turned_words("We wipe it before we lend it.", "We lend it before we wipe it.")
    ('before',)
    >>> turned_words("If wet, we close.", "We close if wet.")
    ()
    >>> turned_words("The judge signs and we open the box.", "We open the box and the judge signs.")
    ('and',)
    >>> turned_words("Rumour: we film. Truth: we do not look.", "Rumour: we do not look. Truth: we film.")
    ('rumour', 'truth')
    >>> turned_words("(a) Pens. (b) Ink. As under (a).", "(a) Pens. (b) Ink. As under (b).")
    ('(a)', '(b)')
    """
    pointed = _pointed_elsewhere(old, new) or _for_whom(old, new) or _of_one_or_all(old, new) or _bounded_by_another_date(old, new)
    if pointed:
        return pointed
    before, after = _words(old), _words(new)
    if timed := _at_another_time(before, after):
        return timed
    if _EITHER_WAY.findall(old) != _EITHER_WAY.findall(new):
        return ("or", "without")
    if Counter(map(stem, before)) != Counter(map(stem, after)):
        return ()
    swapped = _labels_swapped(old, new)
    if swapped:
        return swapped
    if "respectively" in before and before != after:
        return ("respectively",)
    turned = [word for word in sorted(_PARTING & {*before}) if not _led_alike(_after(word, old), _after(word, new))]
    turned += [word for word in sorted(_ONE_OF_TWO & {*before}) if _around(word, before) != _around(word, after)]
    if not turned and _left_out(old) != _left_out(new):
        return ("not",)
    return tuple(turned) if turned or not _acts_swapped(old, new) else ("and",)


_LABELLED = re.compile(r"(?:^|[.;!?]\s|\n)\s*(?P<label>\w[^.;:!?\n]{0,40}):\s(?P<said>[^.;!?\n]*)")
_TICKED = re.compile(r"[\[(](?P<tick>[xX✓✔ ]?)[\])]\s*(?P<said>[^\[\](),.;]+)|(?P<box>[☐☑☒])\s*(?P<beside>[^☐☑☒,.;]+)")


def _labels_swapped(old: str, new: str) -> tuple[str, ...]:
    """The labels behind which other words stand than before, though both labels and words are the same; so with boxes ticked."""
    before, after = _labelled(old), _labelled(new)
    if sorted(before) != sorted(after):
        return ()
    return tuple(sorted(label for label in before if before[label] != after[label]))


def _labelled(text: str) -> dict[str, list[list[str]]]:
    """What stands behind each label of a text, or beside a box that is ticked or empty."""
    found: dict[str, list[list[str]]] = {}
    for one in _LABELLED.finditer(text):
        found.setdefault(one["label"].lower(), []).append([stem(word) for word in _words(one["said"])])
    for one in _TICKED.finditer(text):
        said = _words(one["said"] or one["beside"])
        found.setdefault("a tick" if (one["tick"] or "").strip() or one["box"] in ("☑", "☒") else "no tick", []).append(said)
    return found


_ONE_OR_ALL = {"they": "it", "them": "it", "their": "its", "are": "is", "were": "was", "have": "has", "do": "does"}


def _of_one_or_all(old: str, new: str) -> tuple[str, ...]:
    """The "it" that is now "they", or the reverse, where nothing else differs, so that more or less is meant by it."""
    if _IT_OR_THEY.search(old) is None or (before := _words(old)) == (after := _words(new)):
        return ()
    same = [_ONE_OR_ALL.get(word, word) for word in before] == [_ONE_OR_ALL.get(word, word) for word in after]
    return ("it", "they") if same and Counter(before)["it"] != Counter(after)["it"] else ()


_IT_OR_THEY = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
_PLACE = re.compile(r"\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|\b[A-Z][a-z]+\s(?:[A-Z]|\d{1,2}|[IVX]{2,4})\b(?!['’.]\w)")
_OF_A_TEXT = frozenset("Section Article Clause Paragraph Chapter Part".split())  # renumbered as often as not


def _pointed_elsewhere(old: str, new: str) -> tuple[str, ...]:
    """The places of a text that both texts name, but one of them more often: what pointed to one now points to another."""
    before, after = (Counter(found for found in _PLACE.findall(text) if found.split()[0] not in _OF_A_TEXT) for text in (old, new))
    if before == after or before.total() != after.total() or {*before} != {*after}:
        return ()
    return tuple(sorted(place for place in before if before[place] != after[place]))


_WHILE, _AFTERWARDS, _BEFORE_THEN = frozenset("while during throughout".split()), frozenset(["after"]), frozenset(["until", "till"])


def _at_another_time(before: list[str], after: list[str]) -> tuple[str, ...]:
    """The words by which a thing went on while, or until, something held that now goes on after it, or the reverse."""
    lost, won = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for gone, come in ((lost, won), (won, lost)):
        for ends in (_WHILE, _BEFORE_THEN):
            if ends & {*gone} and _AFTERWARDS & {*come}:
                return tuple(sorted((ends & {*gone}) | (_AFTERWARDS & {*come})))
    return ()


_EITHER_WAY = re.compile(r"\bor without\b", re.IGNORECASE)
_MONTHS = "january february march april may june july august september october november december".split()
_FOR_YOUR = re.compile(r"\b(?P<aim>(?:to|for)\s\w+)\syour\s(?P<what>\w+)", re.IGNORECASE)
_NOBODY_ELSES = frozenset(
    "data information details consent privacy request requests personal rights account preferences experience".split()
)


def _for_whom(old: str, new: str) -> tuple[str, ...]:
    """The "your" that told for whom a thing is done, where it is now done for anybody: "to plan (your) care"."""
    for told in _FOR_YOUR.finditer(old):
        if told["what"].lower() not in _NOBODY_ELSES and re.search(rf"\b{told['aim']}\s{told['what']}\b", new, re.IGNORECASE):
            return ("your",)
    return ()


_BOUNDED_BY = re.compile(
    rf"\b(?P<bound>before|after|until|till|since|prior\sto)\s(?:the\s)?(?P<date>(?:end\sof\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?"
    rf"(?:(?:{'|'.join(_MONTHS)})\b\s?(?:\d{{1,2}},?\s)?)?(?:(?:19|20)\d\d\b)?)",
    re.IGNORECASE,
)
_OF_THE_TEXT = re.compile(r"\b(?:updated|revised|changed|amended|version|effective|takes?\seffect)\b", re.IGNORECASE)


def _bounded_by_another_date(old: str, new: str) -> tuple[str, ...]:
    """The word before a date, where both texts bound something by one, and by another: "those who joined before June"."""
    if _OF_THE_TEXT.search(old) or _OF_THE_TEXT.search(new):
        return ()
    before, after = (
        [(one["bound"].lower(), one["date"].lower().rstrip()) for one in _BOUNDED_BY.finditer(text) if one["date"]] for text in (old, new)
    )
    if len(before) != len(after) or before == after:
        return ()
    return tuple(sorted({word for (word, date), (_, other) in zip(before, after, strict=True) if date != other}))


_PARTING = frozenset("before after until till unless except without than then if when".split())
_ONE_OF_TWO = frozenset("former latter first second".split())


_NOT_THESE = re.compile(r",\s(?:and\s|but\s)?not\s(?P<those>[^,.;]*)", re.IGNORECASE)


def _left_out(text: str) -> list[list[str]]:
    """What is left out behind a comma: "pens, not books"."""
    return sorted(sorted(_words(found["those"])) for found in _NOT_THESE.finditer(text))


def _acts_swapped(old: str, new: str) -> bool:
    """Whether two whole clauses joined by "and" are told in the other order, in which they may happen too."""
    one, other = ([_words(half) for half in re.split(r",?\sand\s", text)] for text in (old, new))
    if len(one) != 2 or one != other[::-1] or one == other:
        return False
    return old.rstrip().endswith(".") and min(len(half) for half in one) >= _A_CLAUSE


_A_CLAUSE = 3  # words


def _after(word: str, text: str) -> list[list[str]]:
    """The words after each of a word's places up to the next mark, in any order of the places."""
    return sorted([stem(one) for one in _words(rest)] for rest in re.findall(rf"\b{word}\b([^,.;:()]*)", text, re.IGNORECASE))


def _around(word: str, words: list[str]) -> list[list[str]]:
    """The words near each of a word's places."""
    return sorted(words[max(0, place - 2) : place + 3] for place, one in enumerate(words) if one == word)


def _led_alike(one: list[list[str]], other: list[list[str]]) -> bool:
    """Whether what follows is the same, be it that on one side more stands behind it."""
    return all(a[: len(b)] == b[: len(a)] for a, b in zip(one, other, strict=False))


def _words(text: str) -> list[str]:
    plain = _ANY_OF.sub(" ", _NUMBER_SIGN.sub(" ", _SHORT_NOT.sub(" not", _COUNTS_NOTHING.sub(" ", text).lower())))
    plain = _NOR.sub("or", plain) if "nor" in plain else plain
    for said, alike in _SAID_ALIKE:
        plain = said.sub(alike, plain)
    return [_SAME.get(word, word) for word in _WORD.findall(_ONCE.sub("after ", _AGED.sub(" ", _WRITE.sub(" ", plain))))]
