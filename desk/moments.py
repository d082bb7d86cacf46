"""Moments and periods as people read and type them: a date and time in one field, meant in some zone.

Streamlit's own field for it has parts too small to hit (WCAG 2.2, 2.5.8), and a date is quicker typed than clicked.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from desk import words

FORM = "%Y-%m-%d %H:%M"
UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def moment(where: DeltaGenerator, label: str, at: datetime | None, zone: str, *, key: str, about: str) -> tuple[datetime | None, bool]:
    """Draw the field; the moment in UTC, None where it is empty, and whether what stands there can be read.

    Args:
        where: the column to draw it in.
        label: what it is.
        at: what to begin with.
        zone: the zone that the person means.
        key: of the field.
        about: the help beside it.
    """
    there = ZoneInfo(zone)
    begun = at.astimezone(there).strftime(FORM) if at else ""
    field = where.text_input(label, begun, key=key, help=about, placeholder=words.MOMENT_FORM, persist_state="session")
    typed = str(field or "").strip()
    if not typed:
        return None, True
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=there).astimezone(UTC), True
    except ValueError:
        st.error(words.NO_MOMENT.format(typed=typed))
        return None, False


def said(at: datetime) -> str:
    """A moment as every page writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def spelled(iso: str) -> str:
    """A period in words.

    >>> spelled("P1Y6M"), spelled("P30D")
    ('1 year 6 months', '30 days')
    """
    parts = [f"{count} {UNITS[unit]}{'s' * (count != '1')}" for count, unit in re.findall(r"(\d+)([YMWD])", iso)]
    return " ".join(parts) or iso


def in_words(line: str) -> str:
    """A line of the packages with its moments and periods as every page writes them.

    >>> in_words("`a@2` promises P30D notice: take effect from 2026-12-23T06:59+00:00 on")
    '`a@2` promises 30 days notice: take effect from 2026-12-23 06:59 UTC on'
    >>> in_words("the prose keeps it for `P7Y`")
    'the prose keeps it for 7 years'
    """
    line = re.sub(r"(`?)\b(P(?:\d+[YMWD])+)\b\1", lambda found: spelled(found[2]), line)
    return re.sub(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\+00:00", r"\1 \2 UTC", line)
