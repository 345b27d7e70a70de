"""What one of those asked says to an application: verdict, words, signature and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from csdforms.schemas.fields import claim, complaint, credit
from csdforms.schemas.form import Part
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, requires

__all__ = ["Opinion"]


class Opinion(Part):
    """What one of those asked says to the change, with name and day."""

    main: ClassVar[str | None] = "verdict"

    verdict: credit.Verdict
    opinion_text: credit.OpinionText | None = None
    opinion_by: Annotated[complaint.OpinionBy, PrintedAs("签字", "姓名")] | None = None
    opinion_on: Annotated[claim.OpinionOn, PrintedAs("日期")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an opinion without signature, and a refusal or condition without words."""
        given = self.verdict is not None
        yield from requires(self, "opinion_by", "opinion_on", when=given, because="填了意见")
        limited = self.verdict in ("不同意", "有条件同意")
        yield from requires(self, "opinion_text", when=limited, because="不同意或有条件同意")

    def agreed(self) -> bool:
        """Whether what is asked for may go on."""
        return self.verdict in ("同意", "有条件同意")
