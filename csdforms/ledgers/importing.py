"""A file of the sales or the finance system, imported document by document, with what was wrong."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from csdforms.archive.ledgers.requests import NewDocument, Taken
from csdforms.ledgers.grouping import Row, grouped
from csdforms.ledgers.kinds import KEYS, KINDS
from csdforms.ledgers.lines import Flaw, Lines
from csdforms.ledgers.source import open_source

if TYPE_CHECKING:
    from csdforms.archive.ledgers.ledgers import Ledgers

__all__ = ["Imported", "Wrong", "import_file"]

_BATCH = 2000  # documents in a commit
_SHOWN = 1000  # warnings that are kept
_WRONG = Taken("wrong")


class Wrong(NamedTuple):
    """A row of a document that was not imported, as it was, and what is wrong with it."""

    row: int
    cells: Sequence[Any]
    flaws: Sequence[Flaw]


@dataclass(slots=True)
class Imported:
    """What became of a file. Of a document with an error all rows are wrong."""

    lines: Lines
    counts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    warnings: list[Flaw] = field(default_factory=list)
    #: Whether anything was to be written: not if it was a dry run, or all or nothing, and nothing.
    is_written: bool = True

    @property
    def notes(self) -> Sequence[str]:
        """Chinese sentences about the file."""
        return self.lines.notes


class _Document(NamedTuple):
    rows: Sequence[Row]
    flaws: Sequence[Sequence[Flaw]]  # of each row
    new: NewDocument | None  # None: something is wrong with it


def import_file(
    ledgers: Ledgers,
    table: str,
    path: Path,
    *,
    update: bool = False,
    all_or_nothing: bool = False,
    dry_run: bool = False,
    actor: str = "",
    purpose: str = "",
    today: dt.date | None = None,
) -> Imported:
    """Import a file; return what became of it.

    A document with an error is left out, the others are imported, some thousand in a commit: who
    was interrupted imports the same file again, and what is in is passed over.

    Args:
        ledgers: the archive's.
        table: ``sales``, ``receipts``, ``receivables`` or ``targets``.
        path: .xlsx, .xls, .ods, or .csv and .txt with any of the usual separators.
        update: whether documents that are known may be replaced by new versions.
        all_or_nothing: whether nothing is imported if any row is wrong: the file is tried first.
        dry_run: whether only to say what would become of it.
        actor: who acts.
        purpose: what for.
        today: the day of checking.

    Raises:
        MissingFile, UnreadableInput, NotPermitted: see :func:`csdforms.ledgers.source.open_source`.
        NotAuthorised: if who acts may not import.
        ArchiveLocked: if another writer keeps the archive; what was committed stays.
    """
    kind = KINDS[table]
    lines = Lines(open_source(path, kind.block), kind.block, today or dt.date.today())

    def run(*, dry: bool) -> Imported:
        done = Imported(lines, is_written=not dry)
        documents = _documents(lines, table)
        told: set[str] = set()
        while batch := list(islice(documents, _BATCH)):
            good = [one.new for one in batch if one.new is not None]
            taken = iter(
                ledgers.take(
                    table,
                    good,
                    source=path.name,
                    update=update,
                    dry_run=dry,
                    actor=actor,
                    purpose=purpose,
                    told=told,
                )
            )
            for one in batch:
                _note(done, one, _WRONG if one.new is None else next(taken))
        return done

    if all_or_nothing and not dry_run:
        tried = run(dry=True)
        if tried.wrong:
            return tried
    return run(dry=dry_run)


def _documents(lines: Lines, table: str) -> Iterator[_Document]:
    kind = KINDS[table]
    for rows in grouped(lines, kind.key):
        group = [lines.line(*row) for row in rows]
        for line, flaw in kind.agree(lines, group):
            line.flaws.append(flaw)
        is_wrong = any(flaw.is_error for line in group for flaw in line.flaws)
        new = None if is_wrong else kind.made([line.block for line in group])
        yield _Document(rows, [line.flaws for line in group], new)


def _note(done: Imported, one: _Document, taken: Taken) -> None:
    """Take note of what became of a document."""
    done.counts[taken.status] += 1
    done.rows += len(one.rows)
    flaws = [list(of_row) for of_row in one.flaws]
    if taken.status == "wrong":
        if taken.problem:
            row = one.rows[0][0]
            box = "customer_no" if taken.of_customer else KEYS[done.lines.block]
            flaws[0].append(done.lines.flaw(row, box, taken.problem))
        done.wrong += [
            Wrong(row, cells, of_row) for (row, cells), of_row in zip(one.rows, flaws, strict=True)
        ]
    else:
        room = max(0, _SHOWN - len(done.warnings))
        done.warnings += [flaw for of_row in flaws for flaw in of_row][:room]
