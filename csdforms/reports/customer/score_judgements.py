"""What people say of the indicators of a credit analysis (A.4): on this one, else on the last one.

Who judges an indicator anew judges all of it anew. What had no data last time says nothing now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from csdforms.reports.figure import Figure, Record, Value, given
from csdforms.reports.request import Request
from csdforms.schemas.customer.credit_indicators import INDICATORS, Indicator
from csdforms.schemas.customer.credit_score import NO_DATA, ScoreRow

__all__ = ["WRITTEN", "Judgement", "judgements"]

#: Where something stands that is typed on this sheet.
WRITTEN = "编表时填写"
_LAST = "读自上次的客户信用分析表"
_JUDGED = ("actual_value", "score", "score_note")
_WORDS = ("indicator_group", "basis", "standard", "max_score", "scorer")


class Judgement(NamedTuple):
    """What people wrote of an indicator: its words and full marks, and how they judged it."""

    words: Mapping[str, Any] = {}
    judged: Mapping[str, Any] = {}
    source: str = ""
    records: Sequence[Record] = ()

    @property
    def is_kept(self) -> bool:
        """Whether the last analysis says so."""
        return bool(self.records)

    @property
    def is_rescored(self) -> bool:
        """Whether its marks are those of today's policy: no note says why they are others."""
        return self.is_kept and "score_note" not in self.judged

    def figure(self, value: Value) -> Figure:
        """Return what was judged, as it was written."""
        return given(value, self.source, *self.records)

    def full(self) -> Decimal | None:
        """Return the full marks, if they were written."""
        full = self.words.get("max_score")
        return None if full is None else Decimal(full)

    def policy(self, name: str) -> Indicator | None:
        """Return the default indicator that is judged by, ``None`` for the firm's own."""
        said = {"indicator": name, "basis": self.words.get("basis"), "max_score": self.full()}
        return ScoreRow.empty().model_copy(update=said).policy()


def judgements(request: Request, file: str) -> dict[str, Judgement]:
    """Return the indicators of a customer's table with what is said of each."""
    last, texts = request.last.get("score_rows") or (), request.texts.get("score_rows") or ()
    record = Record("客户信用分析表", str(request.last.get("form_no", "")), file)
    found = {row["indicator"]: Judgement() for row in last} or {
        one.name: Judgement() for one in INDICATORS
    }
    for rows, source, records in ((last, _LAST, (record,)), (texts, WRITTEN, ())):
        for row in rows:
            name = row.get("indicator") or _numbered(list(found), row)
            if name is None:
                continue
            before = found.get(name, Judgement())
            words = {**before.words, **_boxes(row, _WORDS)}
            judged = _boxes(row, _JUDGED)
            if judged.get("score_note") in NO_DATA.values() or judged in ({}, before.judged):
                found[name] = before._replace(words=words)
            else:
                found[name] = Judgement(words, judged, source, records)
    return found


def _boxes(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}


def _numbered(names: Sequence[str], row: Mapping[str, Any]) -> str | None:
    """Return the indicator that a row names by its number."""
    place = int(row.get("seq") or 0)
    return names[place - 1] if 0 < place <= len(names) else None
