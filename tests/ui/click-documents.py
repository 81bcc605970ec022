#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""click-documents.py TELAR: opens and saves runs, as somebody who is sent one."""

import json
import os
import pathlib
import subprocess
import sys

import driver
from driver import wait_for

SIZE = (1360, 860)
BUTTON = "push button|button"
MENU_ITEM = "(radio |check )?menu item"
CHOICE = "radio button|check box"
STATUS = "Finished: all 6 tasks succeeded"


class ClickDocuments:
    """One session; the tests follow each other as a person's actions do."""

    def __init__(self, telar):
        self.telar = telar
        self.home = pathlib.Path(os.environ["HOME"])
        self.run = self.write("run.json", "--strategy=async", "--workers=3")
        self.set = self.write("set.json", "--strategy=all", "--workers=2")
        self.window = driver.Window(telar, ["open", str(self.run)], size=SIZE)

    def write(self, name, *options):
        """Executes without a window; returns where the document is."""
        path = self.home / name
        path.write_bytes(subprocess.run(
            [self.telar, "run", "--workload=square", "--param=seconds=0.01", "--format=json",
             *options, "1..5", "9"], check=True, stdout=subprocess.PIPE).stdout)
        return path

    def inputs(self):
        return self.window.find("text", "Inputs").text

    def count_runs(self):
        """Returns how many runs the list holds."""
        return len(list(self.window.find("list", "Runs").find_all("list item")))

    def open(self, path):
        self.window.key("ctrl+o")
        with self.window.dialog("Open a Run or a List of Inputs"):
            self.window.key("ctrl+a")
            self.window.type(str(path))
            self.window.key("Return")

    def save(self, path):
        with self.window.dialog("Save As"):
            self.window.key("ctrl+a")
            self.window.type(str(path))
            self.window.key("Return")
        return wait_for(lambda: path.is_file() and json.loads(path.read_text()), f"{path.name}")

    def find_at_rest(self, name):
        """Returns the item of a menu when it does not move any more."""
        boxes = [None]

        def find():
            item = next(self.window.find_all(MENU_ITEM, name), None)
            boxes.append(item and item.get_box())
            return boxes[-1] is not None and boxes[-1] == boxes[-2] and item

        return wait_for(find, f"the item {name}")

    def opens_the_run_of_the_command_line(self):
        self.window.open()
        self.window.find("status bar", STATUS)

    def fills_in_its_plan(self):
        wait_for(lambda: self.inputs().split() == ["1..5", "9"], "the inputs of the run")
        assert self.window.find(CHOICE, "Async").is_checked
        assert self.window.find("spin button", "Workers").value == 3

    def keeps_it_in_the_history(self):
        self.window.find("page tab|radio button|toggle button", "Runs").click()
        wait_for(lambda: self.count_runs() == 1, "the run to be listed")

    def compares_the_runs_of_a_set(self):
        self.open(self.set)
        self.window.find("label", "Comparison of 4 runs")
        wait_for(lambda: self.count_runs() == 5, "four more runs to be listed")

    def adds_no_run_twice(self):
        self.open(self.run)
        self.window.find("status bar", STATUS)
        assert self.count_runs() == 5, self.count_runs()

    def changes_nothing_for_a_file_that_is_cut_short(self):
        broken = self.home / "broken.json"
        broken.write_bytes(self.set.read_bytes()[:2000])
        self.open(broken)
        self.window.find(name="“broken.json” could not be opened: .*")
        assert self.count_runs() == 5, self.count_runs()
        self.window.find("status bar", STATUS)

    def changes_nothing_for_a_newer_version(self):
        newer = self.home / "newer.json"
        document = json.loads(self.run.read_text())
        document["version"] = 1000
        newer.write_text(json.dumps(document))
        self.open(newer)
        self.window.find(name="“newer.json” could not be opened: .*newer.*")
        assert self.count_runs() == 5, self.count_runs()

    def saves_what_is_shown(self):
        self.window.key("ctrl+s")
        saved = self.save(self.home / "again.json")
        assert saved == json.loads(self.run.read_text()), "the run is not the same any more"

    def saves_from_the_list(self):
        self.window.find("list", "Runs").find(BUTTON, "Compare, Rename, Pin or Delete").click()
        self.window.find(MENU_ITEM, "Save…").click()
        saved = self.save(self.home / "listed.json")
        assert saved["format"] == "telar-run", saved["format"]

    def opens_a_recent_file(self):
        self.window.find(BUTTON, "Main Menu").click()
        self.find_at_rest("Open Recent").click()
        self.find_at_rest("set.json").click()
        self.window.find("label", "Comparison of 4 runs")

    def closes(self):
        warnings = self.window.find_warnings()
        assert not warnings, warnings
        self.window.close()

    def run_all(self):
        tests = [
            self.opens_the_run_of_the_command_line, self.fills_in_its_plan,
            self.keeps_it_in_the_history, self.compares_the_runs_of_a_set, self.adds_no_run_twice,
            self.changes_nothing_for_a_file_that_is_cut_short,
            self.changes_nothing_for_a_newer_version, self.saves_what_is_shown,
            self.saves_from_the_list, self.opens_a_recent_file, self.closes,
        ]
        try:
            return driver.run_tests([(test.__name__.replace("_", " "), test) for test in tests])
        finally:
            self.window.end()


if __name__ == "__main__":
    if "--inside" in sys.argv:
        sys.exit(ClickDocuments(sys.argv[1]).run_all())
    sys.exit(driver.on_own_display([sys.executable, __file__, sys.argv[1], "--inside"]))
