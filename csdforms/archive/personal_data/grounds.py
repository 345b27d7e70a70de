"""Why something that is asked for is not done, or not wholly: each reason with its law (L-PIPL 50).

Who answers chooses from this table and says it in his own words besides. That the identity is not
proven is no ground for refusing: the request waits.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import NamedTuple

from csdforms.archive.personal_data.records import KINDS

__all__ = ["COMPLAIN", "GROUNDS", "Ground"]

#: Where somebody may complain of the answer; every answer says so.
COMPLAIN = (
    "对本答复有异议的，可向本单位个人信息保护负责人申请复核，可向履行个人信息保护职责的部门投诉、举报"
    "（个人信息保护法第65条），拒绝请求的还可依法向人民法院提起诉讼（第50条）。"
)

_ALL = frozenset(KINDS)
_DELETING = frozenset({"delete", "withdraw_consent"})
_HANDING_OUT = frozenset({"read", "copy", "transfer"})


class Ground(NamedTuple):
    """A reason, and the law that it rests on."""

    title: str
    basis: str
    kinds: frozenset[str] = _ALL
    #: Whether the whole request may be refused for it; otherwise something is done.
    refuses: bool = True


GROUNDS: Mapping[str, Ground] = {
    "no-authority": Ground("代理人没有有效的授权", "民法典第165条、第171条"),
    "not-entitled": Ground("请求的事项不属于近亲属的权利", "个人信息保护法第49条"),
    "dead-decided": Ground("死者生前另有安排", "个人信息保护法第49条"),
    "not-held": Ground("本单位没有处理其个人信息", "个人信息保护法第44条"),
    "secrecy": Ground(
        "法律、行政法规规定应当保密或者不需要告知",
        "个人信息保护法第18条、第45条",
        _HANDING_OUT | {"explain"},
    ),
    "others": Ground(
        "涉及他人的个人信息，已隐去", "个人信息保护法第2条、第44条", _HANDING_OUT, refuses=False
    ),
    "accurate": Ground(
        "经核实，现有信息准确、完整", "个人信息保护法第46条", frozenset({"correct"})
    ),
    "conditions": Ground(
        "不符合转移个人信息的条件",
        "个人信息保护法第45条、网络数据安全管理条例第25条",
        frozenset({"transfer"}),
    ),
    "statute": Ground(
        "法律、行政法规规定的保存期限未届满，期满以前只作存储",
        "个人信息保护法第47条第二款",
        _DELETING,
        refuses=False,
    ),
    "technology": Ground(
        "从技术上难以实现删除，只作存储和必要的安全保护",
        "个人信息保护法第47条第二款",
        _DELETING,
        refuses=False,
    ),
    "settling": Ground(
        "有未结清的款项，结清以前只用于结算",
        "个人信息保护法第13条第一款第二项",
        _DELETING,
        refuses=False,
    ),
    "contract": Ground(
        "合同、质保或担保尚未履行完毕，只用于履行",
        "个人信息保护法第13条第一款第二项",
        _DELETING,
        refuses=False,
    ),
    "case": Ground(
        "投诉或服务尚未办结，只用于办理该事项",
        "个人信息保护法第13条第一款第二项",
        _DELETING,
        refuses=False,
    ),
    "hold": Ground(
        "诉讼、保全或有权机关的要求尚未解除，只作存储",
        "个人信息保护法第13条第一款第三项、第47条第二款",
        _DELETING,
        refuses=False,
    ),
    "company-file": Ground(
        "单位客户的档案依法保留；其个人信息已从现行资料中删除，以前的版本只作存储",
        "个人信息保护法第47条第二款、档案法第13条",
        _DELETING,
        refuses=False,
    ),
    "other-basis": Ground(
        "该项处理不以同意为依据，撤回同意不影响",
        "个人信息保护法第13条、第15条",
        frozenset({"withdraw_consent"}),
        refuses=False,
    ),
}
