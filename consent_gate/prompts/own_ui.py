"""Takes answers from a product that drew the prompt's JSON itself.

The same rules as on our own page: the JSON is made again as it would be now, answers to anything else are refused, and
its bytes are kept with the answers, in one transaction.
"""

from collections.abc import Mapping, Sequence

from consent_gate.answers import answer, parse_ask
from consent_gate.model import Answered, EventKind, NoticeOwed, Outcome, Page, Shown
from consent_gate.prompts.content import prompt_content
from consent_gate.prompts.errors import PageChangedError, TokenRefusedError
from consent_gate.prompts.gather import Pending, gather
from consent_gate.prompts.language import language
from consent_gate.prompts.replay import is_of, made_on
from consent_gate.prompts.tokens import Claims, Kind, Tokens
from policy_versions.model import Actor

METHOD = "own-ui"


def answer_own_ui(
    gate: Pending, page: str, answers: Mapping[str, str], *, digest: str | None = None, actor: Actor | None = None, key: str | None = None
) -> Answered:
    """Record what a person answered in the product's own drawing of a prompt.

    Args:
        gate: the gate.
        page: the `page` of the prompt's JSON.
        answers: ask id to `given`, `refused` or `deferred`; asks that are left out stay open.
        digest: the `digest` of the prompt's JSON, where the product wants it held against `page`.
        actor: who entered it; None: the person, or who answers for them by the prompt.
        key: an idempotency key; the page's own where there is none, so that a page is answered once.

    Raises:
        TokenRefusedError: `page` is too old, not whole, or of another kind of page, or its person was erased, or who answers for them.
        PageChangedError: something else would be shown now; show that and ask again.
        ArgumentError: an answer is none of the three.
        LedgerConflictError: the page was answered before, otherwise.
    """
    ledger = gate.ledger
    claims = Tokens(ledger.keys.token).read(Kind.PAGE, page, now=ledger.now())
    if not isinstance(claims, Claims) or claims.fact("v") != "json":
        why = claims.value if not isinstance(claims, Claims) else "of another page"
        raise TokenRefusedError(f"the prompt's `page` is {why}", hint="make a new prompt and show that")
    by = claims.fact("by")
    subject = ledger.subject_of(claims.subject)
    if subject is None or (by and ledger.subject_of(by) is None):
        raise TokenRefusedError("the prompt's `page` is about or for somebody who was erased", hint="there is nothing left to answer")
    if digest is not None and digest != claims.fact("d"):
        raise PageChangedError(
            "the digest is not that of the prompt's `page`", hint="send back `page` and `digest` of one and the same prompt"
        )
    gathered = gather(gate, subject)
    content = prompt_content(gathered.asks, gathered.notices, gathered.known, language(claims.fact("l")), for_another=bool(by))
    shown = Shown(sequence=int(claims.facts.get("q", 0)), digest=claims.fact("d"), language=claims.fact("l"))
    if content.digest != claims.fact("d"):
        return _again(gate, subject, claims, answers)
    return answer(
        ledger,
        subject,
        answers,
        shown=shown,
        method=METHOD,
        actor=actor or (Actor(by) if by else None),
        key=key or f"page/{claims.id}",
        page=Page(digest=content.digest, content=content.canonical(), language=content.language, media_type="application/json"),
        told=latest_told(gathered.notices),
    )


def _again(gate: Pending, subject: str, page: Claims, answers: Mapping[str, str]) -> Answered:
    """The first answer, where these very answers were given on this page before; else the page is out of date."""
    events = gate.ledger.events(subject)
    made = made_on(events, page)
    wanted = {parsed[:2]: str(kind) for ask, kind in answers.items() if (parsed := parse_ask(ask))}
    if not made or len(wanted) != len(answers) or {name: found[-1].kind.value for name, found in made.items()} != wanted:
        raise PageChangedError("something else would be shown now", hint="make a new prompt and show that")
    told = [event for event in events if event.kind is EventKind.TOLD and is_of(event, page)]
    sequences = sorted(event.sequence for found in (*made.values(), told) for event in found)
    return Answered(dict.fromkeys(answers, Outcome.RECORDED), tuple(sequences))


def latest_told(notices: Sequence[NoticeOwed]) -> Mapping[str, int]:
    """For each policy the latest version that one of the notices is about."""
    latest: dict[str, int] = {}
    for notice in notices:
        latest[notice.policy] = max(latest.get(notice.policy, 0), notice.version)
    return latest
