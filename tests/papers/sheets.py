"""Papers as tests look at them: what stands in the boxes, and what is wrong beside empty ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from archive.secrecy.department import notes
from support import part

from csdforms.archive.archive import Archive
from csdforms.papers.printing import paper, print_paper
from csdforms.schemas.checking import check

#: How a finding says that a box is left for the pen.
_EMPTY = ("不能空着", "至少要有")


def sheet(archive: Archive, number: str, form: str = "", *, actor: str = "") -> dict[str, Any]:
    """Return what stands in the boxes of a paper; nothing in it may contradict a rule."""
    filled = paper(archive, number, form, actor=actor)
    today = dt.date.fromisoformat(archive.office.today())
    wrong = [
        str(finding)
        for finding in check(filled, today=today)
        if finding.is_error and not any(word in finding.message for word in _EMPTY)
    ]
    assert wrong == []
    assert not filled.extra  # all has a box of its own
    return {name: _plain(value) for name, value in filled.stored().items()}


def _plain(value: Any) -> Any:
    """Return the rows of a table without the numbers that it gives them itself."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: box for name, box in row.items() if name != "seq"} for row in value]
    return value


def printed(archive: Archive, number: str, path: Path, form: str = "", *, actor: str = "") -> str:
    """Print a paper; return all that stands on it. The log has it."""
    target = print_paper(archive, number, path, form=form, actor=actor)
    document = target.read_bytes()
    assert notes(archive, "paper")[-1]["detail"]["item"] in number.upper()
    return "".join(part(document).itertext())
