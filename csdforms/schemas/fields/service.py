"""After-sales service: the case, the product, what is done and by whom."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Flag,
    Items,
    Line,
    Moment,
    Money,
    Quantity,
    Text,
)
from csdforms.schemas.types.terms import Months

RegisterNo = Annotated[
    str,
    Line(60),
    Label(
        "服务单号",
        "登记编号 售后服务登记编号 工单号 工单编号 维修单号 报修单号 派工单号 派单号 售后单号",
        "服务单编号 服务工单号 保修单号 报修编号 维修编号 接修单号",
    ),
]
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
    Label(
        "服务类型",
        "服务类别 工单类型 工单类别 工单分类 维修类别 报修类型 报修类别 业务类型 任务类型",
        "需求类型 派工类型 派单类型 事务类型 服务请求类型 售后类型",
    ),
]
ServiceOn = Annotated[
    dt.date, Day(), Label("服务日期", "维修日期 维修时间 上门日期 安装日期 安装时间")
]
ProductModel = Annotated[
    str,
    Line(100),
    Label("产品型号", "产品规格 规格型号 型号 规格 机型 车型 设备型号 仪器型号"),
]

# The case

RegisteredAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "登记时间",
        "登记日期 报单时间 报修日期 报修时间 接单时间 反馈日期 来电时间 来电日期 接修日期",
        "申请时间 申请日期 提交时间 接机日期 进站日期 进厂日期 提报时间 单据日期 服务申请日期",
    ),
]
AcceptChannelWord = Literal["电话", "上门", "信函", "网络", "门店", "经销商转报", "其他"]
AcceptChannel = Annotated[
    AcceptChannelWord,
    Choice(
        AcceptChannelWord,
        also={
            "来电": "电话",
            "来信": "信函",
            "线上": "网络",
            "到店": "门店",
            "经销商": "经销商转报",
        },
    ),
    Label(
        "受理方式",
        "单据来源 来源 渠道 工单来源 信息来源 报修方式 报修渠道 反馈渠道 申请方式 申请渠道",
        "来电方式 接入方式 服务请求方式",
    ),
]
AcceptedBy = Annotated[
    str,
    Line(60),
    Label(
        "受理人",
        "接单人 制单人 接线员 客服 客服人员 客服专员 接听人 服务顾问 前台 录单人 接机人",
        "收机人",
    ),
]
ServiceTypeOther = Annotated[str, Line(60), Label("其他服务类型", "其他说明")]
ServiceModeWord = Literal["上门", "送修", "寄修", "远程", "电话指导", "其他"]
ServiceMode = Annotated[
    ServiceModeWord,
    Choice(
        ServiceModeWord,
        also={"上门维修": "上门", "上门服务": "上门", "邮寄": "寄修", "电话": "电话指导"},
    ),
    Label("服务方式", "维修方式 上门方式 派工方式"),
]
ProblemTitle = Annotated[
    str,
    Line(100),
    Label(
        "问题标题",
        "工单标题 工单主题 报修标题 报修主题 服务主题 问题概要 问题名称 故障名称",
    ),
]
ProblemDescription = Annotated[
    str,
    Text(),
    Label("问题描述", "故障现象 故障描述 服务内容 客户反馈内容 报修内容"),
]
FaultSince = Annotated[str, Line(100), Label("故障发生时间", "故障时间 发现时间 发现日期")]

# The product; its name and order number are those of complaints

Brand = Annotated[str, Line(60), Label("品牌", "品牌名称 厂牌 牌号 商标 产品品牌")]
SerialNumber = Annotated[
    str,
    Line(60),
    Label(
        "序列号",
        "出厂编号 SKU编码 机身号 产品编号 设备编号 设备号 机器编号 机器号 机身编号 机身序列号",
        "出厂号 仪器编号 条形码 SN码 IMEI 机身码 内机条码 物流码 主机号 车架号 VIN 车牌号",
    ),
]
PurchasePlace = Annotated[
    str,
    Line(100),
    Label(
        "购买渠道",
        "销售位置 购买地点 经销商 经销商名称 经销单位 销售单位 销售商 购买商店 购买商场",
        "购买门店 购买店铺 购买平台 购买网点 购买场所 购机商场 购机地点 商场名称 店铺名称",
        "销售门店 销售渠道",
    ),
]
WarrantyPeriodMonths = Annotated[
    int,
    Months(0, 600),
    Label(
        "保修期",
        "保修期限 质保期 质保期限 质保时间 保修时间 保修月数 三包期 三包期限",
    ),
]
WarrantyStatusWord = Literal["保内", "保外", "延保", "不适用"]
WarrantyStatus = Annotated[
    WarrantyStatusWord,
    Choice(
        WarrantyStatusWord,
        also={
            "保修内": "保内",
            "保修期内": "保内",
            "在保": "保内",
            "保修外": "保外",
            "保修期外": "保外",
            "过保": "保外",
            "延长保修": "延保",
        },
    ),
    Label(
        "质保类型",
        "保修状态 质保状态 保修情况 是否保修 保修与否 是否在保 是否保内 保内/保外 保修期内/外",
        "是否在保修期内 是否质保 是否质保期内 是否过保 是否三包 三包状态 在保状态 保修类型",
        "保修类别 保修性质 维修性质 质保情况",
    ),
]

# Who is sent, and when

AppointmentAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "预约时间",
        "预计上门时间 预约上门时间 预约日期 期望上门时间 要求上门时间 计划上门时间",
        "预约上门日期 期望服务时间 要求服务时间 计划服务时间 预计服务时间 预计维修时间",
        "约修时间",
    ),
]
OutletName = Annotated[
    str,
    Line(100),
    Label(
        "网点名称",
        "服务网点名称 服务网点 服务站名称 服务中心 维修站 维修中心 维修网点 维修单位 维修公司",
        "服务单位 服务机构 服务公司 服务商 服务商名称 售后网点 售后点 特约维修点",
    ),
]
OutletCode = Annotated[
    str,
    Line(60),
    Label("网点编号", "网点编码 网点代码 服务商编号 服务商编码 服务商代码"),
]
ServicePerson = Annotated[
    str,
    Line(60),
    Label(
        "服务人员",
        "工单接收人 维修人员 服务工程师 维修员 主修人员 工程师 维修技师 技师 服务技师 技术员",
        "技术人员 师傅 维修师傅 安装师傅 上门师傅 派工师傅 派单师傅 接单师傅 上门人员",
        "上门工程师 现场工程师 责任工程师 安装人员 安装员 维修工 安装工 派工人员 派工对象",
        "派遣人员 指派人员 处理人 处理人员 执行人 承修人 维修担当 工程人员",
    ),
]
Assistants = Annotated[
    tuple[str, ...],
    Items(60),
    Label(
        "协助人员",
        "工单协助人 陪同人员 随行人员 同行人员 协同人员 配合人员 协作人员 协修人员 辅助人员",
        "助手 其他人员",
    ),
]
DispatchedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "派工时间",
        "派单时间 派工日期 派发时间 下派时间 分配时间 调度时间 派件时间 出工时间",
    ),
]
ArrivedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "到达时间",
        "到场时间 上门时间 开始时间 开工时间 维修开始时间 开始维修时间 服务开始时间",
        "开始服务时间 作业开始时间 签到时间 到位时间 进场时间",
    ),
]
FinishedAt = Annotated[
    dt.datetime,
    Moment(),
    Label(
        "完工时间",
        "完成时间 完工日期 结束时间 结束日期 修复时间 修复日期 完修日期 完修时间 维修结束时间",
        "服务结束时间 维修日期 修好日期 离开时间 离场时间 交付时间 取机日期 交机日期 恢复时间",
    ),
]
ResponseHours = Annotated[
    Decimal, Quantity(places=2, unit="小时"), Label("响应时间（小时）", "响应时长 响应用时")
]
ServiceDurationHours = Annotated[
    Decimal,
    Quantity(places=2, unit="小时"),
    Label(
        "服务时长（小时）",
        "工时 服务工时 维修工时 实际工时 维修时长 处理时长 作业时长 工作时长",
    ),
]

# What is found and done

Diagnosis = Annotated[
    str,
    Text(),
    Label(
        "检查诊断",
        "初步诊断结果 维修人员观察 故障原因 检测结果 诊断 故障诊断 维修诊断 技术诊断 故障分析",
        "故障判断 故障判定 故障排查 故障检测 故障鉴定 故障原因分析 原因分析 问题原因 问题分析",
        "问题原因分析 产生原因 检查结果 检查情况 检查内容 检测情况 检测内容 检测意见 检测报告",
        "鉴定结果 鉴定意见 技术鉴定 初步判断 初步诊断 初检结果 现场检查情况",
    ),
]
FaultCauseWord = Literal[
    "产品质量", "安装问题", "使用不当", "自然损耗", "运输损坏", "外部原因", "无故障", "其他"
]
FaultCause = Annotated[
    FaultCauseWord,
    Choice(
        FaultCauseWord,
        also={"质量问题": "产品质量", "安装不当": "安装问题", "正常损耗": "自然损耗"},
    ),
    Label("故障原因分类", "原因类别 问题分类 问题类别 故障归类"),
]
ServiceMeasures = Annotated[
    str,
    Text(),
    Label(
        "处理措施",
        "维修方案 实际维修情况 维修情况 维修内容 处理方法 处理过程 处理经过 处理内容 处理步骤",
        "处理记录 处理描述 处理意见 维修过程 维修记录 维修方法 维修处理 检修记录 服务过程",
        "服务过程描述 服务记录 解决方法 解决过程 排除方法 故障排除方法 故障处理 故障处理情况",
        "现场处理情况 采取措施 工作内容 维修工作内容 实施内容 实施情况 安装情况",
    ),
]
ServiceResultWord = Literal[
    "已修复", "已安装调试", "已更换", "已退货", "已换货", "已退款", "已答复", "未解决", "转投诉",
    "客户取消", "其他",
]  # fmt: skip
ServiceResult = Annotated[
    ServiceResultWord,
    Choice(
        ServiceResultWord, also={"修复": "已修复", "安装完成": "已安装调试", "取消": "客户取消"}
    ),
    Label(
        "服务结果",
        "维修结果 是否修复 是否解决 是否完成 是否完工 问题是否解决 故障是否排除 修复情况",
        "维修效果 验收结果",
    ),
]
ServiceStatusWord = Literal[
    "待派工", "已派工", "处理中", "待配件", "已完工", "待回访", "已关闭", "已取消"
]
ServiceStatus = Annotated[
    ServiceStatusWord,
    Choice(ServiceStatusWord, also={"未派工": "待派工", "待派单": "待派工", "已派单": "已派工"}),
    Label(
        "服务状态",
        "工单状态 单据状态 任务状态 订单状态 完成状态 维修状态 维修进度 派工状态 派单状态",
        "报修状态 受理状态 结单状态",
    ),
]
ClosedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "关闭日期",
        "关单日期 结单日期 结单时间 销单日期 回单时间 归档日期 归档时间",
    ),
]

# What it costs; parts that were replaced

LaborFeeAmount = Annotated[
    Decimal,
    Money(),
    Label("人工费", "工时费 维修费 工费 服务费 安装费 劳务费 手工费 人工成本"),
]
TravelFeeAmount = Annotated[
    Decimal,
    Money(),
    Label(
        "上门费",
        "交通费 差旅费 车费 出车费 路费 路桥费 车船费 远程费 远途费",
    ),
]
InspectionFeeAmount = Annotated[Decimal, Money(), Label("检测费", "检查费 鉴定费 诊断费")]
OtherFeeAmount = Annotated[
    Decimal, Money(), Label("其他费用", "其他收费 其它费用 其它费 杂费 附加费")
]
PartsFeeAmount = Annotated[
    Decimal,
    Money(),
    Label("配件费合计", "配件费 材料费 物料费 料费 材料成本 材料费合计"),
]
TotalFeeAmount = Annotated[
    Decimal,
    Money(),
    Label(
        "服务费用合计",
        "收费金额 总费用 合计金额 总金额 金额 总计金额 费用 合计费用 服务费合计 维修费合计",
        "维修总价 应收金额 应收费用 实收金额 实收费用 结算金额",
    ),
]
IsCharged = Annotated[
    bool,
    Flag(yes=("收费", "有偿", "付费"), no=("免费", "无偿", "不收费")),
    Label(
        "是否收费",
        "收费 是否付费 是否有偿 有偿/无偿 收费与否 收费情况 收费类型 收费性质 有偿服务",
    ),
]

PartCode = Annotated[
    str,
    Line(60),
    Label(
        "配件编号",
        "配件编码 备件编号 料号 件号 物料编码 物料编号 物料代码 材料编号 零件图号",
    ),
]
PartName = Annotated[
    str,
    Line(100),
    Label(
        "配件名称",
        "备件名称 项目名称 名称 品名 配件 备件 材料 物料名称 材料名称 物品名称 耗材名称",
        "元器件名称 更换件名称 收费项目 费用项目 项目",
    ),
]
PartSpec = Annotated[
    str,
    Line(100),
    Label("配件规格", "规格 配件型号 型号 规格型号 型号规格 材料规格 品牌型号"),
]
PartSourceWord = Literal["公司库存", "外部采购", "客户自备"]
PartSource = Annotated[
    PartSourceWord,
    Choice(PartSourceWord, also={"库存": "公司库存", "外购": "外部采购", "自备": "客户自备"}),
    Label("配件来源", "备件来源 供货来源 来料方式"),
]
ReplaceReason = Annotated[str, Line(100), Label("更换原因", "损坏原因")]

# The call afterwards

FollowUpOn = Annotated[dt.date, Day(), Label("回访日期")]
FollowUpBy = Annotated[str, Line(60), Label("回访人", "回访员 回访人员 回访客服 回访客服人员")]
FollowUpResult = Annotated[
    str,
    Text(),
    Label("回访结果", "回访情况 回访意见 回访记录 回访评价 回访备注 电话回访"),
]
