"""The questionnaire that is proposed when none is written: its words and its fifteen questions.

Ten ratings over the dimensions of a service visit, one question on what went wrong, two on coming
back and recommending, two open ones: about five minutes.
"""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.schemas.after_sales.question import Option, Question
from csdforms.schemas.fields import survey

__all__ = ["QUESTIONS", "WORDS"]

#: What stands around the questions, by the field that holds it.
WORDS: Mapping[str, str] = {
    "questionnaire_title": "售后服务满意度调查",
    "greeting": (
        "尊敬的客户：您好！感谢您使用我们的产品。为了解您最近一次售后服务的感受、改进今后的工作，"
        "请您用约五分钟回答下面的问题。"
    ),
    "privacy_note": (
        "答卷只用于改进售后服务，由客户服务部保管，不对外提供；您可以不留姓名和电话。"
    ),
    "instructions": (
        "请在符合您看法的“□”内打“√”；带“＊”的题请务必作答；没有经历过的服务请选“不适用”。"
    ),
    "thanks": "问卷到此结束，衷心感谢您的支持！",
}


def _rating(
    number: int, quality_dimension: survey.DimensionWord, text: str, *, allow_na: bool = False
) -> Question:
    return Question(
        question_no=f"Q{number}",
        quality_dimension=quality_dimension,
        question_text=text,
        question_type="评分5级",
        allow_na=allow_na,
    )


def _options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(text=text) for text in texts)


QUESTIONS: tuple[Question, ...] = (
    _rating(1, "响应速度", "报修或咨询后，我们作出回应的快慢"),
    _rating(2, "响应速度", "服务人员按约定时间到达的情况", allow_na=True),
    _rating(3, "服务态度", "服务人员的礼貌和耐心"),
    _rating(4, "技术专业", "服务人员的技术水平"),
    _rating(5, "解决效果", "问题得到彻底解决的程度"),
    _rating(6, "费用合理", "收费项目和标准的公开透明", allow_na=True),
    _rating(7, "配件及时", "所需配件、备件供应的及时程度", allow_na=True),
    _rating(8, "服务规范", "服务现场的整洁和操作的规范", allow_na=True),
    _rating(9, "后续跟进", "服务结束后的回访和跟进", allow_na=True),
    _rating(10, "总体满意", "您对本次售后服务的总体评价"),
    Question(
        question_no="Q11",
        question_text="本次服务中，您最不满意的环节有哪些？",
        question_type="多选",
        options=_options(
            "服务态度", "技术水平", "等待时间", "收费不透明", "配件质量", "预约不便", "其他"
        ),
        required=False,
    ),
    Question(
        question_no="Q12",
        question_text="今后有需要时，您是否还会选择我们的产品和服务？",
        question_type="单选",
        options=_options("一定会", "可能会", "说不准", "可能不会", "一定不会"),
    ),
    Question(
        question_no="Q13",
        quality_dimension="推荐意愿",
        question_text="您有多大可能向亲友或同行推荐我们？（0 为绝不推荐，10 为一定推荐）",
        question_type="NPS",
    ),
    Question(
        question_no="Q14",
        quality_dimension="解决效果",
        question_text="还有哪些问题至今没有解决？",
        question_type="填空",
        required=False,
    ),
    Question(
        question_no="Q15",
        question_text="您对我们的售后服务有什么建议？",
        question_type="填空",
        required=False,
    ),
)
