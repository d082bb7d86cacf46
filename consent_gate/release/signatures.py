"""Approvals signed with an SSH key: how a person at a command line shows who they are.

The organisation keeps a file of allowed signers, in OpenSSH's format, outside of the archive: whoever may write a draft must
not be able to name themselves in it. The signature is over the policy and the identity approved, and stands with the approval.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from consent_gate.release.errors import ApprovalRefusedError
from policy_versions.model import Actor, ActorSource
from policy_versions.names import check_actor

NAMESPACE = "approval@reconsent"
"""Keeps a signature made for anything else from counting as an approval."""

_SECONDS = 30


def statement(policy: str, identity: str) -> bytes:
    """What is signed."""
    return f"I approve this version.\npolicy: {policy}\nidentity: {identity}\n".encode()


def sign(policy: str, identity: str, key: Path) -> str:
    """Sign an approval with an SSH key; where it is held by an agent, `key` may be its public half.

    Raises:
        ApprovalRefusedError: the key cannot be used.
    """
    done = _ssh_keygen("-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute()), given=statement(policy, identity))
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ApprovalRefusedError(f"`{key}` cannot sign: {said[-1] if said else 'ssh-keygen failed'}", hint="name a private SSH key")
    return done.stdout.decode("ascii")


def signer(policy: str, identity: str, signature: str, who: str, allowed_signers: Path) -> Actor:
    """The actor `who`, known by a signature of a key that is theirs by the file of allowed signers.

    Raises:
        ApprovalRefusedError: the signature is not by a key of theirs, or not over this approval.
    """
    actor = check_actor(Actor(who, ActorSource.SSH_SIGNATURE))
    if not allowed_signers.is_file():
        raise ApprovalRefusedError(f"there is no file of allowed signers `{allowed_signers}`", hint="name it in RECONSENT_ALLOWED_SIGNERS")
    with tempfile.TemporaryDirectory(prefix="reconsent-") as folder:
        file = Path(folder) / "approval.sig"
        file.write_text(signature, encoding="ascii")
        told = ("-n", NAMESPACE, "-f", str(allowed_signers.absolute()), "-I", who, "-s", str(file))
        done = _ssh_keygen("-Y", "verify", *told, given=statement(policy, identity))
    if done.returncode != 0:
        raise ApprovalRefusedError(
            f"the signature is not by a key of `{who}`",
            hint=f"have the public key added to `{allowed_signers}`, with `{who}` as its principal",
        )
    return actor


def _ssh_keygen(*arguments: str, given: bytes) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ApprovalRefusedError("ssh-keygen is not installed", hint="install OpenSSH's client, or approve at the desk")
    try:
        return subprocess.run([program, *arguments], input=given, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - fixed program
    except subprocess.TimeoutExpired:
        raise ApprovalRefusedError(
            "ssh-keygen did not end in time", hint="use a key without passphrase, or one that an agent holds"
        ) from None
