"""What tests of papers share: a sample, changed in some boxes, and what is found wrong in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from support import sample

from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import check

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
