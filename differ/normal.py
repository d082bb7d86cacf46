"""How words are folded so that typography, look-alike characters and numbering do not count as a change.

Only for comparing: clauses keep their words as written, and spans slice the source.
"""

import re
import unicodedata

_UNSEEN_RANGES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f"
)
_UNSEEN = re.compile(f"[{_UNSEEN_RANGES}]+")
_QUOTES = str.maketrans("‘’‚‛′`´“”„‟″«»‹›–—―‐‑‒−", "'" * 7 + '"' * 7 + "''" + "-" * 7)
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјкмнорстхуԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχℓı",
    "ABESIJKMHOPCTXYaesijkmhopctxydqwhABEZHIKMNOPTYXaivopuxli",
)
_FOREIGN_LETTER = re.compile(r"[Ͱ-ϿЀ-ԯℓı]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
# Most of what is not ASCII in a policy, replaced first because it is quick.
_CURLY = (("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("‘", "'"), ("\u00a0", " "), ("•", " "))
_UNITED_STATES = re.compile(r"\bUS\b(?!\w)|\bU\.S\.(?:A\.)?")
_LOWER = re.compile(r"[a-z]")
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)+|\w+(?:'\w+)*|~~|[%$€£¥§+<>=#@&/]")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\]:?")

_NUMBER = re.compile(
    r"(?:(?:section|article|clause|chapter|part|annex|schedule|§)\s*)?"
    r"(?:\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}|\(?[a-z][.)]|\(?(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})[.)])"
    r"(?:[-:]\s*|\s+|$)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    r"(?:(?:section|article|clause|chapter|part|annex|schedule)\s+)?(?:\d{1,2}|[IVX]{1,5})(?:[:.-]\s*|\s+)(?=[A-Z])(?!(?:Days?|Months?|Years?|Weeks?|Hours?)\b)"
)
_BULLET = re.compile(r"[•●▪◦‣·○■□➢➤✓✔*–—-]\s+")


def visible(text: str) -> str:
    """`text` without characters that show nothing (zero-width marks, soft hyphens), its white space folded."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


def has_hidden(text: str) -> bool:
    """Whether characters that show nothing, or letters that look like others, stand inside words."""
    if text.isascii():
        return False
    return _UNSEEN.search(text) is not None or _swap_look_alikes(text) != text


def unlike(text: str) -> str:
    """`text` with compatibility forms, typographic quotes and dashes, and look-alike letters made plain."""
    if text.isascii():
        return text
    for curly, plain in _CURLY:
        text = text.replace(curly, plain)
    if text.isascii():
        return text
    text = _NOTE.sub("", _FRACTION.sub(_in_decimals, text))
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return _swap_look_alikes(text)


_FRACTION = re.compile(r"(?P<whole>\d*)(?P<part>[¼½¾])")
_PARTS = {"¼": ".25", "½": ".5", "¾": ".75"}
_NOTE = re.compile(r"(?<=[A-Za-z]{3})[¹²³⁰⁴-⁹]{1,2}(?!\w)")  # the mark of a footnote behind a word


def _in_decimals(found: re.Match[str]) -> str:
    """A number with a fraction as the same number with decimals."""
    return (found["whole"] or "0") + _PARTS[found["part"]]


def _swap_look_alikes(text: str) -> str:
    """Letters of other alphabets inside words that are otherwise Latin, as the Latin letters they look like."""
    if not _FOREIGN_LETTER.search(text):
        return text
    return re.sub(r"\w+", lambda m: m.group().translate(_LOOK_ALIKES) if _LATIN_LETTER.search(m.group()) else m.group(), text)


def split_number(text: str, *, heading: bool = False) -> tuple[str, str]:
    """The number or bullet a text begins with, and the rest.

    >>> split_number("4.2 Sharing"), split_number("30 days after"), split_number("(b) rent it")
    (('4.2', 'Sharing'), ('', '30 days after'), ('(b)', 'rent it'))
    """
    found = _NUMBER.match(text) or (_BARE_NUMBER.match(text) if heading else None) or _BULLET.match(text)
    if found is None or found.end() == len(text):
        return "", text
    return found.group().strip(), text[found.end() :]


def fold(text: str) -> str:
    """`text` as its words alone, in lower case: what two clauses with the same words share.

    Signs that carry meaning (%, $, §, struck-out marks) stay; other punctuation goes. `US`, the country, does not
    fold into `us`.

    >>> fold("We keep “logs” for 1.5 years—not longer.")
    'we keep logs for 1.5 years not longer'
    """
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The words `fold` keeps, in order."""
    text = _NOTE_MARK.sub(" ", unlike(text))
    if _LOWER.search(text):
        text = _UNITED_STATES.sub(" u_s ", text)
    return _TOKEN.findall(text.casefold())
