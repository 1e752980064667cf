#!/usr/bin/env python3
"""How `realign code` gains from threads: threads.py REALIGN FILE... [--threads 1 2] [--rounds 5]

Rounds take the numbers of threads in turn, so that what else the machine does meets all alike. Prints the median of wall
and CPU seconds of each, what the program had of the machine (CPU by wall seconds), and the gain over the first. A machine
that others use shows less of a gain than it has, or more, as its scheduler gives two threads more than one: CPU seconds
tell what the threads cost one another.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time


def run(command):
    """Wall and CPU seconds of a command, and the most memory it held, in MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"threads.py: {' '.join(command)}: status {process.returncode}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("realign")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--threads", nargs="+", default=["1", "2"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    runs = {threads: [] for threads in options.threads}
    for _ in range(options.rounds):
        for threads in options.threads:
            runs[threads].append(run([options.realign, "code", "--threads", threads, *options.files]))
    first = statistics.median(wall for wall, _, _ in runs[options.threads[0]])
    print("threads  wall s   CPU s  CPU by wall   gain  memory MB")
    for threads, times in runs.items():
        wall, cpu = (statistics.median(time[i] for time in times) for i in (0, 1))
        print(f"{threads:>7} {wall:7.2f} {cpu:7.2f} {cpu / wall:12.2f} {first / wall:6.2f} {max(t[2] for t in times):10.0f}")


if __name__ == "__main__":
    main()
