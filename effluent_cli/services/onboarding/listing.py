"""A step of any number of items at a terminal: what is there, and adding, changing or removing one."""

from collections.abc import Callable
from dataclasses import dataclass

from effluent_cli.domain.onboarding import StepSpec
from effluent_cli.services.onboarding.dialogue import Table, Talk, Went
from effluent_cli.services.onboarding.kinds import Reference
from effluent_cli.services.onboarding.models import MODEL_OF
from effluent_cli.services.onboarding.reading import Plain

_ADD = ("+", "add", "y", "yes")
_GO_ON = ("", "n", "no")


@dataclass
class Listing:
    """The items of one step being asked for, in place. ``keep`` notes which question of which item comes next."""

    talk: Talk
    spec: StepSpec
    items: list[Plain]
    keep: Callable[[int | None, str | None], None]
    known: Callable[[Reference], tuple[str, ...]]

    def run(self, item: int | None = None, at: str | None = None) -> Went:
        """Ask until the person goes on; begin with the question ``at`` of ``item`` where one was left unfinished."""
        if item is not None and item < len(self.items):
            begun: int | None = item
        else:
            begun = len(self.items) if self.spec.required and not self.items else None
        while True:
            if begun is not None:
                went = self._ask_item(begun, at)
                if went == "skip" or (went == "back" and not self.items):
                    return went
            begun, at = None, None
            text = self.talk.ask(self._menu()).strip().lower()
            if text in _GO_ON:
                if self.items or not self.spec.required:
                    return "done"
                self.talk.say("  At least one is needed.")
            elif text in ("<", "back"):
                return "back"
            elif text == "skip":
                if self.spec.skippable:
                    return "skip"
                self.talk.say("  This step cannot be skipped.")
            elif text in _ADD:
                begun = len(self.items)
            else:
                begun = self._chosen(text)

    def _ask_item(self, index: int, at: str | None) -> Went:
        new = index == len(self.items)
        if new:
            self.items.append({})
        path = f"{self.spec.name}[{index}]"
        model, skippable = MODEL_OF[self.spec.name], self.spec.skippable
        table = Table(
            self.talk, model, self.items[index], path, skippable, self.known, lambda name: self.keep(index, name)
        )
        went = table.run(at)
        if went != "done" and new:
            self.items.pop()
        self.keep(None, None)
        return went

    def _chosen(self, text: str) -> int | None:
        """Return the item to change; remove one, or say what may be answered."""
        removes = text.startswith("-")
        number = text.removeprefix("-")
        if number.isascii() and number.isdigit() and 1 <= int(number) <= len(self.items):
            if not removes:
                return int(number) - 1
            gone = self.items.pop(int(number) - 1)
            self.keep(None, None)
            self.talk.say(f"  {_words(gone)} is taken out.")
        else:
            self.talk.say("  + adds one, a number changes it, - and a number takes it out, Enter goes on, < goes back.")
        return None

    def _menu(self) -> str:
        if not self.items:
            return f"{self.spec.title}: none so far, add one? [no]: "
        self.talk.say(*(f"  {number:2}  {_words(item)}" for number, item in enumerate(self.items, 1)))
        return "Enter to go on, + to add one, a number to change one: "


def _words(item: Plain) -> str:
    name = item.get("name") or item.get("source") or item.get("category") or "?"
    kind = item.get("type") or item.get("category") or item.get("relationship")
    return f"{name} ({kind})" if kind else str(name)
