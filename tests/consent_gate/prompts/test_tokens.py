"""Tokens: what is altered, old, of another kind or of another house opens nothing."""

import random
import secrets
import string
from datetime import UTC, datetime, timedelta

import pytest

from consent_gate.prompts.tokens import LIFETIME, SKEW, Claims, Kind, Refusal, Tokens

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
KEY = b"k" * 16 + bytes(range(16))
TOKENS = Tokens([KEY])


def test_a_token_says_what_it_was_made_with():
    claims = TOKENS.read(Kind.PROMPT, TOKENS.issue(Kind.PROMPT, "p-1", now=NOW, facts={"l": "de"}), now=NOW)
    assert isinstance(claims, Claims)
    assert (claims.subject, claims.fact("l"), claims.expires) == ("p-1", "de", NOW + LIFETIME[Kind.PROMPT])


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("asked", list(Kind))
def test_a_token_serves_the_one_purpose_it_was_made_for(kind, asked):
    answer = TOKENS.read(asked, TOKENS.issue(kind, "p-1", now=NOW), now=NOW)
    assert isinstance(answer, Claims) if kind is asked else answer is Refusal.BROKEN


@pytest.mark.parametrize("kind", list(Kind))
def test_a_token_ends_when_its_kind_does(kind):
    token = TOKENS.issue(kind, "p-1", now=NOW, lifetime=timedelta(days=100_000))
    assert isinstance(TOKENS.read(kind, token, now=NOW + LIFETIME[kind] - timedelta(seconds=1)), Claims)
    assert TOKENS.read(kind, token, now=NOW + LIFETIME[kind]) is Refusal.EXPIRED
    assert TOKENS.read(kind, token, now=NOW + LIFETIME[kind] + timedelta(days=1)) is Refusal.EXPIRED


def test_a_token_may_be_made_to_end_sooner():
    token = TOKENS.issue(Kind.PROMPT, "p-1", now=NOW, lifetime=timedelta(minutes=5))
    assert TOKENS.read(Kind.PROMPT, token, now=NOW + timedelta(minutes=5)) is Refusal.EXPIRED


def test_a_server_whose_clock_runs_a_little_behind_still_reads_a_fresh_token():
    token = TOKENS.issue(Kind.PROMPT, "p-1", now=NOW)
    assert isinstance(TOKENS.read(Kind.PROMPT, token, now=NOW - SKEW), Claims)


def test_rotated_keys_go_on_verifying_and_the_newest_signs():
    old, new = KEY, secrets.token_bytes(32)
    before = Tokens([old]).issue(Kind.PROMPT, "p-1", now=NOW)
    after = Tokens([old, new]).issue(Kind.PROMPT, "p-1", now=NOW)
    assert isinstance(Tokens([old, new]).read(Kind.PROMPT, before, now=NOW), Claims)
    assert isinstance(Tokens([new]).read(Kind.PROMPT, after, now=NOW), Claims)
    assert Tokens([old]).read(Kind.PROMPT, after, now=NOW) is Refusal.BROKEN


def test_no_two_tokens_are_alike():
    assert len({TOKENS.issue(Kind.PAGE, "p-1", now=NOW) for _ in range(100)}) == 100


ALPHABET = string.ascii_letters + string.digits + "-_.=!+/% \n\0é"


def mutate(token: str, chance: random.Random) -> str:
    place = chance.randrange(len(token))
    match chance.randrange(6):
        case 0:
            return token[:place] + chance.choice(ALPHABET) + token[place + 1 :]
        case 1:
            return token[:place] + token[place + 1 :]
        case 2:
            return token[:place] + chance.choice(ALPHABET) + token[place:]
        case 3:
            return token[:place]
        case 4:
            other = chance.randrange(len(token))
            letters = list(token)
            letters[place], letters[other] = letters[other], letters[place]
            return "".join(letters)
        case _:
            last = chance.randrange(1, 4)
            return token[:-last] + "".join(chance.choice(ALPHABET) for _ in range(last))


@pytest.mark.soak
def test_no_mutated_token_is_accepted(scale):
    chance = random.Random(20270301)
    whole = [TOKENS.issue(kind, f"p-{n}", now=NOW, facts={"l": "en"}) for kind in Kind for n in range(20)]
    tried = accepted = 0
    for _ in range(scale(50_000)):
        number = chance.randrange(len(whole))
        mutated = mutate(whole[number], chance)
        if mutated in whole:
            continue
        tried += 1
        accepted += any(isinstance(TOKENS.read(kind, mutated, now=NOW), Claims) for kind in (list(Kind)[number // 20],))
    assert tried > scale(50_000) * 0.9
    assert accepted == 0


def test_every_other_spelling_of_the_last_signature_character_is_refused():
    token = TOKENS.issue(Kind.PROMPT, "p-1", now=NOW)
    spellings = {token[:-1] + c for c in string.ascii_letters + string.digits + "-_"} - {token}
    assert {TOKENS.read(Kind.PROMPT, t, now=NOW) for t in spellings} == {Refusal.BROKEN}
    assert TOKENS.read(Kind.PROMPT, token + "=", now=NOW) is Refusal.BROKEN
