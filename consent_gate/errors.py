"""What can go wrong at the gate, in its ledger and in what is built on them.

ConsentGateError
├── ArgumentError            a wrong argument: the caller's program must change (also a ValueError)
│   ├── PolicyUnclearError   no policy was named and there is not exactly one; `policies` lists them
│   └── UnknownVersionError  no such policy or version in the ledger
├── KeysError                an installation's secret keys are missing, readable by others, short, or another ledger's
├── LedgerError              the ledger cannot do what was asked
│   ├── LedgerConflictError      somebody else was first, or a key was used again with another body; nothing was changed
│   ├── LedgerUnavailableError   the database cannot be reached, or did not answer in time
│   ├── LedgerOutdatedError      the database's tables are not those of this release
│   └── LedgerTamperedError      what is stored is not what was written
├── EvidenceError            a checkpoint, a proof or an export does not hold
├── SettingsError            the environment or reconsent.toml is not as it must be; carries every fault at once
├── DeskMissingError         the desk cannot be opened here: Streamlit or its script is missing
└── ServerStartError         a server that we started did not answer, or ended by itself
"""

from policy_versions.errors import ReconsentError


class ConsentGateError(ReconsentError):
    """Base of this package's errors; `hint` says what to do next."""


class ArgumentError(ConsentGateError, ValueError):
    """An argument that no state of the ledger could make right."""


class PolicyUnclearError(ArgumentError):
    """No policy was named, and there is not exactly one to take."""

    def __init__(self, policies: tuple[str, ...]) -> None:
        found = ", ".join(f"`{slug}`" for slug in policies) or "none"
        super().__init__(
            f"no policy was named and there is not exactly one: {found}",
            hint="name one with `policy=`" if policies else "publish a version first",
        )
        self.policies = policies


class UnknownVersionError(ArgumentError):
    """No such policy or version in the ledger."""


class KeysError(ConsentGateError):
    """Secret keys that are missing, readable by others, short or guessable, or not this ledger's."""


class LedgerError(ConsentGateError):
    """The ledger cannot do what was asked."""


class LedgerConflictError(LedgerError):
    """Somebody else was first, or an idempotency key came again with another body; nothing was changed."""


class LedgerUnavailableError(LedgerError):
    """The database cannot be reached, or did not answer in time; what was asked was not acknowledged."""


class LedgerOutdatedError(LedgerError):
    """The database's tables are not those of this release."""


class LedgerTamperedError(LedgerError):
    """What is stored is not what was written."""


class EvidenceError(ConsentGateError):
    """A checkpoint, a proof or an export does not hold."""


class DeskMissingError(ConsentGateError):
    """The desk cannot be opened here."""


class ServerStartError(ConsentGateError):
    """A server that we started did not come up, or did not stay."""


class SettingsError(ConsentGateError):
    """Settings have faults; `faults` lists them all, each one line with the variable or the file's field."""

    def __init__(self, faults: tuple[str, ...], *, hint: str = "mend what is named and start again") -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults
