"""The indicators of a summary: what each is measured in, and what follows from the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from csdforms.schemas.fields import indicator
from csdforms.schemas.figures import change_rate, completed, plus, ratio
from csdforms.schemas.form import Row, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, close_to, error, once, under
from csdforms.schemas.types import Average, FieldType, Money, Quantity, Rate
from csdforms.schemas.types.numbers import rounded

__all__ = [
    "IndicatorLine",
    "IndicatorRow",
    "check_indicators",
    "complete_indicators",
    "current",
    "indicator_change",
    "is_rate",
    "print_indicators",
]

#: What is no rate.
_UNITS = {
    "受理件数": "件",
    "本期结案": "件",
    "期末未结": "件",
    "平均受理确认时长": "小时",
    "平均处理天数": "天",
    "赔付金额": "元",
    "损失金额": "元",
    "费用合计": "元",
    "件均费用": "元",
}
_RATE = "%"
_KINDS: Mapping[str, FieldType[Any]] = {
    "件": Quantity(),
    _RATE: Rate(),
    "小时": Average(1),
    "天": Average(1),
    "元": Money(),
}
#: The decimals printed of each unit; a rate has four as a fraction.
_PLACES = {"件": 0, _RATE: 4, "小时": 1, "天": 1, "元": 2}
_BETTER_HIGH = ("本期结案", "结案率", "及时率", "回访率", "满意率")
#: Of no complaints there is no share and no mean.
_OF_RECEIVED = ("结案率", "超期率", "重复投诉率", "高等级占比")
_PERIODS = ("current_value", "previous_value")

Figures = Mapping[str, Decimal | None]


class IndicatorRow(Row):
    """One indicator: this period, the one before, the change, the target."""

    indicator_name: Annotated[indicator.IndicatorName, PrintedAs("指标")]
    current_value: Annotated[indicator.CurrentValue, PrintedAs("本期")] | None = None
    previous_value: Annotated[indicator.PreviousValue, PrintedAs("上期")] | None = None
    indicator_change: Annotated[indicator.IndicatorChange, PrintedAs("变化")] | None = None
    target_value: Annotated[indicator.TargetValue, PrintedAs("目标")] | None = None
    indicator_direction: indicator.IndicatorDirection | None = None

    @computed
    def is_met(self) -> indicator.IsMet | None:
        """Whether the target was met, by the figures as they are printed."""
        if None in (self.indicator_name, self.indicator_direction):
            return None
        if self.current_value is None or self.target_value is None:
            return None
        places = _PLACES[_unit(self.indicator_name)]
        reached, target = rounded(self.current_value, places), rounded(self.target_value, places)
        return reached >= target if self.indicator_direction == "越高越好" else reached <= target

    def proposed(self) -> Mapping[str, object]:
        """Propose the change, and which direction is the better one."""
        if self.indicator_name is None:
            return {}
        better = "越高越好" if self.indicator_name in _BETTER_HIGH else "越低越好"
        return {"indicator_change": self._change(), "indicator_direction": better}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield figures that the unit does not have, and a change that does not follow."""
        if self.indicator_name is None:
            return
        unit = _unit(self.indicator_name)
        for name in (*_PERIODS, "target_value"):
            value = getattr(self, name)
            if value is None:
                continue
            if value < 0:
                yield error(name, "不能小于 0。")
            elif unit == "件" and value != rounded(value, 0):
                yield error(name, "件数应是整数。")
            elif unit == _RATE and value > 1 and self.indicator_name != "投诉率":
                yield error(name, f"不能大于 100%；若是百分之 {value}，请写成 {value}%。")
        exact = self._change()
        shown = "" if exact is None else _change_text(self.indicator_name, exact)
        yield from _agrees(self, "indicator_change", exact, 4, shown, inputs=self._rounding())

    def _change(self) -> Decimal | None:
        return indicator_change(self.indicator_name, self.current_value, self.previous_value)

    def _rounding(self) -> tuple[Decimal, ...]:
        """Return what having rounded both figures may add to the change."""
        unit, now, before = _unit(self.indicator_name), self.current_value, self.previous_value
        half = Decimal(0) if unit == "件" else Decimal(5).scaleb(-_PLACES[unit] - 1)
        if unit == _RATE:
            return half, half
        return (half / before, half * now / before**2) if now is not None and before else ()


def is_rate(name: str) -> bool:
    """Whether an indicator is a share, which changes by points."""
    return _unit(name) == _RATE


def indicator_change(
    name: str, now: Decimal | int | None, before: Decimal | int | None
) -> Decimal | None:
    """Return by how much an indicator changed: a rate by points, anything else as a share.

    >>> indicator_change("受理件数", 8, 5), indicator_change("及时率", Decimal("0.5"), 1)
    (Decimal('0.6'), Decimal('-0.5'))
    """
    if now is None or before is None:
        return None
    return Decimal(now) - Decimal(before) if is_rate(name) else change_rate(now, before)


class IndicatorLine(Row):
    """One indicator as it is printed: each figure in its unit."""

    indicator_name: Annotated[indicator.IndicatorName, PrintedAs("指标")]
    indicator_unit: Annotated[indicator.IndicatorUnit, PrintedAs("单位")]
    current_text: indicator.CurrentText | None = None
    previous_text: indicator.PreviousText | None = None
    change_text: indicator.ChangeText | None = None
    target_text: indicator.TargetText | None = None
    indicator_direction: indicator.IndicatorDirection | None = None
    is_met: Annotated[indicator.IsMet, PrintedAs("达标")] | None = None


def complete_indicators(
    rows: Sequence[IndicatorRow], base_quantity: Decimal | None
) -> tuple[IndicatorRow, ...]:
    """Return the rows with the figures that follow from the others, in rows of their own too."""
    lines = list(rows)
    for name in ("期末未结", "投诉率", "费用合计", "件均费用"):  # the mean needs the sum
        exact = _exact(lines, base_quantity)
        known = {
            period: value
            for period in _PERIODS
            if (value := exact[period].get(name)) is not None and value >= 0
        }
        if known and name not in _column(lines, "current_value"):
            lines.append(IndicatorRow(indicator_name=name))
        lines = [completed(row, known) if row.indicator_name == name else row for row in lines]
    return tuple(lines)


def print_indicators(
    rows: Sequence[IndicatorRow], *, counted: bool = False
) -> tuple[IndicatorLine, ...]:
    """Return the lines of the table: every indicator in its place, empty if it is not known.

    On a sheet that was ``counted`` nothing is left for the pen: what there is not is a dash.
    """
    lines = []
    for name in indicator.INDICATOR.choices():
        given = [row for row in rows if row.indicator_name == name]
        given = given or [IndicatorRow(indicator_name=name)]
        lines += [_line(row, counted=counted) for row in given]
    return tuple(lines)


def check_indicators(
    path: str, rows: Sequence[IndicatorRow], base_quantity: Decimal | None
) -> Iterator[Problem]:
    """Yield doubled indicators, and figures that do not follow from the others."""
    yield from once(path, rows, "indicator_name")
    exact = _exact(rows, base_quantity)
    for period in _PERIODS:
        received = _column(rows, period).get("受理件数")
        for number, row in enumerate(rows, start=1):
            where, name = f"{path}.{number}", row.indicator_name
            if received == 0 and name in (*_OF_RECEIVED, "件均费用"):
                if getattr(row, period) is not None:
                    yield error(f"{where}.{period}", "没有受理投诉，请留空，表上印“—”。")
                continue
            value = exact[period].get(name)
            if value is not None and value < 0:
                text = "上期期末未结＋受理件数－本期结案不能小于 0，请核对。"
                yield error(f"{where}.{period}", text)
            elif value is not None:
                unit = _unit(name)
                shown = _KINDS[unit].show(value)
                yield from under(where, _agrees(row, period, value, _PLACES[unit], shown))


def current(rows: Sequence[IndicatorRow], name: str) -> Decimal | None:
    """Return this period's figure of an indicator."""
    return _column(rows, "current_value").get(name)


def _exact(rows: Sequence[IndicatorRow], base_quantity: Decimal | None) -> Mapping[str, Figures]:
    """Return what follows for each period from the figures beside it; flow and rate for this."""
    now, before = (_column(rows, period) for period in _PERIODS)
    received, closed = now.get("受理件数"), now.get("本期结案")
    flow = plus(before.get("期末未结"), received, None if closed is None else -closed)
    return {
        "current_value": {
            **_costs(now),
            "期末未结": flow,
            "投诉率": ratio(received, base_quantity),
        },
        "previous_value": _costs(before),
    }


def _costs(values: Figures) -> Figures:
    received = values.get("受理件数")
    return {
        "费用合计": plus(values.get("赔付金额"), values.get("损失金额")),
        "件均费用": ratio(values.get("费用合计"), received) if received and received >= 1 else None,
    }


def _column(rows: Sequence[IndicatorRow], period: str) -> Figures:
    """Return the figures of one period by indicator."""
    return {row.indicator_name: getattr(row, period) for row in rows}


def _unit(name: str) -> str:
    return _UNITS.get(name, _RATE)


def _line(row: IndicatorRow, *, counted: bool) -> IndicatorLine:
    """Return a row as it is printed: if filled in, with a dash for each figure that it lacks."""
    unit = _unit(row.indicator_name)
    known = any(getattr(row, period) is not None for period in _PERIODS)
    absent = "—" if known or counted else None

    def text(value: Decimal | None) -> str | None:
        return absent if value is None else _KINDS[unit].show(value)

    change = row.indicator_change
    return IndicatorLine(
        indicator_name=row.indicator_name,
        indicator_unit=unit,
        current_text=text(row.current_value),
        previous_text=text(row.previous_value),
        change_text=absent if change is None else _change_text(row.indicator_name, change),
        target_text=None if row.target_value is None else text(row.target_value),
        indicator_direction=row.indicator_direction,
        is_met=row.is_met,
        extra=row.extra,
    )


def _change_text(name: str, change: Decimal) -> str:
    unit = "个百分点" if _unit(name) == _RATE else "%"
    return f"{rounded(change * 100, 2):+,f}{unit}"


def _agrees(
    row: IndicatorRow,
    name: str,
    exact: Decimal | None,
    places: int,
    shown: str,
    *,
    inputs: Sequence[Decimal] = (),
) -> Iterator[Problem]:
    """Yield a problem if a typed figure is not the exact one, as closely as it is printed."""
    typed = getattr(row, name)
    if typed is None:
        return
    if exact is None:
        yield error(name, "所需的数为 0 或未填，这一项算不出来，请留空，表上印“—”。")
    elif not close_to(typed, exact, places, inputs):
        yield error(name, f"按表内的数算出来是“{shown}”，请核对。")
