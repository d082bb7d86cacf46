"""What can go wrong at the gate, its ledger, its evidence and its pages.

ConsentGateError
├── SettingsError           the environment or reconsent.toml is not as it must be; carries every fault at once
├── KeysError               a key file is missing, readable by others, short or guessable
├── DeskMissingError        the desk cannot be opened here: Streamlit or its script is missing
└── ServerStartError        a server that we started did not answer, or ended by itself
EvidenceError (a ConsentGateError): a checkpoint, proof or export that does not hold
"""


class ConsentGateError(Exception):
    """Base of this package's errors; `hint` says what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SettingsError(ConsentGateError):
    """Settings have faults; `faults` lists them all, each one line with the variable or the file's field."""

    def __init__(self, faults: tuple[str, ...], *, hint: str = "mend what is named and start again") -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults


class KeysError(ConsentGateError):
    """A key file cannot be used."""


class DeskMissingError(ConsentGateError):
    """The desk cannot be opened here."""


class ServerStartError(ConsentGateError):
    """A server that we started did not come up, or did not stay."""


class EvidenceError(ConsentGateError):
    """A checkpoint, a proof or an export does not hold."""
