"""Plain columns: aligned, whole, harmless."""

from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.reports.drawing import Column, Facts, Table, Text
from effluent_cli.reports.plain import plain_text, wide

ACCOUNTS = Table(
    (Column("account"), Column("balance", right=True), Column("note")),
    (("Checking", "1,234.56", ""), ("Emergency fund", "-12.00", "joint")),
    title="Accounts",
)


def test_columns_are_aligned_and_amounts_stand_right() -> None:
    assert plain_text((ACCOUNTS,)) == (
        "Accounts\naccount          balance  note\nChecking        1,234.56\nEmergency fund    -12.00  joint\n"
    )


def test_blocks_are_parted_by_a_blank_line_and_empty_ones_vanish() -> None:
    facts = Facts((("slug", "rivera"), ("members", "2")), title="Household")
    assert plain_text((Text(()), facts, Text(("one", "two")))) == "Household\nslug     rivera\nmembers  2\n\none\ntwo\n"
    assert plain_text(()) == ""


def test_wide_characters_keep_the_columns() -> None:
    table = Table((Column("name"), Column("held", right=True)), (("田中", "1.00"), ("Rivera", "20.00")))
    assert plain_text((table,)) == "name     held\n田中     1.00\nRivera  20.00\n"


def test_escapes_line_ends_and_bidi_marks_never_reach_the_screen() -> None:
    table = Table((Column("name"),), (("\x1b[31mred\x07\r\n\u202eevil [usd] [/] :smile:",),))
    assert plain_text((table,)) == "name\n[31mredevil [usd] [/] :smile:\n"


def test_colour_marks_titles_and_headings_only() -> None:
    text = plain_text((ACCOUNTS,), colour=True)
    assert text.startswith("\x1b[1mAccounts\x1b[0m\n\x1b[1maccount ")
    assert "\x1b" not in "".join(text.splitlines()[2:])


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_every_row_is_one_line_with_its_text_whole(rows: list[tuple[str, str]]) -> None:
    lines = plain_text((Table((Column("a"), Column("b", right=True)), tuple(rows)),)).split("\n")
    assert len(lines) == len(rows) + 2
    for line, row in zip(lines[1:], rows, strict=False):
        assert all(cell.strip() in line for cell in row if cell.isprintable() and cell.strip())


@given(st.text())
def test_ascii_takes_one_column_each(text: str) -> None:
    assert 0 <= wide(text) <= 2 * len(text)
    if text.isascii():
        assert wide(text) == len(text)
