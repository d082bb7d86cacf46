"""A date and time typed into one field, meant in some zone.

Streamlit's own field for it has parts too small to hit (WCAG 2.2, 2.5.8), and a date is quicker typed than clicked.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from desk import words

FORM = "%Y-%m-%d %H:%M"


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
