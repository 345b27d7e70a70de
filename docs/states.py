"""Draw docs/states.svg: the states of a customer's file, and every way from one to another.

``python docs/states.py``. The ways are those of ``csdforms.archive.states.TRANSITIONS``; only where
each state stands, and how far a way bends, is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import hypot
from pathlib import Path

from csdforms.archive import states
from csdforms.archive.states import ACTS, BEFORE, NOTHING, STATES, TRANSITIONS

PICTURE = Path(__file__).with_name("states.svg")

_WIDTH, _HEIGHT = 1500, 1085
_BOX = (58, 23)  # half of a state's box
_TIP = 9
_FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"

#: Where each state stands.
_AT = {
    NOTHING: (70, 110),
    states.DRAFT: (250, 110),
    states.SUBMITTED: (560, 110),
    states.ACCEPTED: (870, 110),
    states.REJECTED: (1180, 110),
    states.RETURNED: (405, 225),
    states.MERGED: (130, 405),
    states.DORMANT: (470, 405),
    states.ACTIVE: (870, 405),
    states.FROZEN: (1180, 405),
    states.VOID: (1400, 405),
    states.APPLIED: (170, 610),
    states.CHECKING: (470, 610),
    states.CLEARED: (770, 610),
    states.APPROVED: (1050, 610),
    states.SETTLED: (1330, 610),
    states.SUSPENDED: (620, 745),
    states.SEALED: (1330, 940),
    states.APPRAISAL: (1080, 940),
    states.PROPOSED: (830, 940),
    states.CONDEMNED: (570, 940),
    states.DESTROYING: (320, 940),
    states.DESTROYED: (110, 940),
}

#: The stages, from top to bottom of each.
_STAGES = {"建档": (50, 265), "保管": (280, 500), "注销": (555, 790), "封存和销毁": (805, 1070)}

#: By how much a way bends to its right; straight where nothing is said.
_BENDS = {
    ("create", NOTHING): -45,
    ("discard", states.DRAFT): -45,
    ("discard", states.RETURNED): -50,
    ("submit", states.RETURNED): 50,
    ("return", states.SUBMITTED): 50,
    ("reject", states.SUBMITTED): -85,
    ("merge", states.ACTIVE): 150,
    ("unmerge", states.MERGED): 120,
    ("sleep", states.ACTIVE): 45,
    ("resume", states.DORMANT): 45,
    ("freeze", states.ACTIVE): 45,
    ("freeze", states.DORMANT): -190,
    ("unfreeze", states.FROZEN): 45,
    ("void", states.ACTIVE): 125,
    ("deregister", states.ACTIVE): -70,
    ("suspend", states.CHECKING): 45,
    ("recheck", states.SUSPENDED): 45,
    ("lapse", states.SUSPENDED): -110,
    ("undo", states.SEALED): 275,
    ("revive", states.SEALED): 110,
    ("extend", states.APPRAISAL): 50,
    ("reprieve", states.APPRAISAL): 120,
    ("reprieve", states.PROPOSED): -170,
    ("reprieve", states.CONDEMNED): 200,
    ("spare", states.PROPOSED): -90,
    ("relist", states.CONDEMNED): 55,
}
#: Ways from every state of a stage are drawn once, from its frame.
_ONCE = {"withdraw": (985.0, 556.0)}


def drawn() -> str:
    """Return the picture."""
    return "\n".join([*_head(), *_stages(), *_ways(), *_boxes(), "</svg>", ""])


def _head() -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="{_FONT}">'
    )
    yield "<title>客户档案的状态</title>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>'
    yield (
        '<text x="20" y="30" font-size="20" font-weight="bold">客户档案的状态'
        '<tspan font-size="14" font-weight="normal" fill="#555555">'
        "　虚线：回到原来的状态（在用、休眠或冻结）</tspan></text>"
    )


def _stages() -> Iterator[str]:
    for name, (top, bottom) in _STAGES.items():
        yield (
            f'<rect x="12" y="{top}" width="{_WIDTH - 24}" height="{bottom - top}" rx="10" '
            'fill="#f4f7fa" stroke="#d5dde5"/>'
        )
        yield f'<text x="24" y="{top + 22}" font-size="15" fill="#6b7c8d">{name}</text>'


def _boxes() -> Iterator[str]:
    wide, high = _BOX
    for state, (x, y) in _AT.items():
        if state == NOTHING:
            yield f'<circle cx="{x}" cy="{y}" r="9" fill="#333333"/>'
            continue
        final = not any(state in way.sources for way in TRANSITIONS)
        fill = "#e3e3e3" if final else "#ffffff" if STATES[state].acts else "#fff6dd"
        yield (
            f'<rect x="{x - wide}" y="{y - high}" width="{2 * wide}" height="{2 * high}" rx="8" '
            f'fill="{fill}" stroke="#34495e" stroke-width="1.5"/>'
        )
        title = escape(STATES[state].title)
        yield f'<text x="{x}" y="{y + 6}" font-size="16" text-anchor="middle">{title}</text>'


def _ways() -> Iterator[str]:
    labels = []
    for way in TRANSITIONS:
        end = _AT[states.ACTIVE if way.target == BEFORE else way.target]
        starts = [(_AT[source], _BENDS.get((way.event, source), 0)) for source in way.sources]
        for start, bend in [(_ONCE[way.event], 0)] if way.event in _ONCE else starts:
            line, label = _arrow(start, end, bend, dashed=way.target == BEFORE)
            yield line
            labels.append((*label, ACTS[way.event]))
    for x, y, text in labels:
        yield (
            f'<text x="{x:.0f}" y="{y + 4:.0f}" font-size="12" text-anchor="middle" fill="#1f4e79" '
            f'stroke="#f4f7fa" stroke-width="4" paint-order="stroke">{escape(text)}</text>'
        )


Point = tuple[float, float]
_BOXED = {at for state, at in _AT.items() if state != NOTHING}


def _arrow(start: Point, end: Point, bend: float, *, dashed: bool) -> tuple[str, Point]:
    """Return an arrow from box to box, and where its label stands."""
    long = hypot(end[0] - start[0], end[1] - start[1])
    right = (start[1] - end[1]) / long, (end[0] - start[0]) / long
    middle = ((start[0] + end[0]) / 2 + right[0] * bend, (start[1] + end[1]) / 2 + right[1] * bend)
    first, last = _edge(start, middle), _edge(end, middle)
    away = hypot(last[0] - middle[0], last[1] - middle[1])
    back = (middle[0] - last[0]) / away * _TIP, (middle[1] - last[1]) / away * _TIP
    foot = last[0] + back[0], last[1] + back[1]
    side = back[1] / 2, -back[0] / 2
    tip = [last, (foot[0] + side[0], foot[1] + side[1]), (foot[0] - side[0], foot[1] - side[1])]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in tip)
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    line = (
        f'<path d="M{first[0]:.1f},{first[1]:.1f} Q{middle[0]:.1f},{middle[1]:.1f} '
        f'{foot[0]:.1f},{foot[1]:.1f}" fill="none" stroke="#7f8c9a" stroke-width="1.3"{dash}/>'
        f'<polygon points="{points}" fill="#7f8c9a"/>'
    )
    label = (
        (first[0] + 2 * middle[0] + foot[0]) / 4,
        (first[1] + 2 * middle[1] + foot[1]) / 4,
    )
    return line, label


def _edge(center: Point, towards: Point) -> Point:
    """Return where a line from a box's middle leaves the box."""
    wide, high = _BOX if center in _BOXED else (12, 12)
    x, y = towards[0] - center[0], towards[1] - center[1]
    share = min(wide / abs(x) if x else 9, high / abs(y) if y else 9)
    return center[0] + x * share, center[1] + y * share


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
