"""One person's unsaved work on a draft, how it is saved, and what they see when somebody else was first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from desk import words
from desk.redline import redlined
from desk.session import actor, doors, gate
from policy_versions.drafts import Draft
from policy_versions.errors import ArchiveConflictError
from policy_versions.names import POLICY_FILE, REVIEW_FILE
from policy_versions.policy_yaml import parse_policy


@dataclass(slots=True)
class Writing:
    """What a person has before them: the files as they were when the work began, and which fields show them."""

    slug: str
    name: str
    commit: str  # what the work began from
    files: dict[str, str]  # at that commit, by file name
    serials: dict[str, int] = field(default_factory=dict)  # a field gets a new key when its words come from elsewhere

    @classmethod
    def on(cls, draft: Draft) -> "Writing":
        """The work on a draft; one that holds nothing unsaved begins again from the draft as it is now."""
        place = f"writing/{draft.slug}/{draft.name}"
        held = st.session_state.get(place)
        if not isinstance(held, Writing):
            held = st.session_state[place] = cls(draft.slug, draft.name, draft.commit, _texts(draft.files))
        elif held.commit != draft.commit and not held.changed():
            held.begin_from(draft.commit, _texts(draft.files))
        return held

    def key(self, file: str) -> str:
        """The key of the field that shows a file."""
        return f"{self.slug}/{self.name}/{file}/{self.serials.get(file, 0)}"

    def text(self, file: str) -> str:
        """A file as the person has it now."""
        return str(st.session_state.get(self.key(file), self.files[file]))

    def changed(self) -> dict[str, str]:
        """The files that are not as they were when the work began."""
        return {file: self.text(file) for file, was in self.files.items() if self.text(file) != was}

    def begin_from(self, commit: str, files: Mapping[str, str], *, keeping: Mapping[str, str] | None = None) -> None:
        """Go on from another commit; fields show its words, save those of `keeping`."""
        keeping = keeping or {}
        for file in files:
            if file not in keeping and self.text_or_none(file) != files[file]:
                self.serials[file] = self.serials.get(file, 0) + 1
        self.commit, self.files = commit, dict(files)

    def text_or_none(self, file: str) -> str | None:
        """A file as the person has it now; None for one they do not have."""
        return self.text(file) if file in self.files else None

    def save(self, files: Mapping[str, str], *, message: str) -> bool:
        """Save files of the draft unless somebody else was first, which is then shown; whether they were saved."""
        who = actor()
        if who is None:
            st.warning(words.NAME_FIRST)
            return False
        with doors():
            if POLICY_FILE in files:
                parse_policy(files[POLICY_FILE].encode(), path=POLICY_FILE)  # a faulty file would shut every page of the draft
            try:
                saved = gate().archive.save(
                    self.slug,
                    self.name,
                    {name: text.encode() for name, text in files.items()},
                    expected=self.commit,
                    actor=who,
                    message=message,
                )
            except ArchiveConflictError as fault:
                self._conflict(files, _texts(fault.theirs))
                return False
            unsaved = {name: text for name, text in self.changed().items() if name not in files}
            self.begin_from(saved.commit, _texts(saved.files), keeping=unsaved)
            st.toast(words.SAVED)
            return True
        return False

    def _conflict(self, mine: Mapping[str, str], theirs: Mapping[str, str]) -> None:
        """Show both sides as a redline from their words to mine, and let the person choose how to go on."""
        st.warning(words.CONFLICT)
        for file, text in mine.items():
            st.header(words.THEIRS_AND_YOURS.format(file=file))
            redlined(theirs.get(file, ""), text)
        tip = gate().archive.draft(self.slug, self.name).commit
        kept = {**self.changed(), **mine}
        st.button(words.KEEP_MINE, help=words.KEEP_MINE_HELP, on_click=lambda: self.begin_from(tip, theirs, keeping=kept))
        st.button(words.TAKE_THEIRS, help=words.TAKE_THEIRS_HELP, on_click=lambda: self.begin_from(tip, theirs))


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files that people write, the texts first."""
    found = {name: data.decode("utf-8", "replace") for name, data in files.items() if name != REVIEW_FILE}
    return dict(sorted(found.items(), key=lambda one: (one[0] == POLICY_FILE, one[0])))
