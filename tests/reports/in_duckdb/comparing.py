"""What a sheet's cells are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.kept import Memory

from csdforms.reports.period import Period
from csdforms.reports.sources import Sources


def given(**tables: Any) -> Sources:
    """Return sources with tables that are made already."""
    sources = Sources(Memory())
    sources.__dict__ |= tables
    return sources


def days_of(period: Period) -> dict[str, Any]:
    """Return the days that statements ask for; ``last`` is the last one of which it tells."""
    last = min(period.end, period.as_of)
    year = {"first": last.replace(month=1, day=1), "day": last}
    return {**period._asdict(), "last": last, "before": period.before().start, **year}


def plain(value: Any) -> Any:
    return getattr(value, "value", value)


def cells(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the values of a row, of all its cells or of these; None where it has none."""
    return {name: plain(row.get(name)) for name in names or row}


def share(part: Any, whole: Any) -> Decimal | None:
    """Return a part of a whole, none of what is not known or of nothing."""
    if part is None or whole is None or whole <= 0:
        return None
    return Decimal(part) / Decimal(whole)


def half_up(exact: Decimal | None, unit: str) -> Decimal | None:
    return None if exact is None else exact.quantize(Decimal(unit), ROUND_HALF_UP)


def assert_ratio(figure: Any, part: Any, whole: Any, each: int = 1) -> None:
    """The figure is a part of so many wholes, and is opened into both."""
    assert figure.value == share(part, whole * each)
    assert [plain(one) for one in figure.parts().values()] == [part, whole]
