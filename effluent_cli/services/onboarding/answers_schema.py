"""The JSON Schema of an answers file, made from the same models that check it."""

from typing import Any

from effluent_cli.domain.onboarding import ANSWERED
from effluent_cli.services.onboarding.models import MODEL_OF
from effluent_cli.services.onboarding.reading import SCHEMA


def answers_schema() -> dict[str, Any]:
    """Return the schema of ``effluent.answers/1``. Conditions across fields stand as ``x-applies-when``."""
    steps: dict[str, Any] = {}
    shared: dict[str, Any] = {}
    for spec in ANSWERED:
        item = MODEL_OF[spec.name].model_json_schema()
        shared.update(item.pop("$defs", {}))
        about = {"title": spec.title}
        steps[spec.name] = {**item, **about} if spec.shape == "one" else {**about, "type": "array", "items": item}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, **steps},
        "additionalProperties": False,
        "$defs": shared,
    }
