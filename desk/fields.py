"""Fields that the forms of permissions and of promises share: the words people read, where the text says it, and a period."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consent_gate.prompts.lint import lint_words, reading
from desk import words
from desk.moments import spelled
from desk.redline import plain
from desk.writing import Writing
from differ.parse import parse
from differ.practices.model import clause_path
from policy_versions.durations import Duration
from policy_versions.model import LocalText, Policy

NEW = ""
"""The choice of one that is not there yet."""

COMMON_PERIODS = ("P30D", "P90D", "P6M", "P1Y", "P2Y", "P3Y", "P5Y", "P6Y", "P10Y")


def one_of(label: str, there: Mapping[str, LocalText], new: str, key: str) -> str:
    """The id of the one to work on, of those that are there by id with their words, or `NEW`."""
    ids = list(there)
    chosen = st.selectbox(
        label,
        [NEW, *ids],
        index=min(1, len(ids)),
        format_func=lambda id_: f"{there[id_]} ({id_})" if id_ in there else new,
        key=f"{key}/{'/'.join(ids)}",
        persist_state="session",
    )
    return chosen or NEW


def id_of(held: str | None, help_: str, of: str) -> str:
    """The id of what is worked on: as it is, or typed where it is new."""
    if held is not None:
        return held
    return str(st.text_input(words.PERMISSION_ID, key=f"id/{of}", help=help_, persist_state="session") or "")


def plain_words(policy: Policy, held: LocalText | None, of: str) -> LocalText:
    """The plain words in each language they are in, each looked at as the person who must answer will."""
    said = held.by_language if held else {"": ""}
    written = {}
    for tag, text in said.items():
        language = tag or policy.language
        label = words.PLAIN_WORDS if len(said) == 1 else f"{words.PLAIN_WORDS} ({language})"
        written[tag] = str(
            st.text_area(label, text, key=f"text/{of}/{tag}", help=words.PLAIN_WORDS_HELP, height=90, persist_state="session") or ""
        ).strip()
        if written[tag]:
            st.write(f"{words.READS} {reading(written[tag], language)}.")
        for warning in lint_words(written[tag], language):
            st.warning(f"“{plain(warning.words)}”: {plain(warning.message)}", icon=":material/edit_note:")
    return LocalText.of(written if set(written) != {""} else written[""])


def clauses(writing: Writing, policy: Policy, held: str | None) -> list[str]:
    """Where the prose may say it: what is held, nowhere, and every heading of the text."""
    text = writing.text(f"{policy.language}.md") if f"{policy.language}.md" in writing.files else ""
    return list(dict.fromkeys([held or "", "", *_headings(text)]))


@st.cache_data(show_spinner=False, max_entries=20)
def _headings(text: str) -> list[str]:
    return list(dict.fromkeys("/".join(clause_path(clause.heading)) for clause in parse(text).clauses))


def period(where: DeltaGenerator, label: str, held: Duration | None, key: str) -> Duration | None:
    """A period to choose or to type, or none."""
    options = list(dict.fromkeys(["", *([held.iso] if held else []), *COMMON_PERIODS]))
    chosen = where.selectbox(
        label,
        options,
        options.index(held.iso) if held else 0,
        format_func=lambda iso: spelled(iso) if iso else words.NO_LIMIT,
        key=key,
        accept_new_options=True,
        help=words.PERIOD_HELP,
        persist_state="session",
    )
    return Duration.parse(chosen) if chosen else None
