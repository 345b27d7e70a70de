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
    Label(
        "电话类别",
        "通话类别 来电/去电 呼叫方向 来去电 来/去电 呼入/呼出 通话方向 通话类型 电话类型",
        "呼叫类型",
    ),
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
    Label(
        "电话性质",
        "来电性质 事项类别 性质 类别 来电类型 来电类别 事项性质 业务类型",
    ),
]
Subject = Annotated[
    str,
    Line(200),
    Label(
        "事由",
        "来电事由 去电事由 联络事项 主题 标题 事项 主要事项 来电主题 来电目的 去电目的",
        "通话主题 通话事由",
    ),
]
ReadBack = Annotated[
    bool,
    Flag(yes=("已复述", "已核对"), no=("未复述", "未核对")),
    Label("复述核对", "是否复述 复述"),
]
Outcome = Annotated[
    str,
    Text(),
    Label(
        "交涉结果/当场答复",
        "交涉结果 当场答复 答复情况 洽谈结果 答复内容 回复内容 回复情况 处理答复 沟通结果",
        "协商结果 商谈结果 通话结果",
    ),
]

# The two sides

CounterpartUnit = Annotated[
    str,
    Name(),
    Label(
        "对方单位",
        "来电单位 来话单位 去电单位 对方单位名称 单位 单位名称 来电公司 来电单位名称 来电机构",
        "来电部门 来电者单位 致电单位 发话单位 通话单位 对方公司 对方公司名称 客户名称",
        "客户单位",
    ),
]
CounterpartName = Annotated[
    str,
    Name(60),
    Label(
        "对方姓名",
        "来电人 来话人 发话人 去电对象 对方通话人 姓名 来电者 来电人姓名 来电姓名 致电人",
        "打电话人 通话对象 通话对方 对方联系人 联系人 客户姓名",
    ),
]
CounterpartTitle = Annotated[
    str, Line(60), Label("对方职务", "来电人职务 发话人职务 职务 职位 来电者职务")
]
CounterpartPhone = Annotated[
    str,
    Phone(words=(HIDDEN_NUMBER,)),
    Label(
        "对方电话",
        "电话号码 对方电话号码 来电号码 去电号码 联系电话 联系方式 对方号码 电话 手机",
        "手机号码 来电电话 回电号码 回电电话 对方联系电话 对方联系方式",
    ),
]  # fmt: skip
OurUnit = Annotated[
    str,
    Line(60),
    Label(
        "本方部门",
        "受话单位 本方单位 接电部门 受话部门 接听部门 接听单位 接话部门 接电单位",
    ),
]
OurPerson = Annotated[
    str,
    Line(60),
    Label(
        "本方通话人",
        "接电人 接听人 受话人 使用人 通话人 接听者 接听人员 接话人 接线人 接线员 接电话人",
        "受话者 受理人 值班人 值班人员",
    ),
]
OurTitle = Annotated[str, Line(60), Label("本方职务", "接电人职务 受话人职务 接听人职务")]
PartyRole = Annotated[str, Line(20), Label("通话方")]
PartyUnit = Annotated[str, Name(), Label("通话方单位")]

# A notice of a meeting

MeetingAt = Annotated[dt.datetime, Moment(), Label("会议时间", "开会时间 会议日期")]
MeetingPlace = Annotated[str, Line(100), Label("会议地点", "开会地点 会议地址 地点")]
Convener = Annotated[
    str, Line(100), Label("会议召集人", "召集人 召集单位 召集部门 主持人 会议主持人")
]
Attendees = Annotated[
    str,
    Text(1000),
    Label(
        "会议参加人",
        "参加人 参加人员 参会人员 参会人 出席人员 与会人员 参加会议人员",
    ),
]
MeetingTopic = Annotated[
    str, Line(200), Label("会议议题", "议题 会议内容 会议主题 会议名称 会议主要内容")
]
MeetingMaterials = Annotated[
    str,
    Text(1000),
    Label("会议材料", "所需材料 需带材料 会议资料 携带材料 所带资料 材料"),
]

# A message for somebody who was not there

TargetPerson = Annotated[
    str, Line(60), Label("要找的人", "留言对象 被找人 受话对象 找何人 找谁 留言给")
]
DeliveredTo = Annotated[
    str, Line(60), Label("留言转达给", "留言转达人 转达人 转告人 转告对象 转达对象")
]
DeliveredAt = Annotated[
    dt.datetime, Minute(), Label("转达时间", "留言转达时间 转告时间 传达时间 通知时间")
]
ReceiverSignature = Annotated[
    str,
    Line(60),
    Label("签字确认", "留言签收 转达签字 签收 签收人 接收人签字 收件人签字"),
]
MessageDueAt = Annotated[dt.datetime, Minute(), Label("留言时限")]
IsMessageLate = Annotated[bool, Flag(), Label("留言超时")]

# What follows from the call

RecordedAt = Annotated[
    dt.datetime, Moment(), Label("记录时间", "记录日期 登记时间 登记日期 填写时间")
]
ProposedOpinion = Annotated[
    str,
    Text(),
    Label(
        "拟办意见",
        "拟办 处理意见 拟处理意见 拟办建议 承办意见 办理意见 处理建议 办公室意见 部门意见",
    ),
]
ProposedBy = Annotated[str, Line(60), Label("拟办人")]
ProposedOn = Annotated[dt.date, Day(), Label("拟办日期", "拟办时间")]
RecordStatusWord = Literal["已记录", "待批示", "办理中", "已办结", "无需办理"]
RecordStatus = Annotated[
    RecordStatusWord,
    Choice(
        RecordStatusWord,
        also={"记录": "已记录", "处理中": "办理中", "办结": "已办结", "无须办理": "无需办理"},
    ),
    Label("电话记录状态", "办理状态 状态"),
]
