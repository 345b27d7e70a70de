"""The stop-watch that every engine in Python uses; ``clock.js`` is the same for Node.

Arguments: a JSON file with the documents to make (``template``, ``form``, ``data`` of each), the
folder to write them to, and how many seconds to go on. The first document, which also pays for
compiling, is timed apart. Then the engine says ``ready`` and waits for a line, so that several can
start together. It makes at least one document more, stops when the time is over or all are made,
and prints the times as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["Document", "run"]

Document = dict[str, Any]
Time = tuple[float, float]


def run(fill: Callable[[Document, Path], None]) -> None:
    """Run the job: ``fill`` makes one document and writes it to a path that is still free."""
    documents = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    folder, seconds = Path(sys.argv[2]), float(sys.argv[3])
    paths = [folder / f"{number:05}.docx" for number in range(len(documents))]
    first = _timed(fill, documents[0], paths[0])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    times = []
    end = time.perf_counter() + seconds
    for document, path in zip(documents[1:], paths[1:], strict=True):
        times.append(_timed(fill, document, path))
        if time.perf_counter() > end:
            break
    sys.stdout.write(json.dumps({"first": first, "times": times}) + "\n")


def _timed(fill: Callable[[Document, Path], None], document: Document, path: Path) -> Time:
    """Return the CPU and the wall time of one document, in milliseconds."""
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    fill(document, path)
    spent = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
    return spent[0] / 1e6, spent[1] / 1e6
