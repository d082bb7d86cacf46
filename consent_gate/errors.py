"""What can go wrong at the gate, in its ledger and in what is built on them.

ConsentGateError
├── ArgumentError            a wrong argument: the caller's program must change (also a ValueError)
│   └── PolicyUnclearError   no policy was named and there is not exactly one; `policies` lists them
├── UnknownVersionError      no such policy or version in the ledger
├── KeysError                an installation's secret keys are missing, readable by others, short, or another ledger's
├── LedgerError              the ledger cannot do what was asked
│   ├── LedgerConflictError      somebody else was first, or a key was used again with another body; nothing was changed
│   ├── LedgerUnavailableError   the database cannot be reached, or did not answer in time
│   ├── LedgerOutdatedError      the database's tables are not those of this release
│   └── LedgerTamperedError      what is stored is not what was written
├── PromptError              a prompt, its link or its page cannot be used
├── ReleaseError             a draft cannot be reviewed, approved or published as it is
├── EvidenceError            evidence that cannot be made or does not hold
└── SettingsError            settings that cannot be used; `faults` lists them all
"""


class ConsentGateError(Exception):
    """Base of this package's errors; `hint` says what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


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


class UnknownVersionError(ConsentGateError):
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


class PromptError(ConsentGateError):
    """A prompt, its link or its page cannot be used."""


class ReleaseError(ConsentGateError):
    """A draft cannot be reviewed, approved or published as it is."""


class EvidenceError(ConsentGateError):
    """Evidence that cannot be made, or does not hold."""


class SettingsError(ConsentGateError):
    """Settings that cannot be used; `faults` lists them all, each one line."""

    def __init__(self, faults: tuple[str, ...], *, hint: str = "mend reconsent.toml or the environment") -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults
