"""Every command, in the order in which the help lists them: the one place where a command is added.

Nothing here is imported before it is called for: a command's module is loaded when the command runs, its report class when
``schema`` prints it. A test compares each line of help with the docstring of the function it stands for.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """``run`` is ``module:function`` inside ``effluent_cli.commands``, ``report`` ``module:class`` inside ``effluent_cli``.

    ``summary`` equals the first line of the function's docstring. ``report`` is the dataclass of the answer's ``data``; None
    where the command prints no document of its own.
    """

    run: str
    summary: str
    report: str | None


GROUPS: dict[str, str] = {
    "household": "The households on this machine.",
    "member": "The people of the household.",
    "income": "Jobs, businesses, pensions, rent, benefits.",
    "withholding": "The W-4 of each job.",
    "deduction": "What paychecks lose on the way.",
    "account": "Accounts and debts, and what each holds.",
    "debt": "What is owed: terms, due dates, and paying it off.",
    "flows": "Recurring income and spending, stated and generated.",
    "assumption": "The rates that the projection assumes.",
    "setting": "The household's choices.",
    "scenario": "What if: sets of changes over the baseline.",
    "stress": "What a lost job, dear money or a falling market would do.",
    "scenario change": "The changes of a scenario.",
    "baseline": "The household's present course, as last worked out.",
    "runs": "Work that was carried out, and what came of it.",
    "event": "Notes that something changed and the baseline must catch up.",
    "export": "The household's records as documents for elsewhere.",
    "import": "Records from a document.",
    "calc": "The rules by themselves, without a household.",
    "tax": "The tax law: its figures, and what each person may save by it.",
}

COMMANDS: dict[tuple[str, ...], Command] = {
    ("onboard",): Command(
        "onboard:onboard",
        "Describe a household, from an answers file or by questions.",
        "services.onboarding.report:Onboarded",
    ),
    ("demo",): Command("demo:demo", "Show what effluent does, with a throw-away household.", "services.demo:Demo"),
    ("status",): Command(
        "status:status", "Say whether the household's answers are up to date.", "services.status:Status"
    ),
    ("doctor",): Command(
        "doctor:doctor",
        "Check every household to the last row, and mend what is safe.",
        "services.doctor.report:Checked",
    ),
    ("household", "list"): Command(
        "household:list_", "List the households of this home.", "services.households:HouseholdList"
    ),
    ("household", "show"): Command(
        "household:show",
        "Show the household, its members and how much is on record.",
        "services.households:HouseholdShow",
    ),
    ("household", "edit"): Command(
        "household:edit", "Change the household itself: a new name, a move, a marriage.", "services.editing:Edited"
    ),
    ("household", "delete"): Command(
        "household:delete",
        "Delete a household, after a backup of it.",
        "services.household_editing:HouseholdDeleted",
    ),
    ("member", "list"): Command("member:list_", "List the members of the household.", "services.members:MemberList"),
    ("member", "add"): Command("member:add", "Add a member to the household.", "services.editing:Edited"),
    ("member", "edit"): Command("member:edit", "Change what is known of a member.", "services.editing:Edited"),
    ("member", "remove"): Command(
        "member:remove", "Remove a member who has no income or account left.", "services.editing:Edited"
    ),
    ("account", "list"): Command(
        "account:list_", "List every active account and what it holds today.", "services.accounts:AccountList"
    ),
    ("account", "show"): Command(
        "account:show", "Show one account and its balances.", "services.account_showing:AccountShow"
    ),
    ("account", "add"): Command("account:add", "Add an account with what it holds.", "services.editing:Edited"),
    ("account", "edit"): Command("account:edit", "Change what is known of an account.", "services.editing:Edited"),
    ("account", "set-balance"): Command(
        "account:set_balance", "Record what an account holds on a day.", "services.accounts:BalanceSet"
    ),
    ("account", "close"): Command(
        "account:close", "Close an account that holds or owes nothing any more.", "services.editing:Edited"
    ),
    ("income", "list"): Command("income:list_", "List the income sources.", "services.income:IncomeList"),
    ("income", "show"): Command("income:show", "Show one income source.", "services.income:IncomeShow"),
    ("income", "add"): Command("income:add", "Add an income source.", "services.editing:Edited"),
    ("income", "edit"): Command(
        "income:edit",
        "Change an income source: new pay, a raise, a stub's figures.",
        "services.editing:Edited",
    ),
    ("income", "end"): Command("income:end", "End an income source on a day.", "services.editing:Edited"),
    ("withholding", "list"): Command("withholding:list_", "List the W-4 of every job.", "services.withholding:W4List"),
    ("withholding", "show"): Command("withholding:show", "Show the W-4 of one job.", "services.withholding:W4Row"),
    ("withholding", "edit"): Command(
        "withholding:edit", "Change the W-4 of a job, or hand one in.", "services.editing:Edited"
    ),
    ("deduction", "list"): Command(
        "deduction:list_", "List what is taken off paychecks.", "services.deductions:DeductionList"
    ),
    ("deduction", "add"): Command(
        "deduction:add", "Add a deduction to the paychecks of a job.", "services.editing:Edited"
    ),
    ("deduction", "edit"): Command("deduction:edit", "Change a deduction.", "services.editing:Edited"),
    ("deduction", "remove"): Command(
        "deduction:remove", "Remove a deduction from the paychecks to come.", "services.editing:Edited"
    ),
    ("debt", "list"): Command(
        "debt:list_", "List every debt: rate, next payment, and when it is paid off.", "services.debts:DebtList"
    ),
    ("debt", "show"): Command(
        "debt:show", "Show one debt: its terms and its next twelve due dates.", "services.debts:DebtShow"
    ),
    ("debt", "edit"): Command("debt:edit", "State or change the terms of a debt.", "services.editing:Edited"),
    ("debt", "payoff"): Command(
        "debt:payoff",
        "Say when debts are paid off, with and without an extra sum.",
        "services.debts:DebtPayoff",
    ),
    ("flows", "list"): Command("flows:list_", "List the recurring flows.", "services.flows:FlowList"),
    ("flows", "show"): Command(
        "flows:show", "Show one flow and the days on which it falls next.", "services.flow_editing:FlowShow"
    ),
    ("flows", "add"): Command("flows:add", "Add a recurring flow of your own.", "services.flows:FlowAdded"),
    ("flows", "edit"): Command("flows:edit", "Change a flow of your own.", "services.editing:Edited"),
    ("flows", "skip"): Command(
        "flows:skip", "Leave one occurrence of a flow of your own out.", "services.editing:Edited"
    ),
    ("flows", "override"): Command(
        "flows:override", "Put a figure from a real pay stub in place of a generated one.", "services.editing:Edited"
    ),
    ("flows", "end"): Command("flows:end", "End a flow of your own on a day.", "services.flows:FlowEnded"),
    ("flows", "regenerate"): Command(
        "flows:regenerate_", "Work the system flows out anew from the records.", "services.regenerate:Regenerated"
    ),
    ("assumption", "list"): Command(
        "assumption:list_",
        "List the rates that the projection assumes.",
        "services.choices:AssumptionList",
    ),
    ("assumption", "set"): Command(
        "assumption:set_", "State a rate in place of the default.", "services.editing:Edited"
    ),
    ("assumption", "reset"): Command("assumption:reset", "Return to the default of a rate.", "services.editing:Edited"),
    ("setting", "list"): Command(
        "setting:list_", "List the household's choices and what they mean.", "services.choices:SettingList"
    ),
    ("setting", "set"): Command("setting:set_", "Make a choice in place of the default.", "services.editing:Edited"),
    ("project",): Command("project:project", "Project the household month by month.", "services.projecting:Projected"),
    ("compare",): Command(
        "compare:compare",
        "Compare courses, and say what makes the difference.",
        "services.comparing:Compared",
    ),
    ("explain",): Command(
        "explain:explain",
        "Say what a month of the projection is made of, line by line.",
        "services.explaining:Explained",
    ),
    ("scenario", "create"): Command(
        "scenario:create", "Make a scenario: a set of changes to try out.", "services.editing:Edited"
    ),
    ("scenario", "list"): Command("scenario:list_", "List the scenarios.", "services.scenarios:ScenarioList"),
    ("scenario", "show"): Command(
        "scenario:show",
        "Show a scenario: its changes, and which replaces which.",
        "services.scenarios:ScenarioShow",
    ),
    ("scenario", "edit"): Command(
        "scenario:edit", "Rename a scenario, or have it stand on another.", "services.editing:Edited"
    ),
    ("scenario", "archive"): Command(
        "scenario:archive", "Put a scenario away, or take it up again.", "services.editing:Edited"
    ),
    ("scenario", "merge"): Command(
        "scenario:merge", "Copy what a scenario comes to into another one.", "services.scenario_merging:Merged"
    ),
    ("scenario", "adopt"): Command(
        "scenario:adopt", "Make what a scenario tries out the household's own records.", "services.adopting:Adopted"
    ),
    ("scenario", "change", "add"): Command(
        "scenario_change:add", "Add a change to a scenario.", "services.editing:Edited"
    ),
    ("scenario", "change", "list"): Command(
        "scenario_change:list_", "List a scenario's own changes, in order.", "services.scenarios:ChangeList"
    ),
    ("scenario", "change", "edit"): Command(
        "scenario_change:edit",
        "Change a change: its days, its keys, whether it counts.",
        "services.editing:Edited",
    ),
    ("scenario", "change", "remove"): Command(
        "scenario_change:remove", "Take a change out of a scenario.", "services.editing:Edited"
    ),
    ("scenario", "change", "types"): Command(
        "scenario_change:types",
        "List the types of change, or what one of them takes.",
        "services.scenarios:TypeList",
    ),
    ("stress", "list"): Command("stress:list_", "List the stress tests.", "services.stress:StressList"),
    ("stress", "run"): Command(
        "stress:run", "Put the household under stress, test by test.", "services.stress:Stressed"
    ),
    ("baseline", "show"): Command(
        "baseline:show", "Show what the baseline was made from.", "services.baseline:BaselineShow"
    ),
    ("baseline", "refresh"): Command(
        "baseline:refresh", "Work the baseline out anew.", "services.baseline:BaselineRefreshed"
    ),
    ("baseline", "pin"): Command(
        "baseline:pin",
        "Keep the baseline as it is, whatever is edited from now on.",
        "services.baseline:BaselinePinned",
    ),
    ("baseline", "unpin"): Command(
        "baseline:unpin", "Let the baseline follow the household again.", "services.baseline:BaselinePinned"
    ),
    ("baseline", "diff"): Command(
        "baseline:diff",
        "Say how far the household has moved from its pin, and why.",
        "services.baseline_diff:BaselineDiff",
    ),
    ("event", "add"): Command("event:add", "Queue a note that something changed.", "services.events:EventAdded"),
    ("event", "list"): Command("event:list_", "List the notes that are still open.", "services.events:EventList"),
    ("event", "show"): Command("event:show", "Show one note, open or not.", "services.events:EventRow"),
    ("event", "cancel"): Command("event:cancel", "Close a note without processing it.", "services.events:EventRow"),
    ("event", "retry"): Command("event:retry", "Make a failed note due again.", "services.events:EventRetried"),
    ("runs", "list"): Command(
        "runs:list_", "List the work that was carried out on the household.", "services.runs:RunList"
    ),
    ("runs", "show"): Command("runs:show", "Show one run: when it ran and what came of it.", "services.runs:RunShow"),
    ("runs", "prune"): Command("runs:prune", "Take the results of old runs away.", "services.runs:RunsPruned"),
    ("undo",): Command("undo:undo", "Undo what one command changed.", "services.undoing:Undone"),
    ("history",): Command(
        "history:history",
        "List what was changed, by whom, when, before and after.",
        "services.history:History",
    ),
    ("process-events",): Command(
        "process_events:process_events",
        "Bring every household up to date; made for cron.",
        "services.processing:EventsProcessed",
    ),
    ("backup",): Command(
        "backup:backup", "Save the household to a file, whole and checked.", "services.backing_up:BackedUp"
    ),
    ("export", "json"): Command(
        "export:json_", "Write everything the household stated as one document.", "services.exporting:Exported"
    ),
    ("export", "csv"): Command(
        "export:csv_", "Write each kind of record as a csv file.", "services.exporting:CsvExported"
    ),
    ("import", "json"): Command(
        "importing:json_", "Make or replace a household from an exported document.", "services.importing:Imported"
    ),
    ("restore",): Command("restore:restore", "Bring a household back from a backup.", "services.restoring:Restored"),
    ("calc", "paycheck"): Command(
        "calc:paycheck", "Work out a paycheck, from gross to net pay.", "services.calculators:TracedPaycheck"
    ),
    ("calc", "tax"): Command(
        "calc_tax:tax",
        "Work out a year's federal tax, from income to what is owed.",
        "services.tax_calculator:TracedTax",
    ),
    ("calc", "loan"): Command(
        "calc:loan", "Work out a loan's payment and its amortisation.", "services.calculators:TracedLoan"
    ),
    ("calc", "social-security"): Command(
        "calc_benefit:social_security",
        "Work out a Social Security retirement benefit.",
        "services.benefit_calculator:TracedBenefit",
    ),
    ("tax", "limits"): Command(
        "tax:limits",
        "Show how much each person may still put away this year.",
        "services.tax_limits:LimitList",
    ),
    ("tax", "rules"): Command(
        "tax:rules", "List the federal figures of a year and their sources.", "services.tax_rules:RuleList"
    ),
    ("schema",): Command(
        "schema:schema", "Print the JSON Schema of a document, or list them.", "commands.schema:SchemaNames"
    ),
}


def document_name(words: tuple[str, ...]) -> str:
    """Return the name of a command's document: its words joined by a dash."""
    return "-".join(words)
