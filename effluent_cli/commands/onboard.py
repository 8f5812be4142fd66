"""``effluent onboard``."""

from collections.abc import Generator
from datetime import date
from typing import Annotated

import typer

from effluent_cli.commands.answer import Answer, Lines
from effluent_cli.commands.asking import DryRun, caller
from effluent_cli.commands.machine_zone import machine_zone
from effluent_cli.commands.shared import Shared
from effluent_cli.domain.onboarding import STEP_OF, STEPS
from effluent_cli.errors import EffluentError, Interrupted, InvalidInput, Problem, UsageProblem
from effluent_cli.reports import onboarding as drawn
from effluent_cli.reports.conversation import Terminal
from effluent_cli.reports.drawing import Block, Text
from effluent_cli.reports.outlook import projection as draw_projection
from effluent_cli.services.caller import Caller
from effluent_cli.services.onboarding.gathering import gathered
from effluent_cli.services.onboarding.interview import Interview
from effluent_cli.services.onboarding.onboard import Request, unanswered
from effluent_cli.services.onboarding.onboard import onboard as recorded
from effluent_cli.services.onboarding.report import Onboarded
from effluent_cli.services.onboarding.template import template as template_text
from effluent_cli.services.projecting import projected


def onboard(
    shared: Shared,
    answers: Annotated[
        str | None,
        typer.Option("--answers", help="An answers file, TOML or JSON; - reads standard input.", metavar="FILE"),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="One answer: step.field, step[0].field or step.ID.field.", metavar="NAME=VALUE"),
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Print a commented answers file of all steps.")] = False,
    until: Annotated[str | None, typer.Option("--until", help="Stop after this step.", metavar="STEP")] = None,
    fresh_start: Annotated[
        bool, typer.Option("--fresh-start", help="Discard the draft and the answers given so far.")
    ] = False,
    dry_run: DryRun = False,
) -> Answer | Lines:
    """Describe a household, from an answers file or by questions.

    Without --answers or --set it asks, step by step: ? explains, < goes back, skip leaves a step out, Ctrl-C keeps what was
    answered for the next time.

    The same answers again change nothing. A step that is present replaces what it recorded before; a step that is absent is
    left alone. --set changes one answer, of the file or of those on record; an empty value takes it away.

    Examples:
        effluent onboard --template
        effluent onboard --answers household.toml
        effluent onboard --set income_sources.ana-acme.annual_salary=126000
    """
    if template:
        if answers or set_ or shared.output in ("json", "jsonl", "csv"):
            raise UsageProblem("--template prints a file to fill in and goes with no answers and no other output")
        return Lines(_lines(template_text()))
    given = answers is not None or bool(set_)
    talks = shared.interactive and shared.output in ("table", "plain")
    home = shared.store()
    asked = caller(shared, "onboard", dry_run=dry_run)
    tables = gathered(home, answers, tuple(set_ or ()), shared.household)
    request = Request(tables, machine_zone(), shared.household, shared.named, _step(until), fresh_start)
    terminal = Terminal()
    if given:
        report, today = recorded(home, request, asked, terminal.confirm if talks else None)
    elif not talks:
        raise unanswered(home, request)
    elif dry_run:
        raise UsageProblem("--dry-run goes with --answers or --set")
    else:
        report, today = _interviewed(Interview(home, terminal, asked, request, terminal.confirm))
    outlook = _first_projection(shared, report, asked) if shared.output in ("table", "plain") and not dry_run else ()
    return Answer(
        "onboard",
        report,
        lambda: (*drawn.onboarded(report, dry_run=dry_run), *outlook),
        warnings=tuple(each for each in report.findings if each.severity != "info"),
        household=report.slug,
        as_of=today,
    )


def _first_projection(shared: Shared, report: Onboarded, asked: Caller) -> tuple[Block, ...]:
    """Return the projection that a completed onboarding ends with; none where nothing changed."""
    if report.baseline is None or report.result == "unchanged":
        return ()
    try:
        projection, _, _ = projected(shared.store().household(report.slug), asked, every="year")
    except EffluentError as error:
        return (Text((f"no projection yet: {error.message}",)),)
    return draw_projection(projection, real=False, chart=False)


def _interviewed(interview: Interview) -> tuple[Onboarded, date]:
    try:
        return interview.run()
    except KeyboardInterrupt:
        raise Interrupted("stopped; what you answered is kept", hint=f"go on with: {interview.resumes_with}") from None


def _step(until: str | None) -> str | None:
    """Return the step to stop after. InvalidInput for one that does not exist or that nothing precedes."""
    if until is None or (until in STEP_OF and STEP_OF[until].number > 1):
        return until
    reason = "no such step to stop after"
    raise InvalidInput(
        f"--until {until!r}: {reason}",
        hint=f"one of {', '.join(spec.name for spec in STEPS[1:])}",
        problems=(Problem("--until", until, reason),),
    )


def _lines(text: str) -> Generator[str, None, int]:
    yield text
    return 0
