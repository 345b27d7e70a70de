"""Excellent customers: who may be named, how they are marked, and what they get."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Choices, Flag, Integer, Items, Line, Percent, Rate, Text

# How the sheet judges

AwardMethodWord = Literal["分档计分", "相对最优计分"]
AwardMethod = Annotated[
    AwardMethodWord,
    Choice(
        AwardMethodWord, also={"分档": "分档计分", "分档法": "分档计分", "相对最优": "相对最优计分"}
    ),
    Label("评优计分办法", "评分办法 评分方法 计分方法 计分办法"),
]
Eligibility = Annotated[
    tuple[str, ...], Items(100),
    Label(
        "评选条件",
        "入选条件 参评条件 资格条件 评选标准 参选条件 评优条件 评优标准",
    ),
]  # fmt: skip
QuotaCount = Annotated[int, Integer(1, unit="户"), Label("评选名额", "名额 优秀客户名额")]
QuotaShare = Annotated[Decimal, Percent(0, 1), Label("名额比例", "评选比例 优秀客户比例")]
TakeTies = Annotated[bool, Flag(), Label("名额线上并列全部入选", "并列全部入选 并列全选")]
Band = Annotated[str, Line(100), Label("档次", "分档 档次标准")]

# The customer as he is judged

OnRegister = Annotated[bool, Flag(), Label("列入不诚信名单", "是否列入不诚信名单 不诚信名单")]
QualityIssueShare = Annotated[
    Decimal, Rate(0, 1), Label("质量问题金额占比", "质量问题占比 质量问题率")
]
Eligible = Annotated[bool, Flag(), Label("符合条件", "是否符合条件 符合评选条件")]
IneligibleReason = Annotated[str, Text(500), Label("不符合原因", "不符合条件原因 不符原因")]
RecommendedBy = Annotated[str, Line(60), Label("推荐人", "推荐者")]
Recommendation = Annotated[
    str,
    Text(),
    Label("推荐理由", "主要事迹 评选理由 推荐原因 推荐意见 优秀事迹 先进事迹"),
]
AwardWord = Literal["优秀客户", "入围", "不予评定"]
AwardResult = Annotated[
    AwardWord,
    Choice(AwardWord, also={"优秀": "优秀客户", "候选": "入围", "不评定": "不予评定"}),
    Label("评定结果", "评选结果 评优结果 评审结果"),
]
RewardWord = Literal["表彰", "价格优惠", "额度优惠", "账期优惠", "优先供货", "礼品", "其他"]
Rewards = Annotated[
    tuple[str, ...],
    Choices(RewardWord, also={"颁奖": "表彰", "授牌": "表彰", "折扣": "价格优惠", "奖品": "礼品"}),
    Label("奖励或优惠", "奖励 优惠 优惠政策 奖励措施 奖励方式 激励措施"),
]
RewardNote = Annotated[
    str,
    Text(500),
    Label("奖励说明", "优惠说明 奖励内容 奖励政策 激励政策 奖品"),
]
ConsecutiveYears = Annotated[
    int, Integer(0, 100, unit="年"), Label("连续获评年数", "连续获评 连续当选年数")
]
