"""What tests of papers share: a sample, changed in some boxes, and what is found wrong in it."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any, Generic, TypeVar

from support import sample

from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import check, parse
from csdforms.schemas.form import Form

F = TypeVar("F", bound=Form)

TODAY = dt.date(2026, 3, 31)


def problems(form: str, changes: dict[str, Any], today: dt.date = TODAY) -> set[tuple[str, str]]:
    """Return where a form's sample is wrong after these changes, and how badly.

    A key may lead into a part or a row: ``files.1.reason``, rows counted from 1.
    """
    data = sample(form)
    for path, value in changes.items():
        *way, last = path.split(".")
        block: Any = data
        for step in way:
            block = block[int(step) - 1] if step.isdigit() else block[step]
        block[last] = value
    findings = check(find(form), data, today=today)
    return {(finding.path, finding.severity) for finding in findings}


class Paper(Generic[F]):
    """The sample of a form, as of a day, with other values in some of its boxes."""

    def __init__(self, model: type[F], today: dt.date) -> None:
        self.sample = sample(model.identifier())
        self._model = model
        self._today = today

    def with_changes(self, **changes: Any) -> dict[str, Any]:
        """The sample with other values; ``gm_opinion={…}`` changes a part of that box only."""
        data = copy.deepcopy(self.sample)
        for name, value in changes.items():
            part = isinstance(value, dict) and isinstance(data.get(name), dict)
            data[name] = data[name] | value if part else value
        return data

    def problems(self, **changes: Any) -> set[tuple[str, str]]:
        """Return where the sample is wrong after these changes, and how badly."""
        findings = check(self._model, self.with_changes(**changes), today=self._today)
        return {(finding.path, finding.severity) for finding in findings}

    def filled(self, **changes: Any) -> F:
        """Return the form with these changes."""
        return parse(self._model, self.with_changes(**changes), today=self._today)


def error(*paths: str) -> set[tuple[str, str]]:
    """Return what :func:`problems` says of errors in these boxes alone."""
    return {(path, "error") for path in paths}


def warning(*paths: str) -> set[tuple[str, str]]:
    """Return what :func:`problems` says of warnings for these boxes alone."""
    return {(path, "warning") for path in paths}
