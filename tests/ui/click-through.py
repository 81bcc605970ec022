#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""click-through.py TELAR: uses the window as a person does, from the first start to the second."""

import json
import os
import pathlib
import re
import sys
import time

import driver
from driver import wait_for
from screen import Screen, count_coloured, count_in_colour

SIZE = (1360, 860)
PAGES = [
    ("projecteuler.net/", 5194), ("nabla.mx", 253691), ("ocw.mit.edu/index.htm", 54877),
    ("distill.pub/", 39473), ("github.com", 93492), ("www.python.org/", 48433),
    ("nips.cc/", 48345), ("scikit-learn.org/stable/", 23735), ("arxiv.org/", 26543),
    ("www.nature.com/", 190614), ("www.springer.com/gp/book/9780387310732", 54551),
    ("docs.scipy.org/doc/numpy/index.html", 6612), ("online.stanford.edu/", 47573),
    ("keras.io/", 23812), ("math.stackexchange.com/", 272144), ("lexfridman.com/", 43367),
]
FINISHED = "Finished: all 16 tasks succeeded"
BUTTON = "push button|button"
MENU_ITEM = "(radio |check )?menu item"
CHOICE = "radio button|check box"
PATH_COLOUR = "d1006c"
RUN_STATUS = r"\d+ of \d+ tasks? done|Finished|Stopped"
SLOWEST_S = 30


class ClickThrough:
    """One session; the tests follow each other as a person's actions do."""

    def __init__(self, telar):
        self.telar = telar
        self.home = pathlib.Path(os.environ["HOME"])
        self.window = None
        self.screen = None
        self.progress = self.chart = self.status = None

    # What a person looks for

    def inputs(self):
        return self.window.find("text", "Inputs")

    def find_run_widgets(self):
        """Finds what tells how a run goes: the same widgets as long as the window lives.

        To walk through all widgets takes longer than some runs.
        """
        def find():
            found = {}
            for widget in self.window.walk():
                if widget.role == "progress bar" and widget.name == "Progress of the run":
                    found["progress"] = widget
                elif widget.name == "Chart of the run":
                    found["chart"] = widget
                elif widget.role == "status bar" and re.match(RUN_STATUS, widget.name):
                    found["status"] = widget
            return len(found) == 3 and found

        found = wait_for(find, "the progress, the chart and the status of a run")
        self.progress, self.chart, self.status = found["progress"], found["chart"], found["status"]

    def figure(self, title):
        """What the card of that title tells."""
        return self.window.find_figure(title).text

    def results(self):
        """The texts of the results' rows, a list for each."""
        table = self.window.find(name="Results in the order of the inputs")
        rows = next(widget for widget in table.walk() if widget.role == "list")
        return [[cell.name for cell in row.walk() if cell.role == "label" and cell.name]
                for row in rows.walk() if row.role == "table row"]

    def all_results(self, n_rows):
        """The same for all rows: newer versions of GTK have few more than those that are shown."""
        x, y, width, height = self.window.find(name="Results in the order of the inputs").locate()
        driver.xdotool("mousemove", x + width // 2, y + height * 3 // 4,
                       "click", "--repeat", n_rows, "--delay", 5, 4)
        found = {}

        def read():
            found.update((next(cell for cell in row if cell.startswith("demo:")), row)
                         for row in self.results())
            if len(found) < n_rows:
                driver.xdotool("click", 5)
            return len(found) == n_rows

        wait_for(read, f"{n_rows} rows of results", SLOWEST_S)
        return list(found.values())

    # What a person does

    def choose_example(self, name):
        self.window.find(BUTTON, "Examples").click()
        self.window.find(MENU_ITEM, name).click()

    def choose_strategy(self, name):
        self.window.find(CHOICE, name).click()
        wait_for(lambda: self.window.find(CHOICE, name).is_checked, f"{name} to be chosen")

    def choose_workload(self, name):
        self.window.choose("Workload", name)

    def run(self):
        self.window.find(BUTTON, "Run").click()

    def wait_for_status(self, pattern, deadline_s=SLOWEST_S):
        try:
            return wait_for(lambda: re.fullmatch(pattern, self.status.name),
                            f"the status “{pattern}”", deadline_s)
        except driver.Timeout as timeout:
            raise driver.Timeout(f"{timeout}; it is “{self.status.name}”") from None

    # The tests

    def starts_empty(self):
        self.window = driver.Window(self.telar, size=SIZE).open()
        self.screen = Screen(os.environ["TELAR_TEST_SCREEN"])
        assert self.inputs().text == ""
        self.window.find(name="No inputs yet")
        self.window.find(name="See What Runs When")
        self.run()
        self.window.find(name="The list of inputs is empty.*")

    def marks_a_bad_input(self):
        self.inputs().type_over("demo:arxiv.org/\ngopher://arxiv.org/\n")
        problem = self.window.find(name="Line 2: .*")
        assert "gopher" in problem.name, problem.name
        self.run()
        wait_for(lambda: len(list(self.window.find_all("label", "Line 2: .*"))) == 2,
                 "a message that the list cannot be run")

    def takes_the_demo_pages_from_the_menu(self):
        self.choose_example("The Sixteen Demo Pages")
        wait_for(lambda: "demo:lexfridman.com/" in self.inputs().text, "the sixteen pages")
        assert len(self.inputs().text.split()) == 16, self.inputs().text
        assert not list(self.window.find_all("list item", "Line [0-9]+: .*")), "the problem stays"

    def runs_by(self, strategy, least_s, most_s, n_steps=2):
        self.choose_strategy(strategy)
        self.run()
        self.wait_for_status(r"\d+ of 16 tasks done")
        box = self.chart.locate()
        fractions, pictures = [], []
        deadline = time.monotonic() + SLOWEST_S
        while not self.status.name.startswith("Finished"):
            fractions.append(self.progress.value)
            pictures.append(self.screen.read(*box))
            assert time.monotonic() < deadline, f"“{self.status.name}” for too long"
        assert self.status.name == FINISHED, self.status.name
        assert fractions == sorted(fractions), f"the progress went back: {fractions}"
        assert len(set(fractions)) >= n_steps, f"the progress showed only {set(fractions)}"
        n_changes = sum(before != after for before, after in zip(pictures, pictures[1:]))
        assert n_changes >= 8, f"the chart changed {n_changes} times while the run went on"
        assert count_coloured(self.screen.read(*box)) > 100, "there are no bars"
        wall_s = float(re.match(r"[\d.]+", self.figure("Wall time")).group())
        assert least_s <= wall_s <= most_s, f"the wall time is {wall_s} s"
        self.has_the_characters()

    def has_the_characters(self):
        for (page, characters), row in zip(PAGES, self.all_results(16)):
            text = " ".join(row)
            assert page in text, f"{page} is not in “{text}”"
            digits = [re.sub(r"[^0-9]", "", cell) for cell in row]
            assert str(characters) in digits, f"{characters} is not in “{text}”"

    def runs_by_threads(self):
        self.choose_workload("Characters")
        self.runs_by("Threads", 1.89, 2.5)

    def runs_by_async(self):
        self.runs_by("Async", 1.89, 2.5)

    def runs_by_processes(self):
        self.runs_by("Processes", 1.89, 5)

    def runs_by_sequential(self):
        self.runs_by("Sequential", 5.33, 6.5, n_steps=6)

    def follows_the_run_until_moved(self):
        # It goes on for as long as anybody needs to look at it.
        self.inputs().type_over("demo:page?delay=0.2\n" * 100)
        self.run()
        self.wait_for_status("[1-9][0-9]* of 100 tasks done")
        assert not list(self.window.find_all(BUTTON, "Follow the Run"))
        x, y, width, _height = self.chart.locate()
        driver.xdotool("mousemove", x + width // 3, y + 60, "click", "--repeat", 3, 4)
        follow = self.window.find(BUTTON, "Follow the Run")
        still = self.shown()
        elapsed = self.figure("Wall time")
        wait_for(lambda: self.figure("Wall time") != elapsed, "some time to pass")
        assert self.shown() == still, "the chart moved by itself"
        follow.click()
        wait_for(lambda: self.shown()[1] > still[1], "the chart to follow the run")
        before = self.shown()
        wait_for(lambda: self.shown()[0] > before[0], "the chart to go on with the run")
        self.window.find(BUTTON, "Show the Whole Run").click()
        wait_for(lambda: "Shown" not in self.chart.description, "the whole run")
        self.window.find(BUTTON, "Stop").click()
        self.wait_for_status("Stopped after .*", deadline_s=SLOWEST_S)

    def stops_midway(self):
        self.choose_example("The Sixteen Demo Pages")
        self.choose_workload("Characters")
        self.run()
        self.wait_for_status("[2-9] of 16 tasks done")
        start = time.monotonic()
        self.window.find(BUTTON, "Stop").click()
        self.wait_for_status("Stopped after .*", deadline_s=SLOWEST_S)
        assert time.monotonic() - start < 10, "it took long to stop"
        n_done = int(re.search(r"\d+", self.status.name).group())
        rows = self.all_results(16)
        kept = [row for row, (_, characters) in zip(rows, PAGES)
                if any(re.sub(r"[^0-9]", "", cell) == str(characters) for cell in row)]
        assert 2 <= n_done < 16 and len(kept) == n_done, (n_done, rows)

    def runs_and_stops_by_keys_alone(self):
        # Escape closes a message first.
        wait_for(lambda: not list(self.window.find_all("label", "Line 2: .*|The list of .*")),
                 "the messages to go", deadline_s=SLOWEST_S)
        self.choose_strategy("Sequential")
        self.inputs().click()
        self.window.key("ctrl+Return")
        self.find_run_widgets()
        self.wait_for_status("Finished.*")
        self.window.key("ctrl+Return")
        self.wait_for_status(r"\d+ of 16 tasks done")
        self.window.key("Escape")
        self.wait_for_status("Stopped after .*", deadline_s=SLOWEST_S)

    def says_which_tasks_failed(self):
        self.inputs().type_over("demo:page?delay=0.1\ndemo:page?status=404\n")
        self.run()
        self.wait_for_status("Finished: 1 of 2 tasks failed.*")
        rows = self.results()
        assert any("404" in cell for cell in rows[1]), rows

    def heeds_the_preferences(self):
        self.inputs().type_over("demo:page?delay=5\ndemo:page?delay=0.1\n")
        self.window.key("ctrl+comma")
        with self.window.dialog("Preferences") as dialog:
            dialog.find("spin button", "Time Limit of a Page .*").type_over("0.5\t")
            self.window.key("Escape")
        self.run()
        self.wait_for_status("Finished: 1 of 2 tasks failed.*")
        rows = self.results()
        assert any("limit of 0.5 s" in cell for cell in rows[0]), rows
        self.window.key("ctrl+comma")
        with self.window.dialog("Preferences") as dialog:
            dialog.find(BUTTON, "Reset").click()
            wait_for(lambda: dialog.find("spin button", "Time Limit of a Page .*").value == 30,
                     "the time limit to be as at first")
            self.window.key("Escape")

    def opens_the_help(self):
        """F1 opens the manual; its search leaves what has the word, and shows where it stands."""
        self.window.key("F1")
        with self.window.dialog("Help") as dialog:
            dialog.find("list item", "Strategies").click()
            wait_for(lambda: list(dialog.find_all(name="Threads: Each task is a GTask.*")),
                     "the topic of the strategies")
            dialog.find("text|entry", "Search in the help").type_over("setswitchinterval")
            wait_for(lambda: [row.name for row in dialog.find_all("list item")]
                     == ["What Threads Share"], "one topic to be left")
            wait_for(lambda: list(dialog.find_all(name="Switch Interval of the Lock.*")),
                     "what is looked for")
            self.window.key("Escape")
            wait_for(lambda: len(list(dialog.find_all("list item"))) > 5, "all topics again")
            self.window.key("Escape")

    def squares_five_numbers_by_four_processes(self):
        self.choose_example("1 2 3 4 5")
        wait_for(lambda: self.inputs().text.split() == list("12345"), "five numbers")
        self.run()
        self.wait_for_status("Finished: all 5 tasks succeeded")
        wall_s = float(re.match(r"[\d.]+", self.figure("Wall time")).group())
        assert 4 <= wall_s <= 4.4, f"the wall time is {wall_s} s"
        squares = [row[-1] for row in self.results()]
        assert squares == ["1", "4", "9", "16", "25"], squares

    def wait_for_chart(self, pattern):
        """Waits until what the chart says of itself matches; returns the match."""
        return wait_for(lambda: re.search(pattern, self.chart.description),
                        f"the chart to say “{pattern}” (“{self.chart.description}”)")

    def shown(self):
        """Returns which seconds of the run the chart shows."""
        start, start_unit, end, end_unit = self.wait_for_chart(
            r"Shown: ([\d.]+)\s(m?s) to ([\d.]+)\s(m?s)").groups()
        seconds = {"s": 1, "ms": 0.001}
        return float(start) * seconds[start_unit], float(end) * seconds[end_unit]

    def zooms_and_pans(self):
        x, y, width, height = self.chart.locate()
        middle, right = x + width // 2, x + width * 3 // 4
        driver.xdotool("mousemove", middle, y + 60, "click", "--repeat", 5, "--delay", 30, 4)
        wait_for(lambda: self.shown()[1] - self.shown()[0] < 1.5, "the wheel to zoom in")
        start, end = self.shown()
        driver.xdotool("mousemove", right, y + 60, "mousedown", 1,
                       "mousemove", middle + 40, y + 61, "mousemove", middle, y + 60, "mouseup", 1)
        wait_for(lambda: self.shown()[0] > start + 0.1, "the drag to move it")
        assert abs(self.shown()[1] - self.shown()[0] - (end - start)) < 0.03, self.shown()

        # The overview: from the edge of the lens to the left.
        overview = self.window.find(name="Overview of the run")
        left, top, full, tall = overview.locate()
        wall_s = float(re.match(r"[\d.]+", self.figure("Wall time")).group())
        edge = left + int(full * self.shown()[0] / wall_s)
        before = self.shown()
        driver.xdotool("mousemove", edge, top + tall // 2, "mousedown", 1, "mousemove", edge - 20,
                       top + tall // 2, "mousemove", left + 30, top + tall // 2, "mouseup", 1)
        wait_for(lambda: self.shown()[0] < before[0] - 0.1, "the lens to grow")
        assert abs(self.shown()[1] - before[1]) < 0.03, (before, self.shown())
        self.window.find(BUTTON, "Show the Whole Run.*").click()
        wait_for(lambda: "Shown" not in self.chart.description, "the whole run to be shown")

    def zooms_by_keys_alone(self):
        self.chart.click(along=0.97)
        wait_for(lambda: "succeeded" in self.chart.description, "no task to be selected")
        self.window.key("plus", "plus")
        start, end = self.shown()
        self.window.key("Home")
        wait_for(lambda: self.shown()[0] == 0, "the start of the run")
        self.window.key("End")
        wait_for(lambda: self.shown()[0] > start, "the end of the run")
        self.window.key("0")
        wait_for(lambda: "Shown" not in self.chart.description, "the whole run")
        self.window.key("Right", "Down", "f")
        shown = self.shown()
        assert 2 <= shown[1] - shown[0] < 2.5, shown
        self.window.key("m")
        measured = float(self.wait_for_chart(r"Measured: ([\d.]+)\ss").group(1))
        assert 2 <= measured <= 2.1, measured
        # One worker has two tasks: two seconds of the first, and two more of the one after it.
        self.window.key("0", "Up", "Up", "Up")
        for _ in range(4):
            self.window.key("Escape")
            wait_for(lambda: "Measured" not in self.chart.description, "nothing to be measured")
            self.window.key("shift+Right")
            measured = float(self.wait_for_chart(r"Measured: ([\d.]+)\ss").group(1))
            if measured >= 4:
                break
            self.window.key("Down")
        assert 4 <= measured <= 4.2, measured
        self.window.key("Escape")
        wait_for(lambda: "Measured" not in self.chart.description, "nothing to be measured")
        described = self.chart.description
        self.window.key("shift+Tab")
        wait_for(lambda: self.chart.description != described, "Shift+Tab to go to the bar before")
        self.window.key("Tab")
        wait_for(lambda: self.chart.description == described, "Tab to go to the next bar")
        self.window.key("Escape", "0")
        wait_for(lambda: "5 tasks" in self.chart.description, "nothing to be selected")

    def measures_along_the_axis(self):
        x, y, width, height = self.chart.locate()
        driver.xdotool("mousemove", x + width // 2, y + 14, "mousedown", 1, "mousemove",
                       x + width // 2 + 50, y + 14, "mousemove", x + width // 2 + 100, y + 14,
                       "mouseup", 1)
        measured = float(self.wait_for_chart(r"Measured: ([\d.]+)\sm?s").group(1))
        assert measured > 0
        self.chart.click(along=0.97)
        wait_for(lambda: "Measured" not in self.chart.description, "nothing to be measured")

    def copies_from_the_menu_of_a_bar(self):
        before = self.inputs().text
        self.chart.click(along=0.3, down=0.2)
        wait_for(lambda: "5 tasks" not in self.chart.description, "a bar to be selected")
        driver.xdotool("click", 3)
        self.window.find(MENU_ITEM, "Copy Input").click()
        self.inputs().type_over("")
        self.window.key("ctrl+v")
        wait_for(lambda: self.inputs().text in list("12345"), "the input of the bar")
        self.inputs().type_over(before)
        self.chart.click(along=0.97)
        driver.xdotool("click", 3)
        self.window.find(MENU_ITEM, "Copy Image").click()
        self.window.find(name="Image copied")

    def finds_a_result(self):
        coloured = count_coloured(self.screen.read(*self.chart.locate()))
        self.window.key("ctrl+f")
        search = self.window.find(name="Search in the results")
        self.window.type("25")
        wait_for(lambda: len(self.results()) == 1, "one result to be left")
        # The chart pales but for the bar that was found.
        wait_for(lambda: count_coloured(self.screen.read(*self.chart.locate())) < coloured / 2,
                 "the other bars to pale")
        search.type_over("")
        self.window.key("BackSpace")
        wait_for(lambda: len(self.results()) == 5, "all results to be back")

    def copies_the_results(self):
        before = self.inputs().text
        self.window.find(BUTTON, "Copy Results").click()
        self.window.find(name="5 results copied")
        self.inputs().type_over("")
        self.window.key("ctrl+v")
        text = wait_for(lambda: (now := self.inputs().text) != before and now, "what was copied")
        assert "25" in text and text.count("\n") >= 4, text
        self.inputs().type_over(before)

    def exports(self, format_name, name):
        path = self.home / name
        self.window.find(BUTTON, "Main Menu").click()
        self.window.find(MENU_ITEM, "Export…").click()
        with self.window.dialog("Export") as dialog:
            if not list(dialog.find_all("label", format_name)):
                dialog.choose("Format", format_name)
            dialog.find(BUTTON, "Export…").click()
        self.window.choose_file("Save As", path)
        wait_for(lambda: path.is_file() and path.stat().st_size > 0, f"the file {name}")
        self.window.find(name=f".*{re.escape(name)}.*")
        return path.read_bytes()

    def exports_png(self):
        data = self.exports("PNG image", "chart.png")
        assert data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 5000, len(data)
        # Keys are heard after a submenu too.
        self.window.key("ctrl+f")
        search = self.window.find(name="Search in the results")
        wait_for(lambda: search.has(driver.Atspi.StateType.FOCUSED) or any(
            child.has(driver.Atspi.StateType.FOCUSED) for child in search.walk()),
            "the search to have the focus")

    def exports_svg(self):
        data = self.exports("SVG image", "chart.svg").decode()
        assert "<svg" in data and "<text" in data and data.rstrip().endswith("</svg>")

    def exports_pdf(self):
        data = self.exports("PDF page", "chart.pdf")
        assert data.startswith(b"%PDF") and b"%%EOF" in data[-50:]

    def exports_what_other_programs_read(self):
        data = self.exports("Trace events for Perfetto", "run.trace.json")
        events = json.loads(data)["traceEvents"]
        assert sum(event["ph"] == "X" for event in events) >= 5, events
        data = self.exports("CSV table of the tasks", "run.csv").decode()
        assert data.count("\n") == 6, data

    def runs_in_all_ways(self):
        before = len(self.runs())
        self.window.find("page tab|radio button|toggle button", "Plan").click()
        strategy = wait_for(lambda: next((widget.name for widget in self.window.find_all(CHOICE)
                                          if widget.is_checked), None), "a strategy")
        self.inputs().type_over("demo:page?delay=0.2\ndemo:page?delay=0.1")
        self.choose_workload("Characters")
        self.window.key("ctrl+shift+Return")
        wait_for(lambda: self.window.find_all("label", "Threads, running (2 of 4)"),
                 "the title to tell which run it is")
        wait_for(lambda: len(self.runs()) == before + 4, "four more runs")
        names = [run.split(" · ")[0] for run in self.runs()[:4]]
        assert names == ["Processes", "Async", "Threads", "Sequential"], names
        comparison = self.window.find(name="Comparison of runs")
        told = comparison.find("label", "(Async|Threads|Processes) · .* was the fastest: .* "
                               "times as fast as Sequential[.].*").name
        assert 1 < float(re.search("([0-9.]+) times", told).group(1)) < 2, told
        table = [cell.name for cell in comparison.find(name="Figures of the runs").walk()
                 if cell.role == "label"]
        assert table.count("reference") == 1 and "Speed-up" in table, table
        comparison.find("label", "(?s)Sequential: I/O-bound. Tasks waited .*")
        self.window.find("page tab|radio button|toggle button", "Plan").click()
        wait_for(lambda: self.window.find(CHOICE, strategy).is_checked, f"{strategy} again")

    def exports_and_opens_what_is_compared(self):
        text = self.exports("SVG image", "comparison.svg").decode()
        assert all(f">{title} · " in text for title in ("Sequential", "Threads", "Async")), text
        charts = self.window.find(name="Charts of the runs on the same scale of time")
        charts.click(along=0.3, down=0.3)
        self.wait_for_status("Finished.*")
        wait_for(lambda: re.match("Characters, (Sequential|Threads)", self.chart.description),
                 "the run that was clicked")

    def runs_a_series(self):
        self.window.find("page tab|radio button|toggle button", "Runs").click()
        before = wait_for(lambda: self.runs(), "runs to be listed")
        self.window.find(BUTTON, "Main Menu").click()
        self.window.find(MENU_ITEM, "Run a Series…").click()
        with self.window.dialog("Run a Series") as dialog:
            for strategy in ("Sequential", "Async", "Processes"):
                dialog.find("check box", strategy).click()
            dialog.find("spin button", "Repeat").type_over("2\t")
            dialog.find("label", "2 runs")
            dialog.choose("Workers", "1, 2, 4 and so on")
            dialog.find("spin button", "Up To").type_over("2\t")
            dialog.find("label", "4 runs")
            dialog.find(BUTTON, "Run").click()
        self.window.find("label", "Comparison of 4 runs", deadline_s=SLOWEST_S)
        wait_for(lambda: self.runs()[4:8] == before[:4], "four more runs in the list")
        table = [cell.name for cell in self.window.find(name="Figures of the runs").walk()
                 if cell.role == "label"]
        assert sum("Threads · " in cell for cell in table) == 2, table
        assert sum(" ± " in cell for cell in table) == 2, table
        self.window.find("page tab|radio button|toggle button", "Plan").click()
        self.choose_example("1 2 3 4 5")

    def compares_chosen_runs(self):
        def click(row):
            list(self.window.find("list", "Runs").find_all("list item"))[row].click()

        self.window.find("page tab|radio button|toggle button", "Runs").click()
        click(4)
        self.wait_for_status("Finished.*")
        self.window.find(BUTTON, "I/O-bound. Tasks waited .*")
        driver.xdotool("keydown", "ctrl")
        click(7)
        driver.xdotool("keyup", "ctrl")
        self.window.find("label", "Comparison of 2 runs")
        self.window.find("label", ".* was the fastest.*as fast as Sequential[.].*")
        self.window.key("shift+Down")
        wait_for(lambda: any(self.window.find_all("label", "Comparison of [2-9] runs")), "a range")
        click(7)
        wait_for(lambda: self.chart.description.startswith("Characters, Sequential"),
                 "the run alone")

    def shows_the_graph_of_the_plan(self):
        self.window.find("page tab|radio button|toggle button", "Plan").click()
        self.choose_example("A Graph of Tasks That Wait for Each Other")
        wait_for(lambda: "after A1 A2 A3" in self.inputs().text, "tasks that wait for others")
        self.window.find(BUTTON, "Graph").click()
        with self.window.dialog("Graph of the Plan") as dialog:
            graph = dialog.find(name="Graph of the plan")
            assert graph.description == "5 tasks · 4 dependencies · 3 levels", graph.description
            self.window.key("Right")
            wait_for(lambda: graph.description.startswith("A1 = "), "the first task")
            self.window.key("Right")
            wait_for(lambda: graph.description.startswith("B = "), "the one that waits for it")
            assert graph.description.endswith("Waits for A1, A2, A3;Before C"), graph.description
            self.window.key("Escape")

    def shows_the_critical_path(self):
        self.run()
        self.wait_for_status("Finished: all 5 tasks succeeded")
        path = self.window.find_figure("Critical path")
        path_s, wall_s = (float(re.match(r"[\d.]+", self.figure(title)).group())
                          for title in ("Critical path", "Wall time"))
        assert 2.5 <= path_s <= wall_s <= path_s + 0.3, (path_s, wall_s)
        assert path.description == "A2 → B → C", path.description

        def shows_path():
            return count_in_colour(self.screen.read(*self.chart.locate()), PATH_COLOUR) >= 4

        wait_for(lambda: shows_path(), "the path to be highlighted")
        self.window.find(BUTTON, "Rows, Colours and Lines").click()
        self.window.find(MENU_ITEM, "Critical Path").click()
        wait_for(lambda: not shows_path(), "the path to go")
        self.window.find(BUTTON, "Rows, Colours and Lines").click()
        self.window.find(MENU_ITEM, "Critical Path").click()
        wait_for(lambda: shows_path(), "the path to be back")
        self.choose_example("1 2 3 4 5")

    def fits_a_telephone(self):
        driver.xdotool("windowsize", "--sync", self.window.id, 360, 640)
        for page, content in (("Plan", "Inputs"), ("Results", "Results in the order of the inputs"),
                              ("Chart", "Chart of the run")):
            # A toast may lie over the upper part of the buttons.
            self.window.find(f"toggle button|{BUTTON}", page).click(down=0.9)
            widget = self.window.find(name=content)
            wait_for(lambda: widget.get_box()[0] >= 0 and
                     sum(widget.get_box()[0::2]) <= 365, f"{content} to fit into 360 pixels")
        driver.xdotool("windowsize", "--sync", self.window.id, *SIZE)
        wait_for(lambda: self.window.get_box()[2] > 1000, "the window to be wide again")

    def runs(self):
        """Returns what the list says of each run, from top to bottom."""
        runs = self.window.find("list", "Runs")
        return [" ".join(label.name for label in row.find_all("label"))
                for row in runs.find_all("list item")]

    def clicks_through_the_runs(self):
        self.window.find("page tab|radio button|toggle button", "Runs").click()
        runs = wait_for(lambda: self.runs(), "runs to be listed")
        assert runs[0].startswith("Processes · Sleep and square 5 tasks · 4."), runs
        assert sum("Characters" in run for run in runs) >= 5, runs
        row = next(row for row in self.window.find("list", "Runs").find_all("list item")
                   if any(re.match("Threads · Char", label.name)
                          for label in row.find_all("label")))
        row.click(along=0.6)
        self.wait_for_status(FINISHED)
        wait_for(lambda: self.chart.description.startswith("Characters, Threads"),
                 "the chart to show the run by threads")
        self.has_the_characters()
        self.window.key("Up")
        wait_for(lambda: not self.chart.description.startswith("Characters, Threads"),
                 "the run above it")
        self.window.key("Down")
        wait_for(lambda: self.chart.description.startswith("Characters, Threads"),
                 "the run by threads again")

    def deletes_a_run_and_takes_it_back(self):
        before = self.runs()
        self.window.find("list", "Runs").find(BUTTON, "Compare, Rename, Pin or Delete").click()
        self.window.find(MENU_ITEM, "Delete").click()
        runs = self.window.find("list", "Runs")
        wait_for(lambda: len(list(runs.find_all("list item"))) == len(before) - 1, "the run to go")
        # The message waits for others, and goes after some seconds.
        self.window.find(BUTTON, "Undo", SLOWEST_S).press()
        # Newer versions of GTK have few more rows than those that are shown.
        wait_for(lambda: self.runs()[:4] == before[:4], "the run to be back")

    def closes(self):
        self.window.close()

    def starts_as_it_was_left(self):
        self.window = driver.Window(self.telar).open()
        wait_for(lambda: self.inputs().text.split() == list("12345"), "the last inputs")
        assert self.window.find(CHOICE, "Processes").is_checked
        wait_for(lambda: self.window.get_size() == SIZE, f"the last size {SIZE}")

    def stops_the_run_when_it_is_closed(self):
        self.run()
        self.find_run_widgets()
        self.wait_for_status("[0-9] of 5 tasks done")
        self.window.close()

    def run_all(self):
        tests = [
            self.starts_empty, self.marks_a_bad_input, self.takes_the_demo_pages_from_the_menu,
            self.runs_and_stops_by_keys_alone, self.runs_by_threads, self.runs_by_async,
            self.runs_by_processes, self.runs_by_sequential,
            self.follows_the_run_until_moved, self.stops_midway,
            self.says_which_tasks_failed, self.heeds_the_preferences,
            self.opens_the_help, self.squares_five_numbers_by_four_processes,
            self.zooms_and_pans, self.zooms_by_keys_alone, self.measures_along_the_axis,
            self.copies_from_the_menu_of_a_bar, self.finds_a_result, self.copies_the_results,
            self.exports_png, self.exports_svg,
            self.exports_pdf, self.exports_what_other_programs_read, self.clicks_through_the_runs,
            self.deletes_a_run_and_takes_it_back, self.runs_in_all_ways,
            self.exports_and_opens_what_is_compared,
            self.runs_a_series, self.compares_chosen_runs, self.shows_the_graph_of_the_plan,
            self.shows_the_critical_path, self.fits_a_telephone, self.closes,
            self.starts_as_it_was_left, self.stops_the_run_when_it_is_closed,
        ]
        try:
            return driver.run_tests([(test.__name__.replace("_", " "), self.without_warning(test))
                                     for test in tests])
        finally:
            if self.window is not None:
                self.window.end()

    def without_warning(self, test):
        """Returns a test that fails too if the program complains while it goes on."""
        def wrapped():
            before = self.window.find_warnings() if self.window is not None else []
            window = self.window
            test()
            warnings = self.window.find_warnings()
            if self.window is window:
                warnings = warnings[len(before):]
            assert not warnings, warnings

        return wrapped


if __name__ == "__main__":
    if "--inside" in sys.argv:
        sys.exit(ClickThrough(sys.argv[1]).run_all())
    sys.exit(driver.on_own_display([sys.executable, __file__, sys.argv[1], "--inside"]))
