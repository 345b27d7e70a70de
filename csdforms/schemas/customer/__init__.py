"""Chapter 4 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.customer.corporate_customer_profile import CorporateCustomerProfile

TITLE = "第四章 客户信息管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "CorporateCustomerProfile": ("4.7", "法人客户信息资料表"),
}

__all__ = [
    "CorporateCustomerProfile",
]

__getattr__ = fetcher(__name__, CONTENTS)
