"""How a field of an answer carries its question.

``ask`` attaches to a field its prompt, help, example and the condition under which it applies; prompts, template, checks and
schema all read it back through ``question``.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from effluent_cli.services.onboarding.kinds import Kind


@dataclass(frozen=True)
class When:
    """The condition under which a field applies: another field of the same item holds one of ``values``.

    Without values: it is answered at all.
    """

    field: str
    values: tuple[str, ...] = ()

    def holds(self, value: object) -> bool:
        """Return whether the field applies, given what the other field holds."""
        return value in self.values if self.values else value is not None

    def __str__(self) -> str:
        return f"{self.field} is {' or '.join(self.values) or 'given'}"


@dataclass(frozen=True)
class Question:
    """What a field asks, and which attribute of which record it fills.

    ``needed`` makes a conditional field obligatory where it applies; ``default`` is the text a person reads. ``fills`` is the
    attribute, ``of`` what it belongs to: the ``record`` itself, a debt's ``terms``, its ``balance`` (amount and
    date), or ``flow`` where each field is a flow of its own and ``fills`` its category. A ``special`` one concerns few: at a
    terminal it is asked only of who says so.
    """

    name: str
    prompt: str
    kind: Kind | None
    fills: str
    of: str = "record"
    help: str = ""
    example: str = ""
    default: str = ""
    needed: bool = False
    when: When | None = None
    items: type[BaseModel] | None = None
    special: bool = False


def ask(
    prompt: str,
    *,
    more: str = "",
    example: str = "",
    default: Any = PydanticUndefined,
    shown: str = "",
    when: When | None = None,
    needed: bool = False,
    fills: str = "",
    items: type[BaseModel] | None = None,
) -> Any:
    """Return the pydantic field of a question. Without ``default`` (and without ``when``) an answer is needed.

    ``more`` is what a person reads who asks for help, ``shown`` the default as a person reads it where the default itself is
    None (``the household's``), ``fills`` the record's attribute where it is not the field's own name (``terms.rate``: of the
    debt's terms), ``items`` the model of a nested list.
    """
    if default is PydanticUndefined and when is not None:
        default = None
    return Field(
        default=default,
        title=prompt,
        description=more or None,
        examples=[example] if example else None,
        json_schema_extra=_Extra(shown, when, needed, fills, items),
    )


@dataclass(frozen=True)
class _Extra:
    """What a question adds to pydantic's field; called with the field's JSON Schema, it notes the condition there."""

    shown: str
    when: When | None
    needed: bool
    fills: str
    items: type[BaseModel] | None

    def __call__(self, schema: dict[str, Any]) -> None:
        if self.when is not None:
            schema["x-applies-when"] = {self.when.field: list(self.when.values)}


def question(name: str, field: FieldInfo) -> Question:
    """Return the question that a model's field asks."""
    extra = field.json_schema_extra
    if not isinstance(extra, _Extra):
        raise TypeError(f"{name} is no question")
    kind = next((each for each in field.metadata if isinstance(each, Kind)), None)
    examples = field.examples or [""]
    of, _, attribute = (extra.fills or name).rpartition(".")
    return Question(
        name=name,
        prompt=field.title or name,
        kind=kind,
        fills=attribute,
        of=of or "record",
        help=field.description or "",
        example=str(examples[0]),
        default=extra.shown or _shown(field.default),
        needed=extra.needed or field.is_required(),
        when=extra.when,
        items=extra.items,
    )


def _shown(default: Any) -> str:
    if default is None or default is PydanticUndefined or default == ():
        return ""
    if isinstance(default, bool):
        return "true" if default else "false"
    return str(default)
