"""The languages pages speak: sentences from the catalogues in locales/, dates, lists and periods by CLDR.

The English sentences are the catalogue's keys. Catalogues are compiled in memory when a language is first used, so that
what a translator edits is what is shown. The words of a policy are never translated here.
"""

import gettext
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.units import format_unit

from policy_versions.durations import Duration

LANGUAGES = ("en", "de", "fr", "es", "ar")
"""Languages with a catalogue, in the order a page offers them."""

_DATES = {"en": "en-GB"}
"""Dates as most of the language's readers write them: the day before the month."""

_UNITS = {"Y": "duration-year", "M": "duration-month", "W": "duration-week", "D": "duration-day"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages, with its sentences, dates and lists."""

    tag: str
    _catalogue: gettext.NullTranslations

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction(self.tag)

    def isolated(self, name: str) -> str:
        """A name as it may stand in a sentence of this language without turning the words around it."""
        return f"\u2068{name}\u2069" if self.direction == "rtl" else name

    @property
    def name(self) -> str:
        """Its name in itself, as the first word of a line."""
        name = self.language_name(self.tag)
        return name[:1].upper() + name[1:]

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, with its `%(name)s` filled in."""
        return self._catalogue.gettext(sentence) % values if values else self._catalogue.gettext(sentence)

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The sentence in the plural that the number takes; `%(n)s` is the number."""
        return self._catalogue.ngettext(one, many, number) % {"n": number, **values}

    def gettext(self, sentence: str) -> str:
        """The sentence, unfilled; for the templates."""
        return self._catalogue.gettext(sentence)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The sentence in its plural, unfilled; for the templates."""
        return self._catalogue.ngettext(one, many, number)

    def date(self, moment: datetime) -> str:
        """A day as people write it, with the time (UTC) where it is not midnight."""
        moment = moment.astimezone(UTC)
        return self.day(moment) if (moment.hour, moment.minute) == (0, 0) else self._timed(moment, "%H:%M")

    def moment(self, moment: datetime) -> str:
        """A day and the time of day, UTC."""
        return self._timed(moment.astimezone(UTC), "%H:%M:%S")

    def _timed(self, moment: datetime, clock: str) -> str:
        return self.say("%(day)s, %(time)s UTC", day=self.day(moment), time=moment.strftime(clock))

    def day(self, moment: datetime) -> str:
        """A day as people write it, in UTC."""
        return _long_date(moment.astimezone(UTC).date(), self.tag)

    def list(self, words: Sequence[str]) -> str:
        """`a, b and c`."""
        return _listed(tuple(words), self.tag)

    def period(self, duration: Duration) -> str:
        """`2 years and 6 months`."""
        return _period(duration.iso, self.tag)

    def language_name(self, tag: str) -> str:
        """What this language calls another."""
        return _language_name(tag, self.tag)


def language(tag: str | None) -> Language:
    """The page language nearest to a BCP 47 tag; English where none is near."""
    wanted = (tag or "").replace("_", "-").lower().split("-")[0]
    return _load(wanted if wanted in LANGUAGES else "en")


_locale = cache(partial(Locale.parse, sep="-"))


def _locale_of(tag: str) -> Locale:
    return _locale(_DATES.get(tag, tag))


@lru_cache(maxsize=8_192)
def _long_date(day: date, tag: str) -> str:
    return format_date(day, "long", locale=_locale_of(tag))


@lru_cache(maxsize=1_024)
def _listed(words: tuple[str, ...], tag: str) -> str:
    return format_list(words, locale=_locale_of(tag))


@lru_cache(maxsize=1_024)
def _period(iso: str, tag: str) -> str:
    parts = re.findall(r"(\d+)([YMWD])", iso)
    return _listed(tuple(format_unit(int(number), _UNITS[unit], length="long", locale=_locale_of(tag)) for number, unit in parts), tag)


@lru_cache(maxsize=1_024)
def _language_name(tag: str, told_in: str) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name(told_in) or tag
    except (UnknownLocaleError, ValueError):
        return tag


@cache
def direction(tag: str) -> str:
    """Which way a language is written, `auto` where the tag is not known."""
    try:
        return str(_locale(tag).text_direction)
    except (UnknownLocaleError, ValueError):
        return "auto"


def catalogue_path(tag: str) -> str:
    """Where a language's sentences lie within the package."""
    return f"locales/{tag}.po"


@cache
def _load(tag: str) -> Language:
    if tag == "en":
        return Language(tag, gettext.NullTranslations())
    source = files("consent_gate.prompts").joinpath(catalogue_path(tag)).read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=tag))
    compiled.seek(0)
    return Language(tag, gettext.GNUTranslations(compiled))
