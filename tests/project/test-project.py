#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of the project as a whole: translations, layers, style, icons."""

import gettext
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import xml.etree.ElementTree

TOP = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])

# A folder may include what is in the folders to its right.
LAYERS = {
    "": {"ui", "cli", "engine"},
    "ui": {"store", "chart", "engine", "work", "model", "site"},
    "cli": {"store", "chart", "engine", "work", "model", "site"},
    "store": {"model"},
    "chart": {"model"},
    "engine": {"work", "model"},
    "work": {"model"},
    "model": set(),
    "site": set(),
}
ICONS = TOP / "data/icons/hicolor"


def find_files(*patterns):
    found = sorted(path for pattern in patterns for path in TOP.glob(pattern))
    assert found, f"nothing is called {patterns}"
    return found


def find_sources():
    return find_files("src/**/*.[ch]", "tests/**/*.[ch]")


def name(path):
    return str(path.relative_to(TOP))


def run(*command):
    """Returns what a command prints; it has to succeed."""
    result = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def read_list(path):
    lines = (line.strip() for line in (TOP / path).read_text().splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def assert_none(problems):
    assert not problems, "\n".join(problems)


def every_file_with_texts_to_translate_is_in_potfiles():
    with_texts = set(run(TOP / "build-aux/update-po", "--list").split())
    listed = read_list("po/POTFILES")
    assert_none([f"{path} is missing in po/POTFILES" for path in sorted(with_texts - listed)])
    missing = [path for path in sorted(listed) if not (TOP / path).is_file()]
    assert_none([f"po/POTFILES lists {path}, which does not exist" for path in missing])


def each_translation_is_complete_and_its_formats_are_right():
    languages = read_list("po/LINGUAS")
    assert "es" in languages
    with tempfile.TemporaryDirectory() as folder:
        run(TOP / "build-aux/update-po", "--pot", folder + "/now.pot")
        for language in sorted(languages):
            merged = f"{folder}/{language}.po"
            run("msgmerge", "--quiet", "--no-fuzzy-matching", "--output-file", merged,
                TOP / f"po/{language}.po", folder + "/now.pot")
            run("msgfmt", "--check", "--output-file", "/dev/null", merged)
            for flag in ("--untranslated", "--only-fuzzy"):
                left = run("msgattrib", "--no-obsolete", flag, merged)
                assert "msgid" not in left.partition("\n\n")[2], f"{language}: {left[-1500:]}"
            assert "msgid" in run("msgattrib", "--translated", merged).partition("\n\n")[2]


def each_translated_markup_is_well_formed_and_has_the_same_links():
    link = re.compile(r'<a href="[^"]*">')
    n_links = 0
    with tempfile.TemporaryDirectory() as folder:
        for language in sorted(read_list("po/LINGUAS")):
            run("msgfmt", "--output-file", f"{folder}/{language}.mo", TOP / f"po/{language}.po")
            with open(f"{folder}/{language}.mo", "rb") as file:
                texts = gettext.GNUTranslations(file)._catalog  # pylint: disable=protected-access
            for text, translated in texts.items():
                if isinstance(text, str) and re.search("</(a|b|i|tt)>", text):
                    assert sorted(link.findall(text)) == sorted(link.findall(translated)), text
                    n_links += len(link.findall(text))
                    xml.etree.ElementTree.fromstring(f"<markup>{translated}</markup>")
    assert n_links > 0


def no_folder_includes_one_above_it():
    problems = []
    include = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
    for path in find_files("src/**/*.[ch]"):
        folder = "" if path.parent == TOP / "src" else path.parent.name
        for other in include.findall(path.read_text()):
            above, slash, _ = other.partition("/")
            if slash and above not in LAYERS[folder]:
                problems.append(f"{name(path)} includes {other}")
    assert_none(problems)


def only_the_window_knows_the_toolkit():
    toolkit = re.compile(r"^#include <(?:gtk|gdk|gsk|adwaita)", re.MULTILINE)
    below = [path for path in find_files("src/**/*.[ch]") if path.parent.name != "ui"]
    assert_none([name(path) for path in below if toolkit.search(path.read_text())])


def the_top_level_holds_no_more_than_it_shall():
    # Without git, which a new computer need not have, nor the source from an archive.
    ignored = (TOP / ".gitignore").read_text().split()
    top = {path.name for path in TOP.iterdir()
           if not any(path.match(line.strip("/")) for line in ignored if line[0] != "!")
           or f"!/{path.name}/" in ignored}
    wished = {"LICENSE", "README.md", "build-aux", "data", "flatpak", "meson.build", "po", "src",
              "tests"}
    assert_none([name for name in top if name not in wished and not name.startswith(".")])


def the_house_is_described():
    text = (TOP / "src/README.md").read_text()
    folders = {path.name for path in (TOP / "src").iterdir() if path.is_dir()}
    assert folders == set(LAYERS) - {""}, f"{folders} are the folders now"
    assert_none([f"src/README.md does not tell of {folder}/" for folder in sorted(folders)
                 if f"{folder}/" not in text])


def every_source_file_names_its_licence():
    files = find_sources() + find_files("tests/**/*.py", "data/icons/**/*.svg", "data/*.xml*")
    assert_none([name(path) for path in files
                 if "SPDX-License-Identifier:" not in path.read_text()[:300]])


def every_source_file_is_part_of_the_build():
    problems = []
    for path in find_files("src/**/*.c", "tests/**/*.c"):
        build = (path.parent / "meson.build").read_text()
        test = re.sub("^test-", "", path.stem)
        if f"'{path.name}'" not in build and f"'{test}'" not in build:
            problems.append(f"{name(path)} is not built")
    assert_none(problems)


def nothing_is_left_unfinished():
    # Spelt so that this file does not find itself.
    words = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
    files = find_sources() + find_files("tests/**/*.py", "build-aux/*", "flatpak/*", "*.md", "src/*.md")
    assert_none([name(path) for path in files if words.search(path.read_text())])


def no_file_holds_a_path_of_somebodys_computer():
    files = find_sources() + find_files("tests/**/*.py", "build-aux/*", "data/*.*", "flatpak/*", "*.md")
    paths = re.compile(r"/home/\w+/|/work" r"/|/tmp/w" r"t/")
    assert_none([name(path) for path in files if paths.search(path.read_text())])


def the_code_is_formatted():
    files = [str(path) for path in find_sources()]
    run("clang-format", "--dry-run", "-Werror", *files)


def the_commands_are_valid_shell():
    for path in ("build-aux/run", "build-aux/test", "build-aux/install-packages", ".ci/run",
                 "flatpak/build-bundle", "flatpak/stand-in-sdk"):
        shell = (TOP / path).read_text().split("\n")[0].removeprefix("#!")
        run(*shell.split(), "-n", TOP / path)
        assert (TOP / path).stat().st_mode & 0o111, f"{path} cannot be executed"


def the_icon_is_a_drawing_of_128_by_128_without_text():
    icon = xml.etree.ElementTree.parse(
        ICONS / "scalable/apps/io.github.telar.Telar.svg").getroot()
    tags = {element.tag.rpartition("}")[2] for element in icon.iter()}
    assert icon.get("viewBox") == "0 0 128 128"
    assert tags.isdisjoint({"text", "image", "script", "foreignObject"}), tags


def the_icon_of_the_development_variant_is_the_same_but_for_its_stripes():
    drawings = []
    for variant in ("", ".Devel"):
        icon = xml.etree.ElementTree.parse(
            ICONS / f"scalable/apps/io.github.telar.Telar{variant}.svg").getroot()
        drawings.append([(element.tag, element.attrib) for element in icon.iter()])
    plain, striped = drawings
    assert [shape for shape in plain if shape not in striped] == []
    assert len(striped) > len(plain)


def the_symbolic_icon_has_one_colour():
    icon = xml.etree.ElementTree.parse(
        ICONS / "symbolic/apps/io.github.telar.Telar-symbolic.svg").getroot()
    fills = {element.get("fill") for element in icon.iter() if element.get("fill")}
    assert icon.get("viewBox") == "0 0 16 16"
    assert len(fills) == 1, fills


TESTS = [
    every_file_with_texts_to_translate_is_in_potfiles,
    each_translation_is_complete_and_its_formats_are_right,
    each_translated_markup_is_well_formed_and_has_the_same_links,
    no_folder_includes_one_above_it,
    only_the_window_knows_the_toolkit,
    the_top_level_holds_no_more_than_it_shall,
    the_house_is_described,
    every_source_file_names_its_licence,
    every_source_file_is_part_of_the_build,
    nothing_is_left_unfinished,
    no_file_holds_a_path_of_somebodys_computer,
    the_commands_are_valid_shell,
    the_icon_is_a_drawing_of_128_by_128_without_text,
    the_icon_of_the_development_variant_is_the_same_but_for_its_stripes,
    the_symbolic_icon_has_one_colour,
]
# Formats differ from one version of the formatter to the next, so it is not required to be there.
if shutil.which("clang-format"):
    TESTS.append(the_code_is_formatted)


def main():
    print(f"1..{len(TESTS)}")
    n_failed = 0
    for number, test in enumerate(TESTS, 1):
        try:
            test()
            print(f"ok {number} {test.__name__.replace('_', ' ')}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            n_failed += 1
            if not isinstance(error, AssertionError):
                traceback.print_exc()
            for line in str(error).splitlines():
                print(f"# {line}")
            print(f"not ok {number} {test.__name__.replace('_', ' ')}", flush=True)
    sys.exit(1 if n_failed else 0)


main()
