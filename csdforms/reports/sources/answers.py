"""What each response to a questionnaire answers to each question (manual §2.5)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from csdforms.reports.columns import Amounts, Index, ManyWords, Mask, Words
from csdforms.reports.rows import Table
from csdforms.schemas.after_sales.question import LEVELS, Answer, Question, plain
from csdforms.schemas.after_sales.tally import best_levels

if TYPE_CHECKING:
    from csdforms.reports.sources.surveys import Response, Responses

__all__ = ["Answers", "wording"]


class Answers(Table):
    """Answers to questions: neither blank nor 不适用; a score is reversed where it must be."""

    unit = "个回答"

    def __init__(self, responses: Responses) -> None:
        self._responses = responses
        self.found = [
            (place, question, answer)
            for place in np.flatnonzero(responses.is_valid).tolist()
            for question, answer in _answered(responses.responses[place])
        ]
        super().__init__(len(self.found), lambda row: responses.record(self.found[row][0]))

    @cached_property
    def response(self) -> Index:
        """The place of the response."""
        return np.array([place for place, _, _ in self.found], np.intp)

    @cached_property
    def question(self) -> Words:
        """题号, as it is compared."""
        return Words.of(plain(question.question_no) for _, question, _ in self.found)

    @cached_property
    def dimension(self) -> Words:
        """维度."""
        return Words.of(question.quality_dimension for _, question, _ in self.found)

    @cached_property
    def wording(self) -> Words:
        """What was asked, see :func:`wording`."""
        questions = {id(question): question for _, question, _ in self.found}
        texts = {key: wording(question) for key, question in questions.items()}
        return Words.of(texts[id(question)] for _, question, _ in self.found)

    @cached_property
    def options(self) -> ManyWords:
        """The words of the options that were ticked: another version may letter them otherwise."""
        return ManyWords.of(
            [plain(option.text or "") for option in question.chosen(answer)]
            for _, question, answer in self.found
        )

    def ticks(self, text: str) -> Mask:
        """Tell which answers tick the option of these words."""
        mask = np.zeros(self.size, np.bool_)
        if plain(text) in self.options.values:
            code = self.options.values.index(plain(text))
            mask[self.options.rows[self.options.codes == code]] = True
        return mask

    @cached_property
    def is_level(self) -> Mask:
        """Whether it has a score on a scale of levels."""
        levels = np.array([one.question_type in LEVELS for _, one, _ in self.found], np.bool_)
        return levels & self.score.known()

    @cached_property
    def is_satisfied(self) -> Mask:
        """Whether it is one of the two best levels."""
        return np.array(
            [
                bool(is_level) and question.score(answer) in best_levels(question)
                for (_, question, answer), is_level in zip(self.found, self.is_level, strict=True)
            ],
            np.bool_,
        )

    @cached_property
    def is_mark(self) -> Mask:
        """Whether it is a mark from 0 to 10 for recommending."""
        marks = np.array([one.question_type == "NPS" for _, one, _ in self.found], np.bool_)
        return marks & self.score.known()

    @cached_property
    def score(self) -> Amounts:
        """得分, none where the question or the answer has none."""
        return Amounts.of(question.score(answer) for _, question, answer in self.found)

    @cached_property
    def most(self) -> Amounts:
        """The greatest score of the question, where there is a score."""
        return Amounts.of(
            max(question.scores) if question.score(answer) is not None else None
            for _, question, answer in self.found
        )


def wording(question: Question) -> str:
    """Return what a question asks: two that differ in it are two, whatever their numbers.

    It is its text, its type, whether it is reversed, and its options in any order, each with its
    score; how the options are lettered does not matter.
    """
    options = sorted(
        (plain(option.text or ""), "" if option.score is None else f"{option.score.normalize():f}")
        for option in question.offered
    )
    text = plain(question.question_text or "")
    return repr((text, question.question_type, question.reverse, options))


def _answered(response: Response) -> list[tuple[Question, Answer]]:
    pairs = (
        (question, response.answers.get(plain(question.question_no or "")))
        for question in response.questions
    )
    return [
        (question, answer)
        for question, answer in pairs
        if answer is not None and question.is_answered(answer) and not answer.is_not_applicable
    ]
