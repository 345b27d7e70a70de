"""Chapter 2 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.after_sales.after_sales_evaluation import AfterSalesEvaluation
    from csdforms.schemas.after_sales.after_sales_questionnaire import AfterSalesQuestionnaire
    from csdforms.schemas.after_sales.after_sales_register import AfterSalesRegister
    from csdforms.schemas.after_sales.return_exchange_summary import ReturnExchangeSummary
    from csdforms.schemas.after_sales.service_outlet_distribution import ServiceOutletDistribution

TITLE = "第二章 售后服务管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "AfterSalesRegister": ("2.2", "售后服务登记表"),
    "ReturnExchangeSummary": ("2.3", "产品退换货汇总表"),
    "AfterSalesEvaluation": ("2.4", "售后服务评价表"),
    "AfterSalesQuestionnaire": ("2.5", "售后服务调查问卷"),
    "ServiceOutletDistribution": ("2.6", "售后服务网点分布表"),
}

__all__ = [  # noqa: RUF022 - the manual's order
    "AfterSalesRegister",
    "ReturnExchangeSummary",
    "AfterSalesEvaluation",
    "AfterSalesQuestionnaire",
    "ServiceOutletDistribution",
]

__getattr__ = fetcher(__name__, CONTENTS)
