"""Which rule each box of a form has, as its published schema says (``x-disclosure``).

The archive knows no forms; their schemas are files.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import functools
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from csdforms.shipped import shared_folder

__all__ = ["Published", "Rules", "rules_of"]

_FORM = "[a-z][a-z_]*"

#: Of each box its rule, of a part or a group of rows theirs.
Rules: TypeAlias = dict[str, Any]


class Published(NamedTuple):
    """What a published schema says of its form."""

    edition: str
    rules: Rules


@functools.cache
def rules_of(form: str) -> Published | None:
    """Return the rules of a form, None if it is not one of ours."""
    import json

    if not re.fullmatch(_FORM, form):  # it may come from a bag, and is a file's name here
        return None
    try:
        text = (shared_folder("schemas") / f"{form}.json").read_text("utf-8")
    except FileNotFoundError:
        return None
    schema = json.loads(text)
    edition = schema["$id"].rpartition(":")[2]
    return Published(edition, _rules(schema["properties"], schema.get("$defs", {})))


def _rules(properties: Mapping[str, Any], models: Mapping[str, Any]) -> Rules:
    rules: Rules = {}
    for name, said in properties.items():
        model = _model(said)
        if model:
            rules[name] = _rules(models[model]["properties"], models)
        else:
            rules[name] = said.get("x-disclosure", "hidden")
    return rules


def _model(said: Mapping[str, Any]) -> str:
    """Return the model of a part, or of the rows of a group."""
    choices = [said, said.get("items", {}), *said.get("anyOf", ())]
    return next((one["$ref"].rpartition("/")[2] for one in choices if "$ref" in one), "")
