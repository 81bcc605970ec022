#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""click-examples.py TELAR: runs an example of the gallery and does two exercises, as a student."""

import re
import sys

import driver
from driver import wait_for

SIZE = (1360, 860)
BUTTON = "push button|button"
MENU_ITEM = "(radio |check )?menu item"
SLOWEST_S = 30


class ClickExamples:
    """One session; the tests follow each other as a person's actions do."""

    def __init__(self, telar):
        self.window = driver.Window(telar, size=SIZE)

    def find_card(self, dialog, title):
        return dialog.find("panel|grouping|generic", re.escape(title))

    def open(self, item):
        self.window.find(BUTTON, "Examples").click()
        self.window.find(MENU_ITEM, item).click()

    def wait_for_status(self, pattern):
        self.window.find("status bar", pattern, deadline_s=SLOWEST_S)

    def opens_the_gallery_from_the_empty_page(self):
        self.window.open()
        self.window.find(BUTTON, "See All Examples").click()
        with self.window.dialog("Examples") as dialog:
            card = self.find_card(dialog, "Sixteen Pages and Their Headings")
            card.find("label", "Lecture: 53.4\\ss")
            card.find("label", "Lecture: 4.47\\ss")
            assert not list(card.find_all("label", "Here: .*")), "nothing was run yet"
            dialog.find(name="A Race Condition")
            self.window.key("Escape")

    def runs_an_example_by_one_strategy(self):
        self.open("All Examples")
        with self.window.dialog("Examples") as dialog:
            card = self.find_card(dialog, "Sixteen Pages and Their Headings")
            card.find(BUTTON, "Run by Async").click()
        self.wait_for_status("Finished: all 16 tasks succeeded")
        wait_for(lambda: self.window.find_figure("Headings").text == "168", "168 headings")
        assert "demo:lexfridman.com/" in self.window.find("text", "Inputs").text

    def shows_what_was_measured(self):
        self.open("All Examples")
        with self.window.dialog("Examples") as dialog:
            card = self.find_card(dialog, "Sixteen Pages and Their Headings")
            figure = card.find("label", "Here: .*").name
            seconds = float(re.match(r"Here: ([\d.]+)\ss$", figure).group(1))
            assert 1.8 < seconds < 5, figure
            card.find(BUTTON, "Show the Plan").click()

    def predicts_a_wall_time(self):
        self.open("Exercises")
        with self.window.dialog("Exercises") as dialog:
            dialog.choose("Exercise", "A graph of tasks")
            run = dialog.find(BUTTON, "Run and Compare")
            assert not run.is_sensitive, "there is no prediction yet"
            dialog.find("spin button").type_over("9\t")
            run.click()
            dialog.find("label", r"Your time is far too long: you expected 3\..* times as much\.",
                        SLOWEST_S)
            dialog.find(name=r"You expected 9(\.00)?\ss")
            dialog.find("label", r"I/O-bound\. .*longest chain of tasks.*")
            dialog.find("spin button").type_over("2.5\t")
            dialog.find(BUTTON, "Run and Compare").click()
            dialog.find("label", "Your time is right.", SLOWEST_S)
            self.window.key("Escape")

    def predicts_an_order(self):
        self.open("Exercises")
        with self.window.dialog("Exercises") as dialog:
            dialog.choose("Exercise", "Event loop or processes")
            dialog.find(BUTTON, "Move Processes up").click()
            dialog.find(name="1. Processes")
            dialog.find(BUTTON, "Run and Compare").click()
            dialog.find("label", "Your order is not right: you expected Processes before Async.*",
                        SLOWEST_S)
            dialog.find(name="1. Async")
            dialog.find(name="You expected it in place 2")
            self.window.key("Escape")
        self.window.find("label", "Comparison of 2 runs")

    def closes(self):
        warnings = self.window.find_warnings()
        assert not warnings, warnings
        self.window.close()

    def run_all(self):
        tests = [
            self.opens_the_gallery_from_the_empty_page, self.runs_an_example_by_one_strategy,
            self.shows_what_was_measured, self.predicts_a_wall_time, self.predicts_an_order,
            self.closes,
        ]
        try:
            return driver.run_tests([(test.__name__.replace("_", " "), test) for test in tests])
        finally:
            self.window.end()


if __name__ == "__main__":
    if "--inside" in sys.argv:
        sys.exit(ClickExamples(sys.argv[1]).run_all())
    sys.exit(driver.on_own_display([sys.executable, __file__, sys.argv[1], "--inside"]))
