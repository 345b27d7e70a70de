"""Chapter 6: the papers of keeping, deregistering and destroying customers' files, in order."""

from typing import TYPE_CHECKING

from csdforms.schemas.chapter import fetcher

if TYPE_CHECKING:
    from csdforms.schemas.archive.account_statement import AccountStatement
    from csdforms.schemas.archive.appraisal_report import AppraisalReport
    from csdforms.schemas.archive.authority_letter import AuthorityLetter
    from csdforms.schemas.archive.deregistration_application import DeregistrationApplication
    from csdforms.schemas.archive.deregistration_check import DeregistrationCheck
    from csdforms.schemas.archive.deregistration_letter import DeregistrationLetter
    from csdforms.schemas.archive.deregistration_receipt import DeregistrationReceipt
    from csdforms.schemas.archive.deregistration_suspension import DeregistrationSuspension
    from csdforms.schemas.archive.destruction_certificate import DestructionCertificate
    from csdforms.schemas.archive.destruction_feedback import DestructionFeedback
    from csdforms.schemas.archive.destruction_list import DestructionList
    from csdforms.schemas.archive.destruction_proposal import DestructionProposal
    from csdforms.schemas.archive.destruction_record import DestructionRecord
    from csdforms.schemas.archive.file_access_application import FileAccessApplication
    from csdforms.schemas.archive.file_classification_approval import FileClassificationApproval
    from csdforms.schemas.archive.file_disclosure_approval import FileDisclosureApproval
    from csdforms.schemas.archive.file_hold_notice import FileHoldNotice
    from csdforms.schemas.archive.file_holdings_check import FileHoldingsCheck
    from csdforms.schemas.archive.file_incident_report import FileIncidentReport
    from csdforms.schemas.archive.file_loan_approval import FileLoanApproval
    from csdforms.schemas.archive.file_loan_register import FileLoanRegister
    from csdforms.schemas.archive.file_merge_approval import FileMergeApproval
    from csdforms.schemas.archive.personal_data_answer import PersonalDataAnswer
    from csdforms.schemas.archive.personal_data_request import PersonalDataRequest
    from csdforms.schemas.archive.revival_application import RevivalApplication
    from csdforms.schemas.archive.sealing_inventory import SealingInventory

TITLE = "第六章 客户档案文书"

#: The section and title of each form, as its class states them too.
CONTENTS = {
    "FileClassificationApproval": ("6.1", "客户档案定密审批表"),
    "FileAccessApplication": ("6.2", "客户档案查阅申请单"),
    "FileLoanApproval": ("6.3", "客户档案借阅审批表"),
    "FileLoanRegister": ("6.4", "客户档案借阅登记簿"),
    "FileDisclosureApproval": ("6.5", "客户信息对外提供审批表"),
    "FileIncidentReport": ("6.6", "客户信息泄露事件报告表"),
    "FileHoldingsCheck": ("6.7", "客户档案保管检查表"),
    "FileHoldNotice": ("6.8", "客户档案保全通知单"),
    "FileMergeApproval": ("6.9", "客户档案合并审批表"),
    "PersonalDataRequest": ("6.10", "个人信息权利请求书"),
    "PersonalDataAnswer": ("6.11", "个人信息请求答复书"),
    "DeregistrationApplication": ("6.12", "客户注销申请单"),
    "DeregistrationCheck": ("6.13", "客户注销联合核查表"),
    "DeregistrationSuspension": ("6.14", "客户注销中止通知书"),
    "AccountStatement": ("6.15", "账款核对单"),
    "DeregistrationLetter": ("6.16", "销户函"),
    "DeregistrationReceipt": ("6.17", "销户确认单"),
    "SealingInventory": ("6.18", "客户档案封存清单"),
    "RevivalApplication": ("6.19", "客户档案恢复申请表"),
    "AppraisalReport": ("6.20", "客户档案鉴定报告"),
    "DestructionProposal": ("6.21", "客户档案销毁建议书"),
    "DestructionList": ("6.22", "客户档案销毁清册"),
    "DestructionRecord": ("6.23", "客户档案监销记录"),
    "DestructionFeedback": ("6.24", "客户档案销毁处理反馈单"),
    "DestructionCertificate": ("6.25", "客户档案销毁证明"),
    "AuthorityLetter": ("6.26", "授权委托书"),
}

__all__ = [  # noqa: RUF022 - the order of the chapter
    "FileClassificationApproval",
    "FileAccessApplication",
    "FileLoanApproval",
    "FileLoanRegister",
    "FileDisclosureApproval",
    "FileIncidentReport",
    "FileHoldingsCheck",
    "FileHoldNotice",
    "FileMergeApproval",
    "PersonalDataRequest",
    "PersonalDataAnswer",
    "DeregistrationApplication",
    "DeregistrationCheck",
    "DeregistrationSuspension",
    "AccountStatement",
    "DeregistrationLetter",
    "DeregistrationReceipt",
    "SealingInventory",
    "RevivalApplication",
    "AppraisalReport",
    "DestructionProposal",
    "DestructionList",
    "DestructionRecord",
    "DestructionFeedback",
    "DestructionCertificate",
    "AuthorityLetter",
]

__getattr__ = fetcher(__name__, CONTENTS)
