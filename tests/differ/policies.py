"""Policies to compare, drawn at random: sections, paragraphs, lists and tables from sentences of several trades."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

SENTENCES = (
    "The bakery keeps your phone number until the cake has been collected.",
    "We never lend the guest book to anybody outside of the hotel.",
    "Our vets may show X-rays to the laboratory that examines them.",
    "With your consent, the choir prints your name in the programme.",
    "The library deletes loan records 30 days after a book came back.",
    "Drivers see the street and house number, but not the name on the bell.",
    "You can ask the gardener at any time what is noted about your garden.",
    "We do not sell the list of subscribers, and no advertiser receives it.",
    "Payments are handled by Mint Row Ltd., which keeps card numbers for us.",
    "The clinic shares appointments with your insurer only where the law requires it.",
    "Photographs of the school play are shown to parents of the pupils in it.",
    "If you win the raffle, your first name is read out (see Sec. 4.2).",
    "Camera pictures are overwritten after 72 hours, e.g. on the next Monday.",
    "The swimming club tells you by letter two weeks before this page changes.",
    "Staff sign a promise to keep what they hear at the counter to themselves.",
    "We use the boat's position to send help, and for nothing else.",
)
ITEMS = (
    "the name on the order",
    "the address the parcel goes to",
    "how often the door was opened",
    "the size of the shoe",
    "the colour of the bicycle",
    "your date of birth, where the film is for adults",
    "the plate of the van",
    "which seat was booked",
)
TITLES = ("What we note", "Who sees it", "How long it is kept", "Your say", "Visitors", "The workshop", "Members", "Deliveries")


@dataclass(frozen=True)
class Section:
    """A heading, paragraphs of sentences, and a list under the last of them."""

    title: str
    paragraphs: tuple[tuple[str, ...], ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Sections, each with a title of its own; no sentence occurs twice."""

    sections: tuple[Section, ...]

    def markdown(self, *, bullet: str = "-", setext: bool = False, width: int = 0) -> str:
        """The policy as Markdown, in one of the ways people write it."""
        parts: list[str] = []
        for section in self.sections:
            parts.append(f"{section.title}\n{'-' * len(section.title)}" if setext else f"## {section.title}")
            parts += [wrapped(" ".join(paragraph), width) for paragraph in section.paragraphs]
            if section.items:
                parts.append("Noted are:")
                parts.append("\n".join(f"{bullet} {item}" for item in section.items))
        return "\n\n".join(parts) + "\n"

    def moved(self, section: int, to: int) -> "Policy":
        """The policy with one section in another place."""
        sections = list(self.sections)
        sections.insert(to, sections.pop(section))
        return replace(self, sections=tuple(sections))


def wrapped(text: str, width: int) -> str:
    """Text in lines of at most about `width` characters; 0 leaves it in one."""
    if not width:
        return text
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Two to five sections."""
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=5, unique=True))
    sentences = draw(st.permutations(SENTENCES))
    items = draw(st.permutations(ITEMS))
    sections = []
    at = 0
    for number, title in enumerate(titles):
        paragraphs = []
        for _ in range(draw(st.integers(1, 2))):
            size = draw(st.integers(1, 2))
            if at + size <= len(sentences):
                paragraphs.append(tuple(sentences[at : at + size]))
                at += size
        some = tuple(items[number * 2 : number * 2 + 2]) if draw(st.booleans()) and number < 4 else ()
        sections.append(Section(title, tuple(paragraphs), some))
    return Policy(tuple(sections))


WORDS = st.lists(
    st.sampled_from("we may not share sell 30 300 days , . ; (a) data with us and or ~~ 1.5 don't “name” — %".split()), max_size=60
).map(" ".join)
"""Texts of few words, so that two of them have much in common."""

MARKDOWN = st.lists(
    st.sampled_from(
        ["# ", "- ", "1. ", "> ", "| a | b |\n", "|---|---|\n", "**bold** ", "`code` ", "[link](x) ", "<b>", "<Lab Chief>",
         "<!-- c -->", "~~gone~~ ",
         "\n", "\n\n", "    ", "word ", "We keep it. ", "===\n", "---\n", "\\", "&amp; ", "\t", "\r\n", "\u200b", "```\n", "[^1]: ",
         "[a]: b\n", "\x00", "é ", "<div>\n", "</div>\n", "* * *\n", "![i](u) ", "2\\. ", "<!--", "_a_"]
    ),
    max_size=40,
).map("".join)  # fmt: skip
"""Pieces of Markdown in any order."""
