"""How a question stands on paper, blank or ticked: the lines that the questionnaire prints.

A rating on the usual five levels is one line of a matrix; every other question is printed with
its whole row of options, an open one with the answer written out.
How answers are scored (points, weights, dimensions) is not printed: it would sway the customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.schemas.after_sales.question import (
    END,
    LISTED,
    NOT_APPLICABLE,
    OPEN,
    SCALES,
    Answer,
    Question,
)
from csdforms.schemas.fields import survey
from csdforms.schemas.form import Row

__all__ = ["LevelLine", "QuestionLine"]

#: Stands before the text of a question that must be answered.
STAR = "＊"


class LevelLine(Row):
    """A question rated on five levels: one column a level."""

    question_no: survey.QuestionNo | None = None
    question_text: survey.QuestionText | None = None
    mark_very_satisfied: survey.MarkVerySatisfied = "□"
    mark_satisfied: survey.MarkSatisfied = "□"
    mark_neutral: survey.MarkNeutral = "□"
    mark_dissatisfied: survey.MarkDissatisfied = "□"
    mark_very_dissatisfied: survey.MarkVeryDissatisfied = "□"
    mark_not_applicable: survey.MarkNotApplicable = "—"
    comment: survey.Comment | None = None

    @classmethod
    def of(cls, question: Question, answer: Answer | None) -> LevelLine:
        """Return the line of a question and its answer, if it was answered."""
        chosen = question.chosen(answer)
        best, good, middle, bad, worst = (_box(level in chosen) for level in SCALES["评分5级"])
        na = answer is not None and answer.is_not_applicable
        # What is printed was checked where it was given, and a draft may lack some of it.
        return cls.model_construct(
            extra=(*question.extra, *(answer.extra if answer else ())),
            question_no=question.question_no,
            question_text=_text(question),
            mark_very_satisfied=best,
            mark_satisfied=good,
            mark_neutral=middle,
            mark_dissatisfied=bad,
            mark_very_dissatisfied=worst,
            mark_not_applicable=_box(na) if question.allow_na else "—",
            comment=_remark(answer),
        )


class QuestionLine(Row):
    """Any other question: its options with the chosen ones ticked, or what was written."""

    question_no: survey.QuestionNo | None = None
    question_text: survey.QuestionText | None = None
    reply: survey.Reply | None = None
    comment: survey.Comment | None = None

    @classmethod
    def of(cls, question: Question, answer: Answer | None) -> QuestionLine:
        """Return the line of a question and its answer, if it was answered."""
        is_open = question.question_type == OPEN
        written = answer.answer_text if answer and is_open else None
        reply = " ".join((*((written,) if written else ()), *_options(question, answer)))
        return cls.model_construct(
            extra=(*question.extra, *(answer.extra if answer else ())),
            question_no=question.question_no,
            question_text=_text(question),
            reply=reply or None,
            comment=answer.comment if answer and is_open else _remark(answer),
        )


def _box(ticked: bool) -> str:
    return "☑" if ticked else "□"


def _remark(answer: Answer | None) -> str | None:
    """Return what was written beside the ticks."""
    words = (answer.answer_text, answer.comment) if answer else ()
    return "；".join(word for word in words if word) or None


def _options(question: Question, answer: Answer | None) -> Iterator[str]:
    """Yield each option behind its box; a ranking has the rank in brackets instead."""
    chosen = question.chosen(answer)
    for option in question.offered:
        if question.question_type == "排序":
            rank = f"{chosen.index(option) + 1}" if option in chosen else "　"
            yield f"（{rank}）{option.shown}"
        else:
            yield f"{_box(option in chosen)}{option.shown}"
    if question.allow_na:
        yield _box(answer is not None and answer.is_not_applicable) + NOT_APPLICABLE


def _text(question: Question) -> str | None:
    """Return the question, starred if it must be answered, and behind it how it is answered."""
    if question.question_text is None:
        return None
    hints = "；".join(_hints(question))
    star = STAR if question.required else ""
    return f"{star}{question.question_text}{f'（{hints}）' if hints else ''}"


def _hints(question: Question) -> Iterator[str]:
    if question.question_type in LISTED:
        yield question.question_type
    if question.max_choices is not None:
        yield f"限选 {question.max_choices} 项"
    if question.ask_reason:
        yield "请说明原因"
    for skip in question.skip_to:
        if skip.answer is not None and skip.target is not None:
            place = "即结束" if skip.target == END else f"跳至 {skip.target} 题"
            yield f"选“{skip.answer}”{place}"
