"""What a process took, on what machine, and the bounds that Kvittens has set itself beside the contestants."""
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

UNITS = [(".2f", "s"), (".2f", "s"), (".0f", "MiB")]
WALL, CPU, MEMORY = range(3)
# A bound: what is said, of what, over what, of which measure, and at least or at most how much.
BOUNDS = [
    ("the seed's script takes at least 10 times as long", "seed", "ours", WALL, ">=", 10),
    ("at most half the peak memory of the seed's script", "ours", "seed", MEMORY, "<=", 0.5),
    ("at most 1.5 times Polars merely reading strings", "ours", "strings", WALL, "<=", 1.5),
    ("the same where Polars loses å, ä and ö", "ours", "lossy", WALL, "<=", 1.5),
    ("the whole catalogue takes at most 1.5 times the peers' rules", "catalogue", "ours", WALL, "<=", 1.5),
    # That reading is at least five times faster is asserted where reading is all that is timed: benches/history.rs.
    ("one rule from the store is at least 3 times faster than from the exports", "one", "one-stored", WALL, ">=", 3),
]


def measured(command):
    """Wall and processor seconds and MiB at most, or none where it failed. The kernel counts the children that a process
    waited for with it, and of memory the largest process. Nothing large may be held here: a child's count begins with ours."""
    with tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        child = subprocess.Popen([str(of) for of in command], stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            print(errors.read().decode(errors="replace")[-1000:], file=sys.stderr)
            return None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(runs):
    return [statistics.median(of) for of in zip(*runs)]


def cells(of, ours):
    """The medians, and how many times Kvittens' they are."""
    return [f"{value:{form}} {unit} (× {value / base:.2f})" for value, base, (form, unit) in zip(of, ours, UNITS)]


def bounds(by_key):
    """A line for each bound whose contestants ran."""
    for said, of, over, which, sense, limit in BOUNDS:
        if by_key.get(of) and by_key.get(over):
            ratio = by_key[of][which] / by_key[over][which]
            holds = ratio >= limit if sense == ">=" else ratio <= limit
            yield f"{'holds' if holds else 'DOES NOT HOLD'}: {said} ({ratio:.2f}, {sense} {limit})"


def into_cache(paths):
    """Reads files once, so that no contestant is the one that fetches them from the disk."""
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass


def machine(packages):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        cpu = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{cpu}, {os.cpu_count()} processors, {memory:.0f} GiB; {platform.system()} {platform.release()}, Python "
            f"{platform.python_version()}, {', '.join(packages)}; load {os.getloadavg()[0]:.1f} at the start.")
