#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""click-documents.py TELAR DRAG_SOURCE: opens and saves runs, as somebody who is sent one."""

import itertools
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
LINE_COLOURS = {"Dependencies": "#8a8a8a", "Critical Path": "#d1006c"}
LEGEND = {"Dependencies": "Dependency", "Critical Path": "Critical path"}
STATUS = "Finished: all 6 tasks succeeded"


class ClickDocuments:
    """One session; the tests follow each other as a person's actions do."""

    def __init__(self, telar, drag_source):
        self.telar = telar
        self.drag_source = drag_source
        self.home = pathlib.Path(os.environ["HOME"])
        self.run = self.write("run.json", "--strategy=async", "--workers=3")
        self.set = self.write("set.json", "--strategy=all", "--workers=2")
        self.window = driver.Window(telar, ["open", str(self.run)], size=SIZE)

    def write(self, name, *options, inputs=("1..5", "9")):
        """Executes without a window; returns where the document is."""
        path = self.home / name
        path.write_bytes(subprocess.run(
            [self.telar, "run", "--workload=square", "--param=seconds=0.01", "--format=json",
             *options, *inputs], check=True, stdout=subprocess.PIPE).stdout)
        return path

    def inputs(self):
        return self.window.find("text", "Inputs").text

    def count_runs(self):
        """Returns how many runs the list holds."""
        return len(list(self.window.find("list", "Runs").find_all("list item")))

    def open(self, path):
        self.window.key("ctrl+o")
        self.window.choose_file("Open a Run or a List of Inputs", path)

    def save(self, path):
        self.window.choose_file("Save As", path)
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

    def saves_chosen_runs_together(self):
        rows = list(self.window.find("list", "Runs").find_all("list item"))
        rows[1].click(along=0.4)
        self.window.find("status bar", STATUS)
        driver.xdotool("keydown", "ctrl")
        rows[3].click(along=0.4)
        driver.xdotool("keyup", "ctrl")
        self.window.find("label", "Comparison of 2 runs")
        rows[3].find(BUTTON, "Compare, Rename, Pin or Delete").click()
        self.window.find(MENU_ITEM, "Save…").click()
        saved = self.save(self.home / "chosen.json")
        assert saved["format"] == "telar-runs", saved["format"]
        runs = json.loads(self.set.read_text())["runs"] + [json.loads(self.run.read_text())]
        assert len(saved["runs"]) == 2 and saved["runs"][0] != saved["runs"][1], saved
        assert all(run in runs for run in saved["runs"]), "a run is not the same any more"

    def opens_the_chosen_runs_again(self):
        self.open(self.run)
        self.window.find("status bar", STATUS)
        self.open(self.home / "chosen.json")
        self.window.find("label", "Comparison of 2 runs")
        assert self.count_runs() == 5, self.count_runs()
        self.window.key("ctrl+s")
        again = self.save(self.home / "chosen-again.json")
        assert again == json.loads((self.home / "chosen.json").read_text()), again

    def export_lines(self, name, *switched):
        """Exports a picture of the run; returns which lines are drawn in it."""
        path = self.home / name
        self.window.key("ctrl+e")
        with self.window.dialog("Export") as dialog:
            dialog.choose("Format", "SVG image")
            for title in switched:
                dialog.find("label", title).click()
            dialog.find(BUTTON, "Export…").click()
        self.window.choose_file("Save As", path)
        picture = wait_for(lambda: path.is_file() and path.read_text(), name)
        lines = {title for title, colour in LINE_COLOURS.items() if f'"{colour}"' in picture}
        explained = {title for title in LINE_COLOURS if f">{LEGEND[title]}" in picture}
        assert explained == lines, f"the legend explains {explained}, there are {lines}"
        return lines

    def exports_the_lines_that_are_wanted(self):
        both = {"Dependencies", "Critical Path"}
        self.open(self.write("graph.json", "--strategy=threads", "--workers=3",
                             inputs=("A = 1", "B = 2", "C = 3 after A", "D = 4 after A B",
                                     "E = 5 after C D")))
        self.window.find("status bar", "Finished: all 5 tasks succeeded")
        assert self.export_lines("both.svg") == both
        assert self.export_lines("path.svg", "Dependencies") == {"Critical Path"}
        assert self.export_lines("dependencies.svg", "Critical Path") == {"Dependencies"}
        assert self.export_lines("none.svg", *sorted(both)) == set()

    def opens_a_recent_file(self):
        self.window.find(BUTTON, "Main Menu").click()
        self.find_at_rest("Open Recent").click()
        self.find_at_rest("set.json").click()
        self.window.find("label", "Comparison of 4 runs")

    def drag(self, widget, *paths):
        """Drags files from another program onto a widget."""
        source = subprocess.Popen([self.drag_source, *paths], stdout=subprocess.PIPE)
        try:
            surface = wait_for(lambda: self.window.find_surfaces("^Files$", source.pid),
                               "the files")
            x, y, width, height = driver.get_geometry(surface[0])
            driver.xdotool("mousemove", x + width // 2, y + height // 2, "mousedown", 1)
            os.set_blocking(source.stdout.fileno(), False)
            x, y, width, height = widget.locate()
            # A person's hand does not stand still.
            steps = itertools.cycle(range(width // 4, width // 2, 5))
            wait_for(lambda: driver.xdotool("mousemove", x + next(steps), y + height // 2) == ""
                     and source.stdout.readline(), "the window to take the files")
            driver.xdotool("mouseup", 1)
            source.wait(driver.DEADLINE_S)
        finally:
            source.kill()
            source.wait()
            source.stdout.close()
        driver.xdotool("windowfocus", "--sync", self.window.id)

    def takes_files_that_are_dropped(self):
        self.window.find("page tab|radio button|toggle button", "Plan").click()
        inputs = self.window.find("text", "Inputs")
        self.drag(inputs, self.set, self.run)
        self.window.find("label", "Comparison of 5 runs")
        self.window.find("page tab|radio button|toggle button", "Plan").click()
        wait_for(lambda: self.inputs().split() == ["1..5", "9"], "the inputs of the runs")

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
            self.saves_from_the_list, self.saves_chosen_runs_together,
            self.opens_the_chosen_runs_again, self.opens_a_recent_file,
            self.exports_the_lines_that_are_wanted, self.takes_files_that_are_dropped,
            self.closes,
        ]
        try:
            return driver.run_tests([(test.__name__.replace("_", " "), test) for test in tests])
        finally:
            self.window.end()


if __name__ == "__main__":
    if "--inside" in sys.argv:
        sys.exit(ClickDocuments(*sys.argv[1:3]).run_all())
    sys.exit(driver.on_own_display([sys.executable, __file__, *sys.argv[1:], "--inside"]))
