import json
import stat
from pathlib import Path

import pytest

from effluent_cli.domain.upsert import Happened
from effluent_cli.errors import Busy, InvalidInput
from effluent_cli.services.onboarding.household import stored_in
from effluent_cli.services.onboarding.interview import Interview
from effluent_cli.services.onboarding.onboard import Request
from effluent_cli.services.onboarding.report import Onboarded
from effluent_cli.store.home import Home
from tests.services.onboarding.sittings import OKAFOR, RIVERA, Desk, somebody, tables


class Script:
    """A person who answers by script: each question must contain the words before the colon-arrow, in this order.

    The end of the script is the person leaving.
    """

    def __init__(self, text: str) -> None:
        self._lines = iter([line for line in text.strip().splitlines() if line.strip()])
        self.told: list[str] = []

    def say(self, *lines: str) -> None:
        self.told.extend(lines)

    def ask(self, prompt: str) -> str:
        line = next(self._lines, None)
        if line is None:
            raise KeyboardInterrupt
        wanted, _, answer = line.strip().partition("=>")
        assert wanted.strip() in prompt, (prompt, line, self.told[-5:])
        return answer.strip()

    def confirm(self, question: str, records: tuple[Happened, ...]) -> bool:
        self.told.extend(each.id for each in records)
        return self.ask(question) == "yes"


class Room:
    """One home in which interviews take place."""

    def __init__(self, path: Path) -> None:
        self.home = Home(path)

    def interview(
        self, script: Script, *, slug: str | None = None, until: str | None = None, fresh: bool = False
    ) -> Interview:
        request = Request({}, "America/Chicago", slug, slug, until, fresh)
        return Interview(self.home, script, somebody(wait=0.1), request, script.confirm)

    def finished(
        self, text: str, *, slug: str | None = None, until: str | None = None, fresh: bool = False
    ) -> Onboarded:
        return self.interview(Script(text), slug=slug, until=until, fresh=fresh).run()[0]

    def left(self, text: str, *, slug: str | None = None, fresh: bool = False) -> Script:
        """The script after a person left in the middle."""
        script = Script(text)
        with pytest.raises(KeyboardInterrupt):
            self.interview(script, slug=slug, fresh=fresh).run()
        return script

    def drafts(self) -> list[str]:
        return sorted(each.name for each in self.home.drafts.iterdir())


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "home")


HOUSEHOLD = """
Name of the household => Okafor
Short name => okafor
Time zone => America/Chicago
"""
NGOZI = """
Name => Ngozi Okafor
Relationship => self
Date of birth => 1997-01-31
Blind =>
Employment status => employed_w2
Enter to go on =>
"""
FILING = """
Filing status => Single
State of residence => tx
"""
JOB = """
Employer => Lone Star Freight
Kind of income => w2
Salary a year => 120000
How often => monthly
A pay date => 2026-11-30
Raise =>
First day =>
Last day =>
State of work =>
Date of the last pay stub =>
Enter to go on =>
"""
CHECKING = """
Name => Checking
Kind of account =>
Bank =>
Last four =>
Balance => 5000
As of =>
Yield =>
Primary =>
Notes =>
Enter to go on =>
"""
REST = """
Investments: none so far =>
Retirement accounts: none so far =>
Real estate: none so far => skip
Vehicles: none so far =>
Personal property: none so far =>
Business ownership: none so far =>
Mortgages: none so far =>
Credit cards: none so far =>
Student loans: none so far =>
Other debts: none so far =>
Rent a month => 1650.00
Property tax =>
Homeowners insurance =>
Renters insurance =>
HOA =>
Home maintenance =>
Home improvement =>
Lawn garden =>
Home security =>
Utilities: none so far =>
Insurance: none so far =>
Transportation: none so far =>
Groceries => 420.00
Dining out =>
Coffee =>
Food delivery =>
Other expenses: none so far =>
"""
NO_PAPERS = """
Withholding: none so far =>
Paycheck deductions: none so far =>
"""
WHOLE = HOUSEHOLD + NGOZI + FILING + JOB + NO_PAPERS + CHECKING + REST + "Enter to finish =>"


def test_the_questions_lead_to_the_same_household_as_the_answers_file(room: Room, tmp_path: Path) -> None:
    report = room.finished(WHOLE)
    assert report.next_step is None
    assert (report.progress.skipped, report.progress.not_applicable, report.progress.percent) == (1, 1, 100)
    assert report.records.created == 6
    asked = stored_in(room.home.household("okafor"))
    desk = Desk(tmp_path / "other")
    desk(tables(OKAFOR))
    assert asked.flows
    assert {flow.kind: flow.amount for flow in asked.flows} == {flow.kind: flow.amount for flow in desk.stored().flows}
    assert not room.drafts()


def test_the_answers_may_be_changed_in_the_review(room: Room) -> None:
    changed = WHOLE.removesuffix("Enter to finish =>") + (
        "Enter to finish => 24\nGroceries => 500\nDining =>\nCoffee =>\nFood delivery =>\n"
        "Enter to finish => 1\nEnter to finish => nonsense\nEnter to finish =>"
    )
    room.finished(changed)
    inputs = stored_in(room.home.household("okafor")).inputs
    assert inputs is not None
    assert {flow.id: flow.amount for flow in inputs.flows}["groceries"] == 500_00


def test_a_wrong_answer_is_explained_and_asked_again(room: Room) -> None:
    script = room.left(
        HOUSEHOLD.replace("=> okafor", "=> Okafor\nShort name => okafor")
        + """
        Name =>
        Name => ?
        Name => Ngozi
        Relationship => boss
        Relationship => skip
        Relationship => self
        Date of birth => 1885-01-01
        Date of birth => 1997-01-31
        """
    )
    told = "\n".join(script.told)
    for words in (
        "lower-case letters",
        "An answer is needed",
        "Needed.",
        "unknown",
        "cannot be skipped",
        "between 1900 and 2200",
    ):
        assert words in told


def test_back_leads_to_the_question_the_item_and_the_step_before(room: Room) -> None:
    room.left(
        HOUSEHOLD
        + """
        Name => Ngozi
        Relationship => <
        Name [Ngozi] => Ngozi Okafor
        Relationship => self
        Date of birth => back
        Relationship (self, spouse, partner, child, dependent) [self] =>
        Date of birth =>
        Blind =>
        Employment =>
        Enter to go on =>
        Filing status => <
        Enter to go on => 1
        Name [Ngozi Okafor] =>
        Relationship =>
        Date of birth => 1997-01-31
        Blind =>
        Employment =>
        Enter to go on => <
        Name of the household [Okafor] =>
        Short name =>
        Time zone =>
        """
    )
    inputs = stored_in(room.home.household("okafor")).inputs
    assert inputs is not None
    assert [member.name for member in inputs.members] == ["Ngozi Okafor"]


def test_a_draft_is_kept_after_every_answer_and_taken_up_again(room: Room) -> None:
    room.left("Name of the household => Okafor")
    file = room.home.drafts / "_new.json"
    assert json.loads(file.read_text())["answers"]["household_info"] == {"name": "Okafor"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(room.home.households.iterdir())
    script = room.left(
        "Short name => okafor\nTime zone => \nName => Ngozi\nRelationship => self\nDate of birth => 1997-01-31"
    )
    assert "Going on where you left; what you answered is kept." in script.told
    assert room.drafts() == ["okafor.json"]
    script = room.left("Blind =>\nEmployment =>\nEnter to go on =>\n" + FILING)
    assert room.drafts() == []
    assert stored_in(room.home.household("okafor")).steps


def test_starting_afresh_discards_the_draft(room: Room) -> None:
    room.left("Name of the household => Wrong")
    room.left("Name of the household: => Okafor", fresh=True)
    draft = json.loads((room.home.drafts / "_new.json").read_text())
    assert draft["answers"]["household_info"]["name"] == "Okafor"


def test_a_draft_that_was_tampered_with_is_no_obstacle(room: Room) -> None:
    room.home.prepare()
    for content in (
        "",
        "[]",
        "{",
        '{"schema": "effluent.draft/1", "answers": {"members": 5}, "step": "members", "item": "x"}',
    ):
        (room.home.drafts / "_new.json").write_text(content)
        room.left("Name of the household: => Okafor")


def test_a_busy_household_stops_the_interview_and_keeps_the_draft(room: Room) -> None:
    room.left(HOUSEHOLD + NGOZI)
    file = room.home.household("okafor")
    with file.writing(wait=5, command="other", user="tester", now=somebody().now), pytest.raises(Busy):
        room.interview(Script(FILING)).run()
    assert room.drafts() == ["okafor.json"]
    assert "tax_filing" not in {step.name for step in stored_in(file).steps}
    room.left("Filing status (single, married_jointly =>\nState of residence (? lists them) [TX] =>", slug="okafor")
    assert "tax_filing" in {step.name for step in stored_in(file).steps}


def test_until_ends_the_interview_after_a_step(room: Room) -> None:
    report = room.finished(HOUSEHOLD + NGOZI, until="members")
    assert (report.next_step, report.baseline) == ("tax_filing", None)


def test_a_step_whose_answers_do_not_fit_together_is_asked_again(room: Room) -> None:
    script = room.left(
        HOUSEHOLD
        + NGOZI.replace("=> self", "=> spouse")
        + """
        Enter to go on => 1
        Name =>
        Relationship => self
        Date of birth =>
        Blind =>
        Employment =>
        Enter to go on =>
        """
    )
    assert "  members: exactly one member is self, and none is" in script.told


def test_a_household_on_record_is_gone_through_with_its_answers_as_defaults(room: Room) -> None:
    Desk(room.home.path)(tables(RIVERA))
    script = Script(
        """
        Name of the household [Rivera] =>
        Short name for commands [rivera] =>
        Time zone [America/Los_Angeles] =>
        Enter to go on => -3
        Enter to go on =>
        Deactivate => no
        Enter to go on => +
        Name => Mia Rivera
        Relationship => child
        Date of birth => 2018-02-05
        Blind =>
        Employment =>
        Enter to go on =>
        Filing status (single, married_jointly, married_separately, head_of_household, qualifying_surviving_spouse) [mar =>
        State of residence (? lists them) [CA] =>
        """
    )
    with pytest.raises(KeyboardInterrupt):
        room.interview(script, slug="rivera").run()
    inputs = stored_in(room.home.household("rivera")).inputs
    assert inputs is not None
    assert {member.id: member.active for member in inputs.members} == {"ana": True, "luis": True, "mia": True}


def test_lists_within_an_item_and_conditions_are_asked_as_they_apply(room: Room) -> None:
    deduction = """
    Withholding: none so far => skip
    Paycheck deductions: none so far => y
    From which income source (lone-star-freight) => nowhere
    From which income source => lone-star-freight
    Kind of deduction => ?
    Kind of deduction => traditional 401k
    Amount a paycheck =>
    Percent of gross pay =>
    Into which account => my-401k
    Employer match: 0 so far => y
    The employer adds => 50
    Of deferrals up to => 6
    At most a year =>
    Employer match: 1 so far => no
    Amount a paycheck =>
    Percent of gross pay => 9
    Into which account [my-401k] =>
    Employer match: 1 so far =>
    Enter to go on =>
    """
    retirement = """
    Investments: none so far =>
    Retirement accounts: none so far => add
    Name => My 401k
    Kind of account => traditional_401k
    Balance => 100
    As of =>
    Cost basis =>
    Expected return =>
    Held at =>
    Last four =>
    Notes =>
    How it is invested => us_stocks 60, bonds 40
    Enter to go on =>
    """
    report = room.finished(HOUSEHOLD + NGOZI + FILING + JOB + deduction + CHECKING + retirement, until="retirement")
    inputs = stored_in(room.home.household("okafor")).inputs
    assert inputs is not None
    (found,) = inputs.deductions
    assert (found.target_account, len(found.match), str(found.percent)) == ("my-401k", 1, "0.09")
    assert not [finding for finding in report.findings if finding.code == "broken_link"]


def test_the_slug_of_another_household_is_not_taken_by_accident(room: Room) -> None:
    Desk(room.home.path)(tables(OKAFOR))
    script = room.left(
        HOUSEHOLD + "Go on with that one => no\nName of the household =>\nShort name => okafor-2\nTime zone =>"
    )
    assert any("Already described: okafor" in line for line in script.told)
    assert set(room.home.slugs()[0]) == {"okafor", "okafor-2"}


def test_nothing_answered_is_no_household(room: Room) -> None:
    room.left("")
    assert room.home.slugs()[0] == ()
    with pytest.raises(InvalidInput):
        room.interview(Script(""), until="welcome").run()
