"""Where a computed sheet's figures come from: what the sheet says of it itself."""

from __future__ import annotations

from typing import Annotated

from csdforms.schemas.fields import figures
from csdforms.schemas.form import Part
from csdforms.schemas.labels import Label

__all__ = ["Provenance", "ProvenanceBox"]


class Provenance(Part):
    """When, from which state of the archive, and how much of it the figures were counted.

    A sheet that people fill in by hand has none.
    """

    main = "archive_head"

    computed_at: figures.ComputedAt
    report_coverage: figures.ReportCoverage
    archive_head: figures.ArchiveHead
    report_options: figures.ReportOptions | None = None


ProvenanceBox = Annotated[Provenance, Label("数据来源")]
