"""Whether a text looks English: the rules read no other language, and to them a foreign sentence says nothing at all.

Told by small words, which make up a third of any prose and of which languages share few: a text lacks those of English, or a
passage has those of another language. Which language that is, nobody asks. Names and addresses tell nothing either way.
"""

import re
from functools import lru_cache

_ENGLISH = frozenset(
    """
    the of and to you your yours our ours we us they their them it its this that these those which who whom whose what when where how
    why is are was were be been being has have had do does did will would shall should may might can could must not no nor any all each
    other such with without from into onto by for about under before after between through during until unless if or than then because
    while whether only also either both more most some here there on as at upon within my his her
    """.split()
)
_OTHERS = {
    "German": """wir sie ihr ihre ihren ihrer ihrem unser unsere unseren unserer nicht kein keine keinen oder ist sind wird werden wurde
        wenn dass diese dieser dieses einen einem einer eine mit für auf bei nach durch zum zur aus kann können dürfen haben nur""",
    "French": """nous vous votre vos notre nos ne pas est sont être avec pour dans sur par qui que une cette ces leur leurs aux peut
        peuvent avons avez lorsque sans afin elle elles ils""",
    "Spanish": """nosotros usted ustedes sus nuestro nuestra nuestros nuestras por con una esta estos estas cuando puede pueden podemos
        como también sobre más cualquier hemos según otros""",
    "Italian": """noi gli che della dei delle degli dal dalla nel nella alla sono essere può possono vostro vostra vostri nostro nostra
        nostri questa questo questi anche quando senza tuoi suoi""",
    "Portuguese": "nós você vocês não são uma nosso nossa nossos nossas seus suas pelo pela pode podem quando também ao aos às",
    "Dutch": "wij jij uw onze niet geen een het voor bij naar wordt worden kan kunnen zijn deze dit ook als wanneer",
    "Swedish": "vi dina våra vår inte och som att är kan när för på från med utan eller",
    "Danish and Norwegian": "dine vores vore ikke og som det af kan når er må våre hos blir",
    "Finnish": "emme sinun ja että ovat voi voimme myös jos kun joka",
    "Polish": "nie jest są oraz lub się nasze nasz twoje twoich które który dla przez może",
    "Czech": "nebo jsou není naše vaše vaší které který pokud jako při",
    "Hungarian": "nem és az egy hogy vagy ön önnek csak",
    "Romanian": "nu sunt și sau pentru dumneavoastră noastre noastră prin din să dacă",
    "Turkish": "bir için ile değil veya bu olarak siz",
}
"""Small words that English lacks; without those that build names, as de, la, van and der, for these stand in English texts too."""
_FOREIGN = frozenset(word for small in _OTHERS.values() for word in small.split()) - _ENGLISH

_TAG = re.compile(r"<[^<>\n]*>")
_ADDRESS = re.compile(r"@|://|www\.|\.\w")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\uff21-\uff5a]+")
_PASSAGE = re.compile(r"(?<=[.!?;。])\s+|[\n|]+")

ENOUGH = 40
"""Words from which on a text that lacks the small words of English is not taken for a list of names."""
SPARSE = 0.15
"""A smaller share of small words is no English text's; of some 470 real policies none has less than 0.29, of other languages none 0.1."""
SHOWN = 80
"""Characters of a passage that are cited."""
_LOOK = "look English, and the rules read no other language"
SCRIPT = 8
"""Letters of another script from which on they are no mere name, such as that of a language to choose."""


def is_english(language: str) -> bool:
    """Whether a language tag (`en`, `en-GB`) is English."""
    return language.lower().replace("_", "-").split("-")[0] == "en"


@lru_cache(maxsize=32)
def looks_english(text: str) -> bool:
    """Whether a text as a whole looks English; one too short to tell is taken for English.

    >>> looks_english("We keep your name for a year."), looks_english("Wir bewahren Ihren Namen ein Jahr lang auf.")
    (True, False)
    """
    words = _words(text)
    if _is_other_script(words):
        return False
    if len(words) >= ENOUGH:
        return sum(map(_ENGLISH.__contains__, words)) >= SPARSE * len(words)
    return 2 * sum(len(_words(passage)) for passage in foreign_passages(text)) <= len(words)


def foreign_passages(text: str) -> tuple[str, ...]:
    """The sentences, items and cells of a text that are in another language than English, as far as that can be told.

    >>> foreign_passages("We sell nothing. Nous ne vendons pas vos données. Write to Banque de la Cité, Paris.")
    ('Nous ne vendons pas vos données.',)
    """
    return tuple(passage.strip() for passage in _PASSAGE.split(text) if _is_foreign(passage))


def doubt(text: str) -> str:
    """Why a person has to read a text that was taken for English, as one line; "" where all of it looks English.

    >>> doubt("We sell nothing."), doubt("Nous ne vendons rien à personne.")
    ('', 'the text does not look English, and the rules read no other language')
    """
    if not looks_english(text):
        return f"the text does not {_LOOK}"
    found = foreign_passages(text)
    if not found:
        return ""
    first = found[0] if len(found[0]) <= SHOWN else f"{found[0][: SHOWN - 1]}…"
    passages = "a passage does" if len(found) == 1 else f"{len(found)} passages do"
    return f"{passages} not {_LOOK}: “{first}”"


def _is_foreign(passage: str) -> bool:
    words = _words(passage)
    if _is_other_script(words):
        return True
    others = sum(map(_FOREIGN.__contains__, words))
    return others >= 2 and 5 * others >= len(words) and others > 2 * sum(map(_ENGLISH.__contains__, words))


def _words(text: str) -> list[str]:
    return _WORD.findall(_without_addresses(" ".join(_TAG.sub(" ", text).split())).casefold())


def _without_addresses(text: str) -> str:
    """A text, its words parted by single spaces, without those that are addresses."""
    kept, at = [], 0
    for found in _ADDRESS.finditer(text):
        if found.start() >= at:
            kept.append(text[at : text.rfind(" ", at, found.start()) + 1 or at])
            end = text.find(" ", found.end())
            at = end if end >= 0 else len(text)
    return "".join(kept) + text[at:]


def _is_other_script(words: list[str]) -> bool:
    """Whether most letters are of another script; a letter put in for one that looks alike does not make that."""
    letters = "".join(words)
    return len(letters) >= SCRIPT and not letters.isascii() and 2 * sum(map(len, _LATIN.findall(letters))) < len(letters)
