"""售后服务网点分布表: what is counted of the outlets, what is proposed, each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.after_sales.outlet import Outlet
from csdforms.schemas.after_sales.service_outlet_distribution import (
    TYPES,
    OutletTotal,
    ServiceOutletDistribution,
)
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.fields import outlet
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.types import choice_of
from csdforms.schemas.types.identity import PROVINCES
from csdforms.templates.sheet import Table
from csdforms.templates.sheets.service_outlet_distribution import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "service_outlet_distribution.json").read_text("utf-8")
)
TODAY = dt.date(2026, 4, 10)
CLEAN: set[tuple[str, str]] = set()

SHANGHAI, HONGKOU, NANJING, SUZHOU, WUXI, HANGZHOU, NINGBO, BEIJING = range(8)


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ServiceOutletDistribution, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_outlet(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["outlets"][position] |= changes
    return data


def outlet_problems(position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one outlet; return the problems as ``(field of this outlet, severity)``."""
    prefix = f"outlets.{position + 1}."
    found = problems_of(with_outlet(position, **changes))
    return {(path.removeprefix(prefix), severity) for path, severity in found}


def filled(data: dict[str, Any] | None = None) -> ServiceOutletDistribution:
    return parse(ServiceOutletDistribution, SAMPLE if data is None else data, today=TODAY)


def draft(**changes: Any) -> ServiceOutletDistribution:
    data = copy.deepcopy(SAMPLE) | changes
    return examine(ServiceOutletDistribution, data, today=TODAY)[0]


def one(position: int = SHANGHAI, **changes: Any) -> Outlet:
    return Outlet.model_validate(SAMPLE["outlets"][position] | changes)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Required boxes


@pytest.mark.parametrize("name", ["list_no", "as_of", "prepared_by", "prepared_on"])
def test_the_head_needs_number_day_and_author(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_a_list_needs_an_outlet() -> None:
    assert problems(outlets=[]) == {("outlets", "error")}


@pytest.mark.parametrize(
    "name",
    [
        "outlet_code",
        "outlet_name",
        "outlet_types",
        "outlet_status",
        "province",
        "city",
        "outlet_address",
    ],
)
def test_an_outlet_says_what_and_where_it_is(name: str) -> None:
    assert outlet_problems(NANJING, **{name: None}) == {(name, "error")}


def test_an_outlet_can_be_called() -> None:
    assert outlet_problems(NANJING, mobile=None) == CLEAN
    assert outlet_problems(NANJING, outlet_phone=None) == CLEAN
    assert outlet_problems(NANJING, outlet_phone=None, mobile=None) == {("outlet_phone", "error")}


# Words


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("自营(独家)", ("自营",)),
        ("独家、授权", ("自营", "授权")),
        ("☑自营 □授权 ☑接收点", ("自营", "接收点")),
        (["4S店", "经销商"], ("经销商兼营", "4S店")),
    ],
)
def test_an_outlet_may_be_of_several_types(given: object, kept: tuple[str, ...]) -> None:
    assert one(outlet_types=given).outlet_types == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("上海市", "上海"),
        ("江苏省", "江苏"),
        ("广西壮族自治区", "广西"),
        ("香港特别行政区", "香港"),
        ("内蒙古", "内蒙古"),
    ],
)
def test_provinces_may_bear_their_full_names(given: str, kept: str) -> None:
    assert one(province=given).province == kept


def test_provinces_are_those_of_the_standard() -> None:
    assert set(outlet.PROVINCE.choices()) == set(PROVINCES.values())
    assert outlet_problems(NANJING, province="江东") == {("province", "error")}
    assert outlet_problems(NANJING, province="上海省") == {("province", "error")}


def test_a_municipality_is_its_own_city() -> None:
    assert filled(with_outlet(SHANGHAI, city=None)).outlets[SHANGHAI].city == "上海市"
    assert outlet_problems(NANJING, city=None) == {("city", "error")}


# One outlet


def test_a_postcode_has_six_digits() -> None:
    assert outlet_problems(NANJING, postcode="21000") == {("postcode", "error")}


def test_a_place_has_both_co_ordinates_or_none() -> None:
    assert outlet_problems(NANJING, longitude=None, latitude=None) == CLEAN
    assert outlet_problems(NANJING, longitude=None) == {("longitude", "error")}
    assert outlet_problems(NANJING, latitude=None) == {("latitude", "error")}


@pytest.mark.parametrize(("name", "limit"), [("longitude", 180), ("latitude", 90)])
def test_co_ordinates_lie_on_the_globe(name: str, limit: int) -> None:
    assert outlet_problems(NANJING, **{name: limit}) == CLEAN
    assert outlet_problems(NANJING, **{name: -limit}) == CLEAN
    assert outlet_problems(NANJING, **{name: f"{limit}.000001"}) == {(name, "error")}
    assert outlet_problems(NANJING, **{name: f"-{limit}.000001"}) == {(name, "error")}


def test_co_ordinates_may_bear_their_sign() -> None:
    assert one(longitude="121.5447°").longitude == Decimal("121.5447")


def test_an_outlet_opens_before_it_closes() -> None:
    assert outlet_problems(SUZHOU, closes_at="09:01") == CLEAN
    assert outlet_problems(SUZHOU, closes_at="09:00") == {("closes_at", "error")}
    assert outlet_problems(SUZHOU, closes_at="08:59") == {("closes_at", "error")}
    assert outlet_problems(SUZHOU, closes_at="08:59", is_open_all_day=True) == CLEAN
    assert outlet_problems(SUZHOU, closes_at="0:00") == CLEAN
    assert outlet_problems(SUZHOU, closes_at=None) == CLEAN
    assert outlet_problems(SUZHOU, opens_at=None) == CLEAN


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, "每日 08:30—20:00，春节3天休"),
        ({"rest_days": "周日休息"}, "每日 08:30—20:00，周日休息"),
        ({"rest_days": None, "closes_at": "0:00"}, "每日 08:30—24:00"),
        ({"rest_days": None, "closes_at": "24:00"}, "每日 08:30—24:00"),
        ({"rest_days": None, "opens_at": "0:00", "closes_at": "0:00"}, "每日 24小时"),
        ({"is_open_all_day": True, "rest_days": None}, "每日 24小时"),
        ({"business_days": None, "opens_at": None, "closes_at": None}, "春节3天休"),
        ({"opens_at": None, "rest_days": None}, "每日 —20:00"),
        ({"closes_at": None, "rest_days": None}, "每日 08:30—"),
    ],
)
def test_business_hours_are_printed_in_one_box(changes: dict[str, Any], printed: str) -> None:
    assert one(**changes).business_hours == printed


def test_one_box_for_all_business_hours_is_kept_and_printed() -> None:
    names = ("business_days", "opens_at", "closes_at", "rest_days")
    data = with_outlet(SHANGHAI, **dict.fromkeys(names), 营业时间="周一至周五 9:00-18:00")
    assert problems_of(data) == CLEAN
    assert filled(data).outlets[SHANGHAI].business_hours == "周一至周五 9:00-18:00"


def test_unknown_hours_print_nothing() -> None:
    line = one(business_days=None, opens_at=None, closes_at=None, rest_days=None)
    assert (line.business_hours, line.is_open_all_day) == (None, None)


def test_a_contract_ends_after_it_starts() -> None:
    assert outlet_problems(BEIJING, contract_end="2026-05-01") == CLEAN
    assert outlet_problems(BEIJING, contract_end="2026-04-30") == {("contract_end", "error")}
    assert outlet_problems(BEIJING, contract_end="长期") == CLEAN


def test_an_expired_contract_of_an_open_outlet_is_doubted() -> None:
    assert outlet_problems(NANJING, contract_end="2026-03-31") == CLEAN
    assert outlet_problems(NANJING, contract_end="2026-03-30") == {("contract_end", "warning")}
    assert outlet_problems(NANJING, contract_end="2026-03-30", outlet_status="暂停") == CLEAN


def test_what_is_closed_says_why() -> None:
    assert outlet_problems(WUXI, remarks=None) == {("remarks", "error")}
    assert outlet_problems(NINGBO, remarks=None) == CLEAN


def test_mean_satisfaction_lies_between_the_marks() -> None:
    assert outlet_problems(NANJING, avg_satisfaction=5) == CLEAN
    assert outlet_problems(NANJING, avg_satisfaction="5.01") == {("avg_satisfaction", "error")}
    assert outlet_problems(NANJING, avg_satisfaction=1) == CLEAN
    assert outlet_problems(NANJING, avg_satisfaction="0.99") == {("avg_satisfaction", "error")}


@pytest.mark.parametrize(
    ("status", "exists", "accepts_work"),
    [("正常", True, True), ("筹建", True, True), ("暂停", True, False), ("撤销", False, False)],
)
def test_the_status_says_whether_an_outlet_counts_and_works(
    status: str, exists: bool, accepts_work: bool
) -> None:
    line = one(outlet_status=status)
    assert (line.exists, line.accepts_work) == (exists, accepts_work)


# Between the outlets


def test_outlet_codes_are_unique() -> None:
    assert outlet_problems(SUZHOU, outlet_code="JS-001") == {("outlet_code", "error")}


def test_two_outlets_of_one_name_in_one_city_are_doubted() -> None:
    assert outlet_problems(HONGKOU, outlet_name="海晏上海售后服务中心") == {
        ("outlet_name", "warning")
    }
    assert outlet_problems(HANGZHOU, outlet_name="海晏上海售后服务中心") == CLEAN


def test_outlets_of_a_province_stand_together() -> None:
    data = copy.deepcopy(SAMPLE)
    data["outlets"].append(data["outlets"].pop(HONGKOU))
    assert problems_of(data) == {("outlets.8.province", "warning")}


def test_a_city_lies_in_one_province() -> None:
    assert outlet_problems(HANGZHOU, city="苏州市") == {("city", "warning")}


def test_a_list_of_tomorrow_is_doubted() -> None:
    assert problems(as_of="2026-04-10") == CLEAN
    assert problems(as_of="2026-04-11") == {("as_of", "warning")}


def test_lines_are_numbered() -> None:
    assert [line.seq for line in filled().outlets] == [1, 2, 3, 4, 5, 6, 7, 8]


# What is counted


def test_closed_outlets_are_listed_but_not_counted() -> None:
    sheet = filled()
    assert len(sheet.outlets) == 8
    assert sheet.outlet_count == 7
    assert sheet.status_counts == "筹建1、正常5、暂停1、撤销1"
    assert sheet.level_counts == "一级3、二级3、三级1"


def test_outlets_without_a_level_are_counted_last() -> None:
    sheet = filled(with_outlet(SHANGHAI, outlet_level=None))
    assert sheet.level_counts == "一级2、二级3、三级1、未定级1"


def test_provinces_have_their_subtotals() -> None:
    lines = filled().by_province
    assert [(line.big_region, line.province, line.outlet_count) for line in lines] == [
        ("华东", "上海", 2),
        ("华东", "江苏", 2),
        ("华东", "浙江", 2),
        ("华北", "北京", 1),
    ]
    assert [line.technician_count for line in lines] == [19, 18, 14, 5]
    assert [line.service_count for line in lines] == [704, 450, 300, None]
    assert lines[1].city_counts == "南京市1、苏州市1"
    assert (lines[1].authorised_count, lines[1].repair_station_count) == (2, 1)
    assert (lines[1].dealer_count, lines[1].own_count) == (1, 0)


def test_means_are_weighed_by_services() -> None:
    shanghai, jiangsu, _, beijing = filled().by_province
    assert shanghai.avg_response_hours == Decimal(8086) / 704  # 620 × 12.5 + 84 × 4
    assert jiangsu.avg_satisfaction == Decimal(2040) / 450  # 300 × 4.60 + 150 × 4.40
    assert (beijing.avg_response_hours, beijing.avg_satisfaction) == (None, None)


def test_an_outlet_without_a_mean_is_left_out_of_it() -> None:
    shanghai = filled(with_outlet(HONGKOU, avg_response_hours=None)).by_province[0]
    assert shanghai.avg_response_hours == Decimal("12.5")


def test_the_total_is_that_of_the_subtotals() -> None:
    sheet = filled()
    total = sheet.outlet_total
    assert total is not None
    for name in ("outlet_count", "technician_count", "service_count", *TYPES):
        parts = [getattr(line, name) for line in sheet.by_province]
        assert getattr(total, name) == sum(part for part in parts if part is not None)
    assert (total.outlet_count, total.technician_count, total.service_count) == (7, 56, 1454)
    assert total.avg_response_hours == Decimal(20726) / 1454


def test_every_type_has_its_column() -> None:
    kind = Outlet.specs()["outlet_types"].type
    assert kind is not None
    assert tuple(TYPES.values()) == kind.choices()


def test_a_typed_count_must_agree() -> None:
    assert problems(outlet_count=7) == CLEAN
    assert problems(outlet_count=8) == {("outlet_count", "error")}


def test_a_list_of_closed_outlets_counts_nothing() -> None:
    sheet = draft(outlets=SAMPLE["outlets"][WUXI : WUXI + 1])
    assert (sheet.outlet_count, sheet.by_province, sheet.outlet_total) == (0, (), None)
    assert (sheet.status_counts, sheet.level_counts) == ("撤销1", None)


def test_an_outlet_in_no_known_province_is_only_in_the_total() -> None:
    sheet = draft(outlets=[SAMPLE["outlets"][NANJING] | {"province": None}])
    assert (sheet.outlet_count, sheet.by_province) == (1, ())


# Where there is none


def test_provinces_to_be_covered_without_an_outlet_are_named() -> None:
    assert filled().provinces_without_outlet == ("安徽",)
    without_jiangsu = [line for line in SAMPLE["outlets"] if line["province"] != "江苏"]
    assert draft(outlets=without_jiangsu).provinces_without_outlet == ("江苏", "安徽")


def test_a_closed_outlet_covers_no_province() -> None:
    closed = with_outlet(BEIJING, outlet_status="撤销")
    assert filled(closed).provinces_without_outlet == ("北京", "安徽")


@pytest.mark.parametrize("coverage", [None, "全国", "全国(含港澳)"])
def test_a_national_list_names_all_provinces_without_an_outlet(coverage: str | None) -> None:
    missing = draft(coverage=coverage).provinces_without_outlet
    assert missing is not None
    assert len(missing) == 30
    assert not {"上海", "江苏", "浙江", "北京"} & set(missing)


def test_a_coverage_that_names_no_province_misses_none() -> None:
    assert draft(coverage="华东").provinces_without_outlet is None
    assert draft(outlets=[]).provinces_without_outlet is None


# Contracts that end soon


@pytest.mark.parametrize(
    ("end", "named"),
    [
        ("2026-03-30", False),
        ("2026-03-31", True),
        ("2026-06-29", True),  # the 90th day
        ("2026-06-30", False),
        (None, False),
    ],
)
def test_contracts_that_end_soon_are_named(end: str | None, named: bool) -> None:
    sheet = draft(outlets=[SAMPLE["outlets"][HONGKOU] | {"contract_end": end}])
    assert (sheet.contracts_ending is not None) is named


def test_the_notice_of_a_contract_s_end_is_a_setting() -> None:
    assert filled().contracts_ending == ("虹口收机点（2026年5月31日）",)
    with settings.use(settings.Settings(contract_notice_days=60)):
        assert filled().contracts_ending is None
    with settings.use(settings.Settings(contract_notice_days=61)):
        assert filled().contracts_ending is not None


def test_a_closed_outlet_s_contract_needs_no_notice() -> None:
    assert draft(as_of="2025-12-01").contracts_ending is None
    assert draft(as_of=None).contracts_ending is None


# The sheet


def test_every_count_has_its_cell_in_the_total_line() -> None:
    tally = next(
        part for part in SHEET.parts if isinstance(part, Table) and part.group == "by_province"
    )
    assert tally.total is not None
    assert set(tally.total[1].values()) == {f"outlet_total.{name}" for name in OutletTotal.specs()}


def test_the_words_of_levels_and_states_are_those_of_the_sheet() -> None:
    assert choice_of(outlet.OutletLevel).choices() == ("一级", "二级", "三级")
    assert choice_of(outlet.OutletStatus).choices() == ("筹建", "正常", "暂停", "撤销")


def test_a_masked_copy_hides_persons_but_not_the_outlet() -> None:
    line = masked(filled(), Mask.ALL).outlets[SHANGHAI]
    assert (line.head, line.mobile) == ("方某某", "139****6741")
    assert line.outlet_phone == "021-62345701"
    assert line.outlet_address == "云帆路200号1幢"


# Drafts


@given(
    st.dictionaries(
        st.sampled_from(sorted(ServiceOutletDistribution.model_fields)),
        st.one_of(st.none(), st.just("？"), st.just([{"province": "？"}, {}, 3])),
    ),
    st.dictionaries(
        st.sampled_from(sorted(Outlet.model_fields)), st.one_of(st.none(), st.just("？？"))
    ),
)
@hypothesis_settings(max_examples=50, deadline=None)
def test_whatever_is_missing_or_garbage_is_told_not_raised(
    changes: dict[str, Any], line: dict[str, Any]
) -> None:
    check(ServiceOutletDistribution, with_outlet(SHANGHAI, **line) | changes, today=TODAY)
