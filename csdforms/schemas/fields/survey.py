"""Surveys: the questionnaire, its questions, who answered, the answers and their scores."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Day,
    Disclosure,
    Flag,
    Integer,
    Items,
    Line,
    Quantity,
    Rate,
    Text,
)

# The questionnaire

QuestionnaireNo = Annotated[str, Line(60), Label("问卷编号", "使用问卷 调查编号 调查表编号")]
Version = Annotated[str, Line(20), Label("版本", "版本号 问卷版本 版次 修订版本")]
QuestionnaireTitle = Annotated[
    str,
    Line(100),
    Label("问卷标题", "标题 问卷名称 调查主题 调查名称 调查标题 调查表名称"),
]
Greeting = Annotated[
    str,
    Text(1000, personal=False),
    Label(
        "开场语",
        "开头语 问候语 开场白 导语 问卷导语 指导语 卷首语 前言 引言 欢迎语 欢迎词 问卷简介",
    ),
]
Instructions = Annotated[
    str,
    Text(1000, personal=False),
    Label(
        "填写说明",
        "答题说明 填表说明 填表须知 填写须知 填写要求 填写方法 填写指引 填答说明 作答说明",
        "答题须知 问卷说明",
    ),
]
PrivacyNote = Annotated[
    str,
    Text(1000, personal=False),
    Label(
        "保密说明",
        "保密承诺 保密声明 保密条款 保密提示 隐私声明 隐私说明 隐私条款 隐私政策",
    ),
]
Thanks = Annotated[
    str,
    Text(500, personal=False),
    Label("结束语", "致谢 感谢语 结语 结尾语 致谢语 谢语 感谢词"),
]
Purpose = Annotated[str, Line(200), Label("调查目的", "目的 问卷目的 调研目的")]
Method = Annotated[
    Literal["电话", "现场", "邮寄", "短信链接", "扫码", "网络", "其他"],
    Choice(
        Literal["电话", "现场", "邮寄", "短信链接", "扫码", "网络", "其他"],
        also={
            "电话访问": "电话",
            "面访": "现场",
            "上门": "现场",
            "信函": "邮寄",
            "短信": "短信链接",
            "二维码": "扫码",
            "线上": "网络",
        },
    ),
    Label(
        "调查方式",
        "调查方法 调研方式 调研方法 问卷方式 访问方式 发放方式 填写方式 收集方式",
    ),
]
IssuedOn = Annotated[
    dt.date,
    Day(),
    Label(
        "发放日期",
        "发放时间 发出日期 发卷日期 发布日期 发布时间 发送日期 发送时间 寄出日期",
    ),
]
AnswerDueOn = Annotated[
    dt.date,
    Day(),
    Label(
        "答卷截止日期",
        "回收截止日期 截止时间 回收日期 回复期限 回复日期 返回日期 返回期限 回传日期",
    ),
]

# A question

QuestionNo = Annotated[str, Line(20), Label("题号", "题目编号 题目号 问题编号")]
SectionWord = Literal["甄别", "基本信息", "评分", "选择", "开放"]
Section = Annotated[
    SectionWord,
    Choice(
        SectionWord,
        also={"评分题": "评分", "选择题": "选择", "开放题": "开放", "甄别题": "甄别"},
    ),
    Label("部分", "题目部分 模块 板块 章节 分类 题目类别"),
]
DimensionWord = Literal[
    "响应速度",
    "服务态度",
    "技术专业",
    "解决效果",
    "服务规范",
    "费用合理",
    "配件及时",
    "后续跟进",
    "总体满意",
    "推荐意愿",
    "其他",
]
Dimension = Annotated[
    DimensionWord,
    Choice(DimensionWord, also={"总体满意度": "总体满意", "技术专业性": "技术专业"}),
    Label(
        "维度",
        "评价维度 指标 评价指标 评价方面 调查维度 调查类别 测评维度 考察维度 项目类别",
    ),
]
QuestionText = Annotated[str, Text(500, personal=False), Label("题干", "题目 问题")]
QuestionTypeWord = Literal[
    "评分5级", "评分4级", "评分10分", "NPS", "单选", "多选", "是否", "填空", "排序"
]
QuestionType = Annotated[
    QuestionTypeWord,
    Choice(
        QuestionTypeWord,
        also={
            "5级": "评分5级",
            "五级": "评分5级",
            "4级": "评分4级",
            "四级": "评分4级",
            "10分": "评分10分",
            "十分制": "评分10分",
            "净推荐值": "NPS",
            "单选题": "单选",
            "多选题": "多选",
            "是非": "是否",
            "判断": "是否",
            "开放": "填空",
            "问答": "填空",
        },
    ),
    Label("题型", "题目类型 题型类型 问题类型 答题方式 答题类型"),
]
MaxChoices = Annotated[
    int, Integer(1, 30), Label("最多可选", "限选项数 最多选择数 最多选项数 最多选几项")
]
Required = Annotated[bool, Flag(), Label("必答", "是否必答 是否必填 必填 是否必选 必选 必做")]
AllowNa = Annotated[bool, Flag(), Label("可选不适用", "不适用")]
Reverse = Annotated[bool, Flag(), Label("反向计分", "反向题")]
Weight = Annotated[Decimal, Quantity(0, 1000), Label("权重")]
AskReason = Annotated[bool, Flag(), Label("需说明原因", "请说明原因")]

OptionKey = Annotated[str, Line(20), Label("选项代号", "代号 选项")]
OptionText = Annotated[str, Line(100), Label("选项内容", "内容 选项文本 选项名称")]
Score = Annotated[Decimal, Quantity(0, 1000, unit="分"), Label("得分", "分值")]
SkipAnswer = Annotated[str, Line(60), Label("所选答案", "选")]
SkipTarget = Annotated[str, Line(20), Label("跳至", "跳转到")]

# Who answered, and how it went

ResponseNo = Annotated[
    str,
    Line(60),
    Label("答卷编号", "问卷答卷编号 样本编号 答卷号 答题编号 提交编号 回收编号"),
]
Anonymous = Annotated[
    bool,
    Flag(yes=("匿名",), no=("实名", "不匿名", "记名")),
    Label("匿名", "是否匿名 匿名填写 匿名提交 匿名答题"),
]
Company = Annotated[str, Line(100), Disclosure.HIDDEN, Label("工作单位", "单位")]
AgeGroup = Annotated[
    str, Line(30), Disclosure.HIDDEN, Label("年龄", "年龄段 年龄层 年龄阶段 年龄区间 年龄范围")
]
Education = Annotated[
    str, Line(30), Disclosure.HIDDEN, Label("文化程度", "学历 受教育程度 最高学历")
]
Residence = Annotated[
    str,
    Line(100, personal=True),
    Disclosure.ADDRESS,
    Label(
        "居住地",
        "居住地区 地区 所在地区 所在区域 城市 所在城市 居住城市 所在地 地址 住址 居住地址",
        "家庭住址",
    ),
]
IncomeLevel = Annotated[
    str,
    Line(30),
    Disclosure.HIDDEN,
    Label(
        "收入",
        "收入水平 月收入 个人月收入 家庭月收入 家庭年收入 收入情况 收入范围",
    ),
]
UsageYears = Annotated[
    Decimal,
    Quantity(0, 100, places=1, unit="年"),
    Label(
        "使用年限",
        "使用年数 使用时间 使用时长 使用年份 使用期限 产品使用时间",
    ),
]
InterviewResult = Annotated[
    Literal["完成", "拒访", "中止", "不合格样本", "联系不上"],
    Choice(
        Literal["完成", "拒访", "中止", "不合格样本", "联系不上"],
        also={"成功": "完成", "拒绝": "拒访", "中断": "中止", "不合格": "不合格样本"},
    ),
    Label("访问结果", "调查结果 访问状态 问卷状态 答卷状态 答题状态"),
]
InterviewedBy = Annotated[
    str,
    Line(60),
    Label(
        "访问员",
        "调查员 调查人 调查人签字 调研员 访员 问卷员 访谈人 回访人 回访员",
    ),
]
AnsweredOn = Annotated[
    dt.date,
    Day(),
    Label(
        "填写日期",
        "答题日期 访问日期 调查日期 调查时间 调研时间 提交日期 提交时间 答卷日期 答卷时间",
        "作答时间 受访日期 访谈日期 回访日期",
    ),
]
DurationMinutes = Annotated[
    int,
    Integer(0, 600, unit="分钟"),
    Label(
        "用时",
        "用时（分钟） 答题用时 访问时长 答卷时长 作答时长 所用时间",
    ),
]
OpenSuggestions = Annotated[
    str,
    Text(),
    Label(
        "意见和建议",
        "意见建议 意见与建议 其他意见 其他建议 补充意见 对我们的建议",
    ),
]
FollowUpNeeded = Annotated[
    bool,
    Flag(),
    Label(
        "需跟进",
        "是否需跟进 需要回访 是否回访 是否需要回访 是否需回访 是否需要跟进 是否需跟踪",
        "是否需要联系 是否接受回访 是否愿意接受回访",
    ),
]
IsAnsweredLate = Annotated[bool, Flag(), Label("逾期答卷")]

# An answer

Choices = Annotated[
    tuple[str, ...],
    Items(100),
    Label("所选选项", "选项 答案 选择结果 所选项 所选答案 您的选择"),
]
MarkGiven = Annotated[
    Decimal,
    Quantity(0, 1000, unit="分"),
    Label("所打分数", "分数 评分 数值 评分值 打分值"),
]
AnswerText = Annotated[str, Text(), Label("文字回答", "回答 文字 回答内容 作答内容 文字答案")]
Comment = Annotated[
    str,
    Text(),
    Label(
        "说明",
        "原因说明 原因 理由 补充说明 不满意原因 不满意的原因 不满意理由",
    ),
]

# What the sheet prints and works out

MarkVerySatisfied = Annotated[str, Line(4), Label("非常满意")]
MarkSatisfied = Annotated[str, Line(4), Label("满意")]
MarkNeutral = Annotated[str, Line(4), Label("一般")]
MarkDissatisfied = Annotated[str, Line(4), Label("不满意")]
MarkVeryDissatisfied = Annotated[str, Line(4), Label("非常不满意")]
MarkNotApplicable = Annotated[str, Line(4), Label("不适用")]
Reply = Annotated[str, Text(), Label("选项/回答", "选项 回答")]
AnswerCount = Annotated[int, Integer(), Label("答题数")]
AverageScore = Annotated[Decimal, Average(2), Label("平均分")]
ScoreRate = Annotated[Decimal, Rate(), Label("得分率")]
TotalScore = Annotated[Decimal, Average(2), Label("总分", "满意度得分 总分（百分制）")]

# What many responses say together

SurveyedNo = Annotated[str, Line(60), Label("统计的问卷", "统计问卷编号")]
IssuedCount = Annotated[int, Integer(), Label("发放数", "问卷发放数 发放份数")]
ReturnedCount = Annotated[int, Integer(), Label("回收数", "问卷回收数 回收份数")]
ValidCount = Annotated[int, Integer(), Label("有效数", "有效答卷数 有效份数")]
ResponseRate = Annotated[Decimal, Rate(0, 1), Label("回收率", "问卷回收率")]
ValidRate = Annotated[Decimal, Rate(0, 1), Label("有效率", "问卷有效率")]
#: The sum of the scores over the number of answers times the maximum.
OverallSatisfactionRate = Annotated[Decimal, Rate(0, 1), Label("整体满意度")]
NetPromoterRate = Annotated[Decimal, Rate(-1, 1), Label("净推荐值", "NPS 净推荐值NPS")]
ChoiceCount = Annotated[int, Integer(), Label("选项人数", "选择人数")]
ProblemCount = Annotated[int, Integer(), Label("问题次数", "提及次数")]
ProblemRate = Annotated[Decimal, Rate(0, 1), Label("问题发生率")]
