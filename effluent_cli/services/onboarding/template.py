"""``onboard --template``: a commented answers file of all steps, which itself loads once values are filled in."""

from collections.abc import Iterator
from textwrap import wrap

from effluent_cli.domain.onboarding import ANSWERED, STEPS, StepSpec
from effluent_cli.services.onboarding.kinds import Amount, CalendarMonth, Choice, Day, Percent, Whole, YesNo
from effluent_cli.services.onboarding.models import MODEL_OF, Item
from effluent_cli.services.onboarding.questions import Question
from effluent_cli.services.onboarding.reading import SCHEMA

_WIDTH = 118
_HEAD = """\
# Answers for effluent onboard --answers FILE. Fill in what applies to you and take the # off the line.
# Amounts in dollars, in quotes. Percent where the key ends in _percent; nowhere else. Dates as 2026-11-23.
# A step that is left out counts as answered with nothing; on a later run it is left alone. A step that is present replaces
# what it recorded before. [[double brackets]] stand once for each item: repeat the block for the next one.
# The same answers again change nothing."""


def template() -> str:
    """Return the whole template, TOML in which everything but the schema's name is a comment."""
    return "\n".join([_HEAD, f'schema = "{SCHEMA}"', *(line for spec in ANSWERED for line in _step(spec))]) + "\n"


def _step(spec: StepSpec) -> Iterator[str]:
    marks = [f"step {spec.number} of {len(STEPS)}"]
    if spec.required:
        marks.append("needed")
    if spec.needs is not None:
        marks.append(f"only with income of type {' or '.join(sorted(spec.needs))}")
    model = MODEL_OF[spec.name]
    yield ""
    yield f"# --- {spec.title}: {', '.join(marks)}"
    yield f"# {_purpose(model)}"
    yield f"#[[{spec.name}]]" if spec.shape == "many" else f"#[{spec.name}]"
    for each in model.questions():
        yield from _question(each)


def _purpose(model: type[Item]) -> str:
    words = (model.__doc__ or "").partition(":")[2].strip()
    return words[:1].upper() + words[1:]


def _question(each: Question) -> Iterator[str]:
    words = "; ".join(_remarks(each)) + (f". {each.help}" if each.help else "")
    yield from wrap(words, _WIDTH, initial_indent="#   ", subsequent_indent="#   ", break_on_hyphens=False)
    yield f"#{each.name} = {_example(each)}"


def _remarks(each: Question) -> Iterator[str]:
    yield each.prompt
    if isinstance(each.kind, (Choice, Day, CalendarMonth, Percent, Whole, YesNo)):
        yield each.kind.hint
    if each.when is not None:
        yield f"only where {each.when}"
    if each.needed:
        yield "needed"
    elif each.default:
        yield f"default: {each.default}"


def _example(each: Question) -> str:
    if each.items is not None and issubclass(each.items, Item):
        inner = ", ".join(f"{part.name} = {_example(part)}" for part in each.items.questions())
        return f"[{{ {inner} }}]"
    if isinstance(each.kind, YesNo):
        return each.default or "false"
    text = each.example or each.default
    if isinstance(each.kind, (Day, Whole)) and text:
        return text
    if isinstance(each.kind, Amount) and not each.example:
        return '"0.00"'
    return text if text.startswith("{") else f'"{text}"'
