"""The picture of the states is that of the table."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from csdforms.archive.states import ACTS, STATES, TRANSITIONS

DOCS = Path(__file__).parents[1] / "docs"
PICTURE = (DOCS / "states.svg").read_text("utf-8")


def test_the_picture_is_current() -> None:
    drawn = runpy.run_path(str(DOCS / "states.py"))["drawn"]()
    assert drawn == PICTURE, "run python docs/states.py"


def test_every_state_and_every_way_is_in_it() -> None:
    texts = re.findall(r">([^<]+)</text>", PICTURE)
    assert {state.title for state in STATES.values()} <= set(texts)
    for way in TRANSITIONS:
        ways = 1 if way.event == "withdraw" else len(way.sources)
        assert texts.count(ACTS[way.event]) >= ways, way.event
