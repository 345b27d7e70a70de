"""No computed sheet tells of a customer whom its reader may not know of (S09).

Two archives are compared that differ by one 秘密 file with all that a quarter brings of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from archive.customers import open_company, other_company
from archive.secrecy.department import ABSENT, classify, hire
from reports import quarter
from reports.complained import empty
from reports.test_every_report import CASES, IDS

from csdforms.archive.archive import Archive
from csdforms.archive.ledgers.requests import NewDocument
from csdforms.errors import CsdformsError
from csdforms.reports.computing import compute
from csdforms.reports.figure import Figure
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.catalogue import find

#: Places of the quarter's customers: one who is listed to everybody, one who is hidden.
SEEN, HIDDEN = 3, 1
#: She may know of 内部; he of 秘密, too.
SHE, HE = "chen", "zhou"
_APART = ("archive_head", "computed_at")
_ABOUT_IMPORTS = ("number", "file", "at", "by", "source")


@cache
def archive_of(*, hides: bool) -> tuple[Archive, dict[int, str]]:
    """Return an archive with a quarter of one customer or two, and their files' numbers."""
    archive = empty()
    files = {SEEN: archive.open_file(other_company(), form="corporate_customer_profile").number}
    classify(archive, files[SEEN], 1)
    if hides:
        files[HIDDEN] = open_company(archive)
        classify(archive, files[HIDDEN], 2)
    for item in quarter.forms():
        file = next(
            (one for place, one in files.items() if item["file"] == quarter.number(place)), ""
        )
        if file or not item["file"]:
            data = json.loads(_renamed(json.dumps(item["data"]), files))
            if quarter.number(HIDDEN)[:-2] not in json.dumps(data):
                section = find(item["form"]).section
                archive.file(file, item["form"], data, section=section)
    for table, documents in quarter.ledgers().items():
        archive.ledgers.take(table, list(_told(documents, files, table)), source="t.csv")
    hire(archive)
    return archive, files


def _renamed(text: str, files: dict[int, str]) -> str:
    for place, file in files.items():
        text = text.replace(quarter.number(place), file)
    return text


def _told(documents: Any, files: dict[int, str], table: str) -> Iterator[NewDocument]:
    for one in documents:
        for place, file in files.items():
            if one["file"] == quarter.number(place):
                data = {name: value for name, value in one.items() if name not in _ABOUT_IMPORTS}
                yield NewDocument("" if table == "targets" else one["number"], file, data)


def computed(place: int, actor: str, *, hides: bool) -> ComputedSheet:
    name, said = CASES[place]
    archive, files = archive_of(hides=hides)
    if "customer_no" in said:
        said = {**said, "customer_no": files[SEEN]}
    return compute(archive, name, start=quarter.START, end=quarter.END, said=said, actor=actor)


def opened(figure: Figure) -> tuple[Any, ...]:
    """Return all that can be learned of a figure, three levels deep."""
    parts = {name: _part(part, 3) for name, part in figure.parts().items()}
    return figure.value, figure.formula, list(figure.records()), parts


def _part(part: Any, deep: int) -> Any:
    if isinstance(part, list):
        return [_part(one, deep) for one in part]
    if not isinstance(part, Figure):
        return part
    parts = {name: _part(one, deep - 1) for name, one in part.parts().items()} if deep else {}
    return part.value, part.formula, list(part.records()), parts


def said(sheet: ComputedSheet) -> dict[str, Any]:
    """Return a sheet's data without the moment and the state of the archive."""
    data = dict(sheet.whole)
    data["provenance"] = {
        name: value for name, value in data["provenance"].items() if name not in _APART
    }
    return data


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_s09_a_sheet_is_the_same_whether_somebody_is_hidden_or_absent(place: int) -> None:
    with_him, without = (computed(place, SHE, hides=hides) for hides in (True, False))
    assert said(with_him) == said(without)
    assert with_him.printed.keys() == without.printed.keys()
    assert with_him.findings == without.findings
    assert with_him.cells.keys() == without.cells.keys()
    for path, figure in with_him.cells.items():
        assert opened(figure) == opened(without.cells[path]), path


@pytest.mark.parametrize("name", ["customer_credit_analysis", "customer_sales_overview"])
def test_s09_a_sheet_about_him_is_as_one_about_nobody(name: str) -> None:
    archive, files = archive_of(hides=True)
    more = {} if name == "customer_credit_analysis" else {"view": "单户分月"}
    words = []
    for number in (files[HIDDEN], ABSENT):
        with pytest.raises(CsdformsError) as caught:
            compute(
                archive,
                name,
                start=quarter.START,
                end=quarter.END,
                said={**more, "customer_no": number},
                actor=SHE,
            )
        words.append(str(caught.value).replace(number, "…"))
    assert words[0] == words[1]


def test_who_may_know_of_him_counts_him() -> None:
    differing = [
        name
        for place, (name, _) in enumerate(CASES)
        if said(computed(place, HE, hides=True)) != said(computed(place, HE, hides=False))
    ]
    assert {
        "complaint_statistics", "complaint_analysis", "complaint_case_tracking",
        "complaint_summary", "customer_grade_classification", "customer_region_classification",
        "customer_sales_overview", "customer_sales_monthly", "customer_gross_profit_ranking",
        "excellent_customer_statistics", "at_risk_customer_statistics", "trading_customer_list",
    } <= set(differing)  # fmt: skip
