"""Returns and exchanges: the goods that come back, why, what becomes of them, and the sums."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Disclosure,
    Flag,
    Integer,
    Line,
    Money,
    Quantity,
    Rate,
    Text,
)

# One line of goods; unit, batch number, price and amount are those of claims

ActionWord = Literal["退货", "换货", "仅退款", "返修"]
ReturnAction = Annotated[
    ActionWord,
    Choice(ActionWord, also={"退货退款": "退货", "退款不退货": "仅退款", "维修": "返修"}),
    Label(
        "退换类型",
        "退换方式 退/换货 退换货 退换货类型 退换货方式 退货/换货 退货类型 退货方式 退款类型",
        "售后类型 处理类型",
    ),
]
ReturnedOn = Annotated[dt.date, Day(), Label("退换日期", "退货日期 换货日期")]
ProductCode = Annotated[
    str,
    Line(60),
    Label(
        "货品编号",
        "产品编号 商品编码 货号 料号 产品料号 SKU SKU编码 存货编码 商品条码",
    ),
]
GoodsQuantity = Annotated[Decimal, Quantity(), Label("数量", "退换数量")]
ReceivedQuantity = Annotated[
    Decimal,
    Quantity(),
    Label(
        "实收数量",
        "实收数 收货数量 实际收货数量 收到数量 签收数量 实退数量 清点数量",
    ),
]
QuantityDifference = Annotated[Decimal, Quantity(None), Label("差异数", "差异数量 差异 数量差异")]
StockInQuantity = Annotated[Decimal, Quantity(), Label("退货入库数量", "入库数量 实入数量")]
PackagingIntact = Annotated[
    bool,
    Flag(yes=("完好", "完整"), no=("破损", "不完好", "不完整")),
    Label(
        "是否原包装完好",
        "原包装完好 包装完好 包装是否完好 包装是否完整 包装情况 包装状态 外包装 外包装情况",
        "原包装 是否有包装",
    ),
]
Defect = Annotated[
    str,
    Line(200),
    Label(
        "不良现象",
        "不良描述 不良项目 不良状况 不合格描述 不合格现象 不合格情况 质量问题 质量问题描述",
        "故障现象",
    ),
]
ReasonWord = Literal[
    "商品质量问题", "规格/尺寸不符", "与描述不符", "错发漏发", "运输破损", "客户使用不当",
    "批量进货检验不合格", "协议退货", "超过保质期", "七日无理由", "其他",
]  # fmt: skip
REASON = Choice(
    ReasonWord,
    also={
        "质量问题": "商品质量问题",
        "规格不符": "规格/尺寸不符",
        "尺寸不符": "规格/尺寸不符",
        "描述不符": "与描述不符",
        "错发": "错发漏发",
        "漏发": "错发漏发",
        "破损": "运输破损",
        "使用不当": "客户使用不当",
        "检验不合格": "批量进货检验不合格",
        "过期": "超过保质期",
        "7日无理由": "七日无理由",
        "7天无理由": "七日无理由",
        "七天无理由": "七日无理由",
    },
)
ReasonCategory = Annotated[
    ReasonWord,
    REASON,
    Label(
        "退换原因",
        "退货原因 换货原因 退货理由 售后原因 退款原因 客退原因 退货事由 退货原因分类",
        "退换货原因 申请理由",
    ),
]
ReasonDetail = Annotated[
    str,
    Line(200),
    Label(
        "原因说明",
        "退换原因说明 退货说明 退货原因说明 退换货说明 退单说明 原因备注 买家留言",
    ),
]
PartyWord = Literal["公司", "生产", "仓储", "物流", "销售", "供应商", "客户", "待定"]
PARTY = Choice(PartyWord, also={"生产部": "生产", "仓库": "仓储", "物流商": "物流", "未定": "待定"})
ResponsibleParty = Annotated[
    PartyWord,
    PARTY,
    Label(
        "责任方",
        "责任归属 责任 责任部门 责任单位 责任判定 责任认定 责任划分",
    ),
]
AcceptWord = Literal["是", "部分接收", "否"]
AcceptResult = Annotated[
    AcceptWord,
    Choice(
        AcceptWord,
        also={"同意": "是", "接收": "是", "部分": "部分接收", "不同意": "否", "拒收": "否"},
    ),
    Label(
        "是否同意接收",
        "同意接收 是否同意 是否接收 是否收货 是否同意退货 是否同意退换 是否接受退货",
    ),
]
BearerWord = Literal["公司", "客户", "物流商"]
FreightBearer = Annotated[
    BearerWord,
    Choice(BearerWord, also={"物流": "物流商"}),
    Label(
        "运费承担",
        "运费承担方 运费承担者 运费支付方 运费责任 邮费承担 邮费承担方 快递费承担",
    ),
]
RefundAmount = Annotated[
    Decimal,
    Money(),
    Label("退款金额", "应退金额 实退金额 退款总额 退款合计 退还金额 实退总额"),
]

# What is given out in exchange

ReplacementProductName = Annotated[
    str,
    Line(100),
    Label("换出产品", "换出产品名称 换货商品 换新产品 补发商品 更换产品"),
]
ReplacementProductModel = Annotated[str, Line(100), Label("换出型号", "换出规格型号")]
ReplacementQuantity = Annotated[Decimal, Quantity(), Label("换出数量", "补发数量 换新数量")]
ReplacementUnitPrice = Annotated[Decimal, Money(), Label("换出单价")]
PriceDifferenceAmount = Annotated[Decimal, Money(None), Label("差价", "补差价")]

# How one return is handled

OrderedOn = Annotated[
    dt.date,
    Day(),
    Label("下单日期", "订单日期 购买日期 购买时间 成交时间 订货日期 销售日期"),
]
GoodsReceivedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "收货日期",
        "签收日期 到货日期 到货时间 收到日期 收到时间 收件日期 收件时间 退货签收日期",
        "收到退货日期 入库日期",
    ),
]
ReturnHandlingWord = Literal["退款", "补货", "换货", "返工维修", "补偿", "其他"]
ReturnHandling = Annotated[
    ReturnHandlingWord,
    Choice(ReturnHandlingWord, also={"维修": "返工维修", "返工": "返工维修", "赔偿": "补偿"}),
    Label(
        "退换处理方式",
        "退货品处理方式 处理意见 处理结果 处理情况 处理措施 处理办法 处理方案 解决方案",
        "退货处理",
    ),
]
ReturnStatusWord = Literal[
    "待审核", "已受理", "处理中", "已收货", "已退款", "已换发", "已完成", "已拒绝"
]
ReturnStatus = Annotated[
    ReturnStatusWord,
    Choice(ReturnStatusWord, also={"未审核": "待审核", "完成": "已完成", "拒绝": "已拒绝"}),
    Label(
        "退货状态",
        "退换状态 状态 处理状态 处理进度 进度 退款状态 售后状态 单据状态 订单状态",
    ),
]

# The summary; return quantity and amount are those of sales

SummaryNo = Annotated[str, Line(60), Label("汇总表编号", "报表编号 表单编号")]
PeriodTypeWord = Literal["日", "周", "月", "季", "年", "自定义"]
PeriodType = Annotated[
    PeriodTypeWord,
    Choice(
        PeriodTypeWord,
        also={
            "日报": "日",
            "周报": "周",
            "月度": "月",
            "月报": "月",
            "季度": "季",
            "年度": "年",
            "其他": "自定义",
        },
    ),
    Label("统计周期", "汇总周期 报表类型 报表周期 统计频率"),
]
GroupByWord = Literal["产品", "客户", "退换原因", "责任方", "地区", "渠道"]
GroupBy = Annotated[
    GroupByWord,
    Choice(GroupByWord, also={"商品": "产品", "退货原因": "退换原因", "区域": "地区"}),
    Label(
        "汇总口径",
        "汇总方式 统计维度 汇总维度 统计方式 统计口径 分组方式 汇总依据",
    ),
]
ProductCategory = Annotated[
    str,
    Line(60),
    Label(
        "产品分类",
        "分类 产品类别 商品分类 品类 产品大类 产品系列 存货分类 商品分类名称",
    ),
]
Warehouse = Annotated[
    str,
    Line(60),
    Label(
        "退货仓库",
        "仓库 仓库名称 入库仓库 收货仓库 收货仓 退入仓库 仓别 库房",
    ),
]
GroupValue = Annotated[str, Line(100), Disclosure.GROUPED, Label("汇总项目")]
SummaryItem = Annotated[str, Line(250), Label("产品/汇总项目")]
ReturnCount = Annotated[
    int,
    Integer(),
    Label(
        "退货单数",
        "退货笔数 退货次数 退货批次 退货批数 退货订单数 退单数 退单量",
    ),
]
ReturnCostAmount = Annotated[Decimal, Money(), Label("退货成本", "退货成本金额")]
StockInAmount = Annotated[Decimal, Money(), Label("退货入库金额", "入库金额")]
ExchangeCount = Annotated[int, Integer(), Label("换货单数", "换货笔数 换货次数 换货订单数")]
ExchangeQuantity = Annotated[Decimal, Quantity(), Label("换货数量", "换货量")]
ExchangeAmount = Annotated[Decimal, Money(), Label("换货金额", "换货额 换货总额 换货货款")]
RefundOnlyQuantity = Annotated[Decimal, Quantity(), Label("退款不退货数量", "仅退款数量")]
RefundOnlyAmount = Annotated[Decimal, Money(), Label("退款不退货金额", "仅退款金额")]
ReturnExchangeAmount = Annotated[Decimal, Money(), Label("退换金额", "退换货金额")]
ReturnRate = Annotated[
    Decimal, Rate(), Label("退货率", "退货比例 退货比率 退货占比 退换率 退换货率")
]
ExchangeRate = Annotated[Decimal, Rate(), Label("换货率", "换货比例 换货比率")]
MainReason = Annotated[str, Line(60), Label("主要退换原因", "主要退货原因 主要不良原因 退货主因")]
MainProblemAnalysis = Annotated[
    str,
    Text(personal=False),
    Label(
        "主要原因分析",
        "原因分析说明 问题分析 主要问题分析 情况分析 综合分析 存在问题",
    ),
]
ImprovementMeasures = Annotated[
    str,
    Text(personal=False),
    Label(
        "退换货改进措施",
        "改进办法 改进建议 整改措施 纠正措施 建议措施 解决措施 对策",
    ),
]
