"""One important call taken down: the two sides, what was said, the message, what follows from it.

It takes the times of the call from ``call``, the instruction from ``improvement``, the case's
handler from ``complaint``.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from csdforms.schemas.fields.call import HIDDEN_NUMBER
from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Flag,
    Integer,
    Line,
    Minute,
    Moment,
    Name,
    Phone,
    Text,
)

# The call

DirectionWord = Literal["来电", "去电"]
Direction = Annotated[
    DirectionWord,
    Choice(DirectionWord, also={"呼入": "来电", "来话": "来电", "呼出": "去电", "去话": "去电"}),
    Label("电话类别", "通话类别", "来电/去电", "呼叫方向"),
]
TalkMinutes = Annotated[int, Integer(0, unit="分钟"), Label("通话分钟数", "通话时长")]
MatterTypeWord = Literal[
    "通知", "协商", "事件处理", "咨询", "投诉", "留言", "汇报请示", "其他"
]  # fmt: skip
MatterType = Annotated[
    MatterTypeWord,
    Choice(
        MatterTypeWord,
        also={
            "会议通知": "通知",
            "协调": "协商",
            "事件": "事件处理",
            "转告": "留言",
            "汇报": "汇报请示",
            "请示": "汇报请示",
        },
    ),
    Label("电话性质", "来电性质", "事项类别"),
]
Subject = Annotated[str, Line(200), Label("事由", "来电事由", "去电事由", "联络事项")]
ReadBack = Annotated[bool, Flag(), Label("复述核对", "是否复述", "复述")]
Outcome = Annotated[
    str, Text(), Label("交涉结果/当场答复", "交涉结果", "当场答复", "答复情况", "洽谈结果")
]

# The two sides

CounterpartUnit = Annotated[
    str, Name(), Label("对方单位", "来电单位", "来话单位", "去电单位", "对方单位名称")
]
CounterpartName = Annotated[
    str, Name(60), Label("对方姓名", "来电人", "来话人", "发话人", "去电对象", "对方通话人")
]
CounterpartTitle = Annotated[str, Line(60), Label("对方职务", "来电人职务", "发话人职务")]
CounterpartPhone = Annotated[
    str,
    Phone(words=(HIDDEN_NUMBER,)),
    Label(
        "对方电话", "电话号码", "对方电话号码", "来电号码", "去电号码", "联系电话", "联系方式",
        "对方号码",
    ),
]  # fmt: skip
OurUnit = Annotated[str, Line(60), Label("本方部门", "受话单位", "本方单位", "接电部门")]
OurPerson = Annotated[
    str, Line(60), Label("本方通话人", "接电人", "接听人", "受话人", "使用人", "通话人")
]
OurTitle = Annotated[str, Line(60), Label("本方职务", "接电人职务", "受话人职务")]
PartyRole = Annotated[str, Line(20), Label("通话方")]
PartyUnit = Annotated[str, Name(), Label("通话方单位")]

# A notice of a meeting

MeetingAt = Annotated[dt.datetime, Moment(), Label("会议时间", "开会时间", "会议日期")]
MeetingPlace = Annotated[str, Line(100), Label("会议地点", "开会地点")]
Convener = Annotated[str, Line(100), Label("会议召集人", "召集人", "召集单位")]
Attendees = Annotated[str, Text(1000), Label("会议参加人", "参加人", "参加人员", "参会人员")]
MeetingTopic = Annotated[str, Line(200), Label("会议议题", "议题", "会议内容")]
MeetingMaterials = Annotated[str, Text(1000), Label("会议材料", "所需材料", "需带材料")]

# A message for somebody who was not there

TargetPerson = Annotated[str, Line(60), Label("要找的人", "留言对象", "被找人")]
DeliveredTo = Annotated[str, Line(60), Label("留言转达给", "留言转达人", "转达人", "转告人")]
DeliveredAt = Annotated[dt.datetime, Minute(), Label("转达时间", "留言转达时间", "转告时间")]
ReceiverSignature = Annotated[str, Line(60), Label("签字确认", "留言签收", "转达签字")]
MessageDueAt = Annotated[dt.datetime, Minute(), Label("留言时限")]
IsMessageLate = Annotated[bool, Flag(), Label("留言超时")]

# What follows from the call

RecordedAt = Annotated[dt.datetime, Moment(), Label("记录时间", "记录日期")]
ProposedOpinion = Annotated[str, Text(), Label("拟办意见", "拟办", "处理意见")]
ProposedBy = Annotated[str, Line(60), Label("拟办人")]
ProposedOn = Annotated[dt.date, Day(), Label("拟办日期", "拟办时间")]
RecordStatusWord = Literal["已记录", "待批示", "办理中", "已办结", "无需办理"]
RecordStatus = Annotated[
    RecordStatusWord,
    Choice(
        RecordStatusWord,
        also={"记录": "已记录", "处理中": "办理中", "办结": "已办结", "无须办理": "无需办理"},
    ),
    Label("电话记录状态", "办理状态", "状态"),
]
