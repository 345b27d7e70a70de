"""Service outlets: where they are, what they are, whom they serve, and how many there are."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, get_args

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Choices,
    Clock,
    Day,
    Flag,
    Integer,
    Items,
    Line,
    Phone,
    Quantity,
)
from csdforms.schemas.types.terms import Until

# The list

OutletListNo = Annotated[
    str, Line(60), Label("网点分布表编号", "网点表编号 编号 表单编号 文件编号")
]
Coverage = Annotated[str, Line(200), Label("覆盖范围", "覆盖地区 覆盖省份")]
HotlineHours = Annotated[
    str,
    Line(60),
    Label("热线时间", "热线服务时间 热线受理时间 人工服务时间 客服工作时间"),
]

# What the outlet is

OutletTypeWord = Literal["自营", "授权", "特约维修站", "接收点", "经销商兼营", "4S店", "其他"]
OutletTypes = Annotated[
    tuple[str, ...],
    Choices(
        OutletTypeWord,
        also={
            "独家": "自营",
            "自营(独家)": "自营",
            "直营": "自营",
            "授权网点": "授权",
            "授权服务商": "授权",
            "特约": "特约维修站",
            "特约维修": "特约维修站",
            "维修站": "特约维修站",
            "收机点": "接收点",
            "经销商": "经销商兼营",
        },
    ),
    Label(
        "网点类型",
        "网点类别 网点性质 类型 类别 性质 经营性质 机构类型 门店类型 服务商类型 授权类型",
    ),
]
OwnerBrand = Annotated[
    str,
    Line(60),
    Label(
        "归属",
        "所属品牌 品牌 服务品牌 授权品牌 代理品牌 经营品牌 维修品牌",
    ),
]
ParentOrg = Annotated[
    str,
    Line(100),
    Label(
        "所属机构/上级网点",
        "所属机构 上级网点 上级机构 上级单位 上级公司 隶属机构 隶属单位 主管机构 管理机构",
        "管辖机构 归属机构 所属分公司 所属办事处 所属支行 分公司 办事处",
    ),
]
OutletLevelWord = Literal["一级", "二级", "三级"]
OutletLevel = Annotated[
    OutletLevelWord,
    Choice(OutletLevelWord, also={"1级": "一级", "2级": "二级", "3级": "三级"}),
    Label(
        "网点等级",
        "网点级别 级别 等级 星级 评级 服务级别 维修级别 授权级别 资质等级 服务商级别",
        "服务商等级",
    ),
]
OutletStatusWord = Literal["筹建", "正常", "暂停", "撤销"]
OutletStatus = Annotated[
    OutletStatusWord,
    Choice(
        OutletStatusWord,
        also={"筹备": "筹建", "营业": "正常", "停业": "暂停", "关闭": "撤销", "已撤销": "撤销"},
    ),
    Label(
        "网点状态",
        "状态 营业状态 经营状态 运营状态 使用状态 启用状态 是否启用",
    ),
]

# Where it is

BigRegion = Annotated[
    str, Line(30), Label("大区", "所属大区 片区 大区名称 区域名称 销售大区 服务大区")
]
ProvinceWord = Literal[
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川",
    "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
]  # fmt: skip
#: Cities that are provinces themselves.
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}
_NO_PROVINCE = {*MUNICIPALITIES, *_REGIONS.values()}
PROVINCE = Choice(
    ProvinceWord,
    also={
        **{f"{name}市": name for name in MUNICIPALITIES},
        **{f"{name}省": name for name in get_args(ProvinceWord) if name not in _NO_PROVINCE},
        **_REGIONS,
    },
)
Province = Annotated[
    ProvinceWord,
    PROVINCE,
    Label("省", "省份 省(自治区、直辖市) 省/直辖市 省市 省/市 省区"),
]
City = Annotated[
    str,
    Line(30),
    Label("市", "城市 地市 地级市 市区 城市名称 地级市/州 市/州 市/地区"),
]
County = Annotated[str, Line(30), Label("区县", "区/县 县区 县(市、区) 行政区 辖区 县市 县级市")]
#: Not personal, unlike a customer's address and telephone: the outlet wants to be found.
OutletAddress = Annotated[
    str,
    Line(100),
    Label(
        "网点地址",
        "详细地址 地址 联系地址 门店地址 服务地址 维修站地址 机构地址 公司地址 单位地址",
        "办公地址 通讯地址 营业地址 经营地址 店址 所在地址",
    ),
]
OutletPhone = Annotated[
    str,
    Phone(personal=False),
    Label(
        "网点电话",
        "办公电话 联系电话 服务电话 电话 客服电话 门店电话 咨询电话 预约电话 热线电话",
        "值班电话 24小时电话 座机号码",
    ),
]
Longitude = Annotated[
    Decimal, Quantity(-180, 180, places=6, unit="°|度"), Label("经度", "东经 经度(东经)")
]
Latitude = Annotated[
    Decimal, Quantity(-90, 90, places=6, unit="°|度"), Label("纬度", "北纬 纬度(北纬)")
]

# When it is open, what it does

#: Many lists hold days and hours in one box.
BusinessDays = Annotated[
    str,
    Line(60),
    Label("营业日", "营业日期 营业时间 工作日 开放日 营业星期 工作时间"),
]
IsOpenAllDay = Annotated[bool, Flag(), Label("24小时营业", "全天营业 24小时服务 是否24小时")]
OpensAt = Annotated[dt.time, Clock(), Label("营业开始", "营业开始时间 开门时间 开始时间 上班时间")]
ClosesAt = Annotated[
    dt.time,
    Clock(ends=True),
    Label(
        "营业结束",
        "营业结束时间 关门时间 结束 结束时间 下班时间 打烊时间 停止营业时间",
    ),
]
RestDays = Annotated[str, Line(60), Label("休息日", "休业日 公休日 停业日")]
BusinessHours = Annotated[str, Line(200), Label("营业时间一览")]
ServiceArea = Annotated[
    tuple[str, ...],
    Items(),
    Label(
        "服务区域",
        "覆盖范围 服务范围 覆盖区域 覆盖城市 管辖区域 管辖范围 负责区域 负责范围 服务辖区",
        "服务半径 辖区范围 维修区域",
    ),
]
ServiceItems = Annotated[
    tuple[str, ...],
    Items(),
    Label(
        "服务项目",
        "服务内容 业务范围 经营范围 维修范围 维修内容 主营业务 经营项目 服务类型 服务类别",
        "业务类型 业务种类 办理业务 可办理业务",
    ),
]
ProductLines = Annotated[
    tuple[str, ...],
    Items(),
    Label(
        "服务产品",
        "服务产品线 产品线 维修产品 维修品类 服务品类 服务机型 授权产品 经营产品 主营产品",
        "产品类别 产品类型 产品品类 产品范围",
    ),
]
TechnicianCount = Annotated[
    int,
    Integer(0, unit="人"),
    Label(
        "技术人员数",
        "技术人员 维修人员数 技师人数 服务人员 服务人员数 维修人员 维修工人数 人员配置 工程师",
    ),
]
ContractStart = Annotated[
    dt.date,
    Day(),
    Label(
        "合作开始日期",
        "合作起始日期 签约日期 授权日期 授权时间 授权开始日期 合同开始日期 合同起始日期",
        "合同签订日期 建站日期 建站时间 加盟日期 加盟时间 设立日期 设立时间 成立日期 成立时间",
        "开业日期",
    ),
]
ContractEnd = Annotated[
    dt.date,
    Until(),
    Label(
        "合作结束日期",
        "合作截止日期 合作到期日 授权到期日 授权到期日期 授权截止日期 授权有效期 授权期限",
        "合同到期日 合同到期时间 合同截止日期 合同有效期 合同期限 有效期 有效期至",
    ),
]

# How many there are; what is closed for good is not counted

OutletCount = Annotated[
    int, Integer(), Label("网点数", "现有网点数 网点数量 网点总数 网点合计 维修站数量")
]
OwnCount = Annotated[int, Integer(), Label("自营网点数", "自营")]
AuthorisedCount = Annotated[int, Integer(), Label("授权网点数", "授权")]
RepairStationCount = Annotated[int, Integer(), Label("特约维修站数", "特约维修站")]
ReceptionPointCount = Annotated[int, Integer(), Label("接收点数", "接收点")]
DealerCount = Annotated[int, Integer(), Label("经销商兼营网点数", "经销商兼营")]
CarDealerCount = Annotated[int, Integer(), Label("4S店数", "4S店")]
OtherTypeCount = Annotated[int, Integer(), Label("其他类型网点数", "其他类型")]
CityCounts = Annotated[str, Line(2000), Label("各市网点数")]
LevelCounts = Annotated[str, Line(200), Label("各等级网点数", "按等级")]
StatusCounts = Annotated[str, Line(200), Label("各状态网点数", "按状态")]
ProvincesWithoutOutlet = Annotated[tuple[str, ...], Items(), Label("没有网点的省份", "空白省份")]
ContractsEnding = Annotated[tuple[str, ...], Items(), Label("合作即将到期的网点", "即将到期网点")]
