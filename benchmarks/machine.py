"""The machine and the versions, in general terms."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess

from benchmarks.peers import ENVIRONMENTS

__all__ = ["describe"]


def describe() -> str:
    """Return a line on the machine and one on the versions of all that is installed."""
    if hasattr(platform, "freedesktop_os_release"):
        try:
            system = platform.freedesktop_os_release()["PRETTY_NAME"]
        except OSError:
            system = platform.system()
    else:
        system = f"{platform.system()} {platform.release()}"
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {system}, "
    machine += f"{platform.python_implementation()} {platform.python_version()}"
    node = shutil.which("node")
    if node is not None:
        version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True)
        machine += f", Node {version.stdout.strip().removeprefix('v')}"
    versions = [
        f"{name} {version}"
        for environment in ENVIRONMENTS.values()
        for name, version in environment.versions().items()
    ]
    return f"{machine}.\n{', '.join(versions)}."
