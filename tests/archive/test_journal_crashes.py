"""Writers that are killed at random moments: nothing acknowledged is lost, no half is seen.

``CSDFORMS_KILLS`` says how often; the suite does it twenty times.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from csdforms.archive.journal import Journal
from csdforms.archive.reading import Reader
from csdforms.archive.store import Act

AT = "2026-03-05T14:05:09.123456+08:00"
KILLS = int(os.environ.get("CSDFORMS_KILLS", "20"))
AT_ONCE = 4

#: Commits one, two … five lines in turn, and says after each commit which line was its last.
WRITER = """
import sys
from pathlib import Path
from csdforms.archive.journal import Journal
from csdforms.archive.store import Act

act = Act("create", "zhang", "2026-03-05T14:05:09.123456+08:00")
with Journal(Path(sys.argv[1]), lambda: True) as journal:
    journal.recover()
    print("ready", flush=True)
    while True:
        count = journal.end.no % 5 + 1
        text = "名" * (journal.end.no * 997 % 20000)
        journal.append(
            (act, [("files", 1, {"count": count, "place": place, "text": text})])
            for place in range(count)
        )
        print(journal.end.no, flush=True)
"""


def commits(path: Path) -> list[int]:
    """Return the last line's number of every commit that a reader sees."""
    with Reader(path, lambda: False) as reader:
        reader.refresh()
        ends, open_ = [], []
        for line, _, raw in reader.scan():
            if line.no == 1:
                continue
            kept = json.loads(raw)[3]["document"]
            open_.append((kept["place"], kept["count"]))
            if not line.more:
                count = len(open_)
                assert open_ == [(place, count) for place in range(count)]
                ends.append(line.no)
                open_ = []
        assert not open_
        assert reader.end.no == (ends[-1] if ends else 1)
    return ends


def kill_again_and_again(folder: Path, times: int, chance: random.Random) -> None:
    folder.mkdir()
    path = folder / "journal.jsonl"
    for _ in range(times):
        if not path.exists() or path.stat().st_size > 3_000_000:
            path.unlink(missing_ok=True)
            Journal.create(path, "0" * 36, Act("init", "zhang", AT), lambda: True).close()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.random() * 0.05)
            writer.kill()
            said = writer.stdout.read().split(b"\n")
        acknowledged = [int(number) for number in said[:-1]]
        ends = commits(path)
        assert set(acknowledged) <= set(ends)
        # and at most one more than was acknowledged
        assert not acknowledged or ends.index(acknowledged[-1]) >= len(ends) - 2


@pytest.mark.parametrize("part", range(2))
def test_killed_writers(tmp_path: Path, part: int) -> None:
    problems: list[BaseException] = []

    def run(number: int) -> None:
        try:
            chance = random.Random(f"{part} {number}")  # noqa: S311  (no secret)
            kill_again_and_again(tmp_path / str(number), -(-KILLS // (2 * AT_ONCE)), chance)
        except BaseException as problem:  # noqa: BLE001  (told to the test below)
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
