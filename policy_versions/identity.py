"""What identifies a version: one digest over all that was published."""

import hashlib
from collections.abc import Mapping


def identity_of(files: Mapping[str, bytes]) -> str:
    """The SHA-256 (hex) of the sorted lines `path sha256(bytes)` of policy.yaml and every language file.

    Args:
        files: path relative to the policy's own folder (`en.md`, `policy.yaml`) to the exact bytes. review.yaml is no
            part of the identity, since it is about it.

    >>> identity_of({"en.md": b"", "policy.yaml": b""})[:16]
    'c5978fa714b1e219'
    """
    lines = sorted(f"{path} {hashlib.sha256(data).hexdigest()}\n" for path, data in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()
