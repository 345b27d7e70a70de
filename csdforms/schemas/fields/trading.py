"""The list of customers in trade: its copies, and what changed since it was handed out."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Integer, Items

ListCopyNo = Annotated[int, Integer(1, 999), Label("本份编号", "分发份号 第几份")]
TradingCount = Annotated[int, Integer(unit="户"), Label("交易往来客户数", "交易客户数")]
LastChangedOn = Annotated[
    dt.date, Day(), Label("最近变更日期", "最近变更 最后变更日期 资料变更日期")
]
#: What a holder of an older copy does with his line.
ListChangeWord = Literal["新增", "变更", "移出"]
ListChange = Annotated[
    ListChangeWord,
    Choice(ListChangeWord, also={"增加": "新增", "修改": "变更", "删除": "移出", "减少": "移出"}),
    Label("变更类别", "变动类别 增减变更"),
]
ListChangedOn = Annotated[dt.date, Day(), Label("变更日期", "变动日期")]
ChangedColumns = Annotated[tuple[str, ...], Items(), Label("变更栏目", "变更项目 变更内容")]
