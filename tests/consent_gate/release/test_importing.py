"""Versions from before the archive: a folder of them, and a document that becomes the first."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.release import DraftName, ReviewVerdict, approve, import_versions, publish, verify_archive
from consent_gate.release.errors import ImportUndecidedError
from consent_gate.release.first_version import propose, write
from consent_gate.release.lint import lint
from consent_gate.release.review import Review, ReviewDecision
from consent_gate.release.review_yaml import dump_review
from policy_versions.errors import ImportRefusedError, PolicyFileError
from policy_versions.model import Actor, LocalText
from tests.consent_gate.release.build import ADS, LOOSER, TEXT, policy_file
from tests.consent_gate.release.house import ADA, BEN, House

SOLD = TEXT.replace("We do not sell your data.", "We sell your data to anyone who asks.")


def put(folder: Path, name: str, text: str = TEXT, year: int = 2020, review: bytes | None = None, **told: str) -> None:
    version = folder / name
    version.mkdir(parents=True)
    (version / "policy.yaml").write_bytes(policy_file(effective=f"{year}-01-01T00:00:00+00:00", **told))
    (version / "en.md").write_text(text)
    if review is not None:
        (version / "review.yaml").write_bytes(review)


def overridden(changes: tuple[str, ...]) -> Review:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    said = (ReviewDecision(change=c, verdict=ReviewVerdict.OVERRIDDEN, reason="A slip.", actor=ADA, time=at, engine="1/x") for c in changes)
    return Review(decisions=tuple(said))


def test_versions_are_taken_in_the_order_of_their_effective_times(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    put(folder, "a", year=2023, more="reopens: [receipts]")
    put(folder, "b", year=2021)
    put(folder, "c", year=2022, permissions=ADS)
    versions = import_versions(house.gate, "privacy", folder)
    assert [(v.number, v.effective.year, v.imported) for v in versions] == [(1, 2021, True), (2, 2022, True), (3, 2023, True)]
    assert versions[2].policy.reopens == ("receipts",)
    assert versions == house.gate.ledger.versions("privacy")
    assert verify_archive(house.gate) == ()
    assert [house.gate.archive.frozen("privacy")[place].fields["Imported-From"] for place in range(3)] == ["b", "c", "a"]


def test_it_works_where_there_is_no_archive_yet_and_in_memory(tmp_path: Path) -> None:
    put(tmp_path / "in", "1")
    with Gate.open("sqlite://", tmp_path / "not" / "there" / "yet") as gate:
        (version,) = import_versions(gate, "privacy", tmp_path / "in")
        assert gate.check("s", use="essential.service", data="user.contact.email").version == version.number == 1
        assert verify_archive(gate) == ()


def test_several_policies_share_one_archive(house: House, tmp_path: Path) -> None:
    put(tmp_path / "in", "1")
    import_versions(house.gate, "privacy", tmp_path / "in")
    import_versions(house.gate, "seller-terms", tmp_path / "in")
    assert house.gate.ledger.policies() == ("privacy", "seller-terms")
    assert verify_archive(house.gate) == ()


def test_a_relaxation_that_nothing_shows_must_be_decided(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    put(folder, "1", year=2020)
    put(folder, "2", SOLD, year=2021)
    with pytest.raises(ImportUndecidedError) as caught:
        import_versions(house.gate, "privacy", folder)
    assert caught.value.changes
    assert house.gate.ledger.versions("privacy") == ()
    assert house.gate.archive.frozen("privacy") == ()
    override = [
        ReviewDecision(
            change=c, verdict=ReviewVerdict.OVERRIDDEN, reason="A slip.", actor=ADA, time=datetime(2026, 1, 1, tzinfo=UTC), engine="1/x"
        )
        for c in caught.value.changes
    ]
    assert len(import_versions(house.gate, "privacy", folder, decisions=Review(decisions=tuple(override)))) == 2


def test_the_decision_may_stand_in_the_versions_own_review(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    put(folder, "1", year=2020)
    put(folder, "2", SOLD, year=2021)
    with pytest.raises(ImportUndecidedError) as caught:
        import_versions(house.gate, "privacy", folder)
    decisions = [
        ReviewDecision(
            change=c, verdict=ReviewVerdict.OVERRIDDEN, reason="A slip.", actor=ADA, time=datetime(2026, 1, 1, tzinfo=UTC), engine="1/x"
        )
        for c in caught.value.changes
    ]
    review = dump_review(Review(decisions=tuple(decisions)))
    (folder / "2" / "review.yaml").write_bytes(review)
    import_versions(house.gate, "privacy", folder)
    assert house.gate.ledger.version_review("privacy", 2) == review


@pytest.mark.parametrize(
    "told", [{"more": "weakened: [no-sale]"}, {"more": "reopens: [receipts]"}, {"permissions": ADS}, {"controller": "distillery"}]
)
def test_what_permissions_or_lists_show_needs_no_decision(house: House, tmp_path: Path, told: dict[str, str]) -> None:
    put(tmp_path / "in", "1", year=2020)
    put(tmp_path / "in", "2", SOLD, year=2021, **told)
    assert len(import_versions(house.gate, "privacy", tmp_path / "in")) == 2


def test_strictly_only_the_clause_of_what_is_shown_is(house: House, tmp_path: Path) -> None:
    text = "# Privacy\n\n## Sharing\n\nWe do not sell your data.\n\n## Time\n\nWe keep your orders for one year.\n"
    put(tmp_path / "in", "1", text, year=2020)
    put(tmp_path / "in", "2", text.replace("one year", "five years"), year=2021, permissions=ADS + "    clause: time\n")
    put(
        tmp_path / "in",
        "3",
        text.replace("one year", "nine years"),
        year=2022,
        permissions=ADS + "    clause: time\n  - {id: x, text: X., data: [user], use: [essential], basis: contract, clause: sharing}\n",
    )
    with pytest.raises(ImportUndecidedError, match="from `2` to `3`"):
        import_versions(house.gate, "privacy", tmp_path / "in", strict=True)
    assert len(import_versions(house.gate, "privacy", tmp_path / "in")) == 3


def test_history_goes_before_the_first_version_of_ones_own(house: House, tmp_path: Path) -> None:
    put(tmp_path / "in", "1")
    house.draft()
    approve(house.gate, DraftName("privacy", "next"), actor=BEN)
    publish(house.gate, "privacy", "next", actor=ADA)
    with pytest.raises(ImportRefusedError, match="was published here"):
        import_versions(house.gate, "privacy", tmp_path / "in")


def test_later_history_may_follow_and_earlier_may_not(house: House, tmp_path: Path) -> None:
    put(tmp_path / "one", "1", year=2020)
    put(tmp_path / "two", "1", LOOSER, year=2021, more="weakened: [no-sale]")
    import_versions(house.gate, "privacy", tmp_path / "one")
    assert [v.number for v in import_versions(house.gate, "privacy", tmp_path / "two")] == [2]
    with pytest.raises(ImportRefusedError, match="imported already"):
        import_versions(house.gate, "privacy", tmp_path / "one")


def test_every_faulty_file_is_told_at_once_and_nothing_is_taken(house: House, tmp_path: Path) -> None:
    put(tmp_path / "in", "1")
    put(tmp_path / "in", "2", year=2021, permissions=ADS.replace("user.behavior", "user.behaviour"))
    put(tmp_path / "in", "3", year=2022, permissions=ADS.replace("consent", "whim"))
    with pytest.raises(PolicyFileError) as caught:
        import_versions(house.gate, "privacy", tmp_path / "in")
    said = "\n".join(caught.value.faults)
    assert "2/policy.yaml:" in said
    assert "3/policy.yaml:" in said
    assert house.gate.ledger.policies() == ()


def test_a_link_among_the_files_is_not_followed(house: House, tmp_path: Path) -> None:
    put(tmp_path / "in", "1")
    secret = tmp_path / "secret.md"
    secret.write_text("Not for the archive.")
    (tmp_path / "in" / "1" / "fr.md").symlink_to(secret)
    import_versions(house.gate, "privacy", tmp_path / "in")
    assert set(house.gate.ledger.version_files("privacy", 1)) == {"policy.yaml", "en.md"}


def test_a_text_without_permissions_permits_nothing(house: House, tmp_path: Path) -> None:
    version = tmp_path / "in" / "1"
    version.mkdir(parents=True)
    (version / "policy.yaml").write_text(
        "title: Privacy\ncontroller: {id: brewery, name: The Brewery}\nlanguage: en\neffective: 2020-01-01T00:00:00+00:00\n"
    )
    (version / "en.md").write_text(TEXT)
    import_versions(house.gate, "privacy", tmp_path / "in")
    house.gate.record("s", "user.contact.email", "i")
    assert house.gate.check("s", use="essential.service", data="user.contact.email", item="i").verdict.value == "not_permitted"


DOCUMENT = b"""HOME
SHOP
Privacy policy
Effective date: March 3, 2019

How we use your data

We use your email address to send you our newsletter if you have subscribed.

We do not sell your personal information.
"""


def test_a_document_becomes_a_first_version_that_people_may_edit(house: House, tmp_path: Path) -> None:
    proposal = propose(DOCUMENT, "policy.txt", controller="The Brewery")
    assert proposal.policy.effective == datetime(2019, 3, 3, tzinfo=UTC)
    assert [p.basis.value for p in proposal.policy.permissions] == ["consent"]
    assert "no-sale" in [p.id for p in proposal.policy.promises]
    written = write(proposal, tmp_path / "in")
    assert sorted(path.name for path in written.iterdir()) == ["en.md", "policy.yaml"]
    (version,) = import_versions(house.gate, "privacy", tmp_path / "in", actor=Actor("ada@brewery.example"))
    assert (version.policy, version.texts["en"]) == (proposal.policy, proposal.markdown)


GERMAN = "# Datenschutz\n\nWir schicken Ihnen unseren Brief nur, wenn Sie das wollen. Ihre Adresse verkaufen wir nicht an andere.\n"


def test_from_a_document_that_does_not_look_english_nothing_is_suggested_and_no_rule_remarks_on_it() -> None:
    proposal = propose(GERMAN.encode(), "brief.md")
    assert proposal.suggestions.permissions == proposal.suggestions.promises == proposal.suggestions.unread == ()
    newsletter = propose(DOCUMENT, "policy.txt").policy
    assert [warning.rule for warning in lint(None, newsletter, GERMAN)] == ["not_english"]


def test_a_summary_that_was_said_of_the_version_before_is_remarked_on() -> None:
    policy = propose(DOCUMENT, "policy.txt").policy
    assert "summary_repeated" in {warning.rule for warning in lint(policy, policy)}
    assert "summary_repeated" not in {warning.rule for warning in lint(policy, replace(policy, summary=LocalText.of("We write more.")))}
    assert "summary_repeated" not in {warning.rule for warning in lint(replace(policy, summary=None), replace(policy, summary=None))}


@pytest.mark.parametrize("data", [b"", bytes(range(256)) * 20])
def test_an_empty_or_binary_document_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        propose(data, "policy.txt")


def test_the_seed_policy_comes_in(house: House, tmp_path: Path, corpus: Path) -> None:
    source = next((corpus / "seed").glob("*.txt"))
    proposal = propose(source.read_bytes(), source.name)
    assert proposal.effective_found
    assert proposal.dropped
    assert proposal.markdown.count("\n#") >= 8
    assert len(proposal.policy.permissions) >= 5
    write(proposal, tmp_path / "in")
    (version,) = import_versions(house.gate, "privacy", tmp_path / "in", strict=True)
    assert version.effective.year == 2018
    assert verify_archive(house.gate) == ()


def test_the_step_from_what_was_imported_before_is_decided_too(house: House, tmp_path: Path) -> None:
    put(tmp_path / "one", "1", year=2020)
    put(tmp_path / "two", "1", SOLD, year=2021)
    import_versions(house.gate, "privacy", tmp_path / "one")
    with pytest.raises(ImportUndecidedError, match="from `privacy@1` to `1`"):
        import_versions(house.gate, "privacy", tmp_path / "two")


def test_a_confirmation_tied_to_nothing_decides_nothing(house: House, tmp_path: Path) -> None:
    put(tmp_path / "in", "1", year=2020)
    put(tmp_path / "in", "2", SOLD, year=2021)
    with pytest.raises(ImportUndecidedError) as caught:
        import_versions(house.gate, "privacy", tmp_path / "in")
    confirmed = [replace(d, verdict=ReviewVerdict.CONFIRMED) for d in overridden(caught.value.changes).decisions]
    with pytest.raises(ImportUndecidedError):
        import_versions(house.gate, "privacy", tmp_path / "in", decisions=Review(decisions=tuple(confirmed)))
