"""Slugs, ids and names: what is let in, and how an id is made from a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.domain.slugs import checked_name, checked_slug, derived_slug, is_slug


@pytest.mark.parametrize("slug", ["a", "7", "rivera", "rivera-2", "a" * 63, "0-0", "console", "com", "com10", "lpt"])
def test_a_slug_is_let_in_as_it_is(slug: str) -> None:
    assert checked_slug(slug) == slug


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "-a",
            "a" * 64,
            "Rivera",
            "rivera_2",
            "ri vera",
            "rivera.db",
            "../../etc/x",
            "/etc",
            "a/b",
            "a\\b",
            "a\n",
        ),
        *("a\0", "田中", "josé", "rivera\u202e", "１２"),
        *("con", "prn", "aux", "nul", "com1", "com9", "lpt1", "com0", "lpt0"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be 1 to 63|device name"):
        checked_slug(text)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rivera", "rivera"),
        ("José & Ana  Müller", "jose-ana-muller"),
        ("  Checking (joint) ", "checking-joint"),
        ("Ⅷ savings", "viii-savings"),
        ("田中", "household-1"),
        ("🙂", "household-1"),
        ("CON", "household-1"),
        ("---", "household-1"),
        ("", "household-1"),
        ("x" * 200, "x" * 63),
        ("x" * 62 + " y", "x" * 62),
    ],
)
def test_a_slug_is_derived_from_a_name(name: str, slug: str) -> None:
    assert derived_slug(name, "household") == slug


@pytest.mark.parametrize(
    ("name", "kind", "taken", "slug"),
    [
        ("Checking", "account", {"checking"}, "checking-2"),
        ("Checking", "account", {"checking", "checking-2", "checking-3"}, "checking-4"),
        ("田中", "account", {"account-1"}, "account-2"),
        ("田中", "income_source", set(), "income-source-1"),
        ("x" * 63, "account", {"x" * 63}, "x" * 61 + "-2"),
    ],
)
def test_a_taken_slug_gets_a_number(name: str, kind: str, taken: set[str], slug: str) -> None:
    assert derived_slug(name, kind, taken) == slug


@given(st.text(max_size=100), st.sets(st.sampled_from(["a", "a-2", "household-1", "household-2"])))
def test_what_is_derived_is_a_free_slug(name: str, taken: set[str]) -> None:
    slug = derived_slug(name, "household", taken)
    assert is_slug(slug)
    assert slug not in taken


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Okafor", "Okafor"),
        ("  Okafor ", "Okafor"),
        ("Jose\u0301", "José"),
        ("[usd]", "[usd]"),
        ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
        ("n" * 200, "n" * 200),
    ],
)
def test_a_name_is_let_in_composed_and_trimmed(text: str, name: str) -> None:
    assert checked_name(text) == name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "may not be empty"),
        ("   ", "may not be empty"),
        ("n" * 201, "at most 200 characters, this one has 201"),
        ("a\x1b[31mred", r"U\+001B"),
        ("two\nlines", r"U\+000A"),
        ("\x00", r"U\+0000"),
        ("a\x85b", r"U\+0085"),
        ("a\u2028b", r"U\+2028"),
        ("evil\u202etxt", r"U\+202E"),
        ("evil\u2066txt", r"U\+2066"),
        ("\ud800", r"U\+D800"),
    ],
)
def test_a_name_that_could_deceive_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        checked_name(text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40))
def test_a_checked_name_is_stable(text: str) -> None:
    try:
        name = checked_name(text)
    except ValueError:
        return
    assert checked_name(name) == name == unicodedata.normalize("NFC", name)
