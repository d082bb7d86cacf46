"""Bringing a document in: a Word file, a web page or a text becomes the words of a draft, after the person has looked."""

import streamlit as st

from desk import words
from desk.redline import redlined
from desk.session import doors
from desk.writing import Writing
from policy_versions.importers import import_text

KINDS = ["docx", "html", "htm", "txt", "md", "markdown"]
MOST_MB = 2


def show(writing: Writing, texts: list[str]) -> None:
    """Draw the upload, what was read, and the button that takes it over."""
    st.write(words.BRING_IN_HELP)
    given = st.file_uploader(words.DOCUMENT, type=KINDS, max_upload_size=MOST_MB, help=words.DOCUMENT_HELP)
    if given is None:
        return
    target = st.selectbox(words.BRING_INTO, texts, key="bring-into") if len(texts) > 1 else texts[0]
    with doors():
        read = import_text(given.getvalue(), given.name)
        if read.dropped:
            st.info(words.DROPPED + "\n" + "\n".join(f"- {_one_line(line)}" for line in read.dropped))
        if read.effective is not None:
            st.write(words.DATE_FOUND.format(date=read.effective.date().isoformat()))
        st.header(words.BECOMES.format(file=target))
        with st.container(border=True, height=420):
            redlined(writing.text(target), read.markdown)
        if st.button(words.TAKE_OVER, type="primary") and writing.save(
            {target: read.markdown}, message=f"Bring in {_one_line(given.name)}"
        ):
            st.rerun()


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200].replace("`", "'")
