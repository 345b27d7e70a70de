"""``batch``: a file of many entries becomes a folder of documents."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.common import (
    form_argument,
    json_option,
    overwrite_option,
    print_json,
    spoken_warnings,
    templates_option,
)
from csdforms.cli.usable import archive_option, looking_up, purpose_option
from csdforms.errors import CsdformsError, ExitCode, MissingFile, OutputExists, UnreadableInput
from csdforms.schemas.catalogue import find
from csdforms.schemas.masking import Mask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from csdforms.archive.consulting import Consulting
    from csdforms.batching import Outcome
    from csdforms.intake.entries import Entries, Entry
    from csdforms.schemas.checking import Finding
    from csdforms.schemas.form import Form

__all__ = ["batch"]

_INTERRUPTED = 130  # what a shell makes of Ctrl+C
_SHOWN = 20  # lines of a kind; all are in the marked copy, or in the JSON


@click.command(
    help="用 DATA（.xlsx、.csv、.jsonl 等，一行一张）批量填写，每张表单一份 Word 文档。"
    "有错的行不生成，在“…_问题”文件里标出；改好后再运行，已生成的会保留。"
)
@form_argument
@click.argument("source", metavar="DATA", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="输出文件夹，没有就新建；问题文件也放在里面。",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="同时用几个进程；不写由程序决定。")
@json_option
@overwrite_option
@templates_option
@click.option(
    "--mask",
    type=click.Choice([level.name.lower() for level in Mask]),
    help="隐去：none 不隐，ids 证件号和账号（默认），all 还有姓名、电话、地址。",
)
@click.option(
    "--merge",
    "merged",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="再把这次的文档按行的次序合订成一份 .docx，便于打印。",
)
@archive_option
@purpose_option
def batch(
    name: str,
    source: Path,
    *,
    folder: Path,
    jobs: int | None,
    as_json: bool,
    overwrite: bool,
    templates: Path | None,
    mask: str | None,
    merged: Path | None,
    purpose: str,
) -> None:
    """Fill a form once for each entry of a file."""
    form = find(name)
    _refuse_odd_targets(folder, merged, overwrite=overwrite)
    from csdforms.batching import batch as fill_all
    from csdforms.intake.entries import open_entries

    level = Mask[mask.upper()] if mask else None
    report = _Report(keep_all=as_json)
    with _resumable(folder, report):
        entries = open_entries(source, form)
        with (
            looking_up() as archive,
            spoken_warnings(),
            _progress(len(entries)) as advance,
        ):
            for outcome in fill_all(
                form,
                entries if archive is None else _looked_up(archive, form, entries, purpose),
                folder,
                jobs=jobs,
                overwrite=overwrite,
                mask=level,
                templates=templates,
            ):
                report.add(outcome)
                advance(1)
        for note in entries.notes:
            click.echo(f"[提醒] {note}", err=True)
        if not report.total:
            raise UnreadableInput(str(source), "里面没有要填的行。")
        if not as_json:  # at once: what comes next may fail
            _say_findings(report)
        marked = _mark(entries, report, folder, overwrite=overwrite)
        if not as_json:
            _say_counts(report, marked)
        bound = _merge(report.documents, merged, overwrite=overwrite)
    if as_json:
        print_json(
            {
                "form": form.identifier(),
                **report.counts(),
                "problems": None if marked is None else str(marked),
                "merged": None if bound is None else str(bound),
                "notes": list(entries.notes),
                "rows": [_described(outcome) for outcome in report.outcomes],
            }
        )
    elif bound is not None:
        click.echo(f"合订文件：{bound}")
    raise SystemExit(ExitCode.INVALID if report.problems else ExitCode.OK)


def _looked_up(
    archive: Consulting, form: type[Form], entries: Entries, purpose: str
) -> Iterator[Entry]:
    from csdforms.filing import looked_up

    return looked_up(archive, form, entries, purpose=purpose)


class _Report:
    """What became of the entries; only what is told at the end is kept."""

    def __init__(self, *, keep_all: bool) -> None:
        self._keep_all = keep_all
        self._counts: Counter[str] = Counter()
        self.outcomes: list[Outcome] = []
        self.documents: list[Path] = []
        self.problems: dict[int, Sequence[Finding]] = {}
        self.errors: list[str] = []
        self.alerts: list[str] = []
        self.alerted = 0

    def add(self, outcome: Outcome) -> None:
        """Take note of one outcome."""
        self._counts[outcome.status] += 1
        if self._keep_all:
            self.outcomes.append(outcome)
        if outcome.path is not None:
            self.documents.append(outcome.path)
            self.alerted += bool(outcome.findings)
        else:
            self.problems[outcome.index] = outcome.findings
        lines = self.alerts if outcome.path else self.errors
        room = _SHOWN + 1 - len(lines)
        lines += [_told(outcome.place, finding) for finding in outcome.findings[:room]]

    @property
    def total(self) -> int:
        """The number of entries."""
        return self._counts.total()

    def counts(self) -> dict[str, int]:
        """Return how many there are, and what became of how many."""
        return {
            "total": self.total,
            **{status: self._counts[status] for status in ("made", "kept", "failed")},
        }


def _told(place: str, finding: Finding) -> str:
    """Return a finding as a line; one about no field is about the entry as a whole."""
    return f"{place} {finding}" if finding.path else f"{place} [错误] {finding.message}"


def _refuse_odd_targets(folder: Path, merged: Path | None, *, overwrite: bool) -> None:
    """Say at once what would be wrong after the work."""
    if str(folder) == "-":
        raise click.BadParameter("应是文件夹，不能是标准输出。", param_hint="-o")
    if merged is not None and merged.suffix.casefold() != ".docx":
        raise click.BadParameter(f"{merged} 应以 .docx 结尾。", param_hint="--merge")
    if merged is not None and merged.exists() and not overwrite:
        raise OutputExists(merged)
    if merged is not None and not (merged.parent == folder or merged.parent.is_dir()):
        raise MissingFile(merged.parent, "文件夹")


@contextlib.contextmanager
def _resumable(folder: Path, report: _Report) -> Iterator[None]:
    """Let Ctrl+C, and an error that ends the batch, leave a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        done = f"已生成的文档都在 {folder}，" if folder.is_dir() else ""
        click.echo(f"\n已中断。{done}再运行同一命令即可继续。", err=True)
        raise SystemExit(_INTERRUPTED) from None
    except CsdformsError:
        if made := len(report.documents):
            text = (
                f"没有做完：{made} 份文档已在 {folder}。解决下面的问题后，再运行同一命令即可继续。"
            )
            click.echo(text, err=True)
        raise


@contextlib.contextmanager
def _progress(length: int) -> Iterator[Callable[[int], Any]]:
    """Show a progress bar to whoever looks at a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label="批量填写", file=sys.stderr) as bar:
        yield bar.update


def _mark(entries: Entries, report: _Report, folder: Path, *, overwrite: bool) -> Path | None:
    """Write the marked copy of the input."""
    if not report.problems:
        return None
    target = entries.marked_path(folder, overwrite=overwrite)
    return entries.mark(report.problems, target, overwrite=overwrite)


def _merge(documents: Sequence[Path], target: Path | None, *, overwrite: bool) -> Path | None:
    if target is None or not documents:
        return None
    from csdforms.templates.merging import merge

    return merge(documents, target, overwrite=overwrite)


def _described(outcome: Outcome) -> dict[str, Any]:
    return {
        "index": outcome.index,
        "place": outcome.place,
        "status": outcome.status,
        "path": None if outcome.path is None else str(outcome.path),
        "findings": [finding.as_dict() for finding in outcome.findings],
    }


def _say_findings(report: _Report) -> None:
    for line in report.alerts[:_SHOWN]:
        click.echo(line, err=True)
    if len(report.alerts) > _SHOWN:
        click.echo(f"其余提醒从略（共 {report.alerted} 行有提醒，用 --json 可看全部）。", err=True)
    for line in report.errors[:_SHOWN]:
        click.echo(line)
    if len(report.errors) > _SHOWN:
        click.echo("其余见问题文件。")


def _say_counts(report: _Report, marked: Path | None) -> None:
    if marked is not None:
        click.echo(f"问题文件：{marked}")
    counts = report.counts()
    click.echo(
        f"共 {counts['total']} 行：新生成 {counts['made']} 份，"
        f"已有 {counts['kept']} 份，有错 {counts['failed']} 行。"
    )
