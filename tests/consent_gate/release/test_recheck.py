"""Who approved is shown again at publishing: what review.yaml only says counts as claimed. By a real ssh-keygen."""

import re
import subprocess
from pathlib import Path

import pytest

from consent_gate.release import ReviewVerdict, Tie, approve, decide, publish, reconcile, standing_of, verify_archive
from consent_gate.release.errors import PublishRefusedError
from consent_gate.release.publishing import Step
from consent_gate.release.reconciling import Repair
from consent_gate.release.review_yaml import parse_review
from consent_gate.release.signatures import sign, signer
from consent_gate.release.widening import How
from policy_versions.model import Actor, ActorSource
from tests.consent_gate.release.build import ADS, TEXT
from tests.consent_gate.release.house import ADA, BEN, CLEO, WHERE, House

LOOSER = TEXT + "\nWe show you advertisements.\n"
UNSHOWN = "only claimed, and this draft relaxes something material; review.yaml says"


def key_of(house: House, actor: Actor) -> Path:
    path = house.folder / f"{actor.id}.key"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", actor.id, "-f", str(path)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed: install openssh-client")
    return path


def allow(house: House, *who: Actor) -> Path:
    file = house.folder / "allowed_signers"
    lines = [f"{one.id} {(house.folder / f'{one.id}.key.pub').read_text()}" for one in who]
    file.write_text("".join(lines) or "# nobody\n")
    return file


def relaxing(house: House) -> str:
    """A draft that relaxes something material, decided; its identity."""
    house.first()
    standing = house.draft(LOOSER, permissions=ADS)
    while standing.open_flags():
        flag = standing.open_flags()[0]
        ties = (Tie("ads", How.ADDS),) if flag.kind.value == "prose" else ()
        decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN, ties=ties)
        standing = standing_of(house.gate, "privacy", "next")
    assert standing.stakes(one_person=False).material
    return standing.identity


def signed(house: House, identity: str, who: Actor = BEN) -> str:
    """Approve by an SSH key, as the command does; the signature."""
    signature = sign("privacy", identity, key_of(house, who))
    house.gate.allowed_signers = allow(house, who)
    person = signer("privacy", identity, signature, who.id, house.gate.allowed_signers)
    approve(house.gate, WHERE, actor=person, signature=signature)
    return signature


def write_approval(house: House, identity: str, source: str, signature: str = "") -> None:
    """What anybody who can write the draft can write into its review.yaml."""
    said = house.gate.archive.draft("privacy", "next").files["review.yaml"].decode()
    entry = f"- identity: {identity}\n  actor: {{id: {BEN.id}, source: {source}}}\n  time: '2026-01-01T00:00:00+00:00'\n"
    entry += f"  signature: {signature!r}\n" if signature else ""
    house.edit("review.yaml", f"{said}approvals:\n{entry}")


def test_an_approval_by_key_is_verified_again_and_publishes(house: House) -> None:
    signed(house, relaxing(house))
    assert publish(house.gate, "privacy", "next", actor=ADA).version.number == 2
    assert verify_archive(house.gate) == ()


@pytest.mark.parametrize("source", ["oidc", "ssh-signature"])
def test_an_approval_written_by_hand_is_only_claimed(house: House, source: str) -> None:
    identity = relaxing(house)
    key_of(house, BEN)
    house.gate.allowed_signers = allow(house, BEN)
    write_approval(house, identity, source)
    with pytest.raises(PublishRefusedError, match=f"{UNSHOWN} {source}"):
        publish(house.gate, "privacy", "next", actor=ADA)
    assert [version.number for version in house.gate.ledger.versions("privacy")] == [1]


@pytest.mark.parametrize("change", ["key taken out", "no file named", "file gone", "another's key under the name"])
def test_a_signature_that_can_no_longer_be_verified_is_only_claimed(house: House, change: str) -> None:
    signed(house, relaxing(house))
    assert house.gate.allowed_signers is not None
    if change == "key taken out":
        allow(house)
    elif change == "no file named":
        house.gate.allowed_signers = None
    elif change == "file gone":
        house.gate.allowed_signers.unlink()
    else:
        key_of(house, CLEO)
        house.gate.allowed_signers.write_text(f"{BEN.id} {(house.folder / f'{CLEO.id}.key.pub').read_text()}")
    with pytest.raises(PublishRefusedError, match=f"{UNSHOWN} ssh-signature"):
        publish(house.gate, "privacy", "next", actor=ADA)


def test_a_signature_over_other_bytes_another_policy_or_by_another_is_only_claimed(house: House) -> None:
    identity = relaxing(house)
    key, other = key_of(house, BEN), key_of(house, CLEO)
    house.gate.allowed_signers = allow(house, BEN, CLEO)
    for forged in (sign("privacy", "0" * 64, key), sign("terms", identity, key), sign("privacy", identity, other), "no signature"):
        write_approval(house, identity, "ssh-signature", forged)
        with pytest.raises(PublishRefusedError, match=UNSHOWN):
            publish(house.gate, "privacy", "next", actor=ADA)
        kept = house.gate.archive.draft("privacy", "next").files["review.yaml"].decode().partition("approvals:")[0]
        house.edit("review.yaml", kept)


def test_what_the_installation_saw_counts_for_exactly_these_bytes_and_this_person(house: House) -> None:
    identity = relaxing(house)
    approve(house.gate, WHERE, actor=BEN)
    said = house.gate.archive.draft("privacy", "next").files["review.yaml"].decode()
    (approval,) = parse_review(said.encode()).approvals
    assert approval.signature
    for forged in (
        said.replace(
            f"id: {BEN.id}\n    source: oidc\n  time: '{approval.time.isoformat()}'\n  signature",
            f"id: {CLEO.id}\n    source: oidc\n  time: '{approval.time.isoformat()}'\n  signature",
        ),
        said.replace(approval.signature, "A" + approval.signature[1:] if approval.signature[0] != "A" else "B" + approval.signature[1:]),
        re.sub(r"  signature: .*\n", "", said),
    ):
        assert forged != said
        house.edit("review.yaml", forged)
        with pytest.raises(PublishRefusedError, match=f"{UNSHOWN} oidc"):
            publish(house.gate, "privacy", "next", actor=ADA)
    house.edit("review.yaml", said)
    assert standing_of(house.gate, "privacy", "next").review.approved_by(identity)[0].actor.source is ActorSource.OIDC
    assert publish(house.gate, "privacy", "next", actor=ADA).version.number == 2


def test_reviewing_where_the_keys_are_not_known_does_not_spoil_what_is_written(house: House) -> None:
    """A decision made on a machine without the file of allowed signers leaves the approvals as they stand."""
    signature = signed(house, relaxing(house))
    allowed, house.gate.allowed_signers = house.gate.allowed_signers, None
    approve(house.gate, WHERE, actor=CLEO)
    house.gate.allowed_signers = allowed
    by_key = parse_review(house.gate.archive.draft("privacy", "next").files["review.yaml"]).approvals[0]
    assert (by_key.actor, by_key.signature) == (Actor(BEN.id, ActorSource.SSH_SIGNATURE), signature)
    assert len(standing_of(house.gate, "privacy", "next").review.approved_by(by_key.identity)) == 2


def test_a_later_claim_in_the_same_name_takes_nothing_away(house: House) -> None:
    identity = relaxing(house)
    approve(house.gate, WHERE, actor=BEN)
    said = house.gate.archive.draft("privacy", "next").files["review.yaml"].decode()
    house.edit(
        "review.yaml", f"{said}- identity: {identity}\n  actor: {{id: {BEN.id}, source: claimed}}\n  time: '2026-01-02T00:00:00+00:00'\n"
    )
    assert publish(house.gate, "privacy", "next", actor=ADA).version.number == 2


def test_reconcile_does_not_finish_on_an_approval_written_by_hand(house: House) -> None:
    write_approval(house, relaxing(house), "oidc")
    at = house.gate.archive.draft("privacy", "next").commit
    fields = {"Draft": "next", "Published-By": ADA.id, "Published-By-Source": "oidc", "One-Person": "no"}
    house.gate.archive.freeze("privacy", 2, at, message_fields=fields, actor=ADA)
    (done,) = reconcile(house.gate)
    assert (done.what, UNSHOWN in done.why) == (Repair.UNDONE, True)


def test_reconcile_finishes_by_a_key_as_publishing_would(house: House) -> None:
    signed(house, relaxing(house))

    def stop(step: Step) -> None:
        if step is Step.FROZEN:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(house.gate, "privacy", "next", actor=ADA, at_step=stop)
    assert reconcile(house.gate)[0].what is Repair.FINISHED
