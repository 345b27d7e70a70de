"""Whether a complaint came back after it was closed (manual §3.11).

It came back if another one of the same customer or about the same product, and of the same cause,
was received in one of the three calendar months after its closing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np

from csdforms.reports.figure import Figure, given, worked
from csdforms.reports.period import Period, month_end, months_before
from csdforms.reports.rows import Rows
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.schemas.complaint import case_state

__all__ = ["Effects"]

_MONTHS = 3


class Effects:
    """The effect of closings, looked for among all cases."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        alike: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for place in range(len(cases)):
            for key in self._keys(place):
                alike[key].append(place)
        # In the order of receipt: a month of a product with many complaints is found at once.
        self._alike = {key: np.array(places, np.intp) for key, places in alike.items()}

    def figures(self, place: int, as_of: dt.date) -> dict[str, Figure]:
        """Return the effect of a case in each month that is over, and whether it was solved."""
        found: dict[str, Figure] = {}
        closed_on = self._cases.closed_on.at(place)
        for number in range(1, _MONTHS + 1):
            name = f"effect_month_{number}"
            if closed_on is None or closed_on > as_of:
                found[name] = given(None, "尚未结案", self._cases.record(place))
                continue
            end = month_end(months_before(closed_on, -number))
            if end > as_of:
                found[name] = given(None, f"{end:%Y-%m}尚未过完", self._cases.record(place))
                continue
            month = Period.of(end.replace(day=1), end)
            found[name] = worked(
                f"结案后第{number}月有同一客户或同一产品、同一原因的其他投诉为复发，没有为未复发",
                _effect,
                其他投诉=self.again(place, month).count(),
            )
        first, second, third = found.values()
        found["fully_solved"] = worked(
            "三个月都未复发为是，有复发为否",
            case_state.solved,
            第1月=first,
            第2月=second,
            第3月=third,
        )
        return found

    def again(self, place: int, month: Period) -> Rows:
        """Return the cases of a month after a case's closing that are like it: never itself."""
        days = self._cases.received_on.ordinals
        first, last = month.start.toordinal(), month.end.toordinal()
        own = [np.empty(0, np.intp)]
        for key in self._keys(place):
            alike = self._alike[key]
            begin, end = np.searchsorted(days[alike], (first, last + 1))
            own.append(alike[begin:end])
        said = f"{month.start:%Y-%m}受理的同一客户或同一产品、同一原因的其他投诉"
        return Rows(self._cases, np.unique(np.concatenate(own)), said)

    def _keys(self, place: int) -> list[tuple[str, str, str]]:
        """Return what other cases must share with this one; a cause that is unknown is none."""
        case = self._cases.cases[place]
        cause = case.cause_category
        of = {"customer": case.customer_key, "product": case.product_name}
        return [(kind, value, cause) for kind, value in of.items() if value and cause]


def _effect(count: int) -> str:
    return case_state.AGAIN if count else case_state.NOT_AGAIN
