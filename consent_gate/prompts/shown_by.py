"""What a prompt's token says was shown: given back with answers that a product takes itself."""

from consent_gate.ledger.ledger import Ledger
from consent_gate.model import Shown
from consent_gate.prompts.errors import TokenRefusedError
from consent_gate.prompts.tokens import Claims, Kind, Refusal, Tokens


def shown_by(ledger: Ledger, subject: str, token: str) -> Shown:
    """What the page with that token showed the subject, and as of which place of the ledger.

    Args:
        ledger: the ledger.
        subject: the person who answers.
        token: a page's own token, or a prompt's, which speaks for the page as it was when the prompt was made.

    Raises:
        TokenRefusedError: it is too old, not whole, of another kind, or another person's.
    """
    now, tokens = ledger.now(), Tokens(ledger.keys.token)
    found = tokens.read(Kind.PAGE, token, now=now)
    if found is Refusal.BROKEN:
        found = tokens.read(Kind.PROMPT, token, now=now)
    if not isinstance(found, Claims) or not isinstance(found.facts.get("q"), int):
        why = "too old" if found is Refusal.EXPIRED else "not one of a prompt's or a page's"
        raise TokenRefusedError(f"the token is {why}", hint="make a new prompt and show that")
    if found.subject != ledger.pseudonym(subject):
        raise TokenRefusedError("the token is another person's", hint="give the token of the prompt that this person was shown")
    return Shown(sequence=found.facts["q"], digest=found.fact("d") or None, language=found.fact("l") or None)
