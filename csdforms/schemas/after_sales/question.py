"""A question of a questionnaire and an answer to it: what may be answered, and what it scores.

Every question but an open one is answered with options, its own or those of its type's scale, so
that there is one way to tick, check, score and count them all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Annotated, Self

from csdforms.schemas.fields import customer, survey
from csdforms.schemas.form import Part, Row
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error, requires, warning
from csdforms.schemas.types.base import fold

__all__ = ["END", "NOT_APPLICABLE", "SCALES", "Answer", "Option", "Question", "Skip", "plain"]

END = "结束"
NOT_APPLICABLE = "不适用"
LEVELS = ("评分5级", "评分4级")
LISTED = ("单选", "多选", "排序")
SEVERAL = ("多选", "排序")
OPEN = "填空"

#: The section of the sheet that a question's type belongs to, unless it says otherwise.
_SECTIONS = {"评分5级": "评分", "评分4级": "评分", "评分10分": "评分", OPEN: "开放"}


def plain(text: str) -> str:
    """Return a key or number as it is compared: width and case do not matter."""
    return fold(text).casefold()


class Option(Part):
    """One of the answers offered. Without a key it gets its letter: A, B, C."""

    main = "text"

    key: survey.OptionKey | None = None
    text: survey.OptionText
    score: Annotated[survey.Score, PrintedAs("得分", "选项分值 选项分数")] | None = None

    @property
    def shown(self) -> str:
        """The option as it stands on the sheet: its key, and its words where they differ."""
        return " ".join(dict.fromkeys(word for word in (self.key, self.text) if word))


class Skip(Part):
    """Where to go on after a certain answer: a later question, or the end."""

    answer: survey.SkipAnswer
    target: survey.SkipTarget


_MARK = re.compile(r"([0-9]+)\s*分")  # 9分
_BETWEEN_KEYS = re.compile(r"[，,/\s]+")


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _scale(scores: Mapping[str, int]) -> tuple[Option, ...]:
    return tuple(
        Option(key=word, text=word, score=Decimal(score)) for word, score in scores.items()
    )


#: The options of the types that bring their own; real sheets print just these words and scores.
SCALES: Mapping[str, tuple[Option, ...]] = {
    "评分5级": _scale(customer.SATISFACTION_SCORES),
    "评分4级": _scale({"满意": 10, "较满意": 6, "一般": 2, "不满意": 0}),
    "评分10分": _scale({str(mark): mark for mark in range(10, 0, -1)}),
    "NPS": _scale({str(mark): mark for mark in range(10, -1, -1)}),
    "是否": (Option(key="是", text="是"), Option(key="否", text="否")),
}


#: What customers write for the outermost of the five levels.
_ALSO = {"很满意": "非常满意", "很不满意": "非常不满意"}


class Answer(Row):
    """What was answered to one question; one box suffices, the others stay empty.

    An option may be named by its key or its words, a level by its score.
    """

    question_no: survey.QuestionNo
    choices: survey.Choices | None = None
    number: survey.MarkGiven | None = None
    answer_text: survey.AnswerText | None = None
    comment: survey.Comment | None = None

    @property
    def is_ticked(self) -> bool:
        """Whether an option or a mark was given."""
        return bool(self.choices) or self.number is not None

    @property
    def is_not_applicable(self) -> bool:
        """Whether the question was said not to apply."""
        return any(plain(given) in (NOT_APPLICABLE, "n/a", "na") for given in self.choices or ())


class Question(Row):
    """One question of the definition."""

    question_no: survey.QuestionNo
    section: survey.Section | None = None
    quality_dimension: survey.Dimension | None = None
    question_text: Annotated[
        survey.QuestionText,
        PrintedAs(
            "题干",
            "题目内容 题目名称 题目描述 调查问题 调查项目 调查内容 评价项目 评价内容 测评项目",
            "项目",
        ),
    ]
    question_type: survey.QuestionType
    options: Annotated[
        tuple[Option, ...],
        Group("选项", "备选答案 答案选项 可选项 选择项 备选项 选项列表 评价选项", at_most=30),
    ] = ()
    max_choices: survey.MaxChoices | None = None
    required: survey.Required = True
    allow_na: survey.AllowNa = False
    reverse: survey.Reverse = False
    skip_to: Annotated[tuple[Skip, ...], Group("跳转", "跳题", at_most=30)] = ()
    weight: Annotated[survey.Weight, PrintedAs("权重", "题目权重 分值权重")] = Decimal(1)
    ask_reason: survey.AskReason = False

    # What may be answered

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options to choose from, none for an open question."""
        return self.options or SCALES.get(self.question_type or "", ())

    @property
    def is_matrix(self) -> bool:
        """Whether it is rated on the usual five levels."""
        return self.question_type == "评分5级" and not self.options

    @property
    def is_scored(self) -> bool:
        """Whether an answer has a score: a rating, or one choice among options with scores."""
        if self.question_type in SEVERAL:
            return False
        return any(option.score is not None for option in self.offered)

    @property
    def scores(self) -> tuple[Decimal, ...]:
        """The scores that can be reached, one an option, reversed where the question says so."""
        scores = [option.score for option in self.offered if option.score is not None]
        return tuple(map(self._turned, scores)) if self.reverse else tuple(scores)

    def _turned(self, score: Decimal) -> Decimal:
        scores = [option.score for option in self.offered if option.score is not None]
        return max(scores) + min(scores) - score

    def find(self, given: str) -> Option | None:
        """Return the option with this key, with these words, or (a level) with this score."""
        wanted = plain(given)
        wanted = _ALSO.get(wanted, wanted) if self.is_matrix else wanted
        for option in self.offered:
            if plain(option.key or "") == wanted:
                return option
        for option in self.offered:
            if plain(option.text or "") == wanted:
                return option
        if mark := _MARK.fullmatch(wanted):
            return self._level(mark[1]) or self.find(mark[1])
        return self._level(wanted)

    def _level(self, score: str) -> Option | None:
        if self.question_type in LEVELS:
            for option in self.offered:
                if option.score is not None and _written(option.score) == score:
                    return option
        return None

    def ticks(self, answer: Answer | None) -> Iterator[tuple[str, Option | None]]:
        """Yield what an answer ticks: the box it was written in, and the option if there is one."""
        if answer is None:
            return
        for given in answer.choices or ():
            whole = self.find(given)
            keys = (given,) if whole else _BETWEEN_KEYS.split(given)  # 有，已说明 may be one option
            yield from (("choices", self.find(key)) for key in keys)
        if answer.number is not None:
            mark = _written(answer.number)
            yield "number", self._level(mark) or self.find(mark)

    def chosen(self, answer: Answer | None) -> tuple[Option, ...]:
        """Return the options that an answer ticks, in the order given, each once."""
        found: list[Option] = []
        for _, option in self.ticks(answer):
            if option is not None and option not in found:
                found.append(option)
        return tuple(found)

    def is_answered(self, answer: Answer | None) -> bool:
        """Whether there is an answer; that the question does not apply is one."""
        if answer is None:
            return False
        written = self.question_type == OPEN and bool(answer.answer_text)
        ticked = self.question_type != OPEN and answer.is_ticked
        return written or ticked or (self.allow_na and answer.is_not_applicable)

    def score(self, answer: Answer | None) -> Decimal | None:
        """Return an answer's score, reversed where the question says so."""
        chosen = self.chosen(answer)
        if not self.is_scored or len(chosen) != 1 or chosen[0].score is None:
            return None
        if answer is not None and answer.is_not_applicable:
            return None
        return self._turned(chosen[0].score) if self.reverse else chosen[0].score

    # What the sheet fills in and what is wrong

    def complete(self) -> Self:
        """Give options without a key their letters, besides what every row does."""
        if any(option.key is None for option in self.options):
            lettered = (
                option.model_copy(update={"key": option.key or _letter(place)})
                for place, option in enumerate(self.options)
            )
            self._set("options", tuple(lettered))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the section by the type of question."""
        if self.question_type is None:
            return {}
        return {"section": _SECTIONS.get(self.question_type, "选择")}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong within the question."""
        if self.question_type is None:
            return
        yield from requires(self, "quality_dimension", when=self.is_scored, because="这一题计分")
        if self.reverse and not self.is_scored and self.question_type != "是否":
            yield error("reverse", "不计分的题不能反向计分。")
        yield from self._section_rules()
        yield from self._option_rules()
        if self.max_choices is not None:
            if self.question_type != "多选":
                yield error("max_choices", "只有多选题才限制最多可选几项。")
            elif self.options and self.max_choices > len(self.options):
                yield error("max_choices", f"只有 {len(self.options)} 个选项，请改小。")
        for number, skip in enumerate(self.skip_to, start=1):
            if skip.answer is not None and self.find(skip.answer) is None:
                yield error(f"skip_to.{number}.answer", "这一题没有这个选项，请核对。")

    def _section_rules(self) -> Iterator[Problem]:
        """A section on paper has room for certain types only."""
        if self.section == "评分" and not self.is_scored:
            yield error("section", "“评分”部分只放计分的题，请改题型或给选项定分。")
        if self.section == "选择" and _SECTIONS.get(self.question_type or ""):
            yield error("section", "“选择”部分不放评分题和填空题，请改部分或题型。")
        if self.section == "开放" and self.question_type != OPEN:
            yield error("section", "“开放”部分只放填空题，请改部分或题型。")

    def _option_rules(self) -> Iterator[Problem]:
        kind = self.question_type
        if kind in LISTED and len(self.options) <= 1:
            yield error("options", "选择题至少要有 2 个选项。")
        if self.options and kind in (OPEN, "评分10分", "NPS"):
            yield error("options", "这种题型不另列选项，请删去。")
        scored = [option.score is not None for option in self.options]
        if kind in SEVERAL and any(scored):
            yield error("options", "多选题和排序题不计分，请删去选项的得分。")
        elif kind in LEVELS and not all(scored):
            yield error("options", "评分题自列选项时，每个选项都要写明得分。")
        elif any(scored) and not all(scored):
            yield error("options", "选项要么都有得分，要么都没有。")
        taken: set[str] = set()
        for number, option in enumerate(self.options, start=1):
            key = plain(option.key or "")
            if key and key in taken:
                yield error(f"options.{number}.key", "选项代号重复，请换一个。")
            if NOT_APPLICABLE in (key, plain(option.text or "")):
                yield error(f"options.{number}.text", "“不适用”不列为选项，请改勾“可选不适用”。")
            taken.add(key)

    def objections(self, answer: Answer) -> Iterator[Problem]:
        """Yield what is wrong with an answer to this question; paths start at the answer."""
        if self.question_type is None:
            return
        if self.question_type == OPEN:
            if answer.is_ticked and not (answer.is_not_applicable and self.allow_na):
                name = "choices" if answer.choices else "number"
                yield error(name, "这一题是填空题，请写在“文字回答”里。")
            return
        if answer.is_not_applicable:
            if not self.allow_na:
                yield error("choices", "这一题不能答“不适用”。")
            elif len(answer.choices or ()) > 1 or answer.number is not None:
                yield error("choices", "答了“不适用”，就不再选别的选项。")
            return
        for name, option in self.ticks(answer):
            if option is None:
                yield error(name, f"这一题没有这个答案，应是{self._expected}。")
        yield from self._quantity(answer)
        if self.ask_reason and self.is_answered(answer) and not answer.comment:
            yield warning("comment", "这一题需说明原因，请补上或核对客户是否未写。")

    @property
    def _expected(self) -> str:
        if self.question_type in ("评分10分", "NPS"):
            marks = SCALES[self.question_type]
            return f" {marks[-1].key} 到 {marks[0].key} 的整数"
        return "其中之一：" + "、".join(option.key or "" for option in self.offered)

    def _quantity(self, answer: Answer) -> Iterator[Problem]:
        chosen = self.chosen(answer)
        box = "choices" if answer.choices else "number"
        if self.question_type not in SEVERAL:
            if len(chosen) > 1:
                yield error(box, "这一题只能选一项。")
            return
        if len(chosen) < sum(option is not None for _, option in self.ticks(answer)):
            yield error(box, "同一选项写了两次，请核对。")
        if self.max_choices is not None and len(chosen) > self.max_choices:
            most = self.max_choices
            yield error(box, f"最多选 {most} 项，现选了 {len(chosen)} 项，请核对。")


def skipped(questions: Sequence[Question], answers: Mapping[str, Answer]) -> frozenset[str]:
    """Return the numbers of the questions that the answers leap over."""
    numbers = [plain(question.question_no or "") for question in questions]
    passed: set[str] = set()
    for place, (number, question) in enumerate(zip(numbers, questions, strict=True)):
        if number in passed:
            continue
        chosen = question.chosen(answers.get(number))
        for skip in question.skip_to:
            if skip.answer is None or skip.target is None:
                continue
            if question.find(skip.answer) not in chosen:
                continue
            end = _target(numbers, skip.target)
            passed.update(numbers[place + 1 : end])
    return frozenset(passed)


def _target(numbers: Sequence[str], target: str) -> int:
    """Return the place of a skip's target; what cannot be found leaps over nothing."""
    if target == END:
        return len(numbers)
    return numbers.index(plain(target)) if plain(target) in numbers else 0
