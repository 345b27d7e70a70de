"""One vocabulary: the same thing has the same name, label and type in every form."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator

from support import FORMS

from csdforms.schemas.form import Block, FieldSpec, Part

#: Labels that mean different things in different blocks, each with its reason.
AMBIGUOUS: dict[str, str] = {}


def blocks() -> Iterator[type[Block]]:
    """Yield every form, row and part once."""
    seen: set[type[Block]] = set()
    waiting: list[type[Block]] = list(FORMS)
    while waiting:
        block = waiting.pop()
        if block not in seen:
            seen.add(block)
            yield block
            waiting += [spec.model for spec in block.specs().values() if spec.model is not None]


def entries() -> Iterator[tuple[type[Block], FieldSpec]]:
    for block in blocks():
        yield from ((block, spec) for spec in block.specs().values() if spec.type is not None)


def described(spec: FieldSpec) -> str:
    assert spec.type is not None
    return f"{type(spec.type).__name__} {json.dumps(spec.type.json_schema(), ensure_ascii=False)}"


def test_no_name_has_two_labels() -> None:
    labels: dict[str, set[str]] = defaultdict(set)
    for _, spec in entries():
        labels[spec.name].add(spec.canonical)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_no_name_has_two_types() -> None:
    types: dict[str, set[str]] = defaultdict(set)
    for _, spec in entries():
        types[spec.name].add(described(spec))
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_no_label_has_two_names() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for block, spec in entries():
        if not issubclass(block, Part):  # a part's labels are read after the part's own
            names[spec.canonical].add(spec.name)
    double = {label: found for label, found in names.items() if len(found) > 1}
    assert double.keys() == AMBIGUOUS.keys(), double


def test_names_follow_the_house_rule_for_days_and_moments() -> None:
    wrong = [
        f"{block.__name__}.{spec.name}"
        for block, spec in entries()
        if re.search(r"(?<!_on)_(date|time|datetime)$", spec.name)
    ]
    assert wrong == []
