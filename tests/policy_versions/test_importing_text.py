"""Documents taken as policies: plain text, flattened pages, Markdown, HTML."""

import io
import re
import zipfile
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_versions.errors import ImportRefusedError
from policy_versions.importers import MAX_BYTES, import_text
from policy_versions.importers.dates import date_in_name, effective_in
from policy_versions.importers.flattened import take_apart
from policy_versions.importers.plain import escaped

# What a browser's text of a whole page can look like: menus, then everything in one line.
FLATTENED = """\
https://www.example.net/privacy
HOME
TOURS
BOATS FOR HIRE
SIGN IN
MY TRIPS
HARBOUR NOTICE
PRIVACY NOTICEEFFECTIVE DATE: JUNE 3, 2019WELCOME ABOARDThis notice tells what KAYAKO Ltd. ("KAYAKO") does with what it knows about you. \
It holds for https://kayako.example and for our boats. If you row with KAYAKO, you agree.WHAT DO WE WRITE DOWN?We write down:Your name and \
your e-mail address, such as a@b.example.Which boats you took, e.g. a canoe.When you came back "on time".KAYAKO keeps no list of those who \
swim. We ask nobody for their weight.WHO READS ITKAYAKO does not sell the log. The U.S. Coast Guard may read it (see the law). \
Nobody else does.LANTERNSA lantern on each boat tells us where it is. Lanterns of KAYAKO forget after a week.HOW LONGWe keep the log for 2 \
years.
Chat
Follow us
Back to top
"""


def test_a_flattened_page_becomes_clean_markdown():
    found = import_text(FLATTENED.encode(), "page.txt")
    assert (
        found.markdown
        == """\
# PRIVACY NOTICE

EFFECTIVE DATE: JUNE 3, 2019

## WELCOME ABOARD

This notice tells what KAYAKO Ltd. ("KAYAKO") does with what it knows about you. It holds for https://kayako.example and for our boats. \
If you row with KAYAKO, you agree.

## WHAT DO WE WRITE DOWN?

We write down:

- Your name and your e-mail address, such as a@b.example.
- Which boats you took, e.g. a canoe.
- When you came back "on time".

KAYAKO keeps no list of those who swim. We ask nobody for their weight.

## WHO READS IT

KAYAKO does not sell the log. The U.S. Coast Guard may read it (see the law). Nobody else does.

## LANTERNS

A lantern on each boat tells us where it is. Lanterns of KAYAKO forget after a week.

## HOW LONG

We keep the log for 2 years.
"""
    )
    assert found.title == "PRIVACY NOTICE"
    assert found.effective == datetime(2019, 6, 3, tzinfo=UTC)
    assert found.dropped == (
        "https://www.example.net/privacy", "HOME", "TOURS", "BOATS FOR HIRE", "SIGN IN", "MY TRIPS", "HARBOUR NOTICE",
        "Chat", "Follow us", "Back to top",
    )  # fmt: skip


TITLED = """\
Sail Club Privacy NoticeLast updated: 4 April 2023Who we areThe club keeps boats. We are found at the pier, and \
we use SailLog to note trips. Our members know SailLog well.What we noteWe note your name. We note the boat that you take, and when it is \
back (if it is back). You may read it all.How long we keep itWe keep the list for a year. The list is burnt after that. You may watch.\
Who reads itThe harbour reads the list when a boat is late. Nobody else reads it, and we hand it to nobody.
"""


def test_headings_in_ordinary_letters_are_told_from_the_sentences_glued_to_them():
    found = import_text(TITLED.encode(), "page.txt")
    headings = re.findall(r"^#+ .+$", found.markdown, re.MULTILINE)
    assert headings == ["# Sail Club Privacy Notice", "## Who we are", "## What we note", "## How long we keep it", "## Who reads it"]
    assert "we use SailLog to note trips. Our members know SailLog well." in found.markdown
    assert found.effective == datetime(2023, 4, 4, tzinfo=UTC)


@given(st.lists(st.sampled_from(FLATTENED.replace("\n", " ").split(" ")), min_size=30, max_size=150))
def test_no_word_of_any_glued_line_is_lost(words):
    line = "".join(word if number % 3 else f"{word} " for number, word in enumerate(words))
    taken = "".join(block.text for block in take_apart(line))
    assert re.sub(r"\s", "", taken) == re.sub(r"\s", "", line)


def test_no_word_of_a_real_flattened_page_is_lost(corpus):
    data = (corpus / "seed/joor-privacy-policy-2018.txt").read_bytes()
    found = import_text(data, "page.txt")

    def bare(text: str) -> str:
        return re.sub(r"[\s\\#]|^- ", "", text, flags=re.MULTILINE)

    page = max(data.decode().splitlines(), key=len)
    assert bare(found.markdown) == bare(page)
    headings = re.findall(r"^## (.+)$", found.markdown, re.MULTILINE)
    assert len(headings) == 16
    assert all(one.isupper() and len(one) < 80 for one in headings)
    assert found.effective == datetime(2018, 5, 12, tzinfo=UTC)
    assert len(found.markdown.split("\n- ")) > 15
    assert len(found.dropped) > 20


@pytest.mark.soak
def test_no_word_of_a_real_policy_is_lost_with_its_line_breaks(corpus, scale):
    """Real policies run together as a page's text is, then taken apart: all words stay, and what is marked is a part of the page."""
    for document in sorted(corpus.glob("bench/dev/*/new.md"))[: scale(200)]:
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", document.read_text(encoding="utf-8"))
        page = "".join(re.sub(r"^\s*(?:#+|[-*+]|=+|-+)\s*|[*_`\\\\]", "", line).strip() for line in shown.splitlines())
        page = " ".join(page.split())
        if len(page) < 2000:
            continue
        found = import_text(f"Home\nShop\nNews\nSign in\nHelp\n{page}\nChat\n".encode(), "page.txt")
        bare = re.sub(r"[\s\\#]|^- ", "", found.markdown, flags=re.MULTILINE)
        assert bare == re.sub(r"[\s\\#]", "", page), document.parent.name
        assert found.dropped == ("Home", "Shop", "News", "Sign in", "Help", "Chat"), document.parent.name


def test_plain_text_keeps_headings_lists_and_the_address_at_the_end():
    text = """\
Privacy Notice
Last updated: 4 May 2021

1. What we keep

We keep your name and the times
at which you came, for as long
as you are a member.

We keep:
- your name
* your
  locker number
(a) your card

2. Questions

Write to us at any time you like.

Corner Pool Ltd.
12 Water Lane
pool@example.org
"""
    found = import_text(text.encode(), "a.txt")
    assert (
        found.markdown
        == """\
# Privacy Notice

Last updated: 4 May 2021

## 1. What we keep

We keep your name and the times at which you came, for as long as you are a member.

We keep:

- your name
- your locker number
- (a) your card

## 2. Questions

Write to us at any time you like.

Corner Pool Ltd.

12 Water Lane

pool@example.org
"""
    )
    assert found.dropped == ()
    assert found.effective == datetime(2021, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "words", ["*no* star", "a_b", "_x_", "<b>", "[a](b)", "# no heading", "1. no list", "- no item", "`c`", "a\\b", "+ x", "> y", "==="]
)
def test_plain_words_stay_plain_in_markdown(words):
    import mistune

    shown = mistune.create_markdown(renderer="ast")(escaped(words))
    assert [block["type"] for block in shown] == ["paragraph"]
    assert "".join(child["raw"] for child in shown[0]["children"]) == words


def test_markdown_is_kept_as_it_is_but_for_front_matter():
    found = import_text(
        b"\xef\xbb\xbf---\ntitle: Pool rules\neffective: 2020-02-29\n---\n\n# Pool\r\n\nWe *keep* names.  \n\n\nAnd <b>times</b>.", "a.md"
    )
    assert found.markdown == "# Pool\n\nWe *keep* names.  \n\n\nAnd <b>times</b>.\n"
    assert found.dropped == ("title: Pool rules", "effective: 2020-02-29")
    assert (found.title, found.effective) == ("Pool", datetime(2020, 2, 29, tzinfo=UTC))


PAGE = b"""<!doctype html><html lang=en><head><title>Pool - Privacy</title>
<style>p{}</style><script>var x = "<p>no</p>";</script></head><body>
<a class="skip-link" href="#m">Skip to content</a><header><img alt=logo></header><nav>
<ul><li><a href=/>Home<li><a href=/swim>Swim</ul></nav>
<div class="cookie-banner">We use cookies <button>OK</button></div>
<main id=m><h1>Privacy at the pool</h1><p>Effective <b>1 March 2022</b>. We &amp; you. <i>Care</i> is taken.
<h2>What we keep</h2><p>We keep:<ul><li>your name
<li>when you came:<ul><li>the day</li><li>the hour</li></ul></li>
<li><p>one</p><p>two</p></li></ul><ol start=3><li>third<li>fourth</ol>
<table><thead><tr><th>What<th>Why</thead><tr><td>Name<td>Lists | doors<tr><td>Hour</table>
<p>1. is not a list, <a href="javascript:alert(1)">this</a> is no link,
<a href="/more_of_it">that</a> is.<br>Next line.</p>
<p hidden>secret</p>
<div style="display: none">secret too</div><form><input value=x><label>Your mail</label></form>
<blockquote><p>Said once.</p></blockquote><p>Read on:
<script>alert(1)</script>&lt;done&gt;</p></main>
<footer><p>Pool Ltd, <a href=/imprint>imprint</a></p></footer></body></html>"""


def test_a_web_page_becomes_the_markdown_of_its_main_text():
    found = import_text(PAGE, "page.html")
    assert (
        found.markdown
        == """\
# Privacy at the pool

Effective **1 March 2022**. We & you. *Care* is taken.

## What we keep

We keep:

- your name
- when you came:
  - the day
  - the hour
- one

  two

3. third
4. fourth

| What | Why |
| --- | --- |
| Name | Lists \\| doors |
| Hour |   |

1\\. is not a list, this is no link, [that](/more_of_it) is.\\
Next line.

> Said once.

Read on: \\<done\\>
"""
    )
    assert found.title == "Privacy at the pool"
    assert found.effective == datetime(2022, 3, 1, tzinfo=UTC)
    left_out = " ".join(found.dropped)
    for words in ("Home", "Swim", "We use cookies", "secret", "secret too", "Your mail", "imprint"):
        assert words in left_out


@pytest.mark.soak
def test_no_word_of_a_real_page_is_lost(corpus, scale):
    """Real policies as web pages, and what the import makes of them as a page again: the same words in the same order."""
    import mistune

    page = mistune.create_markdown(escape=True, plugins=["table"])

    def words(shown: str) -> str:
        return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", shown)).replace("\u200b", ""))

    for document in sorted(corpus.glob("bench/dev/*/new.md"))[: scale(230)]:
        shown = page(document.read_text(encoding="utf-8"))
        found = import_text(f"<nav>Menu</nav><main>{shown}</main>".encode(), "page.html")
        assert words(page(found.markdown)) == words(shown), document.parent.name
        assert found.dropped == ("Menu",)


def test_emphasis_is_kept_only_where_markdown_sees_it():
    page = "<p>a<b>b</b>c <b>d</b><b>e</b> <i>f</i>. (<b>g</b>) <b>h.</b>i <em><b>j</b></em> 2 * 3 <b></b> x_y __ <i>k</i><b>l</b>"
    assert import_text(page.encode(), "a.html").markdown == "a**b**c **de** *f*. (**g**) h.i *j* 2 \\* 3 x_y \\_\\_ *k*l\n"


def test_a_list_of_links_that_belongs_to_the_text_stays():
    links = "".join(f"<li><a href=/{name}>{name}</a>" for name in ("Oslo", "Bergen", "Narvik", "Molde"))
    page = f"<body><ul>{links}</ul><p>We have boats in:</p><ul>{links}</ul><p>All of them float.</p>"
    found = import_text(page.encode(), "a.html")
    assert found.dropped == ("Oslo Bergen Narvik Molde",)
    assert "- [Oslo](/Oslo)\n- [Bergen](/Bergen)" in found.markdown


def test_a_page_without_main_loses_only_its_navigation():
    links = b"".join(b"<li><a href=/%d>%s</a>" % (n, word) for n, word in enumerate([b"One", b"Two", b"Three", b"Four"]))
    page = b"<body><ul>" + links + b"</ul><div>We keep your name.</div>"
    found = import_text(page, "x.htm")
    assert found.markdown == "We keep your name.\n"
    assert found.dropped == ("One Two Three Four",)


def test_a_form_around_a_whole_policy_is_no_furniture():
    page = b"<body><form><h1>Terms</h1>" + b"<p>We keep the names of all who swim here. They may ask for them.</p>" * 60 + b"</form>"
    assert import_text(page, "x.html").markdown.count("We keep the names") == 60


def test_html_is_told_by_its_first_bytes_where_the_name_says_nothing():
    assert import_text(b"<!-- saved -->\n<!DOCTYPE html><p>We keep names.", "page").markdown == "We keep names.\n"


def stored(name: str, content: bytes) -> bytes:
    """A zip file that begins with this member, as documents of other word processors do."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.md", "`a.md` is empty"),
        (b" \n\t\n", "a.txt", "`a.txt` holds no text"),
        (b"\x00\x01\x02", "a.txt", "`a.txt` is a binary file"),
        (b"\x01\x02\x03\x04\x05\x06" * 50, "a.md", "`a.md` is a binary file"),
        (b"%PDF-1.7 ...", "a.pdf", "`a.pdf` is a PDF, and that is not read"),
        (b"\r\n%PDF-1.7 ...", "a.docx", "`a.docx` is a PDF, whatever its name says, and that is not read"),
        (b"x", "a.doc", "`a.doc` is a Word document of the old kind, and"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "`a.docx` is a Word document of the old kind, whatever its name says"),
        (b"{\\rtf1\\ansi Privacy}", "a.docx", "`a.docx` is an RTF document, whatever its name says"),
        (stored("mimetype", b"application/vnd.oasis.opendocument.text"), "a.docx", "`a.docx` is an OpenDocument text, whatever"),
        (stored("mimetype", b"application/epub+zip"), "a.zip", "`a.zip` is an e-book, whatever"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "more than"),
        (b"<html><nav>Menu</nav></html>", "a.html", "`a.html` holds no text of a policy"),
        (b"PK\x03\x04garbage", "a.docx", "`a.docx` is no DOCX file"),
        (b"plain words", "a.docx", "`a.docx` is no DOCX file"),
        (b"\x81\x8d\x8f", "a.txt", "`a.txt` is not UTF-8"),
    ],
)
def test_what_is_no_policy_gets_one_clear_line(data, name, told):
    with pytest.raises(ImportRefusedError) as caught:
        import_text(data, name)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_other_encodings_are_read():
    assert import_text("We keep your name – always.".encode("utf-16"), "a.txt").markdown == "We keep your name – always.\n"
    assert import_text("We keep your name – always.".encode("cp1252"), "a.txt").markdown == "We keep your name – always.\n"


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        found = import_text(data, name)
    except ImportRefusedError:
        return
    assert found.markdown.endswith("\n")


@given(st.text(alphabet="<>/abph1ultdr =\"'&;\n-!", max_size=120))
def test_any_tag_soup_is_read_or_refused(soup):
    try:
        found = import_text(f"<html><body>keep {soup}".encode(), "a.html")
    except ImportRefusedError:
        return
    assert "\n\n\n" not in found.markdown


def test_deep_nesting_costs_nothing():
    assert import_text(b"<div>" * 50_000 + b"We keep names.", "a.html").markdown == "We keep names.\n"
    assert "deep" in import_text(b"<ul><li>" * 5_000 + b"deep", "a.html").markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effective date: May 12, 2018", (2018, 5, 12)),
        ("EFFECTIVE AS OF 1st of June 2020", (2020, 6, 1)),
        ("This notice takes effect on 2021-02-28.", (2021, 2, 28)),
        ("Gültig ab dem 3. März 2019", (2019, 3, 3)),
        ("en vigueur le 1er août 2022", (2022, 8, 1)),
        ("Última actualización: 7 de enero de 2023", (2023, 1, 7)),
        ("Last updated: 25/12/2020", (2020, 12, 25)),
        ("Last updated: 12/25/2020", (2020, 12, 25)),
        ("Stand: 05.06.2018", (2018, 6, 5)),
        ("Last updated: 05/06/2018", None),
        ("effective: 2021-02-30", None),
        ("We were founded on May 12, 2018.", None),
        ("Last updated 1 May 2019. Effective 1 June 2019.", (2019, 6, 1)),
        ("x" * 5000 + " effective May 12, 2018 " + "x" * 5000, None),
        ("x" * 9000 + " Effective May 12, 2018", (2018, 5, 12)),
    ],
)
def test_the_date_a_policy_names_is_found(text, expected):
    assert effective_in(text) == (datetime(*expected, tzinfo=UTC) if expected else None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("privacy-2021-05-04.md", datetime(2021, 5, 4, tzinfo=UTC)),
        ("20190301_terms.html", datetime(2019, 3, 1, tzinfo=UTC)),
        ("2020-02-29T12-30-15Z.txt", datetime(2020, 2, 29, 12, 30, 15, tzinfo=UTC)),
        ("2021-13-01.md", None),
        ("v12.md", None),
        ("1202105041.md", None),
    ],
)
def test_the_date_in_a_file_name_is_found(name, expected):
    assert date_in_name(name) == expected
