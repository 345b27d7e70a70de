"""Chapter 3 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.complaint.complaint_analysis import ComplaintAnalysis
    from csdforms.schemas.complaint.complaint_case_tracking import ComplaintCaseTracking
    from csdforms.schemas.complaint.complaint_handling import ComplaintHandling
    from csdforms.schemas.complaint.complaint_handling_log import ComplaintHandlingLog
    from csdforms.schemas.complaint.complaint_handling_notice import ComplaintHandlingNotice
    from csdforms.schemas.complaint.complaint_handling_report import ComplaintHandlingReport
    from csdforms.schemas.complaint.complaint_investigation import ComplaintInvestigation
    from csdforms.schemas.complaint.complaint_register_one import ComplaintRegisterOne
    from csdforms.schemas.complaint.complaint_register_two import ComplaintRegisterTwo
    from csdforms.schemas.complaint.complaint_statistics import ComplaintStatistics
    from csdforms.schemas.complaint.complaint_summary import ComplaintSummary

TITLE = "第三章 客户投诉管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "ComplaintRegisterOne": ("3.2", "客户投诉登记表一"),
    "ComplaintRegisterTwo": ("3.3", "客户投诉登记表二"),
    "ComplaintInvestigation": ("3.4", "客户投诉调查表"),
    "ComplaintStatistics": ("3.5", "客户投诉统计表"),
    "ComplaintAnalysis": ("3.6", "客户投诉分析表"),
    "ComplaintHandlingLog": ("3.7", "投诉处理记录表"),
    "ComplaintHandling": ("3.8", "客户投诉处理表"),
    "ComplaintHandlingReport": ("3.9", "投诉处理报告表"),
    "ComplaintHandlingNotice": ("3.10", "客户投诉处理通知单"),
    "ComplaintCaseTracking": ("3.11", "客户投诉案件追踪表"),
    "ComplaintSummary": ("3.12", "客户投诉总结表"),
}

__all__ = [  # noqa: RUF022 - the manual's order
    "ComplaintRegisterOne",
    "ComplaintRegisterTwo",
    "ComplaintInvestigation",
    "ComplaintStatistics",
    "ComplaintAnalysis",
    "ComplaintHandlingLog",
    "ComplaintHandling",
    "ComplaintHandlingReport",
    "ComplaintHandlingNotice",
    "ComplaintCaseTracking",
    "ComplaintSummary",
]

__getattr__ = fetcher(__name__, CONTENTS)
