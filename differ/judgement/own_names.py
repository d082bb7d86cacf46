"""Finds how a text says of whom it is, be it of a company that most policies name as another: "Welcome to Acme"."""

import re
from collections.abc import Iterator

_NAME = r"(?P<name>[A-Z][\w&-]*)"
_PATTERNS = (
    (
        ("At ", "By using ", "By visiting ", "By joining ", "Thank you for ", "Welcome to "),
        (
            rf"(?:^|(?<=[.!?]\s))(?:At|By\s(?:using|visiting|joining)|Thank\syou\sfor\s(?:using|visiting|choosing|joining)|Welcome\sto)\s{_NAME}"
            r"(?:['’]s\s\w+)?(?=[!,.]|\s(?:we|our)\b)"
        ),
    ),
    (
        (" describes ", " explains ", " sets out ", " governs ", " tells you "),
        (
            r"(?:^|(?<=[.!?]\s))(?:This|Our|The\sfollowing)\s(?:[Pp]rivacy\s|[Cc]ookie\s)?(?:[Pp]olicy|[Nn]otice|[Ss]tatement)\s"
            rf"(?:describes|explains|sets\sout|governs|tells\syou)\s(?:how\s)?{_NAME}(?:['’]s)?(?=\s[a-z])"
        ),
    ),
    (
        (" user", " member", " customer", " subscriber"),
        rf"\b(?:become|becoming|as|are)\san?\s{_NAME}\s(?:user|member|customer|subscriber)\b",
    ),
    (
        (" Policy", " Notice", " Statement", " Principles"),
        rf"^{_NAME}\s(?:Online\s)?(?:Privacy|Cookie)\s(?:Policy|Notice|Statement|Principles)\b",
    ),
)
_OWN = tuple((marks, re.compile(pattern)) for marks, pattern in _PATTERNS)


def names_its_own(text: str) -> Iterator[str]:
    """The names of whose text it is, by what a clause of it says.

    >>> list(names_its_own("Welcome to Acme!")), list(names_its_own("To become an Acme user, write to us."))
    (['Acme'], ['Acme'])
    >>> list(names_its_own("We share data with Acme.")), list(names_its_own("We use Acme, as most do."))
    ([], [])
    """
    for marks, pattern in _OWN:
        if any(map(text.__contains__, marks)):
            yield from (match["name"] for match in pattern.finditer(text))
