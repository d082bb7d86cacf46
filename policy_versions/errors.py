"""What can go wrong with policies, their texts and their archive; and the base of the errors of all our packages.

PolicyVersionsError
├── PolicyFileError         policy.yaml (or review.yaml) is not as it must be; carries every fault at once
├── DurationError           a period is not whole years, months, weeks and days
├── TaxonomyError           a key that neither the taxonomy nor the policy knows
├── EffectiveTimeError      an effective time that is back-dated, clashing, too near or without offset
├── NoVersionInForceError   nothing was in force at that time
├── PolicyNotFoundError     no such policy, version or draft
├── ImportRefusedError      a document that cannot be read as a policy
├── NoRightError            the actor's roles do not let them do it
└── ArchiveError            the git repository that holds the policies
    ├── ArchiveConflictError    somebody else was first; nothing was changed
    └── ArchiveTamperedError    what is there is not what was published
"""

from collections.abc import Mapping


class ReconsentError(Exception):
    """Base of the errors of all our packages, each one line that tells what is the matter; `hint` says what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class PolicyVersionsError(ReconsentError):
    """Base of this package's errors."""


class PolicyFileError(PolicyVersionsError):
    """A policy file has faults; `faults` lists them all, each one line with file, line and field."""

    def __init__(self, faults: tuple[str, ...], *, hint: str = "mend the lines named and try again") -> None:
        super().__init__("; ".join(faults), hint=hint)
        self.faults = faults


class DurationError(PolicyVersionsError, ValueError):
    """A period that is not an ISO 8601 duration of whole years, months, weeks and days."""


class TaxonomyError(PolicyVersionsError, ValueError):
    """A data category, use or recipient that is not a valid key; `nearest` are valid ones that are written like it."""

    def __init__(self, message: str, *, hint: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.nearest = nearest


class EffectiveTimeError(PolicyVersionsError, ValueError):
    """An effective time that a version may not have."""


class NoVersionInForceError(PolicyVersionsError):
    """No version of the policy was in force at the time asked about."""


class PolicyNotFoundError(PolicyVersionsError):
    """No policy, version or draft of that name."""


class ImportRefusedError(PolicyVersionsError):
    """A document that cannot be taken as a policy text."""


class NoRightError(PolicyVersionsError):
    """The actor has none of the roles that it takes; nothing was changed."""


class ArchiveError(PolicyVersionsError):
    """The git repository that holds the policies cannot do what was asked."""


class ArchiveConflictError(ArchiveError):
    """Somebody else was first; nothing was changed. Where texts are at stake, both sides are carried along.

    `yours` are the files that were to be saved, `theirs` the files as they are now, by file name.
    """

    def __init__(
        self, message: str, *, hint: str = "", yours: Mapping[str, bytes] | None = None, theirs: Mapping[str, bytes] | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.yours: Mapping[str, bytes] = yours or {}
        self.theirs: Mapping[str, bytes] = theirs or {}


class ArchiveTamperedError(ArchiveError):
    """What the archive holds is not what was published."""
