"""Compiled templates on disk, so that the next process need not compile them again.

They lie in the user's cache folder, or where ``CSDFORMS_CACHE`` says (``off``: nowhere), and may be
deleted at any time. Each is named after its template and the code that compiled it, so that a
changed template or a new version is compiled afresh.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import secrets
import sys
import time
from pathlib import Path

from csdforms.templates.compiled import CompiledPart, CompiledTemplate
from csdforms.templates.zipping import Frame

__all__ = ["cache_folder", "load", "store"]

_SUFFIX = ".csdtpl"
_KEPT_DAYS = 90  # since a template was last compiled; then its users will wait once more
_DIGEST = hashlib.sha256().digest_size


def cache_folder() -> Path | None:
    """Return the folder of compiled templates, ``None`` if there is to be none."""
    chosen = os.environ.get("CSDFORMS_CACHE")
    if chosen:
        return None if chosen == "off" else Path(chosen)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "csdforms" / "templates"


def load(data: bytes, name: str) -> CompiledTemplate | None:
    """Return what was compiled from a template with this content, ``None`` if that is not known."""
    path = _path(data)
    if path is None:
        return None
    try:
        content = _read(path)
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        parts, frame, blank, asks, tests, groups, unproven, names = marshal.loads(  # noqa: S302
            content[_DIGEST:]
        )
        return CompiledTemplate(
            name=name,
            parts={part: CompiledPart(*known) for part, known in parts.items()},
            frame=Frame(frame),
            blank_frame=Frame(blank),
            asks=asks,
            tests=tests,
            groups=groups,
            unproven=unproven,
            names=names,
        )
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        return None


def store(data: bytes, template: CompiledTemplate) -> None:
    """Keep a compiled template; where that is not possible, nothing happens."""
    path = _path(data)
    if path is None:
        return
    parts = {
        name: (part.code, part.is_well_formed, part.needs_finishing, part.tables, part.is_body)
        for name, part in template.parts.items()
    }
    content = marshal.dumps(
        (
            parts,
            template.frame.records,
            template.blank_frame.records,
            template.asks,
            template.tests,
            template.groups,
            template.unproven,
            template.names,
        )
    )
    aside = path.with_name(f"{secrets.token_hex(8)}.tmp")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _tidy(path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(aside, flags, 0o600), "wb") as file:  # whatever the umask
            file.write(hashlib.sha256(content).digest() + content)
        aside.replace(path)


def _path(data: bytes) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    try:
        key = hashlib.sha256(_compiler())
    except OSError:  # there are no source files beside us: nothing tells versions apart
        return None
    key.update(data)
    return folder / f"{key.hexdigest()}{_SUFFIX}"


def _compiler() -> bytes:
    """Return what tells one version of our code, docxtpl, Jinja and Python from another."""
    known: list[object] = [sys.implementation.cache_tag, marshal.version]
    packages = map(importlib.util.find_spec, ("docxtpl", "jinja2"))
    origins = [__file__, *(package.origin for package in packages if package and package.origin)]
    for origin in origins:
        with os.scandir(Path(origin).parent) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    known += (entry.name, stat.st_size, stat.st_mtime_ns)
    return repr(known).encode()


def _read(path: Path) -> bytes:
    """Return a file's content; it holds code, so nobody else may have put it there.

    Raises:
        OSError: if it is not there, is a link, or others may write to it or to its folder.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb") as file:
        if hasattr(os, "getuid"):  # on Windows the folder is in the user's own profile
            for stat in (os.fstat(handle), path.parent.stat()):
                if stat.st_uid != os.getuid() or stat.st_mode & 0o022:
                    raise PermissionError(path)
        return file.read()


def _tidy(folder: Path) -> None:
    """Delete what was compiled long ago."""
    oldest = time.time() - _KEPT_DAYS * 24 * 3600
    for path in folder.glob(f"*{_SUFFIX}"):
        if path.stat().st_mtime < oldest:
            path.unlink()
