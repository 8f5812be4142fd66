"""Reading a household loads nothing that a reader does not need, and takes a moment."""

import os
import statistics
import subprocess
import sys
from datetime import date
from decimal import Decimal

from effluent_cli.domain.plans import Change
from effluent_cli.domain.records import (
    Account,
    Deduction,
    Flow,
    IncomeSource,
    LoanTerms,
    MatchTier,
    Member,
    Record,
    Snapshot,
    Withholding,
)
from effluent_cli.store.household import HouseholdFile
from tests.households import NOW
from tests.stopwatch import Stopwatch
from tests.store.samples import put

DAY = date(2026, 11, 1)
RATE = Decimal("0.05")
HEAVY = "sqlmodel sqlalchemy pydantic numpy rich filelock alembic asyncio typing_extensions typer tomllib socket ssl"
READER = """
import sys
from pathlib import Path
from effluent_cli.store.home import Home
home = Home(Path(sys.argv[1]))
assert home.slugs() == (("okafor",), ())
file = home.household("okafor")
assert file.exists() and not file.lock_state().held
with file.reading() as books:
    books.inputs(), books.system_flows(), books.steps(), books.events(), books.baseline(), books.revision()
    books.rolls_at(), books.last_processed_at()
print(*sorted(sys.modules.keys() & set(sys.argv[2].split())))
"""


def test_a_reader_loads_none_of_the_heavy_modules(okafor: HouseholdFile) -> None:
    command = [sys.executable, "-c", READER, str(okafor.path.parent.parent), HEAVY]
    # A process that is being measured loads what the measuring needs.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=alone)
    assert (done.stdout, done.stderr) == ("\n", "")


def test_the_inputs_of_a_typical_household_are_read_in_a_moment(okafor: HouseholdFile) -> None:
    records: list[Record] = [Member(f"m{n}", f"Member {n}", "child", DAY) for n in range(4)]
    for n in range(15):
        key = f"a{n}"
        records += [
            Account(key, key, "savings", owner="m0", growth=RATE, answered_on=DAY),
            Snapshot(key, DAY, 12_345, NOW),
        ]
    records += [LoanTerms(f"a{n}", RATE, 1000, True, 3, DAY, 360, 1000, DAY, DAY) for n in range(3)]
    for n in range(3):
        job = IncomeSource(f"j{n}", "m0", f"Job {n}", "w2", "biweekly", DAY, 10_000_000, stated_on=DAY)
        match = (MatchTier(Decimal(1), Decimal("0.03")),)
        records += [job, Withholding(job.id, "single"), Deduction(f"d{n}", job.id, "hsa", percent=RATE, match=match)]
    records += [
        Flow(f"f{n}", f"Flow {n}", "expense", "groceries", 100, "monthly", DAY, stated_on=DAY) for n in range(40)
    ]
    put(okafor, *(Change(None, record) for record in records))
    times = []
    for _ in range(50):
        watch = Stopwatch()
        with okafor.reading() as books:
            books.inputs()
        times.append(watch.seconds)
    # 1.5 ms where this was written; four times that is a regression rather than a slow machine.
    assert statistics.median(times) < 0.006
