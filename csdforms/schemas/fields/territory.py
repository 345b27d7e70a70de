"""Sales regions: how the country is divided, and what each part comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Disclosure,
    Integer,
    Items,
    Line,
    Money,
    Quantity,
    Rate,
    RegionCode,
)


class RegionCodes(Items):
    """Several GB/T 2260 codes, printed with their names: ``310000（上海市）、320000（江苏省）``."""

    kind: ClassVar[str] = "多个行政区划代码"
    disclosure = Disclosure.OPEN
    _code = RegionCode()

    def accept(self, given: object) -> tuple[str, ...]:
        return tuple(self._code.accept(code) for code in super().accept(given))

    def show(self, value: tuple[str, ...]) -> str:
        words = self._code.faces()["words"]
        return "、".join(words(code) for code in value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self._code.json_schema(), "minItems": 1}


# The scheme

RegionLevelWord = Literal["大区", "省", "市", "区县", "自定义"]
RegionLevel = Annotated[
    RegionLevelWord,
    Choice(
        RegionLevelWord,
        also={"省级": "省", "省份": "省", "地市": "市", "城市": "市", "县": "区县", "县区": "区县"},
    ),
    Label("区域划分层级", "划分层级 区域层级"),
]
RegionNo = Annotated[
    str,
    Line(30),
    Label("区域编号", "区域代码 区域编码 地区编号 地区代码"),
]
ParentRegion = Annotated[str, Line(60), Label("上级区域", "上级大区")]
RegionOwner = Annotated[
    str,
    Line(60),
    Label("区域负责人", "区域经理 片区负责人 片区经理 大区经理"),
]
MemberCodes = Annotated[
    tuple[str, ...], RegionCodes(), Label("所含行政区划", "包含地区 行政区划范围")
]

# A customer of a region

BusinessKind = Annotated[
    str,
    Line(60),
    Label("经营类别", "经营类型 经营品类 经营种类 经营品种 经营项目"),
]
LastYearShare = Annotated[Decimal, Rate(None), Label("上年度销售额占比", "上年所占比率")]
YtdShare = Annotated[Decimal, Rate(None), Label("本年累计销售额占比", "今年所占比率")]
LastYearYtdAmount = Annotated[
    Decimal, Money(None), Label("上年同期累计销售额", "上年同期 去年同期 去年同期累计")
]
DistanceKm = Annotated[
    Decimal, Quantity(0, places=2, unit="公里|千米|km|KM"), Label("距离（公里）", "距离 里程")
]
VisitNote = Annotated[
    str,
    Line(200, personal=True),
    Label("拜访说明", "拜访注意事项 不宜拜访时间 不宜访问时间 访问注意事项"),
]

# A region as a whole

YtdCostAmount = Annotated[Decimal, Money(None), Label("本年累计成本", "今年累计成本 累计成本")]
BuyingCount = Annotated[int, Integer(unit="户"), Label("有销售客户数", "有销售户数 动销客户数")]
AvgCustomerSalesAmount = Annotated[
    Decimal, Money(None), Label("户均销售额", "平均每户销售额 客户平均销售额")
]
