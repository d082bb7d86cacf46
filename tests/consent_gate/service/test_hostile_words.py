"""Words that try to run, to lead away, to turn round or to imitate the page: nothing runs and nothing misleads."""

import re

import httpx
import pytest

from consent_gate.prompts.lint import Rule, lint_words
from tests.consent_gate.prompts.house import EN2, V2
from tests.consent_gate.service.form import form_of, links_of

ATTACKS = [
    "<script>document.title = 'run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "[press here](javascript:document.title='run')",
    "</h2></section></form><form action=https://evil.example/><button name=answer value=given:*>Decline</button></form>",
    "<style>.answer:nth-child(2){display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "&lt;script&gt; &#60;script&#62; &amp;lt;script&amp;gt;",
    "{{ 1234 * 5678 }} {% include 'base.html' %} %(organisation)s %s",
    "\u202eevil\u202c \u2066turned\u2069 zero\u200bwidth",
    "<iframe src=https://evil.example/></iframe><object data=x></object><svg onload=\"document.title='run'\">",
    "https://evil.example/ www.evil.example",
    '"\' onmouseover="document.title=\'run\'" autofocus onfocus="document.title=\'run\'" x="',
]


def hostile(attack):
    words = "We give bicycle insurers your name and your orders so that they can make you an offer."
    quoted = '"' + "".join(f"\\u{ord(c):04x}" for c in f"{words} {attack}") + '"'
    yaml = re.sub(r"text:\n      en: We give bicycle.*?\n.*?\n", lambda _: f"text: {quoted}\n", V2)
    yaml = yaml.replace("name: {en: Bicycle insurers, de: Fahrradversicherer}", "name: " + quoted[:-1] + ' Insurers"')
    assert yaml != V2
    return {"v2": yaml, "en2": EN2.replace("if you agree to it.", f"if you agree to it. {attack}")}


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_words_stand_as_text_and_change_no_button_and_no_link(make_site, attack):
    site = make_site(**hostile(attack))
    plain = httpx.get(site.prompt()).text
    assert not re.search(r"<(?:script|img|iframe|object|svg|style|meta http-equiv|base)\b", plain)
    assert all(link.startswith(("/", "?", "#")) for link in links_of(plain))
    assert plain.count("<form") == 1
    whole = httpx.get(f"{site.address}/policy/privacy/2").text
    assert not re.search(r"<(?:script|img|iframe|object|svg|style|form|button|meta http-equiv|base)\b", whole)
    assert all(link.startswith(("/", "?", "#")) for link in links_of(whole))
    assert "7006652" not in plain
    assert not re.search("[\u202a-\u202e\u200b\u2060]", plain)
    buttons = form_of(plain).buttons
    assert sorted({b.partition(":")[0] for b in buttons}) == ["deferred", "given", "refused"]


def test_nothing_hostile_runs_in_a_browser(make_site, page):
    site = make_site(**hostile(" ".join(ATTACKS)))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(site.prompt())
    page.mouse.move(200, 200)
    page.wait_for_timeout(300)
    assert "Kestrel Cycles" in page.title()
    assert all(url.startswith(site.address) for url in asked)
    pair = page.locator(".pair").first.locator("button")
    assert [b.inner_text() for b in pair.all()] == ["Accept", "Decline"]
    assert all(b.is_visible() for b in pair.all())


def test_the_mail_holds_hostile_words_as_text(make_site):
    from consent_gate.prompts.make import make_prompt
    from tests.consent_gate.prompts.house import PERSON

    site = make_site(**hostile(ATTACKS[0] + ATTACKS[3]))
    message = make_prompt(site.house.gate, PERSON).message()
    assert "<script" not in message.html
    assert "<form" not in message.html
    assert "\n" not in message.subject


def test_words_that_look_like_others_are_told_to_the_drafter():
    assert Rule.LOOK_ALIKE in {w.rule for w in lint_words("We share it with Pаypal.")}
    assert Rule.HIDDEN in {w.rule for w in lint_words(ATTACKS[9])}
