"""Computed sheets (统计): from what is kept to cells, and from a cell back to its records.

>>> sheet = csdforms.reports.compute(archive, "客户投诉统计表", start=…, end=…)  # doctest: +SKIP
>>> csdforms.reports.explain(sheet, "产品质量/受理件数").figure.records  # doctest: +SKIP

``compute`` counts, ``issue`` makes a numbered report of it and files it, ``save_workbook`` exports
it with everything behind its cells. ``explain`` opens a cell, ``explain_filed`` that of a report
that is filed; ``verify`` says whether the archive still gives the same figures.
"""

from typing import TYPE_CHECKING

from csdforms._lazy import lazily

if TYPE_CHECKING:
    from csdforms.reports.catalogue import REPORTS
    from csdforms.reports.computing import compute
    from csdforms.reports.explaining import Explanation, explain, explain_filed
    from csdforms.reports.issuing import Issued, issue
    from csdforms.reports.sheet import ComputedSheet
    from csdforms.reports.verifying import Verification, verify
    from csdforms.reports.workbook import save_workbook

__all__ = [
    "REPORTS",
    "ComputedSheet",
    "Explanation",
    "Issued",
    "Verification",
    "compute",
    "explain",
    "explain_filed",
    "issue",
    "save_workbook",
    "verify",
]

_HOMES = {
    "REPORTS": "csdforms.reports.catalogue",
    "compute": "csdforms.reports.computing",
    "Explanation": "csdforms.reports.explaining",
    "explain": "csdforms.reports.explaining",
    "explain_filed": "csdforms.reports.explaining",
    "Issued": "csdforms.reports.issuing",
    "issue": "csdforms.reports.issuing",
    "ComputedSheet": "csdforms.reports.sheet",
    "Verification": "csdforms.reports.verifying",
    "verify": "csdforms.reports.verifying",
    "save_workbook": "csdforms.reports.workbook",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
