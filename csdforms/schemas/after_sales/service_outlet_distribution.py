"""售后服务网点分布表: the outlets that serve customers, one line each, and how they are spread.

Manual section 2.6, flow 2.7. 售后服务主管 keeps it and reissues it each quarter and after every
change, the manager approves what is opened or closed; customers and 电话专员 look outlets up, and
the after-sales register sends work to them. What is closed for good stays on the list with the
reason, and is not counted.

Sources: outlet lists of makers and dealers (types, changes with their reasons, co-ordinates,
business hours); service pages with a national hotline.

>>> from csdforms.schemas.after_sales import ServiceOutletDistribution
>>> ServiceOutletDistribution.title(), ServiceOutletDistribution.number
('售后服务网点分布表', 'list_no')
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from csdforms.schemas import settings
from csdforms.schemas.after_sales.outlet import Outlet
from csdforms.schemas.fields import call, evaluation, figures, outlet, sheet
from csdforms.schemas.figures import sum_of, weighted_mean
from csdforms.schemas.form import Block, Ledger, Part, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, not_before, not_future, repeated, warning
from csdforms.schemas.types import choice_of
from csdforms.schemas.types.dates import show_day

#: The column that counts each type.
TYPES: Mapping[str, outlet.OutletTypeWord] = {
    "own_count": "自营",
    "authorised_count": "授权",
    "repair_station_count": "特约维修站",
    "reception_point_count": "接收点",
    "dealer_count": "经销商兼营",
    "car_dealer_count": "4S店",
    "other_type_count": "其他",
}
#: The means of an outlet, each with the box that says on how many services it rests.
RESTS_ON = {"avg_response_hours": "timed_count", "avg_satisfaction": "rated_count"}
NATIONWIDE = "全国"
UNRATED = "未定级"


class _Counts(Block):
    """What is counted of the outlets of a province, and of all."""

    outlet_count: outlet.OutletCount | None = None
    own_count: outlet.OwnCount | None = None
    authorised_count: outlet.AuthorisedCount | None = None
    repair_station_count: outlet.RepairStationCount | None = None
    reception_point_count: outlet.ReceptionPointCount | None = None
    dealer_count: outlet.DealerCount | None = None
    car_dealer_count: outlet.CarDealerCount | None = None
    other_type_count: outlet.OtherTypeCount | None = None
    technician_count: outlet.TechnicianCount | None = None
    service_count: evaluation.ServiceCount | None = None
    avg_response_hours: evaluation.AvgResponseHours | None = None
    avg_satisfaction: call.AvgSatisfaction | None = None


class ProvinceTally(_Counts, Row):
    """The outlets of one province: the subtotal of its lines."""

    big_region: outlet.BigRegion | None = None
    province: outlet.Province | None = None
    city_counts: outlet.CityCounts | None = None


class OutletTotal(_Counts, Part):
    """The outlets of all provinces."""


class ServiceOutletDistribution(
    Ledger, title="售后服务网点分布表", section="2.6", number="list_no"
):
    """The list of the outlets at one day, by region and province."""

    list_no: Annotated[outlet.OutletListNo, PrintedAs("编号")]
    as_of: Annotated[
        figures.AsOf,
        PrintedAs(
            "统计截止日期",
            "统计日期 统计时间 截止日期 截止时间 截至日期 数据日期 更新日期 更新时间",
        ),
    ]
    coverage: outlet.Coverage | None = None
    hotline: Annotated[call.Hotline, PrintedAs("全国服务热线")] | None = None
    hotline_hours: outlet.HotlineHours | None = None
    outlets: Annotated[
        tuple[Outlet, ...],
        Group(
            "服务网点",
            "网点明细 网点列表 网点清单 网点名单 网点信息 网点一览 服务网点明细",
            at_least=1,
        ),
    ] = ()
    provenance: ProvenanceBox | None = None

    prepared_by: sheet.PreparedBy
    prepared_on: sheet.PreparedOn

    def existing(self) -> list[Outlet]:
        """Return the outlets that there are: all but those closed for good."""
        return [one for one in self.outlets if one.exists]

    # What the sheet works out

    @computed
    def outlet_count(self) -> Annotated[outlet.OutletCount, PrintedAs("现有网点数")] | None:
        """How many outlets there are."""
        return len(self.existing())

    @computed
    def by_province(self) -> Annotated[tuple[ProvinceTally, ...], Group("网点统计")]:
        """The outlets of each province by type, in the order of the list."""
        groups: dict[tuple[str | None, str], list[Outlet]] = {}
        for one in self.existing():
            if one.province is not None:
                groups.setdefault((one.big_region, one.province), []).append(one)
        return tuple(
            ProvinceTally.empty().model_copy(
                update={
                    "big_region": region,
                    "province": province,
                    "city_counts": _counted(one.city for one in outlets),
                    **_counts(outlets),
                }
            )
            for (region, province), outlets in groups.items()
        )

    @computed
    def outlet_total(self) -> Annotated[OutletTotal, Label("合计")] | None:
        """The line below the provinces; it counts from the outlets, not from the lines."""
        existing = self.existing()
        return OutletTotal.empty().model_copy(update=_counts(existing)) if existing else None

    @computed
    def status_counts(self) -> outlet.StatusCounts | None:
        """How many outlets are of each status, those closed for good too."""
        order = choice_of(outlet.OutletStatus).choices()
        return _counted((one.outlet_status for one in self.outlets), order)

    @computed
    def level_counts(self) -> outlet.LevelCounts | None:
        """How many outlets there are of each level."""
        order = (*choice_of(outlet.OutletLevel).choices(), UNRATED)
        return _counted((one.outlet_level or UNRATED for one in self.existing()), order)

    @computed
    def provinces_without_outlet(self) -> outlet.ProvincesWithoutOutlet | None:
        """The provinces to be covered that have no outlet."""
        if not self.outlets:
            return None
        return unserved(self.coverage, {one.province for one in self.existing()})

    @computed
    def contracts_ending(self) -> outlet.ContractsEnding | None:
        """The outlets whose contract ends soon after the day of the list (90 days by default)."""
        if self.as_of is None:
            return None
        texts = (contract_ending(one, self.as_of) for one in self.existing())
        return tuple(text for text in texts if text is not None) or None

    # What is wrong

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the outlets, and between them and the head."""
        yield from not_future(self, "as_of", today=today, severity="warning")
        yield from self._repeated()
        yield from self._places()
        for number, one in enumerate(self.outlets, start=1):
            ended = not not_before(one.contract_end, self.as_of)
            if ended and one.outlet_status == "正常":
                text = "合作已到期，网点状态还是“正常”，请核对是否续约。"
                yield warning(f"outlets.{number}.contract_end", text)

    def _repeated(self) -> Iterator[Problem]:
        for number in repeated(one.outlet_code for one in self.outlets):
            yield error(f"outlets.{number}.outlet_code", "网点编号重复，请核对。")
        names = [(one.outlet_name, one.city) for one in self.outlets]
        for number in repeated(None if None in name else name for name in names):
            text = "同一城市已有同名网点，请核对是否重复登记。"
            yield warning(f"outlets.{number}.outlet_name", text)

    def _places(self) -> Iterator[Problem]:
        """Outlets of a province stand together; a city lies in one province."""
        before: tuple[str | None, str] | None = None
        groups: set[tuple[str | None, str]] = set()
        provinces: dict[str, str] = {}
        for number, one in enumerate(self.outlets, start=1):
            if one.province is None:
                continue
            place = (one.big_region, one.province)
            if place != before and place in groups:
                text = "同一大区、同一省份的网点请排在一起。"
                yield warning(f"outlets.{number}.province", text)
            groups.add(place)
            before = place
            if one.city and provinces.setdefault(one.city, one.province) != one.province:
                text = "这个城市在前面属于另一省份，请核对省和市。"
                yield warning(f"outlets.{number}.city", text)


def _counts(outlets: Sequence[Outlet]) -> dict[str, Any]:
    counts: dict[str, Any] = {"outlet_count": len(outlets)}
    for name, word in TYPES.items():
        counts[name] = sum(word in (one.outlet_types or ()) for one in outlets)
    for name in ("technician_count", "service_count"):
        counts[name] = sum_of(getattr(one, name) for one in outlets)
    for name, base in RESTS_ON.items():
        counts[name] = mean_of_means(
            [getattr(one, name) for one in outlets],
            [getattr(one, base) for one in outlets],
            [one.service_count for one in outlets],
        )
    return counts


def mean_of_means(
    means: Sequence[Decimal | None],
    bases: Sequence[int | None],
    service_counts: Sequence[int | None],
) -> Decimal | None:
    """Return the mean of outlets' means, by how many services each rests on.

    Where that is not known it weighs by all services; blanks are left out.
    """
    return weighted_mean(
        (mean, (count if base is None else base) or 0)
        for mean, base, count in zip(means, bases, service_counts, strict=True)
        if mean is not None
    )


def _counted(words: Iterable[str | None], order: Sequence[str] = ()) -> str | None:
    counts = Counter(word for word in words if word is not None)
    ranked = sorted(counts, key=order.index) if order else list(counts)
    return in_words(ranked, [counts[word] for word in ranked])


def in_words(words: Sequence[str], counts: Sequence[int]) -> str | None:
    """Return how often each word stands there: 上海市2、苏州市1."""
    pairs = zip(words, counts, strict=True)
    return "、".join(f"{word}{count}" for word, count in pairs) or None


def unserved(coverage: str | None, served: Collection[str]) -> tuple[str, ...] | None:
    """Return the provinces to be covered of which none of these is one.

    Those that the coverage names; all of them if it says nothing, or the whole country.
    """
    wanted = outlet.PROVINCE.choices()
    if coverage is not None and NATIONWIDE not in coverage:
        wanted = tuple(name for name in wanted if name in coverage)
    return tuple(name for name in wanted if name not in served) or None


def contract_ending(one: Outlet, as_of: dt.date) -> str | None:
    """Return an outlet whose contract ends soon after a day, with its last day (90 days)."""
    last = as_of + dt.timedelta(days=settings.current().contract_notice_days)
    if one.contract_end is None or not as_of <= one.contract_end <= last:
        return None
    return f"{one.outlet_name or one.outlet_code}（{show_day(one.contract_end)}）"
