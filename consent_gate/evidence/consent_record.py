"""Consent records for others to read: ISO/IEC TS 27560 by way of the Data Privacy Vocabulary, and Kantara receipts v1.1.

One record tells one subject's answers, past ones included, to one permission as one version words it. The fields and
which of them must be there follow the DPV guide to ISO/IEC TS 27560:2023; our JSON Schema beside this module says the
same, and a record that cannot fill one is refused rather than written short.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from consent_gate.errors import EvidenceError
from consent_gate.model import ConsentEvent, EventKind
from policy_versions.model import SELF, Basis, Permission, Policy, Version
from policy_versions.taxonomy import Taxonomy

CONFORMS_TO = "https://w3id.org/dpv/schema/dpv-27560#record"
RECEIPT_CONFORMS_TO = "https://w3id.org/dpv/schema/dpv-27560#receipt"
CONTEXT: Mapping[str, str] = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "taxonomy": "https://ethyca.github.io/fideslang/taxonomy/",
}
STATES: Mapping[EventKind, str] = {
    EventKind.REQUESTED: "dpv:ConsentRequested",
    EventKind.DEFERRED: "dpv:ConsentRequestDeferred",
    EventKind.GIVEN: "dpv:ConsentGiven",
    EventKind.REFUSED: "dpv:ConsentRefused",
    EventKind.WITHDRAWN: "dpv:ConsentWithdrawn",
}
LEGAL_BASES: Mapping[Basis, str] = {
    Basis.CONSENT: "dpv:Consent",
    Basis.CONTRACT: "dpv:Contract",
    Basis.LEGAL_OBLIGATION: "dpv:LegalObligation",
    Basis.VITAL_INTERESTS: "dpv:VitalInterest",
    Basis.PUBLIC_TASK: "dpv:PublicInterest",
    Basis.LEGITIMATE_INTERESTS: "dpv:LegitimateInterest",
}
"""DPV's own names: its terms are in the singular, and it knows a task in the public interest by that interest."""

NOTICE = {
    "contact": "privacy@shop.example",
    "jurisdiction": "[IE]",
    "storage_locations": "[IE, DE]",
    "rights": "[access, erasure]",
    "withdrawal": "https://shop.example/choices",
}
"""What a record must say of the policy's `notice`, as somebody might write it there."""

SENSITIVE = ("user.health_and_medical", "user.biometric", "user.criminal_history", "user.childrens", "user.demographic.race_ethnicity",
             "user.demographic.religious_belief", "user.demographic.political_opinion", "user.demographic.sexual_orientation")  # fmt: skip
"""The taxonomy's keys for data that GDPR articles 8 to 10 protect more; the taxonomy itself does not mark them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What one record is made of."""

    origin: str  # names the ledger
    subject: str  # the identifier the record shall show: the product's id, or the pseudonym
    version: Version  # the one whose words the person answered to
    permission: Permission
    language: str  # that the page was shown in
    events: tuple[ConsentEvent, ...]  # oldest first, all about this permission
    policy_url: str
    pressed: frozenset[int] = frozenset()  # of the events, those made by a button of a page of ours, whose bytes are kept

    @property
    def id(self) -> str:
        """The same for the same consent in every export."""
        name = f"{self.origin}/{self.subject}/{self.version.name}/{self.permission.id}"
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def consent_record(consent: Consent) -> dict[str, Any]:
    """The record as DPV JSON-LD.

    Raises:
        EvidenceError: policy.yaml lacks what a record must say; the message names the fields.
    """
    policy, permission, language = consent.version.policy, consent.permission, consent.language
    notice, taxonomy = _require_notice(consent.version), Taxonomy.of(policy.taxonomy)
    return {
        "@context": dict(CONTEXT),
        "@id": f"urn:uuid:{consent.id}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": CONFORMS_TO,
        "dct:identifier": consent.id,
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dpv:hasIdentifier": consent.subject},
        "dpv:hasNotice": {
            "@type": "dpv:PrivacyNotice",
            "@id": consent.policy_url,
            "dct:hasVersion": consent.version.name,
            "dct:identifier": consent.version.identity,
        },
        "dct:language": language,
        "dpv:hasPurpose": [_key(taxonomy, use, language) for use in permission.use],
        "dpv:hasPersonalData": [
            {**_key(taxonomy, data, language), **({"@type": "dpv:SensitivePersonalData"} if _sensitive(data) else {})}
            for data in permission.data
        ],
        "dpv:hasDataController": {
            "@type": "dpv:DataController",
            "dpv:hasIdentifier": policy.controller.id,
            "dpv:hasName": policy.controller.name.in_language(language),
            "dpv:hasContact": notice["contact"],
        },
        "dpv:hasStorageCondition": {
            "dpv:hasLocation": notice["storage_locations"],
            "dpv:hasDuration": permission.retention.iso if permission.retention else "dpv:IndeterminateDuration",
        },
        "dpv:hasJurisdiction": notice["jurisdiction"],
        "dpv:hasRecipient": [_recipient(policy, recipient, language) for recipient in permission.recipients],
        "dpv:hasConsentControl": {"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": notice["withdrawal"]},
        "dpv:hasRight": notice["rights"],
        "dpv:hasLegalBasis": LEGAL_BASES[permission.basis],
        "dpv:hasConsentEvent": [_event(consent, event) for event in consent.events],
    }


def consent_receipt(consent: Consent, *, created: datetime) -> dict[str, Any]:
    """The receipt that the person keeps: the record, and when the receipt was made."""
    return {
        "@context": dict(CONTEXT),
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": RECEIPT_CONFORMS_TO,
        "dct:identifier": str(uuid.uuid5(uuid.UUID(consent.id), created.isoformat())),
        "dct:created": created.isoformat(),
        "dpv:hasRecordOfActivity": consent_record(consent),
    }


def kantara_receipt(consent: Consent) -> dict[str, Any]:
    """The Kantara consent receipt v1.1 of the latest answer; where that is no yes, its type of consent says that there is none.

    Raises:
        EvidenceError: policy.yaml lacks what a receipt must say.
    """
    policy, permission, language = consent.version.policy, consent.permission, consent.language
    notice, taxonomy = _require_notice(consent.version), Taxonomy.of(policy.taxonomy)
    others = [_recipient(policy, r, language)["dpv:hasName"] for r in permission.recipients if r != SELF]
    purpose: dict[str, Any] = {
        "purpose": permission.text.in_language(language, policy.language),
        "consentType": _consent_type(consent, consent.events[-1]),
        "purposeCategory": [taxonomy.label(use, language) for use in permission.use],
        "piiCategory": [taxonomy.label(data, language) for data in permission.data],
        "termination": permission.retention.iso if permission.retention else "no limit stated",
        "thirdPartyDisclosure": bool(others),
    }
    if others:
        purpose["thirdPartyName"] = ", ".join(others)
    return {
        "version": "KI-CR-v1.1.0",
        "jurisdiction": ", ".join(notice["jurisdiction"]),
        "consentTimestamp": int(consent.events[-1].recorded_at.timestamp()),
        "collectionMethod": consent.events[-1].method,
        "consentReceiptID": consent.id,
        "language": language,
        "piiPrincipalId": consent.subject,
        "piiControllers": [
            {
                "piiController": policy.controller.name.in_language(language),
                "contact": notice["contact"],
                "address": {},
                "email": notice["contact"] if "@" in notice["contact"] else "",
                "phone": "",
            }
        ],
        "policyUrl": consent.policy_url,
        "services": [{"service": policy.title.in_language(language), "purposes": [purpose]}],
        "sensitive": any(map(_sensitive, permission.data)),
        "spiCat": [taxonomy.label(data, language) for data in permission.data if _sensitive(data)],
    }


def _consent_type(consent: Consent, latest: ConsentEvent) -> str:
    """Kantara's word for a consent that somebody made explicit, where the ledger knows it; else what was said, and how."""
    if latest.kind is not EventKind.GIVEN:
        return f"NONE ({latest.kind.value.upper()})"
    if consent.permission.basis is not Basis.CONSENT:
        return consent.permission.basis.value.upper()
    return "EXPLICIT" if latest.sequence in consent.pressed else f"GIVEN ({latest.method.upper()})"


def record_schema() -> dict[str, Any]:
    """Our JSON Schema of a consent record."""
    found: dict[str, Any] = json.loads((files(__package__) / "schemas" / "consent-record.schema.json").read_text(encoding="utf-8"))
    return found


def _event(consent: Consent, event: ConsentEvent) -> dict[str, Any]:
    valid_for = consent.permission.valid_for
    return {
        "@type": "dpv:ConsentStatus",
        "dct:identifier": str(event.sequence),
        "dpv:isIndicatedAtTime": event.recorded_at.isoformat(),
        "dpv:hasDuration": valid_for.iso if valid_for and event.kind is EventKind.GIVEN else "dpv:IndeterminateDuration",
        "dpv:isIndicatedBy": _indicated_by(consent, event),
        "dpv:hasLegalBasis": _expressed(consent, event),
        "dpv:hasConsentStatus": STATES[event.kind],
        "dpv:hasIndicationMethod": event.method,
    }


def _indicated_by(consent: Consent, event: ConsentEvent) -> str:
    """Who expressed it: a request is the controller's, not the person's."""
    if event.actor is not None:
        return event.actor.id
    return consent.version.policy.controller.id if event.kind is EventKind.REQUESTED else consent.subject


def _expressed(consent: Consent, event: ConsentEvent) -> str:
    """How a consent was expressed, as far as the ledger knows; where none was, the basis that was asked about, answered or objected to.

    DPV calls a consent *explicitly expressed* by an action that conveys nothing but the consent: a button of our page. That
    somebody said yes to what they were shown elsewhere is *expressed*. Of a yes without any page, as one from another
    system, the ledger does not know how it came about.
    """
    basis = consent.permission.basis
    if event.kind is not EventKind.GIVEN or basis is not Basis.CONSENT or event.page is None:
        return LEGAL_BASES[basis]
    return "dpv:ExplicitlyExpressedConsent" if event.sequence in consent.pressed else "dpv:ExpressedConsent"


def _require_notice(version: Version) -> dict[str, Any]:
    notice = version.policy.notice
    found = {
        "contact": str(notice.contact or ""),
        "jurisdiction": list(notice.jurisdiction),
        "storage_locations": list(notice.storage_locations),
        "rights": list(notice.rights),
        "withdrawal": str(notice.withdrawal or ""),
    }
    missing = [field for field, value in found.items() if not value]
    if missing:
        wanted = ", ".join(f"{field}: {NOTICE[field]}" for field in missing)
        raise EvidenceError(
            f"the policy.yaml of `{version.name}` does not say {', '.join(f'notice.{field}' for field in missing)}",
            hint=f"a consent record must: put, in words of your own, `notice: {{{wanted}}}` into the policy.yaml of the next draft; "
            "what is answered under that version can be exported",
        )
    return found


def _key(taxonomy: Taxonomy, key: str, language: str) -> dict[str, str]:
    return {"@id": f"taxonomy:{key}", "skos:prefLabel": taxonomy.label(key, language)}


def _recipient(policy: Policy, recipient: str, language: str) -> dict[str, str]:
    names = {SELF: policy.controller.name, **{r.id: r.name for r in policy.recipients}}
    named: Sequence[str] = [known for known in names if recipient == known or recipient.startswith(known + ".")]
    name = names[max(named, key=len)].in_language(language) if named else recipient
    return {"dpv:hasIdentifier": recipient, "dpv:hasName": name}


def _sensitive(data: str) -> bool:
    return any(data == key or data.startswith(key + ".") for key in SENSITIVE)
