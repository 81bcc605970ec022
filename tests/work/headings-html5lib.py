#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The default headings are those of html5lib, on the HTML files of Debian's documentation and on
random pages.

headings-html5lib.py TOOL [STEP [SEED]]: compares every STEP-th file, by default every one, and
3000 random pages.
"""

import concurrent.futures
import os
import random
import re
import subprocess
import sys
import tempfile

import html5lib

ROOTS = ["/usr/share/doc/python3.11/html", "/usr/share/doc/libglib2.0-doc", "/usr/share/gtk-doc/html"]
LEVELS = {f"h{i}" for i in range(1, 7)}
NO_TEXT = {"script", "style", "template", "textarea", "title", "iframe", "noframes", "noembed", "xmp"}


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


# Selections and framesets are left out, and what is misplaced in tables, which html5lib moves
# before them.
TAGS = (
    "<h1> </h1> <h2> </h2> <h3 id=x> </h3> <h1> </h1> <h2> </h2> <div> </div> <p> </p> <b> </b> <a href=#> </a>"
    " <span> </span> <ul> <li> </li> </ul> <dl> <dt> <dd> </dl> <section> </section> <table> <tr> <td> </td> </tr>"
    " </table> <code> </code> <em> </em> <pre> </pre> <br> <hr> <img> <button> </button> <form> </form> <object>"
    " </object> <svg> <path/> <g> </g> </svg> <center> </center> </body> <body> <ruby> <rt> </ruby> <nav> </nav>"
    " <custom-x> </custom-x> a b c"
)
SYNTAX = (
    "<h1> <h2> </h1> </h2> <h1 </h1 <h3_a=' <h3_a=\" > ' \" = / < </ <! <!- <!-- - -- --> --!> ! <!--> <![CDATA[ ]]>"
    " <? a _ \n \f x= & &amp &lt; &# &#x41 &notit; ; <script> </script> <script </script <!--<script> <style> </style>"
    " <textarea> </textarea> <title> </title> <xmp> </xmp> <noscript> </noscript> <iframe> </iframe> <noframes>"
    " </noframes> <noembed> </noembed> <plaintext> <p_b <b> </b>"
)


def write_random_pages(folder, seed):
    generator = random.Random(seed)
    paths = []
    for i in range(3000):
        pieces = (TAGS if i % 2 else SYNTAX).split(" ")
        page = "".join(generator.choices(pieces, k=generator.randint(2, 20))).replace("_", " ")
        paths.append(os.path.join(folder, f"{i}.html"))
        with open(paths[-1], "w", encoding="ascii") as file:
            file.write(page)
    return paths


def compare(tool, files):
    """Returns how many headings html5lib finds, and how many files differ."""
    answer = subprocess.run([tool], input="\n".join(files), capture_output=True, check=True, text=True).stdout
    found = {}
    for line in answer.split("\n")[:-1]:
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
                with open(path, "rb") as file:
                    print(f"# {path} {file.read(300)}\n#   found    {found[path]}\n#   expected {expected}")
    print(f"# {len(files)} files, {n_headings} headings, {n_wrong} files differ", flush=True)
    return n_headings, n_wrong


def main():
    tool = sys.argv[1]
    step = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    print(f"1..2\n# seed {seed}")

    n_headings, n_wrong = compare(tool, find_files()[::step])
    print("ok 1" if n_headings and not n_wrong else "not ok 1", "- all files agree with html5lib")

    with tempfile.TemporaryDirectory() as folder:
        n_headings, n_wrong = compare(tool, write_random_pages(folder, seed))
    print("ok 2" if n_headings and not n_wrong else "not ok 2", "- random pages agree with html5lib")


main()
