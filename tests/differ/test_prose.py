"""Prose held against permissions and promises: what disagrees is found, and what agrees is left in peace."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ.prose import DisagreementKind, check_prose
from differ.suggest import suggest_permissions
from policy_versions.durations import Duration
from policy_versions.model import Basis, Controller, Dimension, LocalText, Permission, Policy, Promise, Recipient

GARAGE = """
# Privacy at Kestrel Garage

## Bookings

We use your telephone number to send reminders of your service. We keep booking records, which is to say your number plate
and your name, for two years.

## Sharing

We share number plates with the inspection office, because the law requires it. Our courier may use your address to bring you
parts.

## Offers

If you have agreed, we use your e-mail address to send you offers. We do not use number plates for advertising.

## Changes

We will write to you 60 days before we change this notice.
"""


def permission(**fields: object) -> Permission:
    base = Permission(
        id="reminders",
        text=LocalText.of("We use your number to remind you."),
        data=("user.contact.phone_number",),
        use=("essential.service.notifications",),
        basis=Basis.CONTRACT,
        clause="bookings",
    )
    return replace(base, **fields)  # type: ignore[arg-type]


INSPECTION = permission(
    id="inspection",
    data=("user.government_id.vehicle_registration",),
    use=("essential.legal_obligation",),
    recipients=("inspection",),
    basis=Basis.LEGAL_OBLIGATION,
    retention=Duration.parse("P2Y"),
    clause="sharing",
)
PARTS = permission(id="parts", data=("user.contact.address",), use=("essential.service",), recipients=("courier",), clause="sharing")
OFFERS = permission(
    id="offers",
    data=("user.contact.email",),
    use=("marketing.communications",),
    basis=Basis.CONSENT,
    clause="privacy-at-kestrel-garage/offers",
)
CAMERA = permission(id="camera", data=("user.content.self_image",), use=("essential.service.security",), clause="camera")
NOTICE = Promise(
    id="notice", text=LocalText.of("60 days' notice"), dimension=Dimension.NOTICE, period=Duration.parse("P60D"), clause="changes"
)


def policy(*permissions: Permission, promises: tuple[Promise, ...] = (NOTICE,)) -> Policy:
    return Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id="kestrel", name=LocalText.of("Kestrel Garage Ltd")),
        language="en",
        recipients=(
            Recipient(id="inspection", name=LocalText.of("the inspection office")),
            Recipient(id="courier", name=LocalText.of("our courier")),
        ),
        permissions=permissions,
        promises=promises,
    )


AGREEING = policy(permission(), INSPECTION, PARTS, OFFERS)


def found(text: str, what: Policy) -> list[tuple[str, str | None]]:
    return [(one.kind.value, one.permission or one.promise) for one in check_prose(text, what)]


def test_prose_and_permissions_that_agree_are_left_in_peace():
    assert found(GARAGE, AGREEING) == []


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        (permission(clause="repairs"), ("clause missing", "reminders")),
        (permission(clause="bookings/reminders"), ("clause missing", "reminders")),
        (replace(INSPECTION, retention=Duration.parse("P5Y")), ("retention", "inspection")),
        (replace(INSPECTION, retention=None), ("retention", "inspection")),
        (replace(OFFERS, basis=Basis.LEGITIMATE_INTERESTS), ("basis", "offers")),
        (replace(INSPECTION, basis=Basis.CONSENT), ("basis", "inspection")),
        (permission(id="plates", data=("user.government_id",), use=("marketing",), clause="offers"), ("denied", "plates")),
        (permission(id="ai", use=("train_ai_system",)), ("use not named", "ai")),
        (replace(PARTS, recipients=("courier", "insurers")), ("recipient not named", "parts")),
    ],
)
def test_each_disagreement_is_found_and_nothing_else(wrong, wanted):
    others = [p for p in AGREEING.permissions if p.id != wrong.id]
    kinds = [(kind, about) for kind, about in found(GARAGE, policy(*others, wrong)) if about == wrong.id]
    assert wanted in kinds
    assert {kind for kind, _ in kinds} <= {wanted[0], "retention"}


def test_thirty_days_beside_two_years_names_the_words_and_where_they_stand():
    text = "# Camera\n\nVideo recordings are deleted after 30 days."
    camera = permission(
        id="camera", data=("user.content.self_image",), use=("essential.service.security",), retention=Duration.parse("P2Y")
    )
    (one,) = [d for d in check_prose(text, policy(replace(camera, clause="camera"), promises=())) if d.kind is DisagreementKind.RETENTION]
    assert text[one.span[0] : one.span[1]] == one.words == "Video recordings are deleted after 30 days."
    assert one.reason == "the prose keeps it for `P30D`, the permission has `P2Y`"
    assert one.to_dict()["permission"] == "camera"


@pytest.mark.parametrize(("written", "held"), [("30 days", "P1M"), ("twelve months", "P1Y"), ("one year", "P365D"), ("4 weeks", "P28D")])
def test_times_that_may_be_the_same_agree(written, held):
    text = f"# Camera\n\nVideo recordings are used for security and deleted after {written}."
    camera = permission(
        data=("user.content.self_image",), use=("essential.service.security",), retention=Duration.parse(held), clause="camera"
    )
    assert found(text, policy(camera, promises=())) == []


LEDGERS = "# Keeping\n\nWe keep orders for seven years, because tax law requires it.\n\nWe keep browsing for two years.\n"


@pytest.mark.parametrize(
    ("held", "basis", "told"),
    [
        ("P1Y", Basis.LEGITIMATE_INTERESTS, ["We keep browsing for two years."]),
        ("P2Y", Basis.LEGITIMATE_INTERESTS, []),
        ("P9Y", Basis.CONTRACT, ["We keep orders for seven years, because tax law requires it."]),
        ("P1Y", Basis.LEGAL_OBLIGATION, ["We keep orders for seven years, because tax law requires it."]),
    ],
)
def test_what_the_law_alone_has_kept_longer_is_not_said_of_other_uses(held, basis, told):
    data = ("user.behavior.browsing_history", "user.behavior.purchase_history")
    mending = permission(id="mending", data=data, use=("functional.service.improve",), basis=basis, retention=Duration.parse(held))
    found_here = [d for d in check_prose(LEDGERS, policy(mending, promises=())) if d.kind is DisagreementKind.RETENTION]
    assert [one.words for one in found_here] == told


@pytest.mark.parametrize(
    ("text", "basis", "denied"),
    [
        ("We do not use your location for advertising.", Basis.CONSENT, True),
        ("We do not use your location for advertising without your consent.", Basis.CONSENT, False),
        ("We do not use your location for advertising without your consent.", Basis.LEGITIMATE_INTERESTS, True),
        ("We do not use your location for advertising unless you have agreed.", Basis.CONSENT, False),
        ("We do not use your location for advertising if you are under 16.", Basis.CONSENT, False),
        ("We use your location for route planning, not for advertising.", Basis.CONSENT, True),
        ("Your location is used only for route planning.", Basis.CONSENT, True),
        ("We use your location for advertising.", Basis.CONSENT, False),
        ("We do not use your location for research.", Basis.CONSENT, False),
        ("We do not use your age for advertising.", Basis.CONSENT, False),
        ("**Do you use my location for advertising?** No.", Basis.CONSENT, True),
        ("You must not use your location for advertising.", Basis.CONSENT, False),
        ("We do not sell your location.", Basis.CONSENT, False),
    ],
)
def test_advertising_that_the_prose_denies(text, basis, denied):
    ads = permission(id="ads", data=("user.location",), use=("marketing.advertising",), basis=basis, clause=None)
    kinds = {kind for kind, about in found(text, policy(ads, promises=())) if about == "ads"}
    assert bool(kinds & {"denied", "limited"}) is denied


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("We share your name with nobody.", True),
        ("We do not share your name with anyone except our insurers.", False),
        ("We do not share your name with anyone except the police.", True),
        ("We do not share your name with advertisers.", False),
        ("We do not share your name with insurance companies.", True),
        ("We do not share your name except as described in this notice.", False),
        ("Your name is shared with insurers.", False),
        ("Your name is shared with the police only.", True),
    ],
)
def test_recipients_that_the_prose_denies(text, denied):
    share = permission(id="share", data=("user.name",), use=("third_party_sharing",), recipients=("insurers",), clause=None)
    kinds = {kind for kind, about in found(text, policy(share, promises=())) if about == "share"}
    assert bool(kinds & {"denied", "limited"}) is denied


def test_a_sale_is_denied_where_the_permission_is_one():
    text = "We never sell your name. It is lent to sponsors."
    sold = permission(id="sold", data=("user.name",), use=("third_party_sharing",), recipients=("advertising-partners",), clause=None)
    assert ("denied", "sold") in found(text, policy(replace(sold, text=LocalText.of("We sell your name to sponsors.")), promises=()))
    assert ("denied", "sold") not in found(text, policy(replace(sold, text=LocalText.of("We lend your name to sponsors.")), promises=()))


def test_a_recipient_that_no_permission_has_is_told_once():
    text = GARAGE + "\nWe share your name with advertisers. We also share your age with advertisers.\n"
    disagreements = [d for d in check_prose(text, AGREEING) if d.kind is DisagreementKind.RECIPIENT_NOT_PERMITTED]
    assert [d.words for d in disagreements] == ["We share your name with advertisers."]
    assert "`advertising-partners`" in disagreements[0].reason


def test_another_notice_of_changes_than_promised_is_found():
    short = replace(NOTICE, period=Duration.parse("P90D"))
    assert found(GARAGE, policy(*AGREEING.permissions, promises=(short,))) == [("notice period", "notice")]


def test_a_clause_may_be_an_anchor_and_numbers_of_headings_do_not_count():
    text = "# 3. Our Sharing\n\n## 3.1 With couriers {#couriers}\n\nThe courier may use your address.\n\n<a id='deep'></a>\n"
    for clause in ("our-sharing", "our-sharing/with-couriers", "3-our-sharing", "couriers", "deep", "With couriers {#couriers}"):
        kinds = {kind for kind, about in found(text, policy(replace(PARTS, clause=clause), promises=())) if about == "parts"}
        assert "clause missing" not in kinds, clause


@given(st.text(max_size=300))
def test_any_text_is_held_against_permissions(text):
    for one in check_prose(text, AGREEING):
        assert one.reason
        assert one.span is None or 0 <= one.span[0] < one.span[1] <= len(text)


def test_what_is_proposed_from_a_text_agrees_with_it():
    found_in = suggest_permissions(GARAGE)
    own = Policy(
        title=LocalText.of("Privacy"),
        controller=AGREEING.controller,
        language="en",
        recipients=found_in.recipients,
        permissions=tuple(p.permission for p in found_in.permissions),
        promises=tuple(p.promise for p in found_in.promises),
    )
    assert len(own.permissions) >= 4
    assert check_prose(GARAGE, own) == ()
