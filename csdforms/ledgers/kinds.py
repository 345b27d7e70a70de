"""What can be imported: of each table its lines, and how lines become a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from csdforms.archive.ledgers.requests import NewDocument
from csdforms.ledgers.lines import Flaw, Line, Lines
from csdforms.schemas.ledgers.line import LedgerLine
from csdforms.schemas.ledgers.receipt import Receipt
from csdforms.schemas.ledgers.receivable import Receivable
from csdforms.schemas.ledgers.sale_line import SaleLine
from csdforms.schemas.ledgers.target import Target

__all__ = ["KEYS", "KINDS", "Kind"]

#: The boxes of a line that are the document's, or always the same.
_HEAD = frozenset({"number", "customer_no", "on", "currency"})


class Kind(NamedTuple):
    """A table of the archive: what a line is, what tells documents apart, and how one is made."""

    title: str
    block: type[LedgerLine]
    key: tuple[str, ...]
    made: Callable[[Sequence[Any]], NewDocument]
    agree: Callable[[Lines, Sequence[Line]], Iterator[tuple[Line, Flaw]]]


def _plain(block: LedgerLine, leave: frozenset[str] = _HEAD) -> dict[str, Any]:
    """Return the filled boxes as JSON; amounts lose their sign."""
    return {
        name: spec.type.encode(abs(value) if isinstance(value, Decimal) else value)
        for name, spec, value in block.filled()
        if name not in leave and spec.type is not None
    }


def _sale(lines: Sequence[SaleLine]) -> NewDocument:
    rows = [_plain(line) | {"tax_included": line.tax_included == "含税"} for line in lines]
    first = lines[0]
    return NewDocument(first.number, first.customer_no, {"on": first.on.isoformat(), "lines": rows})


def _single(lines: Sequence[Receipt | Receivable]) -> NewDocument:
    [line] = lines
    data = {"on": line.on.isoformat(), **_plain(line)}
    return NewDocument(line.number, line.customer_no, data)


def _target(lines: Sequence[Target]) -> NewDocument:
    [line] = lines
    data = {"on": f"{line.month}-01", **_plain(line, _HEAD | {"month"})}
    return NewDocument("", line.customer_no, data)


def _of_one(lines: Lines, group: Sequence[Line]) -> Iterator[tuple[Line, Flaw]]:
    """Yield where the lines of one sale are of several customers or days, or say the same."""
    first = group[0]
    said = {tuple(first.cells): first.row}
    for line in group[1:]:
        for name in ("customer_no", "on"):
            own, other = (getattr(one.block, name) for one in (line, first))
            if None not in (own, other) and own != other:
                text = f"与同一单据第 {first.row + 1} 行不同；一张单据只能是一位客户、一个日期。"
                yield line, lines.flaw(line.row, name, text)
        if line.row in lines.continued and (flaw := _kind_unsaid(lines, first, line)):
            yield line, flaw
        if (row := said.setdefault(tuple(line.cells), line.row)) != line.row:
            text = f"与第 {row + 1} 行完全相同，两行都计入；重复导出的请删去，加 --update 再导入。"
            yield line, Flaw(f"第 {line.row + 1} 行", "整行", text, is_error=False)


def _kind_unsaid(lines: Lines, first: Line, line: Line) -> Flaw | None:
    """Return what is wrong with a line that leaves open whether it is a return like the first."""
    said = lines.said(first.cells, "kind") if lines.reads("kind") else ""
    if not said or getattr(first.block, "kind", None) == "销售" or lines.said(line.cells, "kind"):
        return None
    return lines.flaw(line.row, "kind", f"第 {first.row + 1} 行写的是“{said}”，这一行请也写明。")


def _once(lines: Lines, group: Sequence[Line]) -> Iterator[tuple[Line, Flaw]]:
    """Yield the lines after the first, where a document has one only."""
    for line in group[1:]:
        text = f"与第 {group[0].row + 1} 行重复，只能有一行。"
        yield line, lines.flaw(line.row, KEYS[lines.block], text)


KINDS: Mapping[str, Kind] = {
    "sales": Kind("销售", SaleLine, ("number",), _sale, _of_one),
    "receipts": Kind("收款", Receipt, ("number",), _single, _once),
    "receivables": Kind("应收", Receivable, ("number",), _single, _once),
    "targets": Kind("销售目标", Target, ("customer_no", "month"), _target, _once),
}
#: The box at which a repetition is said.
KEYS: Mapping[type[LedgerLine], str] = {kind.block: kind.key[-1] for kind in KINDS.values()}
