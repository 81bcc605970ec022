#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-desktop.py SOURCE BUILD: what a desktop is told of Telar, and that it is true."""

import configparser
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree

TOP = pathlib.Path(sys.argv[1])
BUILD = pathlib.Path(sys.argv[2])
TELAR = BUILD / "src/telar"
ID = "io.github.telar.Telar"
RUN_TYPE = "application/x-telar-run"
DEADLINE_S = 60
# AppStream wishes for small letters in every id, and its versions before 1.0 do not know the
# element that later ones ask for.
INEVITABLE = {"cid-contains-uppercase-letter", "unknown-tag developer"}


def run(*command, **options):
    """Returns what a command prints; it has to succeed."""
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=DEADLINE_S,
                            **options)
    assert result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
    return result.stdout


def read_desktop_file(path):
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def read_options(command):
    """Returns the options that the help of a command lists."""
    text = run(TELAR, command, "--help", env={**os.environ, "LANGUAGE": "en"})
    found = set(re.findall(r"^  (?:-\w, )?--([\w-]+)", text, re.MULTILINE))
    assert "help" in found
    return found


def write_mime_database(folder):
    """Makes Telar's file type known to programs whose XDG_DATA_HOME is @folder."""
    packages = folder / "mime/packages"
    packages.mkdir(parents=True)
    shutil.copy(BUILD / f"data/{ID}.xml", packages)
    run("update-mime-database", folder / "mime")


def the_manual_has_no_faults():
    result = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", TOP / "data/telar.1"],
                            capture_output=True, text=True, check=False)
    assert result.returncode == 0 and not result.stderr, result.stderr


def the_manual_tells_of_each_option_and_of_no_other():
    manual = (TOP / "data/telar.1").read_text().replace("\\-", "-")
    told = set(re.findall(r"^\.B.*?--([\w-]+)", manual.partition("SH OPTIONS")[2].partition(".SH ")[0],
                          re.MULTILINE))
    there = read_options("run") | read_options("demo-site") | {"version"}
    assert told == there, f"not in the manual: {there - told}; not in the program: {told - there}"


def the_description_is_complete():
    shown = subprocess.run(
        ["appstreamcli", "validate", "--pedantic", "--no-net", "--no-color",
         BUILD / f"data/{ID}.metainfo.xml"], capture_output=True, text=True, check=False)
    remarks = re.findall(r"^[EWIP]: \S+ (.*)$", shown.stdout, re.MULTILINE)
    new = [remark for remark in remarks if not any(remark.startswith(old) for old in INEVITABLE)]
    assert shown.returncode == 0 and not new, shown.stdout + shown.stderr


def the_pictures_of_the_description_are_there():
    tree = xml.etree.ElementTree.parse(BUILD / f"data/{ID}.metainfo.xml")
    shots = tree.findall("screenshots/screenshot")
    assert len(shots) >= 3
    assert [shot.get("type") for shot in shots].count("default") == 1
    for shot in shots:
        assert shot.findtext("caption")
        image = shot.find("image")
        path = TOP / "data/screenshots" / image.text.rpartition("/")[2]
        head = path.read_bytes()[:24]
        assert head.startswith(b"\x89PNG"), path
        size = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
        assert size == (int(image.get("width")), int(image.get("height"))), f"{path}: {size}"
        assert size[0] <= 1000 and size[1] <= 700, f"{path}: {size}"


def the_desktop_file_speaks_both_languages():
    parser = read_desktop_file(BUILD / f"data/{ID}.desktop")
    for group in parser.sections():
        for key in ("Name", "GenericName", "Comment", "Keywords"):
            if key in parser[group]:
                assert f"{key}[es]" in parser[group], f"{group}: {key}"
    assert "concurrencia" in parser["Desktop Entry"]["Keywords[es]"]


def the_desktop_file_names_what_exists():
    parser = read_desktop_file(BUILD / f"data/{ID}.desktop")
    entry = parser["Desktop Entry"]
    assert entry["Icon"] == ID and entry["DBusActivatable"] == "true"
    assert entry["MimeType"] == RUN_TYPE + ";"
    source = (TOP / "src/ui/telar-application.c").read_text()
    actions = entry["Actions"].strip(";").split(";")
    assert actions == ["new-window", "run-example"]
    for action in actions:
        assert parser[f"Desktop Action {action}"]["Exec"].endswith(f" {ID} {action}")
        assert f'.name = "{action}"' in source


def a_run_is_recognized_by_its_name_and_by_its_content():
    # given
    guess = ("import sys, gi\nfrom gi.repository import Gio\n"
             "data = sys.stdin.buffer.read()\n"
             "print(Gio.content_type_guess(sys.argv[1] or None, data)[0])")
    one = run(TELAR, "run", "--format=json", "--param=seconds=0", "1")
    several = run(TELAR, "run", "--format=json", "--strategy=all", "--param=seconds=0", "1")
    pretty = json.dumps(json.loads(one), indent=2)
    cases = [
        ("results.telar", one, RUN_TYPE), ("", one, RUN_TYPE), ("", several, RUN_TYPE),
        ("", pretty, RUN_TYPE), ("", '{"format": "other"}', None),
        ("x.json", '{"format": "other"}', "application/json"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        write_mime_database(home)
        for name, content, expected in cases:
            # done
            found = run("/usr/bin/python3", "-c", guess, name, input=content,
                        env={**os.environ, "XDG_DATA_HOME": folder}).strip()
            # expected
            assert found == expected if expected else found != RUN_TYPE, f"{name}, {content[:40]}: {found}"


def count_runs(history):
    """Returns how many runs a history holds, which its program may be writing."""
    if not history.exists():
        return 0
    with sqlite3.connect(f"file:{history}?mode=ro", uri=True) as database:
        try:
            return database.execute("SELECT count(*) FROM runs").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def the_desktop_starts_it_by_its_name_and_it_runs_the_example():
    # given a session whose bus knows the service, but no Telar that runs
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        services = home / "dbus-1/services"
        services.mkdir(parents=True)
        service = (BUILD / f"data/{ID}.service").read_text()
        assert re.search(r"^Exec=/\S+/bin/telar --gapplication-service$", service, re.MULTILINE)
        (services / f"{ID}.service").write_text(
            re.sub("^Exec=.*", f"Exec={TELAR} --gapplication-service", service, flags=re.MULTILINE))
        environment = {
            key: value for key, value in os.environ.items()
            if key not in ("DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "DISPLAY", "G_DEBUG")}
        environment.update({
            "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder,
            "XDG_RUNTIME_DIR": folder, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo",
            "GTK_A11Y": "none", "GSETTINGS_BACKEND": "memory"})
        with open(home / "log", "w+") as log:
            session = subprocess.Popen(
                ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c",
                 f"gapplication action {ID} run-example && echo asked; read end;"
                 f"gapplication action {ID} quit; sleep 1"],
                stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment, text=True)
            try:
                # done
                end = time.monotonic() + DEADLINE_S
                while count_runs(home / "telar/history.db") == 0 and time.monotonic() < end:
                    time.sleep(0.05)
                # expected
                log.seek(0)
                assert count_runs(home / "telar/history.db") == 1, log.read()
            finally:
                session.communicate("\n", timeout=DEADLINE_S)


def the_development_variant_has_a_name_of_its_own_everywhere():
    # given
    devel = ID + ".Devel"
    with tempfile.TemporaryDirectory() as folder:
        # done
        run("env", "TELAR_VARIANT=development", "TELAR_TESTS=off", "meson", "setup", folder, TOP)
        named = [f"data/{devel}.desktop", f"data/{devel}.metainfo.xml", f"data/{devel}.xml",
                 "data/gschemas.compiled"]
        run("ninja", "-C", folder, *named)
        data = pathlib.Path(folder) / "data"
        # expected
        plain = re.compile(re.escape(ID) + r"(?!\.Devel)")
        for suffix in ("desktop", "xml", "service", "gschema.xml"):
            text = (data / f"{devel}.{suffix}").read_text()
            assert devel in text and not plain.search(text), suffix
        tree = xml.etree.ElementTree.parse(data / f"{devel}.metainfo.xml")
        assert tree.findtext("id") == devel
        assert tree.findtext("launchable") == devel + ".desktop"
        installed = json.loads(run("meson", "introspect", "--installed", folder))
        targets = {path.rpartition("/")[2] for path in installed.values()}
        assert {f"{devel}.svg", f"{devel}-symbolic.svg", f"{devel}.service"} <= targets, targets
        assert not [name for name in targets if plain.search(name)], targets
        commands = (pathlib.Path(folder) / "compile_commands.json").read_text()
        assert "-DTELAR_IS_DEVELOPMENT=1" in commands and devel in commands


TESTS = [
    the_manual_has_no_faults,
    the_manual_tells_of_each_option_and_of_no_other,
    the_description_is_complete,
    the_pictures_of_the_description_are_there,
    the_desktop_file_speaks_both_languages,
    the_desktop_file_names_what_exists,
    a_run_is_recognized_by_its_name_and_by_its_content,
    the_desktop_starts_it_by_its_name_and_it_runs_the_example,
    the_development_variant_has_a_name_of_its_own_everywhere,
]


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
