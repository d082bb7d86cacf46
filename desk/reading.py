"""Saying where a text is in another language than the rules read."""

from functools import lru_cache

import streamlit as st

from consent_gate.prompts.language import language as page_language
from desk import words
from desk.redline import plain
from differ.english import foreign_passages, is_english, looks_english


def warn(language: str, text: str) -> None:
    """Draw what a person has to read themselves of the text that prevails; nothing where the rules read all of it."""
    if not is_english(language):
        st.info(words.OTHER_LANGUAGE.format(language=language_name(language)), icon=":material/translate:")
    elif not looks_english(text):
        st.warning(words.NOT_ENGLISH, icon=":material/translate:")
    elif found := _passages(text):
        counted = words.PASSAGE_DOES if len(found) == 1 else words.PASSAGES_DO.format(count=len(found))
        first = plain(found[0] if len(found[0]) <= CITED else f"{found[0][:CITED]}…")
        st.warning(words.PARTLY_NOT_ENGLISH.format(counted=counted, first=first), icon=":material/translate:")


_passages = lru_cache(maxsize=20)(foreign_passages)
CITED = 120
"""Characters of a passage that are shown."""


def language_name(tag: str) -> str:
    """What English calls a language."""
    return page_language("en").language_name(tag)
