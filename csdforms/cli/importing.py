"""``import``: sales, receipts, receivables and targets of other systems, kept in the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.archive.place import PLACE_ENV, PLACE_HELP, opened, remember
from csdforms.cli.common import json_option, print_json
from csdforms.errors import ExitCode, OutputExists, UnreadableInput

if TYPE_CHECKING:
    from csdforms.ledgers.importing import Imported

__all__ = ["group"]

_SHOWN = 20  # lines of a kind; all are in the error workbook
_WORDS = {"new": "新增", "same": "未变", "updated": "更新", "wrong": "错误"}
#: Of each command: the table, and what a file of it holds.
_TABLES = {
    "sales": "销售单（一行一种货品，单号相同的行为一张）",
    "receipts": "收款单（收款、退款、坏账核销、抵扣）",
    "receivables": "应收单（开票、到期、已收）",
    "targets": "销售目标（一位客户一个月一行）",
}

_place_option = click.option(
    "--archive",
    metavar="PLACE",
    envvar=PLACE_ENV,
    expose_value=False,
    callback=remember,
    help=PLACE_HELP,
)


@click.group("import", help="从销售或财务系统导入销售、收款、应收和目标，作统计用。")
def group() -> None:
    """Import what other systems tell of customers."""


def _command(table: str, what: str) -> click.Command:
    @click.command(
        table,
        short_help=f"导入{what}。",
        help=f"导入{what}。有错的单据不导入，写进“…_问题”文件，改好后再导入；"
        "已导入的按单号认出，不会重复。",
    )
    @click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
    @click.option("--update", is_flag=True, help="内容与已导入的不同时，以这次的为准；旧版本保留。")
    @click.option("--all-or-nothing", is_flag=True, help="有一行错就一行也不导入。")
    @click.option("--dry-run", is_flag=True, help="只核对，不导入，也不写问题文件。")
    @click.option(
        "--errors",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="问题文件（.xlsx 或 .csv）；不写就放在数据文件旁边。",
    )
    @click.option("--purpose", default="", metavar="用途", help="为什么导入，记入沿革。")
    @json_option
    @_place_option
    def command(
        source: Path,
        *,
        update: bool,
        all_or_nothing: bool,
        dry_run: bool,
        errors: Path | None,
        purpose: str,
        as_json: bool,
    ) -> None:
        _refuse_odd_target(errors)
        from csdforms.ledgers.error_book import write_errors
        from csdforms.ledgers.importing import import_file

        with opened() as archive:
            done = import_file(
                archive.ledgers,
                table,
                source,
                update=update,
                all_or_nothing=all_or_nothing,
                dry_run=dry_run,
                purpose=purpose,
            )
        if not done.rows:
            raise UnreadableInput(str(source), "标题下面没有一行数据。")
        marked = write_errors(done, errors) if done.wrong and not dry_run else None
        _say(done, marked, table, as_json=as_json)
        raise SystemExit(ExitCode.INVALID if done.wrong else ExitCode.OK)

    return command


for _table, _what in _TABLES.items():
    group.add_command(_command(_table, _what))


def _refuse_odd_target(errors: Path | None) -> None:
    """Say at once what would be wrong after the work."""
    if errors is None:
        return
    if errors.suffix.casefold() not in {".xlsx", ".csv"}:
        raise click.BadParameter(f"{errors} 应以 .xlsx 或 .csv 结尾。", param_hint="--errors")
    if errors.exists():
        raise OutputExists(errors, never=True)


def _say(done: Imported, marked: Path | None, table: str, *, as_json: bool) -> None:
    if as_json:
        print_json(_described(done, marked, table))
        return
    for note in (*done.notes, *map(str, done.warnings[:_SHOWN])):
        click.echo(note if "[提醒]" in note else f"[提醒] {note}", err=True)
    said = [str(flaw) for one in done.wrong for flaw in one.flaws if flaw.is_error]
    for line in said[:_SHOWN]:
        click.echo(line)
    if len(said) > _SHOWN:
        click.echo("其余见问题文件。" if marked else "其余从略，用 --json 可看全部。")
    if marked is not None:
        click.echo(f"问题文件：{marked}")
    counts = "，".join(f"{word} {done.counts[status]} 张" for status, word in _WORDS.items())
    begun = "" if done.is_written else "没有导入。核对结果："
    click.echo(f"{begun}共 {done.rows} 行、{done.counts.total()} 张单据：{counts}。")


def _described(done: Imported, marked: Path | None, table: str) -> dict[str, Any]:
    flaws = [flaw for one in done.wrong for flaw in one.flaws if flaw.is_error]
    return {
        "table": table,
        "written": done.is_written,
        "rows": done.rows,
        "documents": done.counts.total(),
        **{status: done.counts[status] for status in _WORDS},
        "problems": None if marked is None else str(marked),
        "notes": list(done.notes),
        "errors": [_flaw(flaw) for flaw in flaws],
        "warnings": [_flaw(flaw) for flaw in done.warnings],
    }


def _flaw(flaw: Any) -> dict[str, str]:
    return {"place": flaw.place, "label": flaw.label, "message": flaw.message}
