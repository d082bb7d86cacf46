"""Small policies, versions and clocks for tests of the gate."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from consent_gate import Gate
from policy_versions import Basis, Controller, Dimension, Duration, LocalText, Permission, Policy, Promise, Version, Weakened

START = datetime(2026, 1, 1, tzinfo=UTC)
EMAIL, ADS = "user.contact.email", "marketing.advertising"


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


def permission(name: str = "letters", basis: str = "consent", **fields: Any) -> Permission:
    """A permission for e-mail addresses and advertising, unless said otherwise; periods as ISO 8601."""
    named: dict[str, Any] = {"data": (EMAIL,), "use": (ADS,), **fields}
    for period in ("retention", "valid_for"):
        if isinstance(named.get(period), str):
            named[period] = Duration.parse(named[period])
    return Permission(id=name, text=LocalText.of(f"We may use {name}."), basis=Basis(basis), **named)


def promise(name: str = "no-sale", dimension: str = "disclosure", text: str = "We sell no data.") -> Promise:
    return Promise(id=name, text=LocalText.of(text), dimension=Dimension(dimension))


def publish(
    gate: Gate,
    clock: Clock,
    *permissions: Permission,
    policy: str = "privacy",
    at: datetime | None = None,
    wait: bool = True,
    **fields: Any,
) -> Version:
    """Publish the next version, by default an hour from now, and let it take effect."""
    number = len(gate.ledger.versions(policy)) + 1
    effective = at or clock.now + timedelta(hours=1)
    fields["weakened"] = tuple(w if isinstance(w, Weakened) else Weakened(id=w) for w in fields.get("weakened", ()))
    imported = fields.pop("imported", False)
    controller = fields.pop("controller", "mill")
    values = Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id=controller, name=LocalText.of(controller)),
        language="en",
        effective=effective,
        permissions=permissions,
        **fields,
    )
    texts: Mapping[str, str] = {"en": f"# Privacy\n\nVersion {number}.\n"}
    version = Version(
        slug=policy, number=number, policy=values, texts=texts, identity=f"{number:064x}", effective=effective, imported=imported
    )
    made = gate.ledger.add_version(version, files={"en.md": texts["en"].encode(), "policy.yaml": b"title: Privacy\n"})
    if wait and effective > clock.now:
        clock.now = effective
    return made
