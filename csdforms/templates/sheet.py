"""The vocabulary in which a form's arrangement on paper is declared.

A declaration reads like the sheet it draws, from top to bottom::

    SHEET = Sheet(
        Grid("投诉人", ("customer_name", "customer_kind"), ("address",)),
        Grid("投诉事项", (Cell("content", lines=6),)),
        signatures=(Signature("首问责任人", "first_responder"),),
    )

Cells name fields by their path; labels come from the schema. Whatever is the same on every sheet
(title, number, secrecy mark, remarks, further boxes, page numbers) is drawn without being said.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Cell",
    "Column",
    "Grid",
    "Heading",
    "IfFilled",
    "Opinion",
    "Prose",
    "Sheet",
    "Signature",
    "Table",
    "asked",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """A labelled box.

    ``label`` replaces the schema's label; ``lines`` is the least height, room for handwriting;
    ``face`` chooses another way of printing (tick boxes print as boxes unless ``plain``);
    ``width`` is its share of the row beside the others.
    """

    path: str
    label: str | None = None
    lines: int = 1
    face: str | None = None
    plain: bool = False
    width: int = 1


@dataclass(frozen=True, slots=True)
class Opinion:
    """A box for an opinion: its text, and signature and date at the lower right."""

    path: str
    by: str
    at: str
    label: str | None = None
    lines: int = 3
    by_label: str = "签字"
    at_label: str = "日期"


@dataclass(frozen=True, slots=True, init=False)
class IfFilled:
    """A row of boxes that is printed only when one of them is filled.

    With ``by`` also when that other field or group is: boxes that belong to one table of several.
    """

    cells: tuple[str | Cell, ...]
    by: str | None

    def __init__(self, *cells: str | Cell, by: str | None = None) -> None:
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "by", by)


GridRow = tuple[str | Cell, ...] | IfFilled | Opinion


def asked(name: str, who: str, *, lines: int = 2) -> tuple[GridRow, ...]:
    """Two boxes of what one office says: the tick, then words, signature and day."""
    paths = (f"{name}.opinion_text", f"{name}.opinion_by", f"{name}.opinion_on")
    return (
        (Cell(f"{name}.verdict", label=f"{who}意见"),),
        Opinion(*paths, label=f"{who}说明", lines=lines),
    )


@dataclass(frozen=True, slots=True, init=False)
class Grid:
    """Labelled boxes in rows, under a heading that spans the sheet."""

    heading: str | None
    rows: tuple[GridRow, ...]

    def __init__(self, heading: str | None, *rows: GridRow) -> None:
        object.__setattr__(self, "heading", heading)
        object.__setattr__(self, "rows", rows)


@dataclass(frozen=True, slots=True)
class Heading:
    """A common heading that is itself a value of the sheet, such as the name of a product."""

    path: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the field of the row, its share of the width, and its heading.

    ``path`` may lead into a part of the row (``product_1.sales_amount``); ``align`` is ``left``,
    ``center`` or ``right``; ``face`` as in a cell. Columns that follow each other with the same
    ``under`` stand under one common heading.
    """

    path: str
    width: int = 2
    label: str | None = None
    align: str = "center"
    face: str | None = None
    under: str | Heading | None = None


@dataclass(frozen=True, slots=True, init=False)
class Table:
    """One line per row of a group, the heading repeated on every page.

    ``rows`` is the number of empty lines on the blank sheet; ``total`` names, for the last line,
    the label and for each column path the computed field that stands below it; ``others`` names
    the same for a line before it, printed only when one of these fields is filled (其他 of a
    ranking that shows the first ten); an ``optional`` table is printed only when it has rows, and
    stands on the blank sheet only if ``rows`` is given; ``lines`` is the least height of a line.
    """

    group: str
    columns: tuple[Column, ...]
    heading: str | None
    rows: int
    total: tuple[str, dict[str, str]] | None
    optional: bool
    lines: int
    header: bool
    others: tuple[str, dict[str, str]] | None

    def __init__(
        self,
        group: str,
        *columns: Column,
        heading: str | None = None,
        rows: int | None = None,
        total: tuple[str, dict[str, str]] | None = None,
        optional: bool = False,
        lines: int = 1,
        header: bool = True,
        others: tuple[str, dict[str, str]] | None = None,
    ) -> None:
        if rows is None:
            rows = 0 if optional else 5
        values = (group, columns, heading, rows, total, optional, lines, header, others)
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of text outside the boxes; ``label`` stands in front of it."""

    path: str
    label: str | None = None
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign below the boxes: who, the field of the name, the field of the day."""

    label: str
    by: str
    on: str | None = None


@dataclass(frozen=True, slots=True, init=False)
class Sheet:
    """A form's arrangement on A4 paper.

    Headings are numbered 一、二、三 (those of optional tables are not), unless ``numbered`` is
    false. ``pages`` is how many pages the sample takes, ``blank_pages`` the blank sheet where that
    differs; ``notes`` are printed and numbered at the foot.
    """

    parts: tuple[Grid | Table | Prose, ...]
    signatures: tuple[Signature, ...]
    notes: tuple[str, ...]
    landscape: bool
    pages: int
    blank_pages: int
    remarks_lines: int
    numbered: bool

    def __init__(
        self,
        *parts: Grid | Table | Prose,
        signatures: tuple[Signature, ...] = (),
        notes: tuple[str, ...] = (),
        landscape: bool = False,
        pages: int = 1,
        blank_pages: int | None = None,
        remarks_lines: int = 2,
        numbered: bool = True,
    ) -> None:
        pages_of = (pages, pages if blank_pages is None else blank_pages)
        values = (parts, signatures, notes, landscape, *pages_of, remarks_lines, numbered)
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)
