"""Credit: how a customer is graded, what he may owe, and what stands against him."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.fields.customer import CreditGrade
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Choices, Rate, Text, choice_of

#: Best to worst.
CREDIT_GRADES = choice_of(CreditGrade).choices()
PaymentWord = Literal["预付款", "款到发货", "货到付款", "月结", "承兑汇票", "其他"]
PAYMENT = Choice(PaymentWord, also={"预付": "预付款", "先款后货": "款到发货", "承兑": "承兑汇票"})
FactorRate = Annotated[Decimal, Rate(), Label("风险修正系数", "修正系数")]
KnockOutWord = Literal[
    "责令停业整改", "被诉货款", "产销连续严重下滑", "不公正行为", "恶意拖欠", "出口业务",
    "列入不诚信名单", "其他",
]  # fmt: skip
KnockOuts = Annotated[tuple[str, ...], Choices(KnockOutWord), Label("否决项", "一票否决项")]
OverrideReason = Annotated[str, Text(), Label("调整原因", "调整理由")]
RiskLevelWord = Literal["低", "中", "高", "极高"]
RISK_LEVEL = Choice(RiskLevelWord)
RiskLevel = Annotated[RiskLevelWord, RISK_LEVEL, Label("危险程度", "风险等级", "危险等级")]
