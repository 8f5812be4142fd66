"""The questions of one table of answers, asked one a line: default, help, back, skip.

``Talk`` is the person at the other end; a terminal in real life.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from effluent_cli.services.onboarding.checking import check_item
from effluent_cli.services.onboarding.kinds import Choice, Kind, Reference, YesNo
from effluent_cli.services.onboarding.models import Item
from effluent_cli.services.onboarding.questions import Question
from effluent_cli.services.onboarding.reading import Plain

Went = Literal["done", "back", "skip"]
"""How a table or a step was left."""
UNASKED = frozenset({"id", "currency"})
"""Fields that have a default which no person needs to see; an answers file may state them."""
FEW = 6
"""Choices that fit on the line of their question."""
HELP = "? explains a question, < goes back, skip leaves a step out where it may be, - clears an answer, Ctrl-C stops and keeps."


class Talk(Protocol):
    """Somebody who can be told and asked."""

    def say(self, *lines: str) -> None:
        """Show lines."""

    def ask(self, prompt: str) -> str:
        """Return the line answered; raises KeyboardInterrupt when the person leaves."""


@dataclass
class Table:
    """One table being asked for: ``answers`` is filled in place.

    ``known`` returns the ids that a reference may name, ``keep`` notes after every answer which question comes next, and
    ``path`` names the table in messages.
    """

    talk: Talk
    model: type[Item]
    answers: Plain
    path: str
    skippable: bool
    known: Callable[[Reference], tuple[str, ...]]
    keep: Callable[[str | None], None]
    special: bool | None = None

    def run(self, at: str | None = None) -> Went:
        """Ask from the question ``at`` on (None: the first), until all answers agree with each other."""
        questions = [each for each in self.model.questions() if each.name not in UNASKED]
        index = next((place for place, each in enumerate(questions) if each.name == at), 0)
        while True:
            while index < len(questions):
                if not self._applies(questions[index]):
                    self.answers.pop(questions[index].name, None)
                    index += 1
                    continue
                went = self._ask(questions[index])
                if went == "skip":
                    return "skip"
                step = 1 if went == "done" else -1
                index += step
                while step < 0 <= index and not self._applies(questions[index]):
                    index -= 1
                if index < 0:
                    return "back"
                self.keep(questions[index].name if index < len(questions) else None)
            wrong = self._contradiction([each.name for each in questions])
            if wrong is None:
                return "done"
            index = wrong

    def _applies(self, each: Question) -> bool:
        if self._goes_without_saying(each) or (each.special and not self._wants_special(each)):
            return each.name in self.answers
        return self._condition_holds(each)

    def _condition_holds(self, each: Question) -> bool:
        if each.when is None:
            return True
        holder = next(other for other in self.model.questions() if other.name == each.when.field)
        stated = self.answers.get(holder.name)
        return each.when.holds(stated if stated is not None else holder.default or None)

    def _wants_special(self, each: Question) -> bool:
        """Return whether the person wants to be asked the special questions; asks once, before the first that may apply."""
        if self.special is None and self._condition_holds(each):
            asked = self.talk.ask(f"{self.model.SPECIAL}? [no]: ").strip().lower()
            self.special = asked in ("y", "yes")
        return bool(self.special)

    def _goes_without_saying(self, each: Question) -> bool:
        """Return whether a reference has nothing to choose from: none at all, or the only person there is."""
        if not isinstance(each.kind, Reference) or each.needed or each.kind.later:
            return False
        return len(self.known(each.kind)) <= (1 if each.kind.of == "member" else 0)

    def _contradiction(self, names: list[str]) -> int | None:
        """Say what the answers have against each other; return the place of the first question to ask again."""
        _, problems = check_item(self.model, self.answers, self.path)
        for problem in problems:
            self.talk.say(f"  {problem.path}: {problem.message}")
        places = [
            names.index(name) for name in (_field(problem.path, self.path) for problem in problems) if name in names
        ]
        return min(places) if places else 0 if problems else None

    def _ask(self, each: Question) -> Went:
        if each.items is not None and issubclass(each.items, Item):
            return self._ask_items(each, each.items)
        while True:
            text = self.talk.ask(self._prompt(each)).strip()
            if text in ("<", "back"):
                return "back"
            if text == "skip":
                if self.skippable:
                    return "skip"
                self.talk.say("  This step cannot be skipped.")
            elif text == "?":
                self.talk.say(*self._help(each))
            elif self._taken(each, text):
                return "done"

    def _taken(self, each: Question, text: str) -> bool:
        """Take an answer into the table; say why where it cannot be taken."""
        if text == "-":
            self.answers.pop(each.name, None)
            text = ""
        if text == "":
            if each.name in self.answers or not each.needed:
                return True
            self.talk.say("  An answer is needed here; ? explains.")
            return False
        try:
            self.answers[each.name] = self._parsed(each.kind, text)
        except ValueError as error:
            self.talk.say(f"  {error}")
            return False
        return True

    def _parsed(self, kind: Kind | None, text: str) -> Any:
        if kind is None:
            raise ValueError("nothing can be answered here")
        if isinstance(kind, Choice):
            folded = text.lower().replace(" ", "_").replace("-", "_")
            text = folded if folded in kind.options else text
        value = kind.parse(text)
        if isinstance(kind, Reference) and not kind.later and (known := self.known(kind)) and value not in known:
            raise ValueError(f"there is none of this id; known are {', '.join(known)}")
        return kind.plain(value)

    def _ask_items(self, each: Question, model: type[Item]) -> Went:
        """Ask for the tables of a nested list, one after the other."""
        items: list[Plain] = list(self.answers.get(each.name, []))
        while True:
            text = self.talk.ask(f"{each.prompt}: {len(items)} so far, add one? [no]: ").strip().lower()
            if text in ("<", "back"):
                return "back"
            if text in ("y", "yes"):
                item: Plain = {}
                inner = Table(self.talk, model, item, f"{self.path}.{each.name}", False, self.known, lambda _: None)
                if inner.run() == "done":
                    items.append(item)
                    self.answers[each.name] = items
            elif text == "-":
                items = []
                self.answers.pop(each.name, None)
            elif text == "?":
                self.talk.say(*self._help(each))
            else:
                return "done"

    def _prompt(self, each: Question) -> str:
        options = self._options(each)
        listed = f" ({', '.join(options)})" if 0 < len(options) <= FEW else " (? lists them)" if options else ""
        current = self.answers.get(each.name, each.default)
        shown = {True: "yes", False: "no"}.get(current, current) if isinstance(current, bool) else current
        if isinstance(each.kind, YesNo) and isinstance(shown, str):
            shown = {"true": "yes", "false": "no"}.get(shown, shown)
        default = f" [{shown}]" if shown != "" else "" if each.needed else " [none]"
        return f"{each.prompt}{listed}{default}: "

    def _options(self, each: Question) -> tuple[str, ...]:
        if isinstance(each.kind, Reference):
            return self.known(each.kind)
        return each.kind.options if isinstance(each.kind, Choice) else ()

    def _help(self, each: Question) -> list[str]:
        lines = [each.help or each.prompt, ", ".join(self._options(each)) or (each.kind.hint if each.kind else "")]
        if each.example:
            lines.append(f"For example {each.example}.")
        lines.append("Needed." if each.needed else f"Enter alone: {each.default or 'none'}.")
        return [f"  {line}" for line in (*lines, HELP) if line]


def _field(path: str, table: str) -> str:
    return path.removeprefix(f"{table}.").partition("[")[0].partition(".")[0]
