"""YAML as people mean it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_versions.errors import PolicyFileError
from policy_versions.strict_yaml import load_strict


def faults(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(PolicyFileError) as caught:
        load_strict(text.encode() if isinstance(text, str) else text, path="f.yaml")
    return caught.value.faults


def outcome(data: bytes) -> str:
    try:
        load_strict(data, path="f")
    except PolicyFileError as fault:
        return str(fault)
    return "read"


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "true",
        "12:30",
        "12:30:45",
        "014",
        "1e3",
        "0x1F",
        "2026-12-01",
        "2026-12-01T00:00:00Z",
        ".inf",
        "=",
        "-1",
    ],
)
def test_every_scalar_is_the_string_it_looks_like(written):
    assert load_strict(f"a: {written}\nb: [{written}]\n".encode(), path="f").value == {"a": written, "b": [written]}


def test_a_value_that_is_left_out_is_none_and_an_empty_string_is_a_string():
    assert load_strict(b"a:\nb: ''\n", path="f").value == {"a": None, "b": ""}


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL"])
def test_what_yaml_writes_for_no_value_is_none_and_in_quotes_it_is_a_string(written):
    assert load_strict(f"a: {written}\nb: '{written}'\n".encode(), path="f").value == {"a": None, "b": written}


def test_each_value_knows_its_line():
    document = load_strict(b"a: 1\n\nb:\n  - x\n  - c: y\n    d: |\n      z\n", path="f")
    assert [document.line(at) for at in [("a",), ("b",), ("b", 0), ("b", 1, "c"), ("b", 1, "d"), ("b", 1, "gone")]] == [1, 3, 4, 5, 6, 5]


def test_all_that_is_refused_is_told_at_once():
    assert faults("a: &x 1\nb: *x\nc: !!int 3\nc: 4\n<<: {d: 1}\n? [k]\n: v\n") == (
        "f.yaml:1: the anchor `&x` is not allowed; write values out",
        "f.yaml:2: `*x` repeats another value; write it out",
        "f.yaml:3: the tag `tag:yaml.org,2002:int` is not allowed; every value is text",
        "f.yaml:4: `c` stands here twice, first in line 3",
        "f.yaml:5: the merge key `<<` is not allowed; write values out",
        "f.yaml:6: a key must be a word",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1\n", "f.yaml:2: this is not YAML"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: the file holds a second document"),
        ("a: \x07\n", "f.yaml:1: character U+0007 may not stand in YAML"),
        (b"a: 1\nb: \xff\n", "f.yaml:2: the file is not UTF-8"),
        ("a: 1\n\tb: 2\n", "f.yaml:2: this is not YAML"),
        ("- " * 40 + "x", "nested more than 16 deep"),
        ("x" * 300_000, "more than 262144"),
        ("!!python/object/apply:os.system [touch x]", "the tag"),
    ],
)
def test_a_broken_file_is_told_with_its_line(text, told):
    assert told in faults(text)[0]


def test_an_alias_bomb_costs_nothing():
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    started = time.perf_counter()
    assert len(faults(bomb)) > 12
    assert time.perf_counter() - started < 2


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    assert "\n" not in outcome(data)


@given(st.text(alphabet="ab:-{}[]'\"#&*!|>%@ \n,?", max_size=60))
def test_any_near_yaml_is_read_or_refused(text):
    assert "\n" not in outcome(text.encode())
