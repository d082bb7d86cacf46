"""A finding on a whole statement that is new or gone, and the one on which no rule has a say.

What it means that a statement is new or gone is the business of `whole`; which say nothing of data, that of `idle_statements`.
"""

from differ.judgement.rules import witnesses
from differ.judgement.rules.base import NEUTRAL, RELAXES, UNCLEAR, dimension_of_statement, rule
from differ.judgement.statements import Force, Sentence, Statement
from differ.model import Direction, Finding, Words

_REASONS = {
    Force.PRACTICE: ("What is now said to be done was not said before.", "It is no longer said to be done."),
    Force.LIMITED: (
        "What is now said to be done, if within a limit, was not said before.",
        "The limit on what is done is gone with the sentence.",
    ),
    Force.BAN: ("It is now ruled out.", "It is no longer ruled out."),
    Force.DUTY: ("It is now promised.", "It is no longer promised."),
    Force.RIGHT: ("The person may now ask for it or choose it.", "The person is no longer told of this right or choice."),
    Force.DENIAL: ("It is now said that this will not be granted.", "It is no longer said that this will not be granted."),
    Force.EXCLUSION: ("Less is covered.", "What was not covered may be."),
    Force.DEEMED: ("Agreement is now taken from silence or use.", "Agreement is no longer taken from silence or use."),
    Force.DISCLAIMER: ("It is now said that nothing is promised.", "It is no longer said that nothing is promised."),
    Force.CONSENT: ("Consent is now asked.", "Consent is no longer asked."),
}


def stated(
    name: str, direction: Direction, sentence: Sentence, statement: Statement, *, new: bool, material: bool = False, reason: str = ""
) -> Finding:
    """What a named rule finds in a statement that is new, or else gone, with the reason its force gives where none is told."""
    text = words_of(sentence, statement)
    return Finding(
        rule=name,
        direction=direction,
        dimension=dimension_of_statement(statement),
        words=Words(new=text) if new else Words(old=text),
        reason=reason or _REASONS.get(statement.force, ("", ""))[0 if new else 1],
        witness=witnesses.of_statement(text, new=new, force=statement.force) if direction is RELAXES else "",
        material=material and direction is not NEUTRAL,
    )


def words_of(sentence: Sentence, statement: Statement) -> str:
    """The statement as written; the sentence whole where it makes only one."""
    if len(sentence.statements) == 1 or statement.last <= statement.first:
        return sentence.text
    return sentence.text[sentence.terms[statement.first].start : sentence.terms[statement.last - 1].end]


@rule("unexplained", "Our guests have names.", "Our guests have names. Their photographs hang in the hall.", UNCLEAR)
def unexplained(sentence: Sentence, statement: Statement, *, new: bool) -> Finding:
    """Words about data whose force no rule can read are left to a person."""
    return stated("unexplained", UNCLEAR, sentence, statement, new=new, reason="No rule tells what the words do.")
