"""The addresses in a prompt's link: where the pages are, and where they lead back to."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from consent_gate.errors import ArgumentError
from consent_gate.prompts.errors import ReturnAddressError


def checked_public_url(url: str) -> str:
    """What browsers call the prompt pages, without a slash at its end.

    Raises:
        ArgumentError: it is no whole address, or others could read a link on its way.
    """
    parts = _split(url)
    if parts is None or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        raise ArgumentError("the address of the prompt pages is none", hint="give what browsers call them, as https://privacy.example.org")
    if parts.scheme == "http" and not _is_loopback(parts):
        raise ArgumentError(
            "the address of the prompt pages must be https: whoever reads a link on its way can answer for the person",
            hint="serve the prompt pages over https",
        )
    return url.rstrip("/")


def check_return_address(address: str, hosts: tuple[str, ...]) -> None:
    """Refuse an address that a prompt may not lead back to.

    Raises:
        ReturnAddressError: it is no https address, names a user, or is at none of `hosts`.
    """
    parts, example = _split(address), "give the whole address, as https://shop.example.org/account"
    if parts is None:
        raise ReturnAddressError("the address to lead back to is none", hint=example)
    loopback = _is_loopback(parts)
    if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
        raise ReturnAddressError("the address to lead back to is no https address", hint=example)
    if "@" in address or any(ord(c) <= 32 for c in address):
        raise ReturnAddressError(
            "the address to lead back to names a person or is not whole", hint="an address in a link must hold no personal data"
        )
    if parts.hostname not in hosts and not loopback:
        raise ReturnAddressError(f"a prompt may not lead back to `{parts.hostname}`", hint="add the host to RECONSENT_RETURN_HOSTS")


def place_of(return_to: str) -> str:
    """What a page calls the place it leads back to: its host."""
    return urlsplit(return_to).hostname or "" if return_to else ""


def _split(address: str) -> SplitResult | None:
    """The parts of an address that names a host; None where it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _is_loopback(parts: SplitResult) -> bool:
    try:
        return parts.hostname == "localhost" or ipaddress.ip_address(str(parts.hostname)).is_loopback
    except ValueError:
        return False
