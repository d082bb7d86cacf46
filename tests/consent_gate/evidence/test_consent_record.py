"""Exported records hold what the standards ask for: all of it, or none is written."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_gate.errors import EvidenceError
from consent_gate.evidence.consent_record import STATES, Consent, consent_receipt, consent_record, kantara_receipt, record_schema
from consent_gate.model import ConsentEvent, EventKind
from policy_versions import Basis, Controller, Duration, LocalText, NoticeDetails, OwnKey, Permission, Policy, Recipient, Version
from policy_versions.taxonomy import data_categories, data_uses

AT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
POLICY = Policy(
    title=LocalText.of({"en": "Privacy", "de": "Datenschutz"}),
    controller=Controller(id="orchard", name=LocalText.of("Orchard Co-operative")),
    language="en",
    recipients=(Recipient(id="mills", name=LocalText.of("Mills")),),
    taxonomy=(OwnKey(key="user.orchard_trees", label=LocalText.of("Trees you look after")),),
    notice=NoticeDetails(
        contact=LocalText.of("privacy@orchard.example"),
        jurisdiction=("IE",),
        storage_locations=("IE", "DE"),
        rights=("access", "erasure"),
        withdrawal=LocalText.of("https://orchard.example/choices"),
    ),
)
SCHEMA = jsonschema.Draft202012Validator(record_schema())

words = st.text(min_size=1, max_size=20)
durations = st.none() | st.sampled_from(["P1Y", "P30D"]).map(Duration.parse)
permissions = st.builds(
    Permission,
    id=st.just("harvest-mail"),
    text=words.map(LocalText.of),
    data=st.lists(st.sampled_from([*data_categories(), "user.orchard_trees"]), min_size=1, max_size=3, unique=True).map(tuple),
    use=st.lists(st.sampled_from(data_uses()), min_size=1, max_size=3, unique=True).map(tuple),
    recipients=st.sampled_from([("self",), ("mills",), ("self", "mills.stone")]),
    basis=st.sampled_from(Basis),
    retention=durations,
    valid_for=durations,
    clause=st.none(),
)
kinds = st.sampled_from(sorted(STATES))


def _event(number: int, kind: EventKind) -> ConsentEvent:
    return ConsentEvent(
        sequence=number,
        kind=kind,
        subject="s-1",
        policy="privacy",
        subject_of="harvest-mail",
        edition=1,
        version=1,
        recorded_at=AT,
        method="web",
        page=None,
        actor=None,
        cause=None,
    )


consents = st.builds(
    Consent,
    origin=st.just("reconsent/test"),
    subject=words,
    version=st.just(Version(slug="privacy", number=1, policy=POLICY, texts={"en": ""}, identity="ab" * 32, effective=AT)),
    permission=permissions,
    language=st.sampled_from(["en", "de", "fr", "es", "ar"]),
    events=st.lists(kinds, min_size=1, max_size=4).map(lambda found: tuple(_event(n, kind) for n, kind in enumerate(found, 1))),
    policy_url=st.just("https://orchard.example/privacy/1"),
)


@pytest.mark.soak
@given(consents)
def test_every_record_and_receipt_passes_the_schema(consent: Consent) -> None:
    SCHEMA.validate(json.loads(json.dumps(consent_record(consent))))
    SCHEMA.validate(consent_receipt(consent, created=AT)["dpv:hasRecordOfActivity"])


@given(consents)
@settings(max_examples=20)
def test_the_legal_basis_is_a_term_of_the_vocabulary(consent: Consent) -> None:
    known = {"Consent", "Contract", "LegalObligation", "VitalInterest", "PublicInterest", "LegitimateInterest"}
    assert consent_record(consent)["dpv:hasLegalBasis"].removeprefix("dpv:") in known


@given(consents, st.frozensets(st.integers(1, 4)))
def test_a_consent_is_called_explicit_only_where_it_was_given_as_such_and_a_request_is_the_controllers(
    consent: Consent, pressed: frozenset[int]
) -> None:
    consent = replace(consent, pressed=pressed)
    for event in consent_record(consent)["dpv:hasConsentEvent"]:
        explicit = event["dpv:hasLegalBasis"] in ("dpv:ExplicitlyExpressedConsent", "dpv:ExpressedConsent")
        assert not explicit or (event["dpv:hasConsentStatus"] == "dpv:ConsentGiven" and consent.permission.basis is Basis.CONSENT)
        asked = event["dpv:hasConsentStatus"] == "dpv:ConsentRequested"
        assert event["dpv:isIndicatedBy"] == ("orchard" if asked else consent.subject)


@pytest.mark.soak
@given(consent=consents)
def test_every_kantara_receipt_passes_the_public_schema(kantara: Callable[[Any], None], consent: Consent) -> None:
    kantara(json.loads(json.dumps(kantara_receipt(consent))))


@given(consents)
@settings(max_examples=20)
def test_a_kantara_receipt_tells_of_a_consent_only_where_the_latest_answer_is_yes(consent: Consent) -> None:
    latest = consent.events[-1].kind
    told = kantara_receipt(consent)["services"][0]["purposes"][0]["consentType"]
    assert told.startswith("NONE (") is (latest is not EventKind.GIVEN)


@pytest.fixture(scope="module")
def kantara() -> Callable[[Any], None]:
    import os

    corpus = os.environ.get("RECONSENT_CORPUS")
    if corpus is None:
        pytest.skip("no corpus: set RECONSENT_CORPUS to a folder with the public vectors")
    schema = json.loads((Path(corpus) / "vectors" / "kantara-consent-receipt-v1_1-schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft4Validator(schema).validate


@given(consents)
@settings(max_examples=1)
def test_a_record_without_any_one_mandatory_field_fails_the_schema(consent: Consent) -> None:
    record = consent_record(consent)
    paths = list(_mandatory(record_schema(), ()))
    assert len(paths) >= 40
    for path in paths:
        broken = copy.deepcopy(record)
        _remove(broken, path)
        assert not SCHEMA.is_valid(broken), path


def _mandatory(schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    for name in schema.get("required", ()):
        yield (*path, name)
        inner = schema["properties"][name]
        yield from _mandatory(inner, (*path, name))
        yield from _mandatory(inner.get("items", {}), (*path, name, 0))


def _remove(record: Any, path: tuple[str | int, ...]) -> None:
    for step in path[:-1]:
        record = record[step]
    del record[path[-1]]


@given(consents, st.sampled_from(["contact", "jurisdiction", "storage_locations", "rights", "withdrawal"]))
@settings(max_examples=10)
def test_a_policy_that_lacks_what_a_record_must_say_is_told_the_fields(consent: Consent, field: str) -> None:
    nothing: dict[str, Any] = {field: getattr(NoticeDetails(), field)}
    notice = replace(POLICY.notice, **nothing)
    poor = replace(consent, version=replace(consent.version, policy=replace(POLICY, notice=notice)))
    with pytest.raises(EvidenceError, match=f"`{poor.version.name}` does not say notice.{field}") as told:
        consent_record(poor)
    assert f"`notice: {{{field}: " in told.value.hint
    with pytest.raises(EvidenceError, match=f"notice.{field}"):
        kantara_receipt(poor)


def test_a_team_s_own_key_is_shown_by_its_own_label() -> None:
    permission = Permission(
        id="trees", text=LocalText.of("Trees"), data=("user.orchard_trees",), use=("analytics",), recipients=("mills",), basis=Basis.CONSENT
    )
    version = Version(slug="privacy", number=1, policy=POLICY, texts={"en": ""}, identity="ab" * 32, effective=AT)
    consent = Consent(
        origin="o", subject="s", version=version, permission=permission, language="de", events=(_event(1, EventKind.GIVEN),), policy_url="u"
    )
    record = consent_record(consent)
    assert record["dpv:hasPersonalData"][0]["skos:prefLabel"] == "Trees you look after"
    assert record["dpv:hasRecipient"][0]["dpv:hasName"] == "Mills"
