"""``create`` with a file of many rows: what became of each; a copy with the wrong ones marked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from csdforms import filing
from csdforms.cli.archive.place import opened
from csdforms.cli.common import print_json, spoken_warnings
from csdforms.errors import CsdformsError, ExitCode, UnreadableInput
from csdforms.intake.entries import open_entries
from csdforms.schemas.catalogue import find

if TYPE_CHECKING:
    from csdforms.filing import Opened
    from csdforms.intake.entries import Entries

__all__ = ["create_many"]

_SHOWN = 20  # lines; all are in the marked copy, and in the JSON


def create_many(
    name: str, source: Path, reason: str, templates: Path | None, *, as_json: bool
) -> NoReturn:
    """Open a file for each row; end with the exit code that they mean together."""
    form = find(name)
    entries = open_entries(source, form)
    done: list[Opened] = []
    with opened() as archive, spoken_warnings():
        try:
            done += filing.create_many(archive, form, entries, reason=reason, templates=templates)
        except CsdformsError:
            click.echo("没有做完，已建的档案都保留。解决下面的问题后再运行即可。", err=True)
            raise
    if not done:
        raise UnreadableInput(str(source), "里面没有要建档的行。")
    marked = _mark(entries, done)
    counts: Counter[str] = Counter(one.status for one in done)
    if as_json:
        print_json(
            {
                "form": form.identifier(),
                "total": len(done),
                **{status: counts[status] for status in ("opened", "exists", "held", "failed")},
                "problems": None if marked is None else str(marked),
                "notes": list(entries.notes),
                "rows": [_described(one) for one in done],
            }
        )
    else:
        _say(entries, done, counts, marked)
    raise SystemExit(
        ExitCode.INVALID if counts["failed"] else ExitCode.HELD if counts["held"] else ExitCode.OK
    )


def _mark(entries: Entries, done: list[Opened]) -> Path | None:
    """Write the marked copy beside the file."""
    problems = {one.index: one.findings for one in done if one.status in ("failed", "held")}
    if not problems:
        return None
    return entries.mark(problems, entries.marked_path(entries.path.parent))


def _described(one: Opened) -> dict[str, Any]:
    return {
        "index": one.index,
        "place": one.place,
        "status": one.status,
        "number": one.number or None,
        "findings": [finding.as_dict() for finding in one.findings],
    }


def _say(entries: Entries, done: list[Opened], counts: Counter[str], marked: Path | None) -> None:
    for note in entries.notes:
        click.echo(f"[提醒] {note}", err=True)
    for is_error in (False, True):
        said = [
            f"{one.place} {finding}"
            if finding.path
            else f"{one.place} [{'错误' if is_error else '提醒'}] {finding.message}"
            for one in done
            for finding in one.findings
            if finding.is_error is is_error
        ]
        for line in said[:_SHOWN]:
            click.echo(line, err=not is_error)
        if len(said) > _SHOWN:
            rest = "其余见问题文件。" if is_error else "其余提醒从略，用 --json 可看全部。"
            click.echo(rest, err=not is_error)
    if marked is not None:
        click.echo(f"问题文件：{marked}")
    click.echo(
        f"共 {len(done)} 行：新建档 {counts['opened']} 份，已有档案 {counts['exists']} 行，"
        f"待主管核实 {counts['held']} 行，有错 {counts['failed']} 行。"
    )
