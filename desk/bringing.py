"""Bringing a document in: a Word file, a web page or a text becomes the words of a draft, after the person has looked."""

from collections.abc import Sequence

import streamlit as st

from desk import words
from desk.reading import warn
from desk.redline import plain, redlined
from desk.session import doors
from desk.writing import Writing
from policy_versions.importers import import_text

KINDS = ["docx", "html", "htm", "txt", "md", "markdown"]
MOST_MB = 2


def show(writing: Writing, texts: list[str], language: str) -> None:
    """Draw the upload, what was read, and the button that takes it over."""
    st.write(words.BRING_IN_HELP)
    given = st.file_uploader(words.DOCUMENT, type=KINDS, max_upload_size=MOST_MB, help=words.DOCUMENT_HELP)
    if given is None:
        return
    target = st.selectbox(words.BRING_INTO, texts, key="bring-into") if len(texts) > 1 else texts[0]
    with doors():
        read = import_text(given.getvalue(), given.name)
        left_out(read.dropped)
        if target == f"{language}.md":
            warn(language, read.markdown)
        if read.effective is not None:
            st.write(words.DATE_FOUND.format(date=read.effective.date().isoformat()))
        st.header(words.BECOMES.format(file=target))
        with st.container(border=True, height=420):
            redlined(writing.text(target), read.markdown)
        if st.button(words.TAKE_OVER, type="primary") and writing.save(
            {target: read.markdown}, message=f"Bring in {_one_line(given.name)}"
        ):
            st.rerun()


def left_out(dropped: Sequence[str]) -> None:
    """Draw what of a document is no part of a policy, folded away."""
    if dropped:
        with st.expander(words.LEFT_OUT.format(counted=words.many(len(dropped), "piece"))):
            st.markdown("\n".join(f"- {plain(line[:200])}" for line in dropped))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200].replace("`", "'")
