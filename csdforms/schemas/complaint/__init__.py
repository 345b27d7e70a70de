"""Chapter 3 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.complaint.complaint_handling_notice import ComplaintHandlingNotice
    from csdforms.schemas.complaint.complaint_register_one import ComplaintRegisterOne
    from csdforms.schemas.complaint.complaint_statistics import ComplaintStatistics

TITLE = "第三章 客户投诉管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "ComplaintRegisterOne": ("3.2", "客户投诉登记表一"),
    "ComplaintStatistics": ("3.5", "客户投诉统计表"),
    "ComplaintHandlingNotice": ("3.10", "客户投诉处理通知单"),
}

__all__ = [  # noqa: RUF022 - the manual's order
    "ComplaintRegisterOne",
    "ComplaintStatistics",
    "ComplaintHandlingNotice",
]

__getattr__ = fetcher(__name__, CONTENTS)
