"""What the rules say of a file's life (archive.md §3.5, §5–§8), written from their text alone.

Nothing here is taken from the code that is tested: the states, the ways between them and who goes
them stand here a second time, as the tables of the specification have them.
"""

from __future__ import annotations

from itertools import product

__all__ = [
    "ACCOUNTS",
    "DEREGISTERING",
    "INSIDE",
    "LINES",
    "MEMBERS",
    "PERSONS",
    "ROLES",
    "STAFF",
    "STATES",
    "WAYS",
    "WHO",
    "may",
]

STATES = [
    "DRAFT",
    "SUBMITTED",
    "RETURNED",
    "ACCEPTED",
    "ACTIVE",
    "DORMANT",
    "FROZEN",
    "DEREG_APPLIED",
    "DEREG_CHECKING",
    "DEREG_SUSPENDED",
    "DEREG_CLEARED",
    "DEREG_APPROVED",
    "SETTLED",
    "SEALED",
    "APPRAISAL",
    "DESTROY_PROPOSED",
    "DESTROY_APPROVED",
    "DESTROYING",
    "DESTROYED",
    "REJECTED",
    "VOID",
    "MERGED",
]
DEREGISTERING = [
    "DEREG_APPLIED",
    "DEREG_CHECKING",
    "DEREG_SUSPENDED",
    "DEREG_CLEARED",
    "DEREG_APPROVED",
    "SETTLED",
]

#: Account: person, roles, clearance. 周明 has two accounts, 孙立 looks after the computer.
STAFF: dict[str, tuple[str, list[str], int]] = {
    "ma": ("马琳", ["info_specialist"], 2),
    "bai": ("白雪", ["info_specialist"], 2),
    "zhou": ("周明", ["info_supervisor"], 2),
    "zhou2": ("周明", ["cs_manager"], 3),
    "yun": ("陈云", ["info_supervisor"], 2),
    "qiang": ("赵强", ["cs_manager"], 3),
    "gao": ("高远", ["gm"], 4),
    "wang": ("王敏", ["sales"], 2),
    "qian": ("孙倩", ["finance"], 2),
    "fang": ("方正", ["legal"], 2),
    "jie": ("周洁", ["dpo"], 2),
    "liu": ("刘洋", ["complaint_supervisor"], 2),
    "mei": ("吴梅", ["after_sales_supervisor"], 2),
    "jian": ("简明", ["destruction_witness"], 2),
    "sun": ("孙立", ["system_admin"], -1),
}
ACCOUNTS = tuple(STAFF)
PERSONS = {account: person for account, (person, _, _) in STAFF.items()}
ROLES = {account: roles[0] for account, (_, roles, _) in STAFF.items()}
INSIDE = frozenset(
    [
        "info_specialist",
        "info_supervisor",
        "cs_manager",
        "complaint_supervisor",
        "after_sales_supervisor",
    ]
)

_INFO = "info_specialist info_supervisor"
_APPLY = f"{_INFO} sales"
_PAIR = "info_supervisor cs_manager"
_HEADS = "cs_manager gm"
_GROUP = f"{_INFO} finance legal dpo"
#: Who may, by the column "role" of §8, and by §3.5, §5, §6.3, §6.4, §7 where that is shorter.
WHO: dict[str, frozenset[str]] = {
    name: frozenset(roles.split())
    for name, roles in {
        "create": _APPLY,
        "own": _APPLY,
        "judge": "info_supervisor",
        "approve": _HEADS,
        "void": _PAIR,
        "sleep": "info_supervisor",
        "freeze": "legal cs_manager",
        "merge": _PAIR,
        "hold": "legal",
        "apply": _APPLY,
        "check": "info_supervisor",
        "agree": _HEADS,
        "agree finally": "gm",
        "write off": "finance gm",
        "account": "finance",
        "signature": "cs_manager",
        "letter": "sales cs_manager",
        "receipt": "sales cs_manager",
        "prepare": "info_supervisor",
        "confirm": f"{_INFO} cs_manager",
        "take": f"{_INFO} dpo",
        "answer": "dpo",
        "appraise": _GROUP,
        "condemn": "cs_manager",
        "condemn finally": "gm",
        "execute": "info_specialist",
        "witness": f"{_GROUP} destruction_witness",
    }.items()
}
#: Who signs which line of the joint check (§6.3).
LINES = {
    "G1": "complaint_supervisor",
    "G2": "after_sales_supervisor",
    "G3": "finance",
    "G4": "finance",
    "G5": "sales",
    "G6": "finance",
    "G7": "sales after_sales_supervisor",
    "G8": "legal",
    "G9": "info_specialist",
    "G10": "info_supervisor",
    "G11": "dpo",
    "G12": "info_supervisor",
}
WHO |= {line: frozenset(owners.split()) for line, owners in LINES.items()}

#: The group that appraises (§7.2): information, archive, finance, legal, secrecy.
MEMBERS = {
    "information": "zhou",
    "archive": "bai",
    "finance": "qian",
    "legal": "fang",
    "secrecy": "jie",
}


def may(account: str, what: str) -> bool:
    """Whether an account's role is one whose business it is."""
    return ROLES[account] in WHO[what]


_BEFORE = ("ACTIVE", "DORMANT", "FROZEN")
_JOINED = DEREGISTERING[:4]
_OVER = ("APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED")


def _ways(sources: str, targets: str) -> frozenset[tuple[str, str]]:
    return frozenset(product(sources.split(), targets.split()))


#: Of each act the ways that it may take a file, the table of §8. Some acts go two rows at once: a
#: signature clears the last blocker and the whole check; a file that was frozen before is frozen
#: again when its deregistration is undone; a person's data go by a list of one line (§7.8).
#: Whatever meets an application that waited for 90 days ends it (``lapse``).
WAYS: dict[str, frozenset[tuple[str, str]]] = {
    "create": _ways("-", "DRAFT"),
    "discard": _ways("DRAFT RETURNED", "-"),
    "expire": _ways("DRAFT SUBMITTED RETURNED ACCEPTED", "-"),
    "submit": _ways("DRAFT RETURNED", "SUBMITTED"),
    "return": _ways("SUBMITTED", "RETURNED -"),
    "accept": _ways("SUBMITTED", "ACCEPTED"),
    "approve": _ways("ACCEPTED", "- ACTIVE") | _ways("-", "ACTIVE"),
    "reject": _ways("SUBMITTED ACCEPTED", "REJECTED"),
    "void": _ways("ACTIVE", "VOID"),
    "sleep": _ways("ACTIVE", "DORMANT"),
    "resume": _ways("DORMANT", "ACTIVE"),
    "freeze": _ways("ACTIVE DORMANT", "FROZEN"),
    "unfreeze": _ways("FROZEN", "ACTIVE DORMANT"),
    "merge": _ways("ACTIVE DORMANT", "MERGED"),
    "unmerge": _ways("MERGED", "ACTIVE DORMANT"),
    "hold": _ways(" ".join(_OVER), "SEALED") | _ways("DESTROY_APPROVED", "DESTROY_PROPOSED"),
    "deregister": _ways(" ".join(_BEFORE), "DEREG_APPLIED"),
    "check": _ways(" ".join(_JOINED), "DEREG_CHECKING DEREG_SUSPENDED DEREG_CLEARED")
    - _ways("DEREG_CLEARED", "DEREG_CHECKING"),
    "sign": _ways(" ".join(_JOINED[1:]), "DEREG_CHECKING DEREG_SUSPENDED DEREG_CLEARED")
    - _ways("DEREG_CLEARED", "DEREG_CHECKING"),
    "agree": _ways("DEREG_CLEARED", "DEREG_APPROVED DEREG_SUSPENDED"),
    "refuse": _ways("DEREG_CLEARED", " ".join(_BEFORE)),
    "settle": _ways("DEREG_APPROVED", "SETTLED"),
    "withdraw": _ways(" ".join(DEREGISTERING), " ".join(_BEFORE)),
    "lapse": _ways("DEREG_SUSPENDED", " ".join(_BEFORE)),
    "prepare": _ways("SETTLED", "DEREG_SUSPENDED"),
    "seal": _ways("SETTLED", "SEALED DEREG_SUSPENDED"),
    "undo": _ways("SEALED", "ACTIVE FROZEN"),
    "apply-revival": _ways(" ".join(_OVER), "SEALED")
    | _ways("DESTROY_APPROVED", "DESTROY_PROPOSED"),
    "revive": _ways("SEALED", "ACTIVE FROZEN"),
    "convene": _ways("SEALED", "APPRAISAL"),
    "close": _ways("APPRAISAL", "SEALED DESTROY_PROPOSED"),
    "cancel": _ways("APPRAISAL", "SEALED"),
    "propose-deletion": _ways("SEALED", "DESTROY_PROPOSED"),
    "condemn": _ways("DESTROY_PROPOSED", "DESTROY_APPROVED SEALED"),
    "spare": _ways("DESTROY_PROPOSED", "SEALED"),
    "begin": _ways("DESTROY_APPROVED", "SEALED DESTROY_PROPOSED"),
    "run": _ways("DESTROY_APPROVED", "DESTROYING SEALED DESTROY_PROPOSED"),
    "finish": _ways("DESTROYING", "DESTROYED"),
}
