"""What can go wrong between a draft and a published version.

ReleaseError
├── ReviewFileError         review.yaml is not as it must be; carries every fault at once
├── DecisionRefusedError    a decision on a change that may not stand: no such change, a tie to nothing, no reason
├── ApprovalRefusedError    this actor may not approve this draft
├── PublishRefusedError     the draft may not be published; carries every fault at once
├── AlreadyPublishedError   that version is published: somebody else was first, or it was done before
├── WithdrawRefusedError    the version has taken effect, or a later one is scheduled
└── ImportUndecidedError    an imported step relaxes the prose and nothing shows it; carries the changes
"""

from consent_gate.errors import ConsentGateError


class ReleaseError(ConsentGateError):
    """Base of what the release workflow refuses."""


class ReviewFileError(ReleaseError):
    """review.yaml has faults; `faults` lists them all, each one line."""

    def __init__(self, faults: tuple[str, ...], *, hint: str = "mend review.yaml, or delete it and decide anew") -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults


class DecisionRefusedError(ReleaseError):
    """A decision that may not stand."""


class ApprovalRefusedError(ReleaseError):
    """An approval that may not be given."""


class PublishRefusedError(ReleaseError):
    """A draft that may not be published; `faults` says everything that stands in the way."""

    def __init__(self, faults: tuple[str, ...], *, hint: str = "mend what is named and publish again") -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults


class AlreadyPublishedError(ReleaseError):
    """The version is published already; nothing was changed."""


class WithdrawRefusedError(ReleaseError):
    """The version may not be withdrawn."""


class ImportUndecidedError(ReleaseError):
    """Steps between imported versions that relax, and nothing shows it; `faults` says each, `changes` are their ids."""

    def __init__(self, faults: tuple[str, ...], *, changes: tuple[str, ...], hint: str) -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults
        self.changes = changes
