"""Who acts, and when: the account as the operating system tells it, and Beijing time.

Neither comes from the environment, where anybody could write another name.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any, TypeAlias

from csdforms.errors import NotPermitted

__all__ = ["BEIJING", "Clock", "account", "day_of", "moment", "now"]

#: Beijing has had no summer time since 1991.
BEIJING = dt.timezone(dt.timedelta(hours=8))

#: Tells what time it is; a moment without a zone is Beijing time.
Clock: TypeAlias = Callable[[], dt.datetime]

_DAY = 10  # characters of a moment
_LONGEST = 257  # of a Windows account, with the zero at its end (UNLEN + 1)


def now() -> dt.datetime:
    """Return the present moment in Beijing time."""
    return dt.datetime.now(BEIJING)


def moment(at: dt.datetime) -> str:
    """Write a moment as the journal does: Beijing time, microseconds, the zone.

    All of them are equally long, so that the earlier one is the smaller text.

    >>> import datetime as dt
    >>> moment(dt.datetime(2026, 3, 5, 6, 5, 9, tzinfo=dt.timezone.utc))
    '2026-03-05T14:05:09.000000+08:00'
    """
    local = at.replace(tzinfo=BEIJING) if at.tzinfo is None else at.astimezone(BEIJING)
    return local.isoformat(timespec="microseconds")


def day_of(moment: str) -> str:
    """Return a moment's day in Beijing, ``2026-03-05``."""
    return moment[:_DAY]


def account() -> str:
    """Return the name of the account under which this process runs, as the system knows it."""
    return _windows_account() if os.name == "nt" else _posix_account()


def _posix_account() -> str:
    import pwd

    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container under a number that nobody named
        return f"uid-{number}"


def _windows_account() -> str:
    import ctypes

    library: Any = vars(ctypes)["windll"].advapi32  # there is none elsewhere
    size = ctypes.c_uint32(_LONGEST)
    name = ctypes.create_unicode_buffer(_LONGEST)
    if not library.GetUserNameW(name, ctypes.byref(size)):
        raise NotPermitted("Windows 没有告知当前账户，没有写入。请重新登录 Windows 后再试。")
    return name.value
