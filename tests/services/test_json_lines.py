"""JSON Lines: read strictly, answered in place, one by one."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effluent_cli.errors import InvalidInput
from effluent_cli.services.calculators import loan_lines, paycheck_lines
from effluent_cli.services.json_lines import LONGEST_LINE, lines_at, lines_of
from tests.services.asked import PAY, answers, one, problems


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"nonsense", "not JSON"),
        (b'{"id": "a"', "not JSON"),
        (b"[1]", "not a JSON object"),
        (b"7", "not a JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"id":"a","gross":NaN}', "NaN is no number"),
        (b'{"id":"a","gross":-Infinity}', "-Infinity is no number"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id":"a","gross":' + b"9" * 5_000 + b"}", "not JSON"),
        (b'{"id":"' + b"a" * LONGEST_LINE + b'"}', "at most 1,000,000 bytes"),
    ],
    ids=str,
)
def test_a_line_that_cannot_be_read_is_answered_in_its_place(line: bytes, message: str) -> None:
    found, bad = answers(paycheck_lines, [PAY, line, {**PAY, "id": "b"}])
    assert (found[0]["id"], found[1]["id"], found[2]["id"]) == ("a", None, "b")
    assert bad == 1
    assert found[1]["error"]["message"].startswith("line 2: ")
    assert message in found[1]["error"]["message"]


@pytest.mark.parametrize("key", ["x", 7, "ü", ""])
def test_a_bad_line_keeps_its_id(key: object) -> None:
    assert one(paycheck_lines, {"id": key, "gross": "no"})["id"] == key


@pytest.mark.parametrize("key", [1.5, None, [], True, {"a": 1}])
def test_what_can_be_no_id_is_none(key: object) -> None:
    assert one(paycheck_lines, {"id": key})["id"] is None


def test_a_key_that_stands_twice_is_refused() -> None:
    line = json.dumps(PAY)[:-1] + ', "gross": "1"}'
    assert problems(paycheck_lines, line.encode())["gross"] == "stands twice"
    nested = json.dumps({**PAY, "ytd": "@"}).replace('"@"', '{"medicare_wages": 1, "medicare_wages": 2}')
    assert problems(paycheck_lines, nested.encode())["ytd.medicare_wages"] == "stands twice"


def test_blank_lines_are_passed_over_and_order_is_kept() -> None:
    lines = [b"\n", b"  \t\n", *({**PAY, "id": number} for number in range(20)), b"\r\n"]
    found, bad = answers(paycheck_lines, lines)
    assert [answer["id"] for answer in found] == list(range(20))
    assert bad == 0
    assert answers(paycheck_lines, []) == ([], 0)


def test_a_byte_order_mark_and_carriage_returns_do_no_harm() -> None:
    assert one(paycheck_lines, b"\xef\xbb\xbf" + json.dumps(PAY).encode() + b"\r\n")["net_pay"] == "7770.83"


def test_an_answer_comes_before_the_next_line_is_read() -> None:
    read: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield json.dumps(PAY).encode()

    generator = paycheck_lines(lines(), trace=False)
    next(generator)
    assert read == [0]


def test_an_overlong_line_is_not_held_in_memory() -> None:
    stream = io.BytesIO(b"x" * (3 * LONGEST_LINE) + b"\nshort\n" + b"y" * LONGEST_LINE + b"\nlast")
    assert [len(line) for line in lines_of(stream)] == [LONGEST_LINE + 1, 6, LONGEST_LINE + 1, 4]


def test_input_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (str(tmp_path / "absent"), str(tmp_path), "a\0b"):
        with pytest.raises(InvalidInput, match="cannot be read"):
            list(lines_at(path))


@given(st.dictionaries(st.sampled_from([*PAY, "w4", "deductions", "ytd", "x"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)))  # fmt: skip
def test_whatever_comes_gives_one_answer(line: dict[str, Any]) -> None:
    found, bad = answers(paycheck_lines, [{**PAY, **line}])
    assert len(found) == 1
    assert bad == ("error" in found[0])


@pytest.mark.parametrize("depth", [10, 400, 900, 990])
def test_a_deep_value_is_refused_like_any_other(depth: int) -> None:
    for opened, closed, shown in ((b"[", b"]", "[…]"), (b'{"a":', b"}", "{…}")):
        value = opened * depth + b"1" + closed * depth
        (answer,), bad = answers(loan_lines, [b'{"id":"a","principal":' + value + b"}"])
        assert bad == 1
        assert [problem["value"] for problem in answer["error"]["problems"][:1]] in ([], [shown])
