"""What can go wrong while a prompt is made or answered.

PromptError
├── ReturnAddressError   the address to lead back to is none a prompt may lead to
├── TokenRefusedError    a token that is too old, not whole, or for something else
├── NotAtHandError       what a page needs would have to be worked out first, and there is no time for it
└── PageChangedError     what the answers are to is not what is pending now; nothing was saved
"""

from consent_gate.errors import ArgumentError, ConsentGateError


class PromptError(ConsentGateError):
    """Base of this package's errors."""


class ReturnAddressError(PromptError, ArgumentError):
    """An address that a prompt may not lead back to."""


class TokenRefusedError(PromptError, ArgumentError):
    """A token that opens nothing."""


class NotAtHandError(PromptError):
    """What is needed was not worked out before, and whoever asks is in a hurry."""


class PageChangedError(PromptError):
    """The page that was answered is not the one that would be shown now; nothing was saved."""
