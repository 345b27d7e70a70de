"""The worked example of the complaint figures: filed in an archive, counted by the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock
from click.testing import Result
from reports.cases import case, items_of

from csdforms.archive.archive import Archive

Run = Callable[..., Result]
JUNE = ("--from", "2024-06-01", "--to", "2024-06-30")

pytestmark = [pytest.mark.usefixtures("place"), pytest.mark.xdist_group("worked example")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheets of all cases, among the department's own papers."""
    folder = tmp_path_factory.mktemp("example") / "档案"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        for sheet in items_of():
            archive.file("", sheet["form"], sheet["data"], section="3.2")
    return folder


def data_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    data: dict[str, Any] = told["data"]
    return data


def test_the_statistics_are_those_of_the_example(run: Run) -> None:
    base = ("--dimension", "投诉类别", "--base-quantity", "4000", "--base-unit", "订单")
    data = data_of(run("report", "客户投诉统计表", *JUNE, *base, "--json"))
    rows = {row["dimension_value"]: row for row in data["rows"]}
    columns = ("received", "prev_received", "closed_on_time", "closed_late", "open_within",
               "open_overdue", "verified", "repeat_count", "compensation_amount", "loss_amount",
               "followed_up", "satisfied")  # fmt: skip
    assert {word: tuple(row[name] for name in columns) for word, row in rows.items()} == {
        "产品质量": (4, 4, 2, 0, 1, 1, 3, 1, "1700.00", "3350.00", 2, 1),
        "服务质量": (2, 1, 0, 1, 1, 0, 0, 1, "0.00", "0.00", 1, 0),
        "物流交付": (1, 1, 1, 0, 0, 0, 1, 0, "80.00", "60.00", 1, 1),
        "价格与收费": (1, 0, 1, 0, 0, 0, 0, 0, "0.00", "0.00", 0, 0),
        **dict.fromkeys(
            ("合同与承诺", "促销活动", "设备设施", "其他"), (0,) * 8 + ("0.00", "0.00", 0, 0)
        ),
    }
    assert [data[name] for name in ("opening", "received", "closed", "open_end")] == [2, 8, 6, 4]
    assert Decimal(data["complaint_rate"]) == Decimal("0.002")  # 0.20%
    assert Decimal(data["complaints_per_ten_thousand"]) == 20
    assert data["total"]["total_cost"] == "5190.00"


def test_the_causes_are_ranked_as_in_the_example(run: Run) -> None:
    data = data_of(run("report", "complaint_analysis", *JUNE, "--json"))
    ranked = [
        (row["dimension_value"], row["case_count"], row["abc_class"]) for row in data["pareto"]
    ]
    assert ranked == [
        ("生产制造", 2, "A"),
        ("运输", 1, "A"),
        ("服务人员", 1, "A"),
        ("检验", 1, "B"),
    ]
    assert data["unknown_count"] == 3


def test_the_list_warns_as_in_the_example(run: Run) -> None:
    data = data_of(run("report", "complaint_case_tracking", *JUNE, "--json"))
    lights = {case["complaint_no"]: case.get("light") for case in data["cases"]}
    assert {number: light for number, light in lights.items() if light} == {
        "TS-20240528-001": "红", "TS-20240618-001": "红", "TS-20240625-001": "黄",
        "TS-20240628-001": "绿",
    }  # fmt: skip
    assert (len(lights), data["open_overdue"]) == (10, 2)


def test_the_summary_chooses_the_cases_of_the_example(run: Run) -> None:
    data = data_of(run("report", "complaint_summary", *JUNE, "--period-kind", "月", "--json"))
    assert [row["complaint_no"] for row in data["typical_cases"]] == [
        "TS-20240611-001", "TS-20240618-001", "TS-20240603-001", "TS-20240607-001",
        "TS-20240605-001",
    ]  # fmt: skip
    indicators = {row["indicator_name"]: row for row in data["indicators"]}
    assert indicators["件均费用"]["current_value"] == "648.75"


def test_the_manager_opens_a_figure_and_learns_what_changed_since(run: Run, place: Path) -> None:
    """Why 4? And after a complaint of June is filed late: which cells are others now?"""
    issued = run("report", "complaint_statistics", *JUNE, "-o", "六月.docx")
    assert issued.exit_code == 0, issued.stderr
    told = run("report", "explain", "六月.docx", "产品质量/受理件数")
    assert told.exit_code == 0, told.stderr
    for number in ("20240603", "20240611", "20240618", "20240625"):
        assert f"TS-{number}-001" in told.stdout
    assert "TS-20240605-001" not in told.stdout
    assert run("report", "verify", "六月.docx").exit_code == 0
    late = case("TS-20240620-001", "2024-06-20", "2024-06-27", customer="C007")
    with Archive.open(place, actor="zhang", clock=Clock()) as archive:
        for sheet in items_of([late]):
            archive.file("", sheet["form"], sheet["data"], section="3.2")
    changed = run("report", "verify", "六月.docx")
    assert changed.exit_code == 1
    assert "产品质量" in changed.stdout
    again = json.loads(run("report", "verify", "六月.docx", "--json").stdout)
    cells = {one["address"]: (one["then"], one["now"]) for one in again["changed"]}
    assert cells["rows.产品质量.received"] == ("4", "5")
    assert cells["total.received"] == ("8", "9")
    assert cells["open_end"] == ("4", "5")
    assert "rows.物流交付.received" not in cells
    assert cells["rows.物流交付.share"] == ("12.50%", "11.11%")
