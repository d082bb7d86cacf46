"""The desk for people who draft, review and approve policies: builds what the pages need, and draws them.

No rule lives here or in `desk/`: every action goes to the packages, which check it again.
"""

import streamlit as st

from consent_gate.prompts.pages import static
from desk import audit, compare, consent, draft, policies, review, version, words
from desk.session import admitted, banner, doors, sign_in

SIDE_BAR = 250  # pixels, to begin with: on a laptop more of it is less of the words

# A named icon would be fetched from an outside host; this one is our own.
st.set_page_config(page_title=words.TITLE, page_icon=static("icon.svg").decode(), layout="wide", initial_sidebar_state=SIDE_BAR)

pages = {
    "policies": st.Page(policies.show, title=words.POLICIES, icon=":material/library_books:", default=True),
    "draft": st.Page(draft.show, title=words.DRAFT, icon=":material/edit_document:", url_path="draft"),
    "compare": st.Page(compare.show, title=words.COMPARE, icon=":material/compare_arrows:", url_path="compare"),
    "review": st.Page(review.show, title=words.REVIEW, icon=":material/rule:", url_path="review"),
    "consent": st.Page(consent.show, title=words.CONSENT, icon=":material/how_to_reg:", url_path="consent"),
    "version": st.Page(version.show, title=words.VERSION, icon=":material/article:", url_path="version", visibility="hidden"),
    "audit": st.Page(audit.show, title=words.AUDIT, icon=":material/verified:", url_path="audit"),
}
st.session_state["pages"] = pages
chosen = st.navigation(list(pages.values()))
if sign_in():
    banner()
    if admitted():
        with doors():
            chosen.run()
