"""``calendar``: the working days by which limits are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.options import reason_option
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import print_found
from csdforms.cli.common import json_option, print_json
from csdforms.errors import UnknownFile, UnreadableInput

if TYPE_CHECKING:
    from csdforms.archive.workdays import Year

__all__ = ["calendar"]

_HEAD = ("年", "放假", "调休上班", "依据")
_KEYS = {"year": int, "holidays": list, "workdays": list, "source": str}


@click.group(help="工作日历：各年的放假和调休安排，期限按它推算。")
def calendar() -> None:
    """Group what concerns working days."""


@calendar.command(help="列出已有的年份；写明 YEAR 就逐日列出那一年的安排。")
@click.argument("year", type=int, required=False)
@json_option
@place_option
def show(*, year: int | None, as_json: bool) -> None:
    """Print the tables, or one of them."""
    with opened() as archive:
        found = archive.calendar.years()
    if year is not None:
        found = tuple(one for one in found if one.year == year)
        if not found:
            raise UnknownFile(str(year), "节假日安排")
    if as_json or year is None:
        print_found(_HEAD, found, _row, as_json=as_json)
        return
    [table] = found
    click.echo(f"{table.year} 年  {table.source}")
    click.echo(f"  放假：{'、'.join(table.holidays)}")
    click.echo(f"  上班：{'、'.join(table.workdays)}")


@calendar.command(
    help="录入一年的放假安排：FILE（.json、.yaml）写有 year、holidays（放假的日子）、workdays"
    "（调休上班的周末）和 source（依据的通知）。再次录入同一年，就更正那一年。"
)
@click.argument("source", metavar="FILE", type=click.Path(allow_dash=True))
@reason_option
@json_option
@place_option
def add(source: str, *, reason: str, as_json: bool) -> None:
    """Add the table of a year."""
    given = _read(source)
    with opened() as archive:
        table = archive.calendar.add(
            given["year"], given["holidays"], given["workdays"], given["source"], reason=reason
        )
    if as_json:
        print_json(as_data(table))
        return
    off, worked = len(table.holidays), len(table.workdays)
    click.echo(f"已录入 {table.year} 年：放假 {off} 天，调休上班 {worked} 天。")


def _row(table: Year) -> tuple[str, ...]:
    off, worked = len(table.holidays), len(table.workdays)
    return (str(table.year), f"{off} 天", f"{worked} 天", table.source)


def _read(source: str) -> dict[str, Any]:
    """Return the table in a file."""
    from csdforms.intake import read_data

    given = {name: value for name, value in read_data(source).items() if name in _KEYS}
    for name, kind in _KEYS.items():
        if type(given.get(name)) is not kind:
            raise UnreadableInput(source, f"“{name}”没有写，或写法不对。")
    return given
