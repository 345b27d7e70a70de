"""Whose services an evaluation is about: of a person, an outlet, all (manual §2.4)."""

from __future__ import annotations

from csdforms.errors import InvalidData
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.services import Services
from csdforms.schemas.checking import Finding

__all__ = ["OUTLET", "PERSON", "WHOLE", "services_of"]

PERSON, OUTLET, WHOLE = "服务人员", "服务网点", "部门"


def services_of(request: Request, closed: Rows, kind: str, name: str) -> Rows:
    """Return those of the closed services that are the object's.

    An outlet may be asked for by its code or its name, as the list of the day had them and as the
    sheets have them.

    Raises:
        InvalidData: if nothing that he may know of names the object, though there are services or
            outlets: then the name is written wrong.
    """
    services = request.sources.services
    if kind == WHOLE:
        return closed
    if kind == PERSON:
        if len(services) and name not in services.person.values:
            raise _unknown(request, "档案里没有这位服务人员的登记，请核对姓名。")
        return closed.where(services.person.isin(name), name)
    outlets = request.sources.outlets.until(request.period.as_of)
    if not _is_known(request, services, name):
        raise _unknown(request, "档案里没有这个网点，请核对网点的编号或名称。")
    codes = services.outlet(outlets)
    if (code := outlets.code(name)) is not None:
        return closed.where(codes.isin(code), name)
    called = closed.where(services.outlet_name.isin(name), name)
    same = (code for code in codes.among(called.index) if code is not None)
    return closed.where(codes.isin(name, *same), name)


def _is_known(request: Request, services: Services, name: str) -> bool:
    outlets = request.sources.outlets
    if not len(services) and outlets.newest is None:
        return True
    lists = outlets, outlets.until(request.period.as_of)
    named = (*services.outlet_code.values, *services.outlet_name.values)
    return name in named or any(one.code(name) is not None for one in lists)


def _unknown(request: Request, text: str) -> InvalidData:
    label = request.model.label_of("object_name")
    return InvalidData(request.model.title(), [Finding("object_name", label, text)])
