"""Chapter 5 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.telephone.inbound_call_record import InboundCallRecord
    from csdforms.schemas.telephone.outbound_call_record import OutboundCallRecord
    from csdforms.schemas.telephone.telephone_interview_plan import TelephoneInterviewPlan
    from csdforms.schemas.telephone.telephone_record import TelephoneRecord

TITLE = "第五章 电话专员管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "InboundCallRecord": ("5.2", "呼入记录表"),
    "OutboundCallRecord": ("5.3", "呼出记录表"),
    "TelephoneRecord": ("5.4", "电话记录表"),
    "TelephoneInterviewPlan": ("5.5", "电话访谈计划表"),
}

__all__ = [  # noqa: RUF022 - the manual's order
    "InboundCallRecord",
    "OutboundCallRecord",
    "TelephoneRecord",
    "TelephoneInterviewPlan",
]

__getattr__ = fetcher(__name__, CONTENTS)
