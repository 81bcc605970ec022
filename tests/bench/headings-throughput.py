#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the default headings are found in Debian's documentation, beside lxml and Python's re.

headings-throughput.py TOOL: finding must go through over 500 MB a second.
"""

import pathlib
import re
import subprocess
import sys
import time

import lxml.html

FOLDERS = ["/usr/share/doc/python3.11/html", "/usr/share/gtk-doc/html"]
THRESHOLD_MB_S = 500
ROUNDS = 5


def best(function):
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        function()
        times.append(time.perf_counter() - began)
    return min(times)


def main():
    files = sorted(str(path) for folder in FOLDERS for path in pathlib.Path(folder).rglob("*.html"))
    pages = [pathlib.Path(name).read_bytes() for name in files]
    texts = [page.decode(errors="replace") for page in pages]
    megabytes = sum(map(len, pages)) / 1e6
    answers = [
        subprocess.run([sys.argv[1], "--time"], input="\n".join(files), capture_output=True, text=True, check=True).stdout
        for _ in range(ROUNDS)
    ]
    found = min(float(re.search(r"found in ([0-9.]+)", answer)[1]) for answer in answers)
    decoded = min(float(re.search(r"decoded in ([0-9.]+)", answer)[1]) for answer in answers)
    pattern = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1", re.S | re.I)

    ours = megabytes / found
    with_decoding = megabytes / (found + decoded)
    regular = megabytes / best(lambda: [pattern.findall(text) for text in texts])
    tree = megabytes / best(lambda: [lxml.html.fromstring(page).xpath("//h1|//h2|//h3|//h4|//h5|//h6") for page in pages if page.strip()])
    print(f"{len(files)} files, {megabytes:.1f} MB")
    print(f"Telar: {ours:.0f} MB/s, with decoding {with_decoding:.0f} MB/s")
    print(f"Python's re, a plain pattern: {regular:.0f} MB/s, Telar is {ours / regular:.1f} times as fast")
    print(f"lxml: {tree:.0f} MB/s, Telar is {ours / tree:.1f} times as fast")
    is_enough = ours > THRESHOLD_MB_S
    print(f"{'ok' if is_enough else 'not ok'}: over {THRESHOLD_MB_S} MB/s")
    return not is_enough


sys.exit(main())
