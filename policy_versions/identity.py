"""What identifies a version: one digest over all that was published."""

import hashlib
from collections.abc import Mapping

from policy_versions.names import POLICY_FILE, language_of


def identity_of(files: Mapping[str, bytes]) -> str:
    """The SHA-256 (hex) of the sorted lines `path sha256(bytes)` of policy.yaml and every language file.

    Args:
        files: path relative to the policy's own folder (`en.md`, `policy.yaml`) to the exact bytes. review.yaml is no
            part of the identity, since it is about it; `identified` leaves it out.

    >>> identity_of({"en.md": b"", "policy.yaml": b""})[:16]
    'c5978fa714b1e219'
    """
    lines = sorted(f"{path} {hashlib.sha256(data).hexdigest()}\n" for path, data in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def identified(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of a policy's files that its identity covers: policy.yaml and every language file.

    >>> sorted(identified({"en.md": b"", "policy.yaml": b"", "review.yaml": b""}))
    ['en.md', 'policy.yaml']
    """
    return {name: data for name, data in files.items() if name == POLICY_FILE or language_of(name) is not None}
