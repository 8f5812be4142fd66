import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.errors import InvalidInput
from effluent_cli.services.onboarding.checking import check_tables
from effluent_cli.services.onboarding.reading import LONGEST, parse_answers, read_answers
from tests.running import EXAMPLES


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"household = [", "is not TOML"),
        (b"{'name': 1}", "is not JSON"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"a = 1\na = 2\n", "is not TOML"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not text"),
        (b'name = "\xff\xfe"', "is not text in UTF-8"),
        (b"[1, 2]", "is not TOML"),
        (b"{" + b'"a":{' * 4000 + b"}" * 4001, "nested too deeply"),
        (b"a = " + b"[" * 60 + b"]" * 60, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b'schema = "effluent.answers/2"', "schema is not effluent.answers/1"),
        (b"x" * (LONGEST + 1), "is larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_answers_file_gets_one_clear_line(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "answers.toml"
    file.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        read_answers(str(file))
    assert refused.value.exit_code == 2
    assert says in refused.value.message
    assert "\n" not in refused.value.message


def test_a_huge_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "huge.toml"
    with file.open("wb") as hole:
        hole.truncate(50_000_000_000)
    with pytest.raises(InvalidInput, match="larger than 5 MB"):
        read_answers(str(file))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed.toml"
    closed.touch(mode=0o000)
    expected = {
        str(tmp_path): "is a directory",
        str(tmp_path / "none"): "no such file",
        "a\0b": "no file can have this name",
    }
    if os.geteuid():
        expected[str(closed)] = "permission denied"
    for path, says in expected.items():
        with pytest.raises(InvalidInput, match=says):
            read_answers(path)


def test_toml_and_json_say_the_same() -> None:
    toml = check_tables(read_answers(str(EXAMPLES / "rivera.toml")))
    plain = parse_answers((EXAMPLES / "rivera.toml").read_bytes(), "rivera")
    plain.pop("schema")
    again = check_tables(parse_answers(json.dumps(plain, default=str).encode(), "rivera.json"))
    assert toml.items == again.items
    assert not toml.problems
    assert not again.problems


def test_a_number_keeps_the_digits_it_was_written_with() -> None:
    read = parse_answers(b"a = 12.50\nb = 1_000.5\nc = 1e3\nd = 7", "x")
    assert read == {"a": "12.50", "b": "1_000.5", "c": "1e3", "d": 7}
    assert parse_answers(b'{"a": 12.50, "b": NaN}', "x") == {"a": "12.50", "b": "NaN"}


@given(st.binary(max_size=200))
def test_any_bytes_are_answers_or_one_error(content: bytes) -> None:
    with suppress(InvalidInput):
        check_tables(parse_answers(content, "x"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=20,
    )
)
def test_any_json_under_any_step_is_answers_or_problems_with_paths(value: object) -> None:
    for step in ("household_info", "members", "pretax_deductions", "other_debts", "food", "welcome", "nonsense"):
        content = json.dumps({step: value}).encode()
        try:
            checked = check_tables(parse_answers(content, "x"))
        except InvalidInput:
            continue
        assert all(problem.path.startswith(step) for problem in checked.problems)
