"""What a process and all its children have spent of the processors."""

from __future__ import annotations

import os
from pathlib import Path


def server_processor(pid: int) -> float:
    """Seconds of processor of a server and of all its processes, living and ended."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if path.parent.name == str(pid):
            total += sum(map(int, fields[11:15])) / tick
        elif fields[1] == str(pid):
            total += sum(map(int, fields[11:13])) / tick
    return total
