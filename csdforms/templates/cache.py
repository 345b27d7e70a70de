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
        content = path.read_bytes()
        if not _is_ours(path) or hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        parts, frame, blank, asks, tests, groups, unproven, names = marshal.loads(  # noqa: S302
            content[_DIGEST:]
        )
    except (OSError, ValueError, EOFError, TypeError):
        return None
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


def store(data: bytes, template: CompiledTemplate) -> None:
    """Keep a compiled template; where that is not possible, nothing happens."""
    path = _path(data)
    if path is None:
        return
    parts = {
        name: (part.code, part.is_well_formed, part.is_finished, part.tables, part.is_body)
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
        aside.write_bytes(hashlib.sha256(content).digest() + content)
        aside.replace(path)


def _path(data: bytes) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    key = hashlib.sha256(_compiler())
    key.update(data)
    return folder / f"{key.hexdigest()}{_SUFFIX}"


def _compiler() -> bytes:
    """Return what tells one version of the compiling code, docxtpl and Python from another."""
    known: list[object] = [sys.implementation.cache_tag, marshal.version]
    docxtpl = importlib.util.find_spec("docxtpl")
    folders = [Path(__file__).parent]
    if docxtpl is not None and docxtpl.origin is not None:
        folders.append(Path(docxtpl.origin).parent)
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    known += (entry.name, stat.st_size, stat.st_mtime_ns)
    return repr(known).encode()


def _is_ours(path: Path) -> bool:
    """Whether nobody else could have written a file: it holds code."""
    if not hasattr(os, "getuid"):
        return True  # on Windows the folder is in the user's own profile
    stat = path.stat()
    return stat.st_uid == os.getuid() and not stat.st_mode & 0o022


def _tidy(folder: Path) -> None:
    """Delete what was compiled long ago."""
    oldest = time.time() - _KEPT_DAYS * 24 * 3600
    for path in folder.glob(f"*{_SUFFIX}"):
        if path.stat().st_mtime < oldest:
            path.unlink()
