"""Runs the command in its arguments and prints what it has spent, as JSON.

``cpu`` and ``wall`` in milliseconds, ``memory`` in MB. A process of its own, and a small one: a
child's peak begins with the memory of the one that started it.
"""

import json
import os
import sys
import time

if __name__ == "__main__":
    start = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    spent = {
        "wall": (time.perf_counter() - start) * 1e3,
        "cpu": (usage.ru_utime + usage.ru_stime) * 1e3,
        "memory": usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3),
    }
    sys.stdout.write(json.dumps(spent))
    sys.exit(os.waitstatus_to_exitcode(status))
