"""Chapter 5 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.telephone.inbound_call_record import InboundCallRecord

TITLE = "第五章 电话专员管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "InboundCallRecord": ("5.2", "呼入记录表"),
}

__all__ = [
    "InboundCallRecord",
]

__getattr__ = fetcher(__name__, CONTENTS)
