"""The papers of the joint check (archive.md §6.3): the sheet of twelve lines, the suspension."""

from __future__ import annotations

from csdforms.archive.deregistration.checking import standing
from csdforms.archive.deregistration.joint_check import LINES, CheckLine, problem_of
from csdforms.archive.store import Document
from csdforms.papers.proceedings import Data, Proceeding, day
from csdforms.papers.settling import common, settled, statement

__all__ = ["PASSED", "concluded_at", "joint_check", "suspension"]

#: The states of an application whose joint check passed.
PASSED = frozenset({"cleared", "approved", "settled", "sealed"})

_ORGANISATION = "F"
_BY_CODE = {line.code: line for line in LINES}
_GROUND = "联合核查有未了事项的，中止注销，办妥后继续；中止满 90 天的，申请失效。"
_RESTRICTED = "中止期间只保存个人信息，并只为办结上列事项使用；营销联系一律停止。"


def joint_check(case: Proceeding) -> Data:
    """Return the sheet of the joint check, as it stands; nothing before it began."""
    row = case.row
    if not row["checks"]:
        return {}
    started = day(row["checks"][0]["at"])
    waiting = {one.text for one in standing(row, (), at=row.get("suspended_at", case.at)).unsigned}
    rows = [_line(row, line, waiting) for line in LINES]
    judged = [one for one in rows if "line_verdict" in one]
    is_over = row["state"] in PASSED or (row["state"] == "suspended" and judged)
    concluded = day(concluded_at(row)) if is_over else ""
    balance = statement(row, "G3").get("as_of", "")
    return {
        **common(case),
        "predecessor_nos": case.card.get("absorbed", []),
        "check_round": "首次核查" if len(row["checks"]) == 1 else "中止后复核",
        "check_started_on": started,
        "statement_no": settled(row, "account").get("document", ""),
        "balance_as_of": balance if balance <= (concluded or started) else "",
        "check_rows": rows,
        "info_supervisor_by": row["checks"][-1]["by"] if concluded else "",
        "info_supervisor_on": concluded,
    }


def concluded_at(row: Document) -> str:
    """Return the moment when the check came to its end: the last look, or the last signature."""
    signed = [one["at"] for one in row["lines"].values()]
    return str(max([row["checks"][-1]["at"], *signed]))


def _line(row: Document, line: CheckLine, waiting: set[str]) -> Data:
    """Return one line of the check.

    Args:
        row: the application.
        line: the line.
        waiting: what is said of lines that nobody signed, or not of late: nothing is open there.
    """
    found = [(text, source) for code, text, _, source in row["blockers"] if code == line.code]
    signed = row["lines"].get(line.code, {})
    data: Data = {"check_line": line.code, "computed_finding": _computed(line, found)}
    open_here = [one for one in found if one[0] not in waiting]
    signature = {"line_signed_by": signed.get("by", ""), "line_signed_on": day(signed.get("at"))}
    if open_here:
        texts = [_words(row, line.code, text) for text, _ in open_here]
        data |= {"line_verdict": "有未了", "open_matters": "；".join(dict.fromkeys(texts))}
        data["source_refs"] = [source for _, source in open_here if source]
        return data | (signature if _problem(row, line) else {})
    if not signed or found:
        return data
    data |= {"line_verdict": "无未了", "line_statement": signed["text"]} | signature
    if line.code == "G7" and (kept := row.get("warranties")):
        last = max(until for _, until in kept)
        words = signed["text"] or f"保留质保联系，至 {last}"
        data |= {"line_verdict": "附条件", "line_statement": words}
    return data


def _problem(row: Document, line: CheckLine) -> str:
    """Return what is wrong with a line by its owner's own signature, "" if nothing is."""
    signed = row["lines"].get(line.code)
    return problem_of(line, signed, row.get("write_off")) if signed else ""


def _words(row: Document, code: str, text: str) -> str:
    """Return what is open, in the words of the line's owner if it was he who said so."""
    signed = row["lines"].get(code, {"clear": True})
    is_his = not signed["clear"] and text == _problem(row, _BY_CODE[code])
    return str(signed["text"]) if is_his else text


def _computed(line: CheckLine, found: list[tuple[str, str]]) -> str:
    """Return what the archive itself found in a line."""
    if found:
        return "；".join(text for text, _ in found)
    return f"没有{line.computed}" if line.computed else ""


def suspension(case: Proceeding) -> Data:
    """Return the notice of what suspends the deregistration, while it does."""
    row = case.row
    if row["state"] != "suspended":
        return {}
    since = day(row["suspended_at"])
    is_person = case.card["kind"] != _ORGANISATION
    return {
        **common(case),
        "suspension_no": f"{case.number}-{since.replace('-', '')}",
        "asker_name": row.get("authority", {}).get("name", ""),
        "applied_on": row["applied_on"],
        "suspended_on": since,
        "suspension_ground": _GROUND,
        "open_rows": [
            {
                "check_line": line,
                "open_matters": _words(row, line, text),
                "source_refs": [source] if source else [],
                "line_owner": owner,
            }
            for line, text, owner, source in row["blockers"]
        ],
        "is_restricted": is_person,
        "restricted_scope": _RESTRICTED if is_person else "",
    }
