"""What a name stands for where a scenario is expected: the records and the overlay that a projection is made from."""

import json
from dataclasses import dataclass

from effluent_cli.domain.codec import decode
from effluent_cli.domain.overlay import NONE, Overlay
from effluent_cli.domain.records import Inputs
from effluent_cli.errors import NotFound
from effluent_cli.services.reading import Course, demand_whole

BASELINE, LIVE = "baseline", "live"
"""Names that are no scenario's: what answers are drawn from, and what follows the records while that is pinned."""


@dataclass(frozen=True)
class Basis:
    """What is projected under a name."""

    name: str
    inputs: Inputs
    overlay: Overlay


def basis_of(course: Course, name: str) -> Basis:
    """Return what a name stands for. NotFound for one that stands for nothing, DamagedFile for a copy that is not whole."""
    if name not in (BASELINE, LIVE):
        raise NotFound(
            f"there is no scenario {name!r}", hint=f"{BASELINE}, or {LIVE}: what {BASELINE} would be unpinned"
        )
    baseline = course.baseline if name == BASELINE else course.live
    demand_whole(baseline, course.slug)
    return Basis(name, decode(Inputs, json.loads(baseline.inputs)), NONE)
