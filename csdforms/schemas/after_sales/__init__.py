"""Chapter 2 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.after_sales.after_sales_questionnaire import AfterSalesQuestionnaire

TITLE = "第二章 售后服务管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "AfterSalesQuestionnaire": ("2.5", "售后服务调查问卷"),
}

__all__ = [
    "AfterSalesQuestionnaire",
]

__getattr__ = fetcher(__name__, CONTENTS)
