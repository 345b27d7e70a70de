"""The marks of those who may be named excellent customers: against the best, or by bands (4.11).

Against the best an unknown figure has no marks. By bands it has those of the last band, and what
reaches no band has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from csdforms.errors import InvalidData
from csdforms.reports.figure import Figure, across, given
from csdforms.reports.request import Option, Request
from csdforms.schemas import settings
from csdforms.schemas.checking import Finding
from csdforms.schemas.customer.award_policy import MEASURES, is_lower_better, relative
from csdforms.schemas.customer.credit_policy import banded
from csdforms.schemas.customer.excellent_customer_statistics import BY_BANDS
from csdforms.schemas.figures import WAN
from csdforms.schemas.types import Items, Quantity

__all__ = ["BANDS", "Band", "band_rows", "bands_said", "marks", "marks_written"]

BANDS = Option(
    "bands",
    "分档标准",
    Items(100),
    help="各项指标的档次和分值，写作“销售净额≥100万=30、按期付款率≥95%=20、投诉次数≤0=10”",
)
_BAND = re.compile(
    r"\s*(.+?)\s*(≥|≤|>=|<=)\s*(-?\d+(?:\.\d+)?)\s*([万%]?)\s*=\s*(\d+(?:\.\d+)?)\s*"
)
_UNITS = {"": Decimal(1), "万": Decimal(WAN), "%": Decimal("0.01")}
_REST = "其余"


class Band(NamedTuple):
    """From which figure on, or up to which, an indicator has so many marks."""

    indicator: str
    words: str
    bound: Decimal
    at_most: bool
    score: Decimal

    def row(self) -> dict[str, Any]:
        """Return the band as the sheet lists it."""
        return {"indicator": self.indicator, "band": self.words, "score": self.score}


def bands_said(request: Request) -> list[Band]:
    """Return the bands that the option names.

    Raises:
        InvalidData: if one is not written so, or its indicator measures nothing.
    """
    found = []
    for text in request.option(BANDS.name) or ():
        match = _BAND.fullmatch(text)
        if match is None or match[1] not in MEASURES:
            message = f"写作“指标≥下限=分值”，指标有：{'、'.join(MEASURES)}。"
            raise InvalidData(request.model.title(), [Finding(BANDS.name, BANDS.label, message)])
        name, sign, number, unit, score = match.groups()
        at_most = sign in ("≤", "<=")
        words = f"{'≤' if at_most else '≥'}{number}{unit}"
        bound = Decimal(number) * _UNITS[unit]
        found.append(Band(name, words, bound, at_most, Decimal(score)))
    return found


def band_rows(bands: Sequence[Band]) -> list[dict[str, Any]]:
    """Return the bands as the sheet lists them, each indicator's with one for all the rest."""
    rows = []
    for name in dict.fromkeys(band.indicator for band in bands):
        own = [band for band in bands if band.indicator == name]
        rows += [band.row() for band in own]
        if all(band.score for band in own):
            rows.append({"indicator": name, "band": _REST, "score": Decimal(0)})
    return rows


def marks(
    method: str, bands: Sequence[Band], lines: Sequence[Mapping[str, Figure]]
) -> list[Figure] | None:
    """Return the marks of each line, one a indicator in their order, as the sheet writes them.

    None if an indicator measures nothing, or has no bands: then a person gives the marks.
    """
    scorers: dict[str, Callable[[Sequence[Any]], list[Decimal]]] = {}
    for name, weight in settings.current().award.indicators.items():
        own = [band for band in bands if band.indicator == name]
        if name not in MEASURES or (method == BY_BANDS and not own):
            return None
        scorers[name] = (
            partial(_by_bands, own) if method == BY_BANDS else partial(_by_best, name, weight)
        )
    columns: dict[str, Any] = {
        name: [line[MEASURES[name][0]] for line in lines] for name in scorers
    }
    formula = "各项指标按所在档次的分值" if method == BY_BANDS else "各项指标：本户与最优的比×权重"
    return across(formula, partial(_marks, tuple(scorers.values())), **columns)


def marks_written(request: Request, lines: Sequence[Mapping[str, Any]]) -> list[Figure] | None:
    """Return the marks that a person gives each line, None unless all lines have them."""
    rows = request.texts.get("rows") or ()
    written = {row.get("customer_no"): row.get("indicator_scores") or () for row in rows}
    found = [tuple(written.get(line["customer_no"], ())) for line in lines]
    if not all(found) or any(mark.isalpha() for one in found for mark in one):
        return None
    return [given(one, "编表时填写") for one in found]


def _marks(
    scorers: Sequence[Callable[[Sequence[Any]], list[Decimal]]], *columns: Sequence[Any]
) -> list[tuple[str, ...]]:
    scored = [scorer(column) for scorer, column in zip(scorers, columns, strict=True)]
    return [tuple(Quantity().show(mark) for mark in line) for line in zip(*scored, strict=True)]


def _by_best(name: str, weight: int, values: Sequence[Any]) -> list[Decimal]:
    found = relative(values, weight, lower=is_lower_better(name))
    return [Decimal(0) if mark is None else mark for mark in found]


def _by_bands(bands: Sequence[Band], values: Sequence[Any]) -> list[Decimal]:
    return [_in_band(bands, value) for value in values]


def _in_band(bands: Sequence[Band], value: Decimal | int | None) -> Decimal:
    if value is None:
        return Decimal(0)
    up = {band.bound: band.score for band in bands if not band.at_most}
    down = {-band.bound: band.score for band in bands if band.at_most}
    return max(banded(value, up), banded(-value, down))
