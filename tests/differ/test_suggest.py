"""Permissions and promises proposed from prose: from texts of several trades, and from a real policy."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from differ.practices.lexicon import lexicon
from differ.suggest import PermissionProposal, Suggestions, suggest_permissions
from policy_versions.importers import import_text
from policy_versions.model import SELF, Basis, Controller, Dimension, LocalText, Policy
from policy_versions.policy_edit import dump_policy
from policy_versions.policy_yaml import parse_policy
from policy_versions.taxonomy import KeyKind, Taxonomy

BAKERY = """
# How the bakery treats your data

## Orders

To bake and deliver your order we need your name, your postal address and your telephone number. We keep order histories
for two years.

## News

If you have subscribed, we use your e-mail address to send you our newsletter. We never sell your e-mail address.

## Who else

Our couriers may use your address solely to bring you the parcel. We share order totals with our tax adviser, because
tax law requires it.

## Promises

- We will tell you at least 30 days before we change this notice.
- You can have a copy of your data at any time.
- You may withdraw your consent whenever you like.
- Card numbers are encrypted.
- If somebody steals our data, we tell you within two days.
"""

CLINIC = """
# Patients' data

The practice is run by Harbour Medical Ltd ("Harbour", "we" or "us").

Harbour records your medical history to treat you. Test results are not disclosed to employers.

Harbour shares findings with the hospital if you have agreed in writing. Findings are not used for research, only for your
treatment.

| Data | Why | Goes to | How long | Basis |
| --- | --- | --- | --- | --- |
| Invoices | billing | tax office | 10 years | legal obligation |
| Photographs | security | | 30 days | legitimate interests |
"""

GAME = """
# Privacy of players

**Do you sell my chat logs?** No, never.

**Do you share my nickname with other players?** Yes, that is what a nickname is for.

We may use your match statistics and your device identifier for targeted advertising unless you object.

You may share your scores with friends. You must not share your password.
"""


def by_id(found: Suggestions) -> dict[str, PermissionProposal]:
    return {proposal.permission.id: proposal for proposal in found.permissions}


def test_a_shop_s_permissions_are_proposed_with_basis_retention_recipients_and_clause():
    found = by_id(suggest_permissions(BAKERY))
    newsletter = found["email"].permission
    assert newsletter.data == ("user.contact.email",)
    assert newsletter.use == ("marketing.communications.email",)
    assert (newsletter.basis, newsletter.clause) == (Basis.CONSENT, "news")
    assert found["email"].basis_stated
    couriers = found["service-couriers"].permission
    assert couriers.recipients == ("couriers",)
    assert couriers.data == ("user.contact.address",)
    assert couriers.clause == "who-else"
    advisers = found["legal-obligation-advisers"].permission
    assert (advisers.basis, str(advisers.retention)) == (Basis.LEGAL_OBLIGATION, "P2Y")
    service = found["service"]
    assert set(service.permission.data) == {"user.name", "user.contact.address", "user.contact.phone_number"}
    assert (service.permission.basis, service.basis_stated) == (Basis.CONTRACT, False)


def test_a_shop_s_promises_are_proposed_with_their_dimension_and_period():
    found = {one.promise.id: one.promise for one in suggest_permissions(BAKERY).promises}
    assert (found["notice-of-changes"].dimension, str(found["notice-of-changes"].period)) == (Dimension.NOTICE, "P30D")
    assert found["notice-of-breaches"].dimension is Dimension.NOTICE
    assert found["notice-of-breaches"].period is None
    assert found["no-sale"].dimension is Dimension.DISCLOSURE
    assert found["access"].dimension is Dimension.RIGHTS
    assert found["withdrawal"].dimension is Dimension.CONSENT
    assert found["encryption"].dimension is Dimension.SECURITY
    assert found["no-other-use"].dimension is Dimension.PURPOSE
    assert found["encryption"].clause == "how-the-bakery-treats-your-data/promises"


def test_the_organisation_s_own_name_is_no_recipient():
    found = suggest_permissions(CLINIC)
    assert "harbour" not in {recipient.id for recipient in found.recipients}
    assert {recipient.id for recipient in found.recipients} == {"authorities", "health-professionals"}


def test_a_clinic_s_table_and_conditions_are_read():
    found = suggest_permissions(CLINIC).permissions
    table = {p.permission.data: p.permission for p in found if p.permission.retention is not None}
    assert table[("user.payment",)].basis is Basis.LEGAL_OBLIGATION
    assert str(table[("user.payment",)].retention) == "P10Y"
    assert table[("user.content.self_image",)].basis is Basis.LEGITIMATE_INTERESTS
    shared = next(p for p in found if p.permission.recipients == ("health-professionals",))
    assert (shared.permission.basis, shared.basis_stated) == (Basis.CONSENT, True)


def test_answers_to_questions_are_read_as_what_they_say():
    found = suggest_permissions(GAME)
    assert [p.permission.data for p in found.permissions if "other-users" in p.permission.recipients] == [("user.account.username",)]
    assert not any("user.content.private" in p.permission.data for p in found.permissions)
    assert [one.promise.id for one in found.promises if one.promise.dimension is Dimension.DISCLOSURE] == ["no-sale"]


def test_an_objection_makes_legitimate_interests_the_basis():
    found = suggest_permissions(GAME).permissions
    assert [p.permission.basis for p in found if "advertising" in p.permission.use[0]] == [Basis.LEGITIMATE_INTERESTS]


BANS = [
    "We do not share your name with advertisers.",
    "Your location is never used for advertising.",
    "We refrain from using call records to build marketing profiles.",
    "Neither we nor our couriers use your address for marketing.",
    "Under no circumstances do we sell purchase histories to data brokers.",
    "No fingerprints are collected at the door.",
    "It is not our practice to pass purchases to retailers.",
    "We will not, even if asked, disclose test results to employers.",
    "Disclosure of salaries to insurers is excluded.",
    "**Do you share my photographs with sponsors?** No.",
    "We never:\n\n- sell your address\n- use your age for advertising",
    "Nobody but you sees your chat logs.",
    "We can't and won't use your photographs in advertisements.",
    "None of your medical records are disclosed to your employer.",
    "~~We may share your name with advertisers.~~",
    "You must not use your account for advertising.",
    "You can share your photographs with other members.",
]


@pytest.mark.parametrize("ban", BANS)
def test_nothing_is_proposed_from_a_ban_or_from_what_people_do_themselves(ban):
    assert suggest_permissions(ban).permissions == ()


@pytest.mark.parametrize(
    ("text", "data", "recipient"),
    [
        ("We do not sell your name, but we may lend it to sponsors.", "user.name", "advertising-partners"),
        ("We share your name with the league, not with sponsors.", "user.name", "league"),
        ("We share your salary with our bank, including but not limited to bonuses.", "user.financial", "bank"),
        ("Whether or not you object, your photographs are published to the public.", "user.content.self_image", "public"),
    ],
)
def test_what_stands_beside_a_negative_word_is_proposed_and_no_more(text, data, recipient):
    (proposal,) = suggest_permissions(text).permissions
    assert proposal.permission.data == (data,)
    assert proposal.permission.recipients == (recipient,)


def test_a_proposal_that_other_words_deny_says_so():
    text = "# Rules\n\nWe do not use photographs for advertising.\n\n## Fair\n\nWe use photographs for advertising the fair."
    (proposal,) = suggest_permissions(text).permissions
    assert [evidence.words for evidence in proposal.denied_by] == ["We do not use photographs for advertising."]


def test_a_use_that_is_not_known_is_left_to_the_person():
    found = suggest_permissions("We use your name to embroider towels.")
    assert found.permissions == ()
    assert [evidence.words for evidence in found.unread] == ["We use your name to embroider towels."]


def test_recipients_with_long_or_foreign_names_get_an_id_that_a_policy_file_takes():
    long = "the association of the friends of the old botanical garden behind the railway station"
    text = f"We share your name with {long}. We share your age with the café Zürich. We share your gender with ООО."
    found = suggest_permissions(text)
    proposals_hold(text, found)
    assert "cafe-zurich" in {recipient.id for recipient in found.recipients}


def test_the_proposed_words_are_plain():
    (proposal,) = suggest_permissions(
        "We may pass e-mail addresses and birthdays on to our advertising partners with your consent."
    ).permissions
    assert str(proposal.permission.text) == "We share your e-mail address and your date of birth with advertisers and their agencies."


def proposals_hold(text: str, found: Suggestions) -> None:
    taxonomy = Taxonomy.of()
    ids = [p.permission.id for p in found.permissions] + [p.promise.id for p in found.promises]
    assert len(set(ids)) == len(ids)
    listed = {recipient.id for recipient in found.recipients}
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) and len(name) <= 64 for name in [*ids, *listed])
    for proposal in found.permissions:
        permission = proposal.permission
        assert all(taxonomy.check(key, KeyKind.DATA) for key in permission.data)
        assert all(taxonomy.check(key, KeyKind.USE) for key in permission.use)
        assert set(permission.recipients) - {SELF} <= listed
        assert proposal.evidence
        for evidence in proposal.evidence:
            start, end = evidence.span
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("text", [BAKERY, CLINIC, GAME])
def test_proposals_are_sound_and_the_same_each_time(text):
    found = suggest_permissions(text)
    proposals_hold(text, found)
    assert suggest_permissions(text) == found


@pytest.mark.parametrize("text", [BAKERY, CLINIC, GAME])
def test_proposals_can_be_written_to_a_policy_file_and_read_back(text):
    found = suggest_permissions(text)
    policy = Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id="us", name=LocalText.of("Us")),
        language="en",
        recipients=found.recipients,
        permissions=tuple(proposal.permission for proposal in found.permissions),
        promises=tuple(proposal.promise for proposal in found.promises),
    )
    read = parse_policy(dump_policy(policy), path="policy.yaml")
    assert [(p.id, p.data, p.use, p.recipients, p.basis) for p in read.permissions] == [
        (p.id, p.data, p.use, p.recipients, p.basis) for p in policy.permissions
    ]
    assert [(p.id, p.dimension) for p in read.promises] == [(p.id, p.dimension) for p in policy.promises]


@given(st.text(max_size=400))
def test_any_text_gives_sound_proposals(text):
    proposals_hold(text, suggest_permissions(text))


@given(st.lists(st.sampled_from([*BANS, "We like bread.", "Write to us.", "## Section"]), max_size=6).map("\n\n".join))
def test_bans_in_any_order_give_no_permission(text):
    assert suggest_permissions(text).permissions == ()


WORDS = lexicon()
DATA_FORMS = sorted((entry.forms[0], key) for key, entry in WORDS.data.entries.items() if not entry.generic)
RECIPIENT_FORMS = sorted((entry.forms[0], key) for key, entry in WORDS.recipients.entries.items() if not entry.generic)
PERMITTING = ("We may share your {d} with our {r}.", "Your {d} is passed on to the {r}.", "If you agree, we disclose your {d} to the {r}.")
DENYING = (
    "We do not share your {d} with our {r}.",
    "Your {d} is never passed on to the {r}.",
    "At no time do we disclose your {d} to the {r}.",
    "We will not, unless you agree, disclose your {d} to the {r}.",
    "Neither your {d} nor anything else is passed on to the {r}.",
    "It is forbidden to give your {d} to the {r}.",
    "**Do you share my {d} with the {r}?** No.",
    "We never let the {r} see your {d}.",
    "Our {r} may not use your {d}.",
    "Sharing of {d} with the {r} is excluded.",
    "We have stopped sharing your {d} with the {r}.",
    "Nobody, the {r} included, gets your {d}.",
)


@given(st.sampled_from(PERMITTING), st.sampled_from(DATA_FORMS), st.sampled_from(RECIPIENT_FORMS))
def test_whatever_is_said_to_be_shared_is_proposed_with_its_keys(template, data, recipient):
    found = suggest_permissions(template.format(d=data[0], r=recipient[0])).permissions
    assert [(p.permission.data, p.permission.recipients) for p in found] == [((data[1],), (recipient[1],))]


@given(st.sampled_from(DENYING), st.sampled_from(DATA_FORMS), st.sampled_from(RECIPIENT_FORMS))
def test_whatever_is_denied_is_never_proposed(template, data, recipient):
    assert suggest_permissions(template.format(d=data[0], r=recipient[0])).permissions == ()


def test_a_real_policy_gives_sound_proposals_and_its_promises(corpus: Path):
    file = min((corpus / "seed").glob("*.txt"))
    text = import_text(file.read_bytes(), file.name).markdown
    found = suggest_permissions(text)
    proposals_hold(text, found)
    assert 15 <= len(found.permissions) <= 50
    dimensions = {one.promise.dimension for one in found.promises}
    assert dimensions >= {Dimension.DISCLOSURE, Dimension.RIGHTS, Dimension.SECURITY, Dimension.NOTICE, Dimension.CONSENT}
    assert "no-sale" in {one.promise.id for one in found.promises}
    assert any(
        p.permission.recipients == ("advertising-partners",) and "user.device.ip_address" in p.permission.data for p in found.permissions
    )
    assert not any("sale" in str(p.permission.text) for p in found.permissions)
