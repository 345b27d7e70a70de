"""One service outlet: a line of the list, and what the dispatch of after-sales work looks up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas.fields import call, customer, evaluation, outlet, service, sheet
from csdforms.schemas.form import Row, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, requires
from csdforms.schemas.types import Clock, Disclosure

__all__ = ["CLOSED", "Outlet"]

CLOSED = "撤销"
#: No work is sent to an outlet of this status.
_WITHOUT_WORK = ("暂停", CLOSED)
_MIDNIGHT = dt.time()


class Outlet(Row):
    """A place that serves customers, of the firm itself or of a partner."""

    printed_through = frozenset(
        {
            "business_days",
            "is_open_all_day",
            "opens_at",
            "closes_at",
            "rest_days",
            "rated_count",
            "timed_count",
        }
    )

    spans = {  # noqa: RUF012 - nobody changes it
        **dict.fromkeys(("营业时间", "服务时间", "工作时间"), ("opens_at", "closes_at")),
        **dict.fromkeys(
            (
                "合作起止日期",
                "合作期限",
                "合同起止日期",
                "合同期限",
                "合同有效期",
                "授权期限",
                "授权有效期",
            ),
            ("contract_start", "contract_end"),
        ),
    }

    outlet_code: Annotated[
        service.OutletCode,
        PrintedAs(
            "网点编号",
            "编号 代码 编码 门店编号 门店编码 机构编码 机构代码 机构号 经销商代码",
        ),
    ]
    outlet_name: Annotated[
        service.OutletName,
        PrintedAs(
            "网点名称",
            "名称 单位名称 机构名称 企业名称 门店 门店名称 店名 服务店名称 经销商 经销商名称",
            "授权服务商 维修站名称 特约服务站 特约维修单位 售后服务站 售后服务中心 4S店名称",
        ),
    ]
    outlet_types: outlet.OutletTypes
    owner_brand: outlet.OwnerBrand | None = None
    parent_org: outlet.ParentOrg | None = None
    outlet_level: outlet.OutletLevel | None = None
    outlet_status: outlet.OutletStatus
    big_region: outlet.BigRegion | None = None
    province: outlet.Province
    city: outlet.City
    county: outlet.County | None = None
    outlet_address: Annotated[outlet.OutletAddress, PrintedAs("详细地址")]
    #: Where an outlet is, everybody may know: lists of outlets are published.
    postcode: Annotated[customer.PostalCode, Disclosure.OPEN] | None = None
    longitude: outlet.Longitude | None = None
    latitude: outlet.Latitude | None = None
    head: (
        Annotated[
            customer.Head,
            PrintedAs(
                "负责人",
                "负责人/联系人 联系人 站长 店长 经理 主任 网点负责人 网点联系人 网点经理 网点主任",
                "服务经理",
            ),
        ]
        | None
    ) = None
    outlet_phone: Annotated[outlet.OutletPhone, PrintedAs("办公电话")] | None = None
    mobile: (
        Annotated[
            customer.Mobile,
            PrintedAs(
                "手机",
                "负责人电话 负责人手机 负责人联系方式 联系人手机 联系人电话",
            ),
        ]
        | None
    ) = None
    business_days: outlet.BusinessDays | None = None
    is_open_all_day: outlet.IsOpenAllDay | None = None
    opens_at: outlet.OpensAt | None = None
    closes_at: outlet.ClosesAt | None = None
    rest_days: outlet.RestDays | None = None
    service_area: outlet.ServiceArea | None = None
    service_items: outlet.ServiceItems | None = None
    product_lines: outlet.ProductLines | None = None
    technician_count: outlet.TechnicianCount | None = None
    contract_start: outlet.ContractStart | None = None
    contract_end: outlet.ContractEnd | None = None
    service_count: (
        Annotated[
            evaluation.ServiceCount,
            PrintedAs("服务次数", "业务量 月服务量 年服务量 维修量"),
        ]
        | None
    ) = None
    #: On how many services each mean rests; without that it weighs as much as all of them.
    timed_count: evaluation.TimedCount | None = None
    avg_response_hours: evaluation.AvgResponseHours | None = None
    rated_count: evaluation.RatedCount | None = None
    avg_satisfaction: (
        Annotated[
            call.AvgSatisfaction,
            PrintedAs("平均满意度（5分制）", "满意度 客户满意度 满意度评分 评分"),
        ]
        | None
    ) = None
    remarks: sheet.Remarks | None = None

    @property
    def exists(self) -> bool:
        """Whether the outlet counts as one of those there are: what is closed for good does not."""
        return self.outlet_status != CLOSED

    @property
    def accepts_work(self) -> bool:
        """Whether after-sales work may be dispatched to the outlet."""
        return self.outlet_status not in _WITHOUT_WORK

    @computed
    def business_hours(self) -> outlet.BusinessHours | None:
        """When the outlet is open: 周一至周六 09:00—18:00，周日休."""
        words = [self.business_days, "24小时" if self.is_open_all_day else self._hours()]
        open_on = " ".join(word for word in words if word)
        rest = self.rest_days or ""
        if rest and "休" not in rest:
            rest += "休"
        return "，".join(part for part in (open_on, rest) if part) or None

    def _hours(self) -> str:
        if self.opens_at is None and self.closes_at is None:
            return ""
        show = Clock().show
        opens = show(self.opens_at) if self.opens_at is not None else ""
        closes = show(self.closes_at) if self.closes_at is not None else ""
        return f"{opens}—{'24:00' if self.closes_at == _MIDNIGHT else closes}"

    def proposed(self) -> Mapping[str, object]:
        """Propose the city of a municipality, and that 0:00 to 0:00 is all day."""
        municipality = self.province in outlet.MUNICIPALITIES
        all_day = self.opens_at == self.closes_at == _MIDNIGHT
        return {
            "city": f"{self.province}市" if municipality else None,
            "is_open_all_day": all_day or None,
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with one outlet."""
        yield from in_order(self, "contract_start", "contract_end")
        if self.outlet_phone is None and self.mobile is None:
            yield error("outlet_phone", "办公电话和手机至少填一个。")
        yield from requires(
            self, "latitude", when=self.longitude is not None, because="填了经度，纬度也要填"
        )
        yield from requires(
            self, "longitude", when=self.latitude is not None, because="填了纬度，经度也要填"
        )
        closed = self.outlet_status == CLOSED
        because = f"状态是“{CLOSED}”，应写明原因"
        yield from requires(self, "remarks", when=closed, because=because)
        yield from self._open_hours()

    def _open_hours(self) -> Iterator[Problem]:
        """The outlet opens before it closes; 0:00 at the end is midnight."""
        opens, closes = self.opens_at, self.closes_at
        if self.is_open_all_day or opens is None or closes in (None, _MIDNIGHT):
            return
        if closes <= opens:
            yield error("closes_at", "应晚于营业开始；全天营业的，“24小时营业”请填“是”。")
