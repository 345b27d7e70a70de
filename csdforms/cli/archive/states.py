"""``states``: every state of a customer's file, and every way from one to another."""

from __future__ import annotations

from collections.abc import Iterator

import click

from csdforms.archive.states import ACTS, BEFORE, NOTHING, STATES, TRANSITIONS
from csdforms.cli.archive.place import place_option
from csdforms.cli.archive.tables import columns
from csdforms.cli.common import json_option, print_json

__all__ = ["states"]

_NAMES = {NOTHING: "—", BEFORE: "原状态"}
_PREVIOUS = "PREVIOUS"
_HEAD = ("事项", "现在", "变为", "由谁办理", "条件", "用表")


@click.command(
    help="列出档案的各种状态和从一个状态到另一个状态的全部途径；表里没有的都不能办。"
    "不用档案库。--mermaid 输出状态图的源文。"
)
@click.option("--mermaid", is_flag=True, help="输出 Mermaid 状态图的源文。")
@json_option
@place_option
def states(*, mermaid: bool, as_json: bool) -> None:
    """Print the state machine of a file."""
    if mermaid:
        click.echo("\n".join(_mermaid()))
    elif as_json:
        print_json(
            {
                "states": [
                    {
                        "id": name,
                        "title": state.title,
                        "acts": sorted(state.acts),
                        "on_file": state.on_file,
                    }
                    for name, state in STATES.items()
                ],
                "transitions": [way._asdict() for way in TRANSITIONS],
            }
        )
    else:
        rows = [
            (
                ACTS[way.event],
                "、".join(map(_title, way.sources)),
                _title(way.target),
                way.role,
                way.guard,
                way.papers,
            )
            for way in TRANSITIONS
        ]
        for line in columns(_HEAD, rows):
            click.echo(line)


def _title(state: str) -> str:
    """Return what a state is called; no file, and the state before, have names here alone."""
    return _NAMES.get(state) or STATES[state].title


def _mermaid() -> Iterator[str]:
    """Yield the lines of a diagram."""
    yield "stateDiagram-v2"
    for name, state in STATES.items():
        yield f"    {name}: {state.title}"
    yield f"    {_PREVIOUS}: {_NAMES[BEFORE]}"
    ends = {NOTHING: "[*]", BEFORE: _PREVIOUS}
    for way in TRANSITIONS:
        for source in way.sources:
            ways = f"{ends.get(source, source)} --> {ends.get(way.target, way.target)}"
            yield f"    {ways}: {ACTS[way.event]}"
