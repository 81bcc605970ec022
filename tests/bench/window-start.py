#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""window-start.py TELAR: prints how many seconds it takes from its start to a drawn window.

The clock stops when the window can be seen on the screen, of which it is the only one.
"""

import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ui"))
import driver  # noqa: E402
from screen import Screen  # noqa: E402

DEADLINE_S = 30


def is_drawn(screen):
    """Returns whether most of a line that crosses the window is not black any more."""
    row = screen.read(100, 300, 800, 1)[0]
    return row.count(0) < len(row) // 2


def main():
    screen = Screen(os.environ["TELAR_TEST_SCREEN"])
    environment = dict(os.environ, GSK_RENDERER="cairo", GTK_A11Y="none")
    start = time.perf_counter()
    process = subprocess.Popen([sys.argv[1]], env=environment)
    try:
        while not is_drawn(screen):
            assert time.perf_counter() - start < DEADLINE_S, "no window was drawn"
            time.sleep(0.001)
        print(time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    if "--inside" in sys.argv:
        main()
    else:
        sys.exit(driver.on_own_display([sys.executable, __file__, sys.argv[1], "--inside"]))
