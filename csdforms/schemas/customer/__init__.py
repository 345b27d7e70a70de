"""Chapter 4 of the manual: its forms, in the manual's order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.customer.at_risk_customer_statistics import AtRiskCustomerStatistics
    from csdforms.schemas.customer.corporate_customer_profile import CorporateCustomerProfile
    from csdforms.schemas.customer.customer_credit_analysis import CustomerCreditAnalysis
    from csdforms.schemas.customer.customer_credit_change import CustomerCreditChange
    from csdforms.schemas.customer.customer_grade_classification import CustomerGradeClassification
    from csdforms.schemas.customer.customer_gross_profit_ranking import CustomerGrossProfitRanking
    from csdforms.schemas.customer.customer_region_classification import (
        CustomerRegionClassification,
    )
    from csdforms.schemas.customer.customer_sales_monthly import CustomerSalesMonthly
    from csdforms.schemas.customer.customer_sales_overview import CustomerSalesOverview
    from csdforms.schemas.customer.excellent_customer_statistics import ExcellentCustomerStatistics
    from csdforms.schemas.customer.individual_customer_profile import IndividualCustomerProfile
    from csdforms.schemas.customer.trading_customer_list import TradingCustomerList

TITLE = "第四章 客户信息管理"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "CustomerGradeClassification": ("4.2", "客户等级分类表"),
    "CustomerRegionClassification": ("4.3", "客户区域分类表"),
    "CustomerSalesOverview": ("4.4", "客户销售资料一览表"),
    "CustomerSalesMonthly": ("4.5", "客户销售信息月报表"),
    "CustomerGrossProfitRanking": ("4.6", "客户销售毛利排名表"),
    "CorporateCustomerProfile": ("4.7", "法人客户信息资料表"),
    "IndividualCustomerProfile": ("4.8", "自然人客户信息资料表"),
    "CustomerCreditAnalysis": ("4.9", "客户信用分析表"),
    "CustomerCreditChange": ("4.10", "客户信用度变更表"),
    "ExcellentCustomerStatistics": ("4.11", "优秀客户统计表"),
    "AtRiskCustomerStatistics": ("4.12", "危险客户统计表"),
    "TradingCustomerList": ("4.20", "交易往来客户一览表"),
}

__all__ = [  # noqa: RUF022 - the manual's order
    "CustomerGradeClassification",
    "CustomerRegionClassification",
    "CustomerSalesOverview",
    "CustomerSalesMonthly",
    "CustomerGrossProfitRanking",
    "CorporateCustomerProfile",
    "IndividualCustomerProfile",
    "CustomerCreditAnalysis",
    "CustomerCreditChange",
    "ExcellentCustomerStatistics",
    "AtRiskCustomerStatistics",
    "TradingCustomerList",
]

__getattr__ = fetcher(__name__, CONTENTS)
