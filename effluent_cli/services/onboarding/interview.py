"""Onboarding at a terminal: the same steps, asked one question a line, each step recorded in a transaction of its own."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from effluent_cli.domain.catalog import GROUP_OF
from effluent_cli.domain.onboarding import STEP_OF, STEPS, StepSpec, is_complete
from effluent_cli.domain.upsert import Happened
from effluent_cli.errors import InvalidInput, Refused
from effluent_cli.services.caller import Caller
from effluent_cli.services.onboarding.dialogue import HELP, Table, Talk, Went
from effluent_cli.services.onboarding.drafts import Draft, Drafts
from effluent_cli.services.onboarding.household import Stored, slug_of, stored_in
from effluent_cli.services.onboarding.kinds import Reference
from effluent_cli.services.onboarding.listing import Listing
from effluent_cli.services.onboarding.models import MODEL_OF
from effluent_cli.services.onboarding.onboard import Confirm, Request, onboard
from effluent_cli.services.onboarding.reading import Plain
from effluent_cli.services.onboarding.register import register
from effluent_cli.services.onboarding.report import Onboarded, counts
from effluent_cli.services.onboarding.stating import recalled

if TYPE_CHECKING:
    from effluent_cli.store.home import Home

WELCOME = (
    "effluent asks about your household, step by step, and works out where it leads. Nothing leaves this machine.",
    HELP,
)
_REVIEW = "Enter to finish, or the number of a step to change it: "


@dataclass
class Interview:
    """One person's way through the steps. ``request`` says which household, how far, and whether to start afresh."""

    home: "Home"
    talk: Talk
    caller: Caller
    request: Request
    confirm: Confirm
    slug: str | None = None
    tables: Plain = field(default_factory=dict)
    stored: Stored = field(default_factory=Stored)
    happened: dict[tuple[str, str], Happened] = field(default_factory=dict)
    report: Onboarded | None = None
    today: date | None = None
    fresh: bool = False

    def run(self) -> tuple[Onboarded, date]:
        """Ask until the last step (or ``--until``) is done; return the report of the whole interview.

        Raises KeyboardInterrupt when the person leaves (the draft stays), Busy when a step cannot be recorded (it stays too).
        """
        draft = self._opened()
        index = STEP_OF[draft.step].number - 1 if draft.step in STEP_OF else self._first()
        reviewed = False
        while index < len(STEPS):
            spec = STEPS[index]
            went = self._gone_through(spec, draft)
            draft = Draft()
            if went == "back":
                index = self._before(index)
            elif isinstance(went, StepSpec):
                index, reviewed = went.number - 1, True
            else:
                if spec.name == self.request.until:
                    break
                index = (
                    STEP_OF["review"].number - 1 if reviewed and spec.number < STEP_OF["review"].number else index + 1
                )
        return self._ended()

    @property
    def resumes_with(self) -> str:
        """The command that goes on where the person left."""
        return "effluent onboard" if self.slug is None else f"effluent onboard -H {self.slug}"

    def _opened(self) -> Draft:
        """Settle which household this is about, and take up what was answered before."""
        drafts = Drafts(self.home)
        self.fresh = self.request.fresh
        self.slug = self.request.named or self._unfinished(drafts)
        if self.slug is not None:
            self.stored = stored_in(self.home.household(self.slug))
        known = self.slug if self.stored.inputs is not None or self.request.named else None
        if self.fresh:
            drafts.drop(known)
        elif self.stored.inputs is not None:
            self.tables = recalled(self.stored.inputs)
        draft = drafts.kept(known) or Draft()
        if draft.tables:
            self.talk.say("Going on where you left; what you answered is kept.")
            self.tables.update(draft.tables)
        return draft

    def _unfinished(self, drafts: Drafts) -> str | None:
        """Return the one household whose onboarding is not complete, unless a new one was begun."""
        if drafts.kept(None) is not None:
            return None
        slugs, _ = self.home.slugs()
        begun = [slug for slug in slugs if not is_complete(stored_in(self.home.household(slug)).steps)]
        finished = [slug for slug in slugs if slug not in begun]
        if finished and not begun:
            self.talk.say(
                f"Already described: {', '.join(finished)} (change one with -H). This is about a new household."
            )
        return begun[0] if len(begun) == 1 else None

    def _first(self) -> int:
        if self.fresh or is_complete(self.stored.steps):
            return 0
        done = {step.name for step in self.stored.steps}
        return next(index for index, spec in enumerate(STEPS) if spec.name not in done)

    def _before(self, index: int) -> int:
        """Return the step before that has questions, or the same where there is none."""
        earlier = [place for place in range(index) if STEPS[place].shape != "none" and self._applies(STEPS[place])]
        return earlier[-1] if earlier else index

    def _applies(self, spec: StepSpec) -> bool:
        sources = self.tables.get("income_sources") or []
        return spec.needs is None or any(source.get("type") in spec.needs for source in sources)

    def _gone_through(self, spec: StepSpec, draft: Draft) -> Went | StepSpec:
        """Ask a step and record it; a step that cannot be recorded as answered is asked again."""
        if not self._applies(spec):
            return "done"
        if spec.name == "welcome":
            self.talk.say(*WELCOME)
            return "done"
        self.talk.say(
            "", f"Step {spec.number} of {len(STEPS)}: {spec.title}{' (may be skipped)' if spec.skippable else ''}"
        )
        while True:
            went = self._review() if spec.name == "review" else self._asked(spec, draft)
            if went not in ("done", "skip"):
                return went
            try:
                if self._recorded(spec, skipped=went == "skip"):
                    return went
            except (InvalidInput, Refused) as refusal:
                self._explain(refusal)
                if spec.name == "complete":
                    return "back"
            draft = Draft()

    def _asked(self, spec: StepSpec, draft: Draft) -> Went:
        if spec.shape == "none":
            return "done"
        if spec.shape == "many":
            items = self.tables.setdefault(spec.name, [])
            listing = Listing(self.talk, spec, items, lambda item, at: self._keep(spec, item, at), self._known)
            return listing.run(draft.item, draft.field)
        answers = self.tables.setdefault(spec.name, {})
        keep = lambda at: self._keep(spec, None, at)  # noqa: E731  # one line that only passes on
        model = MODEL_OF[spec.name]
        return Table(self.talk, model, answers, spec.name, spec.skippable, self._known, keep).run(draft.field)

    def _keep(self, spec: StepSpec, item: int | None, at: str | None) -> None:
        """Write the draft: the step being answered, and before the file exists all of them."""
        unsaved = self.tables if self.stored.inputs is None else {spec.name: self.tables[spec.name]}
        Drafts(self.home).keep(self.slug, Draft(unsaved, spec.name, item, at))

    def _known(self, kind: Reference) -> tuple[str, ...]:
        types = register(self.tables, None).types[kind.of]
        if not kind.groups:
            return tuple(types)
        return tuple(key for key, each in types.items() if each in GROUP_OF and GROUP_OF[each] in kind.groups)

    def _recorded(self, spec: StepSpec, *, skipped: bool) -> bool:
        """Record one step in a transaction of its own; False when the person wants to answer it differently."""
        before = self.slug
        slug = self.slug or slug_of(self.home, self.tables, self.request.named)
        if self.stored.inputs is None and not self._may_take(slug):
            return False
        tables = {} if skipped or spec.shape == "none" else {spec.name: self.tables[spec.name]}
        request = Request(
            tables,
            self.request.machine_zone,
            named=slug,
            meant=slug,
            until=None if spec.name == "complete" else spec.name,
            fresh=self.fresh,
            skipped=frozenset({spec.name} if skipped else ()),
        )
        self.report, self.today = onboard(self.home, request, self.caller, self.confirm)
        self.slug, self.fresh = slug, False
        Drafts(self.home).drop(before)
        self.stored = stored_in(self.home.household(slug))
        if self.stored.inputs is not None:
            on_record = recalled(self.stored.inputs)
            self.tables[spec.name] = on_record.get(spec.name, {})
        for each in self.report.changes:
            known = self.happened.get((each.kind, each.id))
            self.happened[each.kind, each.id] = known if known and known.outcome == "created" else each
        return True

    def _may_take(self, slug: str) -> bool:
        """Return whether the new household may have this slug: where there is one already, the person decides."""
        there = stored_in(self.home.household(slug))
        if there.inputs is None:
            return True
        if self.confirm(f"There is a household {slug} already. Go on with that one?", ()):
            self.tables = {**recalled(there.inputs), **self.tables}
            return True
        self.talk.say("  Give another short name, then.")
        return False

    def _review(self) -> Went | StepSpec:
        for spec in STEPS:
            content = self.tables.get(spec.name)
            if spec.shape != "none" and self._applies(spec):
                number = len(content or []) if spec.shape == "many" else len(content or {})
                self.talk.say(
                    f"  {spec.number:2}  {spec.title}: {number} {'answered' if spec.shape == 'one' else 'on record'}"
                )
        for finding in self.report.findings if self.report is not None else ():
            self.talk.say(f"  {finding.severity}: {finding.message}")
        while True:
            text = self.talk.ask(_REVIEW).strip()
            if text in ("", "<", "back"):
                return "done" if text == "" else "back"
            chosen = next((each for each in STEPS if text in (str(each.number), each.name)), None)
            if chosen is not None and chosen.shape != "none" and self._applies(chosen):
                return chosen
            self.talk.say("  That is no step with answers.")

    def _explain(self, refusal: InvalidInput | Refused) -> None:
        self.talk.say(f"  {refusal.message}")
        self.talk.say(
            *(f"  {each.path}: {each.message}" for each in refusal.problems if each.message not in refusal.message)
        )

    def _ended(self) -> tuple[Onboarded, date]:
        if self.report is None or self.today is None:
            raise InvalidInput("nothing was answered")
        records = tuple(self.happened.values())
        whole = replace(
            self.report,
            result="changed" if records else self.report.result,
            records=replace(counts(records), unchanged=self.report.records.unchanged),
            changes=records,
        )
        return whole, self.today
