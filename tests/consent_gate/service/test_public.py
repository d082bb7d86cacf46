"""The public pages by plain HTTP: what they write and what they never do, what they refuse and how they say it."""

import asyncio
import re
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from consent_gate.model import Verdict
from consent_gate.prompts.make import make_prompt
from consent_gate.prompts.tokens import Kind, Tokens
from consent_gate.service.limits import Rate
from consent_gate.service.public import public_app
from policy_versions.model import Actor
from tests.consent_gate.prompts.house import EN2, PERSON, V2
from tests.consent_gate.service.form import form_of, links_of

OFFERS = {"use": "marketing.advertising.third_party", "recipient": "insurers"}


@pytest.fixture
def client(site):
    with httpx.Client(base_url=site.address, follow_redirects=False, timeout=30) as client:
        yield client


def path_of(prompt):
    return urlsplit(prompt.url).path


def offers(house):
    return house.gate.check(PERSON, data="user.name", **OFFERS).verdict


def press(client, path, action, name):
    answered = client.post(path, data=form_of(client.get(path).text).press(action, name))
    assert answered.status_code == 303, answered.text
    return answered.headers["location"]


def test_accepting_on_the_page_changes_the_next_check(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    assert offers(house) is Verdict.CONSENT_REQUIRED
    press(client, path, "given", "insurer-offers")
    assert offers(house) is Verdict.ALLOWED


def test_declining_taking_back_and_accepting_again_each_take_one_press(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    press(client, path, "refused", "insurer-offers")
    assert offers(house) is Verdict.DECLINED
    choices = next(link for link in links_of(client.get(path).text) if link.startswith("/choices/"))
    press(client, choices, "given", "insurer-offers")
    assert offers(house) is Verdict.ALLOWED
    press(client, choices, "withdrawn", "insurer-offers")
    assert offers(house) is Verdict.DECLINED
    press(client, choices, "given", "insurer-offers")
    assert offers(house) is Verdict.ALLOWED


def test_what_was_shown_is_kept_with_the_answer(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    press(client, path, "given", "insurer-offers")
    event = house.gate.ledger.events(PERSON)[-1 if house.gate.ledger.events(PERSON)[-1].kind.value == "given" else -2]
    kept = house.gate.ledger.page(PERSON, event.page)
    assert b"Bicycle insurers" in kept.content
    assert event.method == "web"
    assert b"/choices/" not in kept.content


def test_a_get_or_head_of_any_page_writes_nothing(house, client):
    prompt = make_prompt(house.gate, PERSON)
    press(client, path_of(prompt), "refused", "insurer-offers")
    before = house.rows()
    seen, todo = set(), [path_of(prompt), "/livez", "/readyz", "/prompt.css", "/favicon.ico", "/robots.txt", "/nowhere"]
    while todo and len(seen) < 60:
        path = todo.pop()
        if urlsplit(path).path[:20] in {urlsplit(s).path[:20] for s in seen if "?" in s} and len(seen) > 40:
            continue
        seen.add(path)
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = client.request(method, path)
            assert answer.status_code < 500
        todo += [link for link in links_of(client.get(path).text) if link.startswith("/") and len(seen) + len(todo) < 60]
    assert {s.split("/")[1] for s in seen} >= {"p", "choices", "receipt", "shown"}
    assert house.rows() == before


def test_a_press_sent_again_writes_nothing_and_comes_to_the_same(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    form = form_of(client.get(path).text).press("refused", "insurer-offers")
    client.post(path, data=form)
    before = house.rows()
    again = [client.post(path, data=form) for _ in range(5)]
    assert {a.status_code for a in again} == {303}
    assert house.rows() == before
    assert offers(house) is Verdict.DECLINED


def test_the_other_button_of_an_answered_page_saves_nothing_and_says_so(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    form = form_of(client.get(path).text)
    client.post(path, data=form.press("refused", "insurer-offers"))
    before = house.rows()
    other = client.post(path, data=form.press("given", "insurer-offers"))
    assert other.status_code == 409
    assert "answered this page already" in other.text
    band = other.text.partition('role="status">')[2].partition("</div>")[0]
    assert "/choices/" in band, "what was answered stands on another page"
    assert "stands" not in band, "it may have been changed since"
    assert house.rows() == before


def test_an_answer_to_a_page_that_changed_is_not_saved_and_the_new_page_shown(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    form = form_of(client.get(path).text)
    house.gate.record(PERSON, "user.name", item="second", collected_at=house.clock.now - timedelta(days=200))
    house.gate.delete(PERSON, "customer")
    before = house.rows()
    stale = client.post(path, data=form.press("given", "insurer-offers"))
    assert stale.status_code == 409
    assert "has changed since you opened" in stale.text
    assert house.rows() == before
    fresh = client.post(path, data=form_of(stale.text).press("given", "insurer-offers"))
    assert fresh.status_code == 303, "the page shown instead can be answered at once"


def test_accepting_all_and_declining_all_answer_every_ask(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    thanks = client.get(press(client, path, "refused", "*"))
    assert "Thank you" in thanks.text
    assert offers(house) is Verdict.DECLINED
    assert house.gate.pending(PERSON) == ()


def test_deciding_later_keeps_the_ask_open_and_says_so(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    asks = len(house.gate.pending(PERSON))
    after = client.get(press(client, path, "deferred", "insurer-offers")).text
    band = after.partition('role="status">')[2].partition("</div>")[0]
    assert "You want to decide later." in band
    assert re.search(r"<q><bdi[^>]*>We give bicycle insurers", band), "the policy's words stand apart from ours"
    assert len(house.gate.pending(PERSON)) == asks
    assert offers(house) is Verdict.CONSENT_REQUIRED


def test_with_nothing_pending_the_page_says_so_and_leads_to_the_choices(house, client):
    house.gate.ledger.ensure_subject("nobody-in-particular")
    page = client.get(path_of(make_prompt(house.gate, "nobody-in-particular")))
    assert "Nothing to decide" in page.text
    assert any(link.startswith("/choices/") for link in links_of(page.text))


def test_notices_have_nothing_to_answer_and_are_told_with_the_first_answer(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    page = client.get(path).text
    assert "within three days" in page
    assert not any("/breach" in b for b in form_of(page).buttons)
    press(client, path, "refused", "insurer-offers")
    assert house.gate.notices(PERSON) == ()


def test_the_receipt_names_the_answer_and_shows_the_page_as_it_was(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    press(client, path, "refused", "insurer-offers")
    choices = next(link for link in links_of(client.get(path).text) if link.startswith("/choices/"))
    page = client.get(next(link for link in links_of(client.get(choices).text) if link.startswith("/receipt/")))
    assert "declined" in page.text
    assert "Its link opens until 9 March 2029." in page.text
    assert "Who answered" not in page.text
    shown = client.get(next(link for link in links_of(page.text) if link.startswith("/shown/")))
    assert "Bicycle insurers" in shown.text
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")
    file = client.post(re.search(r'action="([^"]*/file)"', page.text)[1])
    assert "attachment" in file.headers["content-disposition"]
    assert file.json()["@context"]


def test_a_receipt_says_that_somebody_else_answered(house, client):
    house.gate.answer(PERSON, {"privacy/insurer-offers@2": "given"}, method="phone", actor=Actor("desk@kestrel.example"))
    choices = next(link for link in links_of(client.get(path_of(make_prompt(house.gate, PERSON))).text) if link.startswith("/choices/"))
    page = client.get(next(link for link in links_of(client.get(choices).text) if link.startswith("/receipt/")))
    assert "<dt>Who answered</dt><dd>somebody else, for you</dd>" in page.text
    assert "desk@" not in page.text


@pytest.mark.parametrize("mutate", [lambda t: t[:-1], lambda t: t + "A", lambda t: t[:20] + "A" + t[20:], lambda t: t.swapcase()])
def test_an_altered_link_opens_nothing_and_says_what_to_do(house, client, mutate):
    answer = client.get(mutate(path_of(make_prompt(house.gate, PERSON))))
    assert answer.status_code == 404
    assert "copy all of it" in answer.text or "There is no such page" in answer.text


def test_an_old_link_says_that_it_is_old(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    house.clock.now += timedelta(days=31)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "too old" in answer.text


def test_a_page_open_for_too_long_saves_nothing_and_asks_again(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    form = form_of(client.get(path).text)
    house.clock.now += timedelta(days=2)
    before = house.rows()
    late = client.post(path, data=form.press("given", "insurer-offers"))
    assert late.status_code == 409
    assert "open for a long time" in late.text
    assert house.rows() == before


def test_the_page_token_of_one_person_answers_for_nobody_else(house, client):
    other = "jo@example.net"
    house.clock.now -= timedelta(days=100)
    house.gate.record(other, "user.name", item="customer")
    house.clock.now += timedelta(days=100)
    mine, theirs = path_of(make_prompt(house.gate, PERSON)), path_of(make_prompt(house.gate, other))
    form = form_of(client.get(mine).text).press("given", "insurer-offers")
    before = house.rows()
    assert client.post(theirs, data=form).status_code == 400
    assert house.rows() == before


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"page": "x"},
        {"answer": "given:privacy/insurer-offers@2"},
        {"page": "x" * 80, "answer": "given:*"},
    ],
)
def test_a_post_without_the_pages_own_token_saves_nothing(house, client, form):
    path = path_of(make_prompt(house.gate, PERSON))
    before = house.rows()
    assert client.post(path, data=form).status_code == 400
    assert house.rows() == before


@pytest.mark.parametrize(
    "answer", ["given:privacy/repairs@1", "withdrawn:privacy/repairs", "told:privacy", "given:", "allowed:*", ":", "deferred:*"]
)
def test_only_buttons_that_the_page_had_are_taken(house, client, answer):
    path = path_of(make_prompt(house.gate, PERSON))
    page = form_of(client.get(path).text).page
    before = house.rows()
    assert client.post(path, data={"page": page, "answer": answer}).status_code == 400
    assert house.rows() == before


def test_no_link_and_no_page_holds_what_the_product_knows_the_person_by(house, client):
    prompt = make_prompt(house.gate, PERSON, wanted="de", return_to="http://localhost:9/account")
    texts = [prompt.url, client.get(path_of(prompt)).text, prompt.message().text, prompt.html, str(prompt.json)]
    token = path_of(prompt).removeprefix("/p/")
    claims = Tokens(house.gate.ledger.keys.token).read(Kind.PROMPT, token, now=house.clock.now)
    assert not any("rosa" in text or "lindqvist" in text for text in texts)
    assert "rosa" not in str(claims)


def test_somebody_erased_is_met_with_a_page_that_says_so(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    with house.gate.ledger.database.write() as transaction:
        transaction.run("DELETE FROM subjects WHERE subject = ?", (PERSON,))
    answer = client.get(path)
    assert answer.status_code == 410
    assert "erased" in answer.text


def test_every_answer_carries_the_headers(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    for answer in (client.get(path), client.get("/nowhere"), client.post("/livez"), client.get("/prompt.css"), client.get("/p/x")):
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
    assert client.get(path).headers["cache-control"] == "no-store"


def test_a_page_with_all_it_loads_is_at_most_50_kilobytes(house, client):
    prompt = make_prompt(house.gate, PERSON)
    page, sheet = client.get(path_of(prompt)).content, client.get("/prompt.css").content
    assert len(page) + len(sheet) < 50_000
    assert b"<script" not in page
    assert b"style=" not in page


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_many_questions_about_long_clauses_still_fit(make_site, tag):
    long = " ".join(f"We may do the thing numbered {n} with what you bring to us for repair." for n in range(400))
    extra = "".join(
        f"  - id: extra-{n}\n    text: We use your name for purpose {n}, which is explained at length below.\n"
        f"    data: [user.name]\n    use: [marketing]\n    basis: consent\n    clause: extra-{n}\n"
        for n in range(20)
    )
    text = EN2 + "".join(f"\n## Extra {n}\n\n{long}\n" for n in range(20))
    site = make_site(v2=V2.replace("promises:", extra + "promises:"), en2=text)
    page = httpx.get(site.prompt(wanted=tag)).text
    assert page.count('class="sheet"') == 10
    if tag == "en":
        assert "13 more questions follow after these." in page
    assert len(page.encode()) + len(httpx.get(site.address + "/prompt.css").content) < 50_000
    before = len(site.house.gate.pending(PERSON))
    path = urlsplit(site.prompt(wanted=tag)).path
    httpx.post(site.address + path, data=form_of(page).press("refused", "*"))
    assert len(site.house.gate.pending(PERSON)) == before - 10


def test_bodies_past_the_cap_are_refused_unread(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    assert client.post(path, data={"page": "x" * 40_000}).status_code == 413

    def chunks():
        for _ in range(20):
            yield b"x" * 10_000

    assert client.post(path, content=chunks()).status_code in (400, 413)


def test_a_client_past_the_rate_waits_and_others_do_not(house):
    app = public_app(house.gate, rate=Rate(per_second=0.001, burst=5))

    async def ask(address, times):
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://pages.test") as client:
            return [await client.get("/livez") for _ in range(times)]

    one = asyncio.run(ask("192.0.2.1", 7))
    assert [answer.status_code for answer in one] == [200] * 5 + [429] * 2
    assert one[-1].headers["retry-after"] == "60"
    assert asyncio.run(ask("192.0.2.2", 1))[0].status_code == 200


@pytest.mark.parametrize(("tag", "word"), [("de", "Zustimmen"), ("fr", "Accepter"), ("es", "Aceptar"), ("ar", "أوافق"), ("en", "Accept")])
def test_the_page_speaks_the_language_asked_for(house, client, tag, word):
    page = client.get(path_of(make_prompt(house.gate, PERSON, wanted=tag)))
    assert word in page.text
    assert f'lang="{tag}"' in page.text
    assert page.headers["content-language"] == tag
    switched = client.get(path_of(make_prompt(house.gate, PERSON)) + f"?lang={tag}")
    assert word in switched.text


def test_without_a_language_the_page_follows_the_browser(house, client):
    path = path_of(make_prompt(house.gate, PERSON))
    german = client.get(path, headers={"accept-language": "de-CH,de;q=0.9,en;q=0.5"})
    assert "Zustimmen" in german.text
    action = re.search(r'<form method="post" action="([^"]+)"', german.text)[1]
    assert client.post(path + action, data=form_of(german.text).press("refused", "insurer-offers")).status_code == 303


def test_problem_pages_speak_the_browsers_language(client):
    assert "Diese Seite gibt es nicht" in client.get("/nowhere", headers={"accept-language": "de-AT,en;q=0.5"}).text
    assert "Ce lien n’est pas complet" in client.get("/p/" + "x" * 60, headers={"accept-language": "xx, fr"}).text


def test_the_policys_words_say_which_language_counts(house, client):
    german = client.get(path_of(make_prompt(house.gate, PERSON, wanted="de"))).text
    assert "Wir geben Fahrradversicherern" in german
    assert "gilt der Text in dieser Sprache: Englisch" in german
    french = client.get(path_of(make_prompt(house.gate, PERSON, wanted="fr"))).text
    assert "We give bicycle insurers" in french
    assert 'lang="en"' in french


def test_a_return_address_is_shown_as_a_link_and_only_for_known_hosts(house, client):
    from consent_gate.prompts.errors import ReturnAddressError

    prompt = make_prompt(house.gate, PERSON, return_to="https://shop.example/account", return_hosts=("shop.example",))
    done = client.get(press(client, path_of(prompt), "refused", "*")).text
    assert "https://shop.example/account" in links_of(done)
    for bad in ("https://evil.example/", "http://shop.example/", "javascript:alert(1)", "https://a@shop.example/", "//shop.example"):
        with pytest.raises(ReturnAddressError):
            make_prompt(house.gate, PERSON, return_to=bad, return_hosts=("shop.example",))


def test_the_html_can_be_shown_elsewhere_and_its_buttons_answer_here(site, client):
    html = make_prompt(site.house.gate, PERSON, wanted="de", public_url=site.address).html
    action = re.search(r'<form method="post" action="([^"]+)"', html)[1].replace("&amp;", "&")
    assert action.startswith(site.address)
    assert all(link.startswith(site.address) for link in links_of(html) if not link.startswith("#"))
    assert client.post(action, data=form_of(html).press("refused", "insurer-offers")).status_code == 303
    assert offers(site.house) is Verdict.DECLINED


def test_the_versions_compared_can_be_read_whole_by_anybody(house, client):
    page = client.get(path_of(make_prompt(house.gate, PERSON, wanted="de"))).text
    links = [link for link in links_of(page) if link.startswith("/policy/")]
    assert [link.partition("?")[0] for link in links] == ["/policy/privacy/1", "/policy/privacy/2"]
    first = client.get(links[0])
    assert "nicht an Versicherer" in first.text
    assert "Fassung 1" in first.text
    assert "We do not give your name" in client.get("/policy/privacy/1").text
    assert [client.get(path).status_code for path in ("/policy/privacy/9", "/policy/none/1", "/policy/privacy/x")] == [404] * 3
