"""A bicycle repair shop, its policy in two versions, and a gate over a ledger whose clock the tests set.

Version 2, which takes effect on 1 March 2027, asks for consent to a new use, widens a use that rests on legitimate
interests, widens a contract, drops a promise and weakens another of which people are only told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from consent_gate.evidence.keys import Keys
from consent_gate.gate import Gate
from policy_versions.identity import identity_of
from policy_versions.model import Version
from policy_versions.policy_yaml import parse_policy

V1 = """
title: {en: Privacy policy, de: Datenschutzerklärung}
controller: {id: kestrel-cycles, name: Kestrel Cycles}
language: en
effective: 2026-06-01T00:00:00+00:00
recipients:
  - {id: insurers, name: {en: Bicycle insurers, de: Fahrradversicherer}}
permissions:
  - id: repairs
    text:
      en: We use your name and your orders to repair your bicycle.
      de: Wir verwenden Ihren Namen und Ihre Aufträge, um Ihr Fahrrad zu reparieren.
    data: [user.name, user.behavior.purchase_history]
    use: [essential.service]
    basis: contract
    clause: use/repairs
  - id: reminders
    text: We remind you when your next service is due.
    data: [user.behavior.purchase_history]
    use: [functional.service]
    basis: legitimate_interests
    retention: P1Y
    clause: use/reminders
promises:
  - {id: no-insurers, text: We give no insurer your data., clause: sharing, dimension: disclosure}
  - {id: breach, text: We tell you of a breach within one day., clause: safety, dimension: security}
notice:
  contact: Kestrel Cycles, 4 Mill Lane, Dover; data@kestrel.example; +44 1304 000000
  jurisdiction: [GB]
  storage_locations: [GB]
  rights: [access, erasure, objection]
  withdrawal: Open your choices from your account.
"""

V2 = """
title: {en: Privacy policy, de: Datenschutzerklärung}
controller: {id: kestrel-cycles, name: Kestrel Cycles}
language: en
effective: 2027-03-01T00:00:00+00:00
recipients:
  - {id: insurers, name: {en: Bicycle insurers, de: Fahrradversicherer}}
permissions:
  - id: repairs
    text:
      en: We use your name and your orders to repair your bicycle.
      de: Wir verwenden Ihren Namen und Ihre Aufträge, um Ihr Fahrrad zu reparieren.
    data: [user.name, user.behavior.purchase_history]
    use: [essential.service]
    basis: contract
    clause: use/repairs
  - id: reminders
    text: We remind you when your next service is due, and suggest parts that fit.
    data: [user.behavior.purchase_history]
    use: [functional.service, personalize]
    basis: legitimate_interests
    retention: P2Y
    clause: use/reminders
  - id: insurer-offers
    text:
      en: We give bicycle insurers your name and your orders so that they can make you an offer.
      de: Wir geben Fahrradversicherern Ihren Namen und Ihre Aufträge, damit sie Ihnen ein Angebot machen können.
    data: [user.name, user.behavior.purchase_history]
    use: [marketing.advertising.third_party]
    recipients: [insurers]
    basis: consent
    valid_for: P1Y
    clause: sharing
promises:
  - {id: breach, text: We tell you of a breach within three days., clause: safety, dimension: security}
weakened: [no-insurers, breach]
reopens: [reminders]
notice:
  contact: Kestrel Cycles, 4 Mill Lane, Dover; data@kestrel.example; +44 1304 000000
  jurisdiction: [GB]
  storage_locations: [GB]
  rights: [access, erasure, objection]
  withdrawal: Open your choices from your account.
"""

EN1 = """# Privacy policy of Kestrel Cycles

## Use

### Repairs

We use your name and your orders to repair your bicycle and to send you the bill.

### Reminders

We remind you when your next service is due. We keep your orders for one year for this.

## Sharing

We do not give your name or your orders to insurers.

## Safety

We tell you of a breach within one day.
"""

EN2 = """# Privacy policy of Kestrel Cycles

## Use

### Repairs

We use your name and your orders to repair your bicycle and to send you the bill.

### Reminders

We remind you when your next service is due and suggest parts that fit. We keep your orders for two years for this.

## Sharing

We give your name and your orders to bicycle insurers if you agree to it.

## Safety

We tell you of a breach within three days.
"""

DE1 = """# Datenschutzerklärung von Kestrel Cycles

## Verwendung

### Reparaturen

Wir verwenden Ihren Namen und Ihre Aufträge, um Ihr Fahrrad zu reparieren und Ihnen die Rechnung zu schicken.

### Erinnerungen

Wir erinnern Sie an die nächste Wartung. Dafür bewahren wir Ihre Aufträge ein Jahr lang auf.

## Weitergabe

Wir geben Ihren Namen und Ihre Aufträge nicht an Versicherer.

## Sicherheit

Von einer Datenpanne erfahren Sie innerhalb von 24 Stunden.
"""

DE2 = """# Datenschutzerklärung von Kestrel Cycles

## Verwendung

### Reparaturen

Wir verwenden Ihren Namen und Ihre Aufträge, um Ihr Fahrrad zu reparieren und Ihnen die Rechnung zu schicken.

### Erinnerungen

Wir erinnern Sie an die nächste Wartung und empfehlen passende Teile. Dafür bewahren wir Ihre Aufträge zwei Jahre lang auf.

## Weitergabe

Wir geben Ihren Namen und Ihre Aufträge an Fahrradversicherer, wenn Sie zustimmen.

## Sicherheit

Von einer Datenpanne erfahren Sie innerhalb von 72 Stunden.
"""

BEFORE = datetime(2026, 7, 15, 8, tzinfo=UTC)
AFTER = datetime(2027, 3, 10, 9, tzinfo=UTC)
PERSON = "rosa.lindqvist@example.net"


@dataclass
class Clock:
    """The time that a test says it is."""

    now: datetime = AFTER

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """An open gate with its clock."""

    gate: Gate
    clock: Clock
    url: str
    keys: Path

    def rows(self) -> Mapping[str, int]:
        """How many rows each table has."""
        database = self.gate.ledger.database
        tables = ("subjects", "versions", "records", "closures", "events", "consent_state", "pages", "idempotency", "leaves")
        return {table: database.read(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def publish(gate: Gate, slug: str, number: int, yaml: str, texts: Mapping[str, str]) -> None:
    """Put a version into the ledger as history, so that it may lie in the past."""
    files = {"policy.yaml": yaml.encode(), **{f"{tag}.md": text.encode() for tag, text in texts.items()}}
    policy = parse_policy(files["policy.yaml"], path="policy.yaml")
    assert policy.effective is not None
    version = Version(
        slug=slug, number=number, policy=policy, texts=texts, identity=identity_of(files), effective=policy.effective, imported=True
    )
    gate.ledger.add_version(version, files=files)


def open_house(folder: Path, *, v2: str = V2, en2: str = EN2, de2: str = DE2, url: str | None = None) -> House:
    """The shop with both versions, and what it recorded of one person before the second."""
    clock = Clock(BEFORE)
    keys = folder / "keys"
    url = url or f"sqlite:///{folder}/ledger.db"
    gate = Gate.open(url, folder, clock=clock, keys=Keys.create(keys))
    publish(gate, "privacy", 1, V1, {"en": EN1, "de": DE1})
    gate.record(PERSON, "user.name", item="customer")
    gate.record(PERSON, "user.behavior.purchase_history", item="order-1")
    publish(gate, "privacy", 2, v2, {"en": en2, "de": de2})
    clock.now = AFTER
    return House(gate, clock, url, keys)


Opener = Callable[..., House]
