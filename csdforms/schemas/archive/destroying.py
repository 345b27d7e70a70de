"""What the papers of a destruction have in common: no person named, and hands kept apart."""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.schemas.archive import chain
from csdforms.schemas.form import Block
from csdforms.schemas.rules import Problem, error

__all__ = ["TITLES", "VALID_DAYS", "one_from_outside", "title_without_name", "witnesses"]

#: Days for which an approval holds.
VALID_DAYS = 90

#: How the list, which is kept for good, calls the files of people.
TITLES = {"Z": "个人客户档案", "G": "个体工商户档案"}
_KIND = 3  # the letter in KH-Z-2026-000001-4


def title_without_name(row: Block, number: str) -> Iterator[Problem]:
    """Yield the title of a person's file that says more than its kind (archive.md §7.3).

    ``number`` is the box with the number of the file or item.
    """
    file, title = chain.at(row, number), chain.at(row, "line_title")
    wanted = TITLES.get(file[_KIND]) if file else None
    if wanted and title and title.partition("·")[0] != wanted:
        text = f"清册永久保存，个人的档案只写“{wanted}”，不写姓名或字号。"
        yield error("line_title", text)


def witnesses(form: Block, *others: str) -> Iterator[Problem]:
    """Yield witnesses who are one person, or who execute, propose or approve (§7.5).

    ``others`` are the boxes of those who proposed and approved.
    """
    one, two = "witness_one_by", "witness_two_by"
    yield from chain.apart(form, one, two, because="监销须有不同的两人")
    for who in ("executor_by", *others):
        yield from chain.apart(form, who, one, two, because="监销人不得是执行人、提请人或审批人")
    for who in others:
        yield from chain.apart(form, who, "executor_by", because="执行人不得提请或审批")


def one_from_outside(form: Block) -> Iterator[Problem]:
    """Yield two witnesses who are both of the department that keeps the files (§7.5)."""
    units = {chain.at(form, f"{witness}_unit") for witness in ("witness_one", "witness_two")}
    if units == {chain.at(form, "department")}:
        yield error("witness_two_unit", "两位监销人至少有一位来自档案保管部门以外，请核对。")
