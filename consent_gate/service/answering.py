"""Takes what a person pressed: only what the page before them offered, once, with the bytes they saw.

The page is rendered again as it would look now. Where that differs from what they saw, nothing is saved and they are
shown the new page. A button pressed twice, or a request sent again, comes to the first answer and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consent_gate import answers
from consent_gate.errors import LedgerConflictError
from consent_gate.model import AnswerKind, ConsentEvent, EventKind, Outcome, Page, Shown
from consent_gate.prompts.gather import Pending
from consent_gate.prompts.own_ui import latest_told
from consent_gate.prompts.pages import Sheet
from consent_gate.prompts.replay import made_on
from consent_gate.prompts.shown import Content
from consent_gate.prompts.tokens import Claims
from consent_gate.service.visit import Banner, Done, Visit, content_of, sheet_of
from policy_versions.model import Actor

ALL = "*"
"""Stands for every ask of the page."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button somebody pressed."""

    action: str  # given, refused, deferred or withdrawn
    key: str  # an ask's id, a permission's name, or `*`

    @classmethod
    def read(cls, value: str) -> "Pressed | None":
        """From the form; None where it is no button of ours."""
        action, colon, key = value.partition(":")
        known = action in {kind.value for kind in AnswerKind} | {EventKind.DEFERRED.value}
        return cls(action, key) if colon and known and key else None


def offered(content: Content, view: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The buttons of a page, each with the keys it answers for."""
    buttons: dict[tuple[str, str], tuple[str, ...]] = {}
    if view != "choices":
        for ask in content.asks:
            for action in (EventKind.GIVEN, EventKind.REFUSED, EventKind.DEFERRED):
                buttons[action.value, ask.key] = (ask.key,)
        if len(content.asks) > 1:
            for answer in (EventKind.GIVEN, EventKind.REFUSED):
                buttons[answer.value, ALL] = tuple(content.asked())
    for choice in content.choices:
        if choice.turn_action:
            buttons[choice.turn_action, choice.key] = (choice.key,)
    return buttons


def submit(gate: Pending, visit: Visit, page: Claims, pressed: Pressed) -> Sequence[Done] | Banner | None:
    """Save what was pressed on the page that `page` speaks of, with its bytes, in one transaction.

    Args:
        gate: the gate.
        visit: the visit as things stand now.
        page: the page's own token, already read.
        pressed: the button.

    Returns:
        What was done; or the banner under which the page comes back, where nothing was saved; None: the page had no such button.
    """
    sheet = sheet_of(visit, Banner(page.fact("b")))
    if sheet.digest != page.fact("d"):
        return _again(gate.ledger.events(visit.subject), page, pressed)
    keys = offered(content_of(visit), visit.view).get((pressed.action, pressed.key))
    if keys is None:
        return None
    try:
        return _write(gate, visit, sheet, page, pressed, keys)
    except LedgerConflictError:
        return Banner.ANSWERED


def _write(
    gate: Pending, visit: Visit, sheet: Sheet, page: Claims, pressed: Pressed, keys: Sequence[str]
) -> Sequence[Done] | Banner | None:
    actor = Actor(visit.deputy) if visit.deputy else None
    kept = Page(digest=sheet.digest, content=sheet.kept, language=visit.speech.tag)
    once = f"page/{page.id}"
    done = tuple(Done(key, pressed.action) for key in keys)
    if pressed.action == AnswerKind.WITHDRAWN:
        policy, subject_of = done[0].name
        answers.withdraw(gate.ledger, visit.subject, policy, subject_of, method="web", actor=actor, key=once, page=kept)
        return done
    answered = answers.answer(
        gate.ledger,
        visit.subject,
        dict.fromkeys(keys, pressed.action),
        shown=Shown(sequence=int(page.facts.get("q", 0)), digest=sheet.digest, language=visit.speech.tag),
        method="web",
        actor=actor,
        key=once,
        page=kept,
        told=latest_told(visit.gathered.notices) if visit.view == "prompt" else {},
    )
    taken = tuple(one for one in done if answered.get(one.key) is Outcome.RECORDED)
    return taken or Banner.CHANGED


def _again(events: Sequence[ConsentEvent], page: Claims, pressed: Pressed) -> Sequence[Done] | Banner | None:
    """What a press on a page that is no longer current comes to: the first answer, if this very press made it."""
    made = made_on(events, page)
    if not made:
        return Banner.CHANGED
    if {event.kind.value for found in made.values() for event in found} != {pressed.action}:
        return Banner.ANSWERED
    if pressed.key != ALL and set(made) != {Done(pressed.key, pressed.action).name}:
        return Banner.ANSWERED
    return tuple(
        Done(f"{policy}/{subject_of}@{'+'.join(str(event.edition) for event in found)}", pressed.action)
        for (policy, subject_of), found in made.items()
    )
