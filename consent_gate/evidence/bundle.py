"""The evidence folder, as one zip: what happened, the proofs of it, and a verifier that needs nothing of ours.

Pure: entries and proofs come as values (the ledger makes them), bytes go out, the same for the same values.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib.resources import files

from consent_gate.evidence.checkpoint import PublicKey

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold; the same on every machine


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenEntry:
    """One entry of the ledger with its way to a signed root."""

    canonical: bytes
    position: int  # in the tree
    size: int  # of the tree that the proof leads to
    proof: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenCheckpoint:
    """A signed checkpoint, with the proof that it continues the one before it in the bundle (empty for the first)."""

    size: int
    note: str
    consistency: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that goes into one bundle."""

    about: str  # one line: whose events, of which time
    made_at: datetime
    entries: Sequence[ProvenEntry]
    checkpoints: Sequence[ProvenCheckpoint]
    keys: Sequence[PublicKey]
    anchors: Mapping[str, str] = field(default_factory=dict)  # where it was kept (a commit) -> signed checkpoint
    pages: Sequence[bytes] = ()
    versions: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)  # `privacy/v3` -> path -> bytes
    exports: Mapping[str, bytes] = field(default_factory=dict)  # further files for readers, as consent records


def write_bundle(evidence: Evidence) -> bytes:
    """The zip's bytes."""
    contents: dict[str, bytes] = {
        "README.txt": _readme(evidence).encode(),
        "verify.py": (files(__package__) / "offline_verifier.py").read_bytes(),
        "keys.txt": "".join(f"{key}\n" for key in evidence.keys).encode(),
        "events.jsonl": b"".join(_line(entry) for entry in evidence.entries),
        "checkpoints.json": _json(
            [{"size": c.size, "note": c.note, "consistency": [step.hex() for step in c.consistency]} for c in evidence.checkpoints]
        ),
        "anchors.json": _json(dict(evidence.anchors)),
    }
    contents.update({f"pages/{sha256(page).hexdigest()}.html": page for page in evidence.pages})
    contents.update({f"versions/{name}/{path}": data for name, held in evidence.versions.items() for path, data in held.items()})
    contents.update({f"exports/{name}": data for name, data in evidence.exports.items()})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, contents[name])
    return buffer.getvalue()


def _line(entry: ProvenEntry) -> bytes:
    proof = [step.hex() for step in entry.proof]
    row = {"index": entry.position, "size": entry.size, "canonical": entry.canonical.decode(), "proof": proof}
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _readme(evidence: Evidence) -> str:
    return f"""EVIDENCE: {evidence.about}
made {evidence.made_at:%Y-%m-%d %H:%M:%S} UTC

What this is
  A copy of entries from a ledger in which it is recorded under which version of a policy data was collected, what people
  were asked, what they were shown and what they answered. Each entry comes with a proof that it stands in the ledger
  unaltered, and the whole can be checked without the program that made it and without trusting whoever runs it.

How to check it
  1. Unpack this file into an empty folder.
  2. Run:  python3 verify.py
     It needs Python 3.9 or newer and nothing else. It says what it verified and what it cannot show, or names what is false.
     A receipt that was saved as a file is checked by  python3 verify.py RECEIPT.json
  3. Compare keys.txt with public keys that you got in another way, and take verify.py from the program's public source
     (consent_gate/evidence/offline_verifier.py). Whoever made this file could have replaced both, and then all the rest.
  4. Compare a checkpoint in anchors.json with the copy that was kept elsewhere (the policy archive's
     refs/reconsent/checkpoints, or one on a receipt given out earlier).

What is in it
  events.jsonl      {len(evidence.entries)} entries, oldest first: the exact bytes that were hashed, and the proof of each
  checkpoints.json  the signed states of the whole ledger that the proofs lead to
  anchors.json      checkpoints as they were kept outside of the ledger
  keys.txt          the public keys that signed
  pages/            the exact pages that the person was shown, named by their SHA-256 (none where this is about a period)
  versions/         the exact policy texts, with the decisions that reviewers took on each flagged change
  exports/          consent records in the standard form, for reading by machine; verify.py holds their answers, times and
                    versions against the events, and not what they say of purposes, data and names: versions/ has that

What it shows, and what it does not
  It shows that these entries were in the ledger when the checkpoints were signed, and that none of them was altered
  since. It does not show that these are all entries there are on the matter: whoever made this file chose them, and only
  the whole ledger shows what was left out. It does not show that a person read a page, that an entry was true when it was
  made, that the clock was right, or anything about the moments between the last checkpoint and now. Whoever holds the
  signing key and every copy of the checkpoints could make another history. Entries name people by pseudonyms: which person
  a pseudonym is rests on one row of the ledger that no proof covers, and those who were erased cannot be named any more.
  This is no legal advice and no claim that any law was complied with.
"""
