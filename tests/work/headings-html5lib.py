#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The default headings are those of html5lib, on the HTML files of Debian's documentation.

headings-html5lib.py TOOL [STEP]: compares every STEP-th file, by default every one.
"""

import concurrent.futures
import os
import re
import subprocess
import sys

import html5lib

ROOTS = ["/usr/share/doc/python3.11/html", "/usr/share/doc/libglib2.0-doc", "/usr/share/gtk-doc/html"]
LEVELS = {f"h{i}" for i in range(1, 7)}
NO_TEXT = {"script", "style", "template", "textarea", "title", "iframe", "noframes", "xmp"}


def find_files():
    files = {}
    for root in ROOTS:
        for folder, _, names in os.walk(root, followlinks=True):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith((".html", ".htm")) and os.path.isfile(path):
                    files[os.path.realpath(path)] = True
    return sorted(files)


def collect_text(element):
    if isinstance(element.tag, str) and element.tag not in NO_TEXT:
        yield element.text or ""
        for child in element:
            yield from collect_text(child)
            yield child.tail or ""


def find_headings(path):
    with open(path, "rb") as file:
        tree = html5lib.parse(file, namespaceHTMLElements=False)
    return [
        f"{element.tag[1]} " + " ".join(re.split("[ \t\n\f\r]+", "".join(collect_text(element)))).strip(" ")
        for element in tree.iter()
        if element.tag in LEVELS
    ]


def main():
    tool = sys.argv[1]
    step = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    files = find_files()[::step]
    print(f"1..1\n# {len(files)} files")
    answer = subprocess.run([tool], input="\n".join(files), capture_output=True, check=True, text=True).stdout
    found = {}
    for line in answer.splitlines():
        if line.startswith("FILE "):
            headings = found[line[5:]] = []
        else:
            headings.append(line)

    n_wrong = n_headings = 0
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        for path, expected in zip(files, pool.map(find_headings, files, chunksize=8)):
            n_headings += len(expected)
            if found[path] != expected:
                n_wrong += 1
                print(f"# {path}\n#   found    {found[path]}\n#   expected {expected}")
    print(f"# {n_headings} headings, {n_wrong} files differ")
    print("ok 1" if files and n_headings and not n_wrong else "not ok 1", "- all files agree with html5lib")


main()
