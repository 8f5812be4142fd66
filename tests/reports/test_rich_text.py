"""Tables on a terminal: nothing a person typed is obeyed, no amount is ever cut."""

import pytest

from effluent_cli.reports.drawing import Column, Facts, Table, Text
from effluent_cli.reports.rich_text import rich_text

ROWS = (("Checking [usd] [/] :smile:", "1,234.56"), ("A rather long name of an account", "-999,999,999.99"))
TABLE = Table((Column("account"), Column("balance", right=True)), ROWS, title="[bold]Accounts[/bold]")


def drawn(width: int | None, *, colour: bool = False, ascii_lines: bool = False) -> str:
    return rich_text((TABLE,), colour=colour, ascii_lines=ascii_lines, width=width)


def test_markup_and_emoji_codes_are_text() -> None:
    text = drawn(100)
    assert "[bold]Accounts[/bold]" in text
    assert "Checking [usd] [/] :smile:" in text
    assert "│" in text


@pytest.mark.parametrize("width", range(20, 80, 3))
def test_no_amount_is_cut_however_narrow_the_terminal(width: int) -> None:
    text = drawn(width)
    assert "1,234.56" in text
    assert "-999,999,999.99" in text
    assert "…" not in text


def test_a_terminal_too_narrow_for_a_table_gets_plain_columns() -> None:
    assert "│" not in drawn(20)
    assert "│" in drawn(40)


def test_long_words_are_folded_to_the_width() -> None:
    assert max(map(len, drawn(50).splitlines())) <= 50


def test_without_a_terminal_nothing_is_folded() -> None:
    assert "A rather long name of an account" in drawn(None)


def test_lines_are_ascii_where_the_locale_has_no_others() -> None:
    assert drawn(100, ascii_lines=True).isascii()


def test_colour_only_when_wanted() -> None:
    assert "\x1b[" in drawn(100, colour=True)
    assert "\x1b" not in drawn(100)


def test_the_environment_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "20")
    assert "\x1b" not in drawn(100)
    assert "A rather long name of an account" in drawn(100)


def test_facts_and_text() -> None:
    blocks = (Facts((("slug", "rivera"), ("name", "The [Riveras]"))), Text(("done [/]",)))
    assert (
        rich_text(blocks, colour=False, ascii_lines=False, width=60)
        == "slug  rivera\nname  The [Riveras]\n\ndone [/]\n"
    )


LONG_ID = "consulting-software-and-insurance"
KEYED = Table(
    (Column("id", key=True), Column("name"), Column("amount", right=True)),
    ((LONG_ID, "Software and insurance of the business", "1,234.56"),),
)


@pytest.mark.parametrize("width", range(45, 120, 5))
def test_an_id_is_whole_as_long_as_anything_else_can_give_way(width: int) -> None:
    text = rich_text((KEYED,), colour=False, ascii_lines=False, width=width)
    assert (LONG_ID in text) == (width > 60)
    assert "1,234.56" in text
    assert max(map(len, text.splitlines())) <= width


def test_ids_are_whole_in_plain_columns_where_these_fit_and_the_table_does_not() -> None:
    narrow = Table(tuple(Column(f"id{n}", key=True) for n in range(6)), (("a-key-of-12c",) * 6,))
    assert "│" not in rich_text((narrow,), colour=False, ascii_lines=False, width=84)
    assert "│" in rich_text((narrow,), colour=False, ascii_lines=False, width=91)
