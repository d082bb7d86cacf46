"""Many answers at once: none is lost and none is doubled."""

import asyncio
from collections import Counter
from urllib.parse import urlsplit

import httpx
import pytest

from consent_gate.model import Verdict
from consent_gate.prompts.make import make_prompt
from tests.consent_gate.prompts.house import AFTER, BEFORE
from tests.consent_gate.service.form import form_of

IN_FLIGHT = 200


async def answer(client, slots, path, action, times):
    """Open the page once and send the same press several times at once."""
    async with slots:
        form = form_of((await client.get(path)).text).press(action, "insurer-offers")
    async with asyncio.TaskGroup() as group:
        sent = [group.create_task(post(client, slots, path, form)) for _ in range(times)]
    return [task.result() for task in sent]


async def post(client, slots, path, form):
    """The status; a press that the busy ledger did not acknowledge (503) is sent again, as a person would."""
    for _ in range(5):
        async with slots:
            status = (await client.post(path, data=form)).status_code
        if status != 503:
            break
    return status


async def all_at_once(address, wanted):
    slots = asyncio.Semaphore(IN_FLIGHT)
    limits = httpx.Limits(max_connections=IN_FLIGHT)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=120) as client:
        return await asyncio.gather(*(answer(client, slots, path, action, 4) for path, action in wanted))


@pytest.mark.soak
def test_concurrent_answers_are_neither_lost_nor_doubled(site, scale):
    gate, clock = site.house.gate, site.house.clock
    people = [f"person-{n}" for n in range(scale(2_500))]
    clock.now = BEFORE
    for person in people:
        gate.record(person, "user.name", item="customer")
    clock.now = AFTER
    wanted = [(urlsplit(make_prompt(gate, person).url).path, "given" if n % 2 else "refused") for n, person in enumerate(people)]
    codes = asyncio.run(all_at_once(site.address, wanted))
    assert Counter(code for found in codes for code in found) == {303: 4 * len(people)}
    for n, person in enumerate(people):
        answers = [e for e in gate.ledger.events(person) if e.kind.value in ("given", "refused")]
        assert len(answers) == 1, person
        verdict = gate.check(person, "marketing.advertising.third_party", "user.name", recipient="insurers").verdict
        assert verdict is (Verdict.ALLOWED if n % 2 else Verdict.DECLINED)
