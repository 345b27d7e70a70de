"""After-sales service: the case, the product, what is done and by whom."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Line

RegisterNo = Annotated[str, Line(60), Label("服务单号", "登记编号", "售后服务登记编号")]
ServiceTypeWord = Literal[
    "安装",
    "维修",
    "保养",
    "巡检",
    "改造",
    "调试",
    "技术咨询",
    "退货",
    "换货",
    "仅退款",
    "其他",
]
ServiceType = Annotated[
    ServiceTypeWord,
    Choice(ServiceTypeWord, also={"修理": "维修", "咨询": "技术咨询", "退款": "仅退款"}),
    Label("服务类型", "服务类别"),
]
ServiceOn = Annotated[dt.date, Day(), Label("服务日期")]
ProductModel = Annotated[str, Line(100), Label("产品型号", "产品规格", "规格型号", "型号")]
