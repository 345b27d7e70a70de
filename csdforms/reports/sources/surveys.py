"""Questionnaires, and the responses to them (manual §2.5).

Of several filings of one response the last counts. A refusal, or a call that reached nobody, did
not come back; only a completed one (完成) is valid. Each is scored by its own sheet's questions.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from csdforms.reports.columns import Days, Mask, Words
from csdforms.reports.figure import Record
from csdforms.reports.rows import Table
from csdforms.reports.sources.answers import Answers
from csdforms.reports.sources.customers import day_of
from csdforms.reports.sources.kept import Document, Kept, filed
from csdforms.schemas.after_sales.after_sales_questionnaire import (
    UNREACHED,
    AfterSalesQuestionnaire,
)
from csdforms.schemas.after_sales.question import Answer, Question, plain
from csdforms.schemas.checking import examine

__all__ = ["Response", "Responses", "read"]

_FORM = "after_sales_questionnaire"
_DONE = "完成"
#: Any of these makes a sheet a response: others are definitions, or tallies.
_MARKS = ("response_no", "interview_result", "answered_on", "answers")
_DAYS = ("answered_on", "issued_on", "prepared_on")
_BOXES = ("question_no", "choices", "number", "answer_text", "comment")


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """One customer's answers, with the questions of his sheet."""

    item: Document
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]

    def __repr__(self) -> str:
        return f"Response({self.number!r})"

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what the sheet says."""
        data: Mapping[str, Any] = self.item["data"]
        return data

    @property
    def number(self) -> str:
        """Return the response's number, that of its item if it has none."""
        return str(self.data.get("response_no") or self.item["number"])

    @property
    def on(self) -> dt.date | None:
        """Return the day on which it was answered, else the one on which it was sent."""
        return _day(self.data)


class Responses(Table):
    """The responses, in the order of their days."""

    unit = "份答卷"

    def __init__(self, responses: Sequence[Response], sheets: Sequence[Document] = ()) -> None:
        self.responses = sorted(responses, key=lambda one: (one.on or dt.date.min, one.number))
        self._sheets = sheets
        super().__init__(len(self.responses), self._record)

    def _record(self, place: int) -> Record:
        one = self.responses[place]
        return Record("调查答卷", one.number, one.item["file"], (one.item["number"],), one.on)

    @property
    def is_nothing_filed(self) -> bool:
        """Return whether there is no questionnaire at all, neither blank nor answered."""
        return not self._sheets

    def definition(self, questionnaire_no: str, as_of: dt.date) -> Document | None:
        """Return the last sheet of a questionnaire without answers, else the last with them.

        Sheets of later days do not count; those without a day do.
        """
        own = [
            one
            for one in self._sheets
            if one["data"]["questionnaire_no"] == questionnaire_no
            and (_day(one["data"]) or as_of) <= as_of
        ]
        blank = [one for one in own if not _is_response(one["data"])]
        return next(reversed(blank or own), None)

    @cached_property
    def on(self) -> Days:
        """The day of the answer."""
        return Days.of(one.on for one in self.responses)

    @cached_property
    def questionnaire(self) -> Words:
        """问卷编号."""
        return self._words("questionnaire_no")

    @cached_property
    def register_no(self) -> Words:
        """The service that it is about: 服务单号."""
        return self._words("register_no")

    @cached_property
    def result(self) -> Words:
        """访问结果."""
        return self._words("interview_result")

    @cached_property
    def is_returned(self) -> Mask:
        """Whether it came back at all."""
        return ~self.result.isin(*UNREACHED)

    @cached_property
    def is_valid(self) -> Mask:
        """Whether it is complete."""
        return self.result.isin(_DONE)

    @cached_property
    def answers(self) -> Answers:
        """What the valid ones answer, a row for each question that is answered."""
        return Answers(self)

    def _words(self, name: str) -> Words:
        return Words.of(one.data.get(name) for one in self.responses)


def read(kept: Kept) -> Responses:
    """Read the questionnaires and responses that somebody may count."""
    sheets = list(filed(kept, _FORM))
    last: dict[tuple[str, str], Document] = {}
    for item in sheets:
        data = item["data"]
        if _is_response(data):
            number = data.get("response_no") or item["number"]
            last[data["questionnaire_no"], number] = item
    known: dict[str, tuple[Question, ...]] = {}
    return Responses([_response(item, known) for item in last.values()], sheets)


def _day(data: Mapping[str, Any]) -> dt.date | None:
    day = next((data[box] for box in _DAYS if data.get(box)), None)
    return None if day is None else day_of(day)


def _is_response(data: Mapping[str, Any]) -> bool:
    return any(data.get(box) for box in _MARKS)


def _response(item: Document, known: dict[str, tuple[Question, ...]]) -> Response:
    """Return a response; sheets of the same questions share them."""
    asked = item["data"].get("questions")
    key = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    if key not in known:
        form, _ = examine(AfterSalesQuestionnaire, {} if asked is None else {"questions": asked})
        known[key] = form.questions
    answers: dict[str, Answer] = {}
    for row in item["data"].get("answers", ()):
        answers.setdefault(plain(row["question_no"]), _answer(row))
    return Response(item, known[key], answers)


def _answer(row: Mapping[str, Any]) -> Answer:
    boxes = {name: row.get(name) for name in _BOXES}
    choices, number = boxes["choices"], boxes["number"]
    if choices is not None:
        boxes["choices"] = (choices,) if isinstance(choices, str) else tuple(choices)
    if number is not None:
        boxes["number"] = Decimal(str(number))
    return Answer.empty().model_copy(update=boxes)
