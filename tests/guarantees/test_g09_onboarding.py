"""G9: onboarding takes the lock too: on a held household no step is complete and no record written; later they are."""

from pathlib import Path

from tests.guarantees.holding import held, unchanged
from tests.running import EXAMPLES, Cli


def raised(folder: Path) -> str:
    """Return an answers file in which one salary of the example has grown."""
    text = (EXAMPLES / "okafor.toml").read_text(encoding="utf-8").replace('"120000.00"', '"126000.00"')
    (folder / "answers.toml").write_text(text, encoding="utf-8")
    return str(folder / "answers.toml")


def test_answers_for_a_held_household_are_not_taken_and_complete_it_later(cli: Cli, tmp_path: Path) -> None:
    cli("onboard", "--answers", str(EXAMPLES / "okafor.toml"))
    before = cli.json("status")["revision"]
    answers = raised(tmp_path)
    with held(cli.home, "okafor"), unchanged(cli.home):
        assert cli("onboard", "--answers", answers, "--wait", "0.3", expect=75).stdout == ""
    report = cli.json("onboard", "--answers", answers)
    assert report["records"]["updated"] == 1
    assert cli.json("status")["revision"] == report["revision"] == before + 1
    (gross,) = (flow for flow in cli.json("flows", "list")["flows"] if flow["kind"] == "gross")
    assert gross["amount"] == "10500.00"
