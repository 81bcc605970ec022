# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window as a person does: real clicks and keys, and what a screen reader is told.

The accessibility bus finds widgets and reads them; the X server's test extension (xdotool) moves
the pointer and types. Nothing here sleeps until something is probably ready: it waits for a
condition, and gives up with a list of what is on screen.
"""

import contextlib
import ctypes
import functools
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEADLINE_S = 30
POLL_S = 0.02
# As in GNOME, but for the animations: what moves cannot be clicked.
SETTINGS = "gtk-decoration-layout=appmenu:close\ngtk-enable-animations=false\n"
# Versions of GTK after 4.8 forget the padding and the border of what a widget is in when they tell
# where it is; so with them there is none. A slider of a scroll bar counts on some.
NO_PADDING = ("* { padding: 0; border-width: 0; }\n"
              "slider { min-width: 16px; min-height: 16px; }\n")
# GTK writes these in a surrounding without a desktop; they say nothing about the program.
HARMLESS = re.compile(
    r"dconf|Unable to acquire session bus|xdg-desktop-portal|MESA|libEGL"
    # A portal for documents does not tell how much room it has.
    r"|Failed to measure available space: .*/doc: "
    # GTK 4.8's text view measures its lines while it is drawn, if they were changed in the same
    # frame, and so unsettles its own scroll bars.
    r"|snapshot GtkGizmo 0x[0-9a-f]+ without a current allocation")


# What the surrounding of a test must not bring along.
FOREIGN = {
    "AT_SPI_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS", "GDK_DEBUG", "GSETTINGS_BACKEND", "GTK_A11Y",
    "GTK_THEME", "G_DEBUG", "MALLOC_CHECK_", "MALLOC_PERTURB_", "NO_AT_BRIDGE", "WAYLAND_DISPLAY",
    "XAUTHORITY",
}


class Timeout(AssertionError):
    """A condition did not become true in time."""


def wait_for(condition, what, deadline_s=DEADLINE_S):
    """Returns the first true value of @condition; an error of a widget that just went is none."""
    end = time.monotonic() + deadline_s
    error = None
    while True:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error as gone:
            error = gone
        if time.monotonic() > end:
            reason = f" ({error.message})" if error else ""
            raise Timeout(f"waited {deadline_s} s for {what}{reason}")
        time.sleep(POLL_S)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], check=True, capture_output=True,
                          text=True).stdout


def get_geometry(surface):
    """Returns x, y, width and height of a surface on the screen."""
    lines = xdotool("getwindowgeometry", "--shell", surface).split()
    values = dict(line.split("=") for line in lines)
    return tuple(int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))


class Widget:
    """What the accessibility bus knows of a widget."""

    def __init__(self, window, accessible):
        self.window = window
        self.accessible = accessible

    @functools.cached_property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        """Its label; GTK 4.8 adds the label widget's text, and keeps a mnemonic's underscore.

        In newer versions a status has no name, but a text.
        """
        name = self.accessible.get_name() or ""
        if not name and self.role == "status bar":
            return self.text
        half = len(name) // 2
        for label, text in ((name[:half], name[half + 1:]), (name[:half + 1], name[half + 2:])):
            if text and label.replace("_", "") == text:
                return text
        return name

    @property
    def description(self):
        return self.accessible.get_description() or ""

    @property
    def text(self):
        """What stands in it: for a GtkEntry a length of -1 would read nothing."""
        interface = self.accessible.get_text_iface()
        if interface is None:
            return self.accessible.get_name() or ""
        return Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface))

    @property
    def value(self):
        return Atspi.Value.get_current_value(self.accessible.get_value_iface())

    def has(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def is_showing(self):
        """GTK 4.8 tells SHOWING of windows only, and VISIBLE of what has not been hidden."""
        return self.has(Atspi.StateType.VISIBLE)

    @property
    def is_sensitive(self):
        return self.has(Atspi.StateType.SENSITIVE)

    @property
    def is_checked(self):
        return self.has(Atspi.StateType.CHECKED)

    def children(self):
        for index in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(index)
            if child is not None:
                yield Widget(self.window, child)

    def walk(self):
        """Yields the widgets below this one that are shown, outer ones first."""
        for child in self.children():
            try:
                if child.is_showing:
                    yield child
                    yield from child.walk()
            except GLib.Error:
                pass  # it went while it was looked at

    def walk_by_level(self):
        """Yields the same, but those of one level before those below them.

        What is looked for in haste, such as a toast, lies near the top.
        """
        level = [self]
        while level:
            below = []
            for widget in level:
                try:
                    for child in widget.children():
                        if child.is_showing:
                            yield child
                            below.append(child)
                except GLib.Error:
                    pass  # it went while it was looked at
            level = below

    def matches(self, role, name):
        return ((role is None or re.fullmatch(role, self.role))
                and (name is None or re.fullmatch(name, self.name)) and self.get_box()[2] > 0)

    def find_all(self, role=None, name=None):
        """@role and @name are regular expressions that match wholly.

        It leaves out what has no size yet, such as the pages of a menu that were not opened.
        """
        return (widget for widget in self.walk() if widget.matches(role, name))

    def find(self, role=None, name=None, deadline_s=DEADLINE_S):
        try:
            return wait_for(lambda: next((widget for widget in self.walk_by_level()
                                          if widget.matches(role, name)), None),
                            f"a {role or 'widget'} called {name or 'anything'}", deadline_s)
        except Timeout as timeout:
            raise Timeout(f"{timeout}; there is\n{self.window.describe()}") from None

    def find_figure(self, title):
        """Finds the label of what the card of that title tells.

        GTK 4.8 calls it by both, newer versions by the title alone.
        """
        return wait_for(lambda: next((label for label in self.find_all("label", f"(.+ )?{title}")
                                      if label.text != title), None), f"a figure called {title}")

    def get_box(self):
        """Returns x, y, width and height in the coordinates that GTK tells."""
        box = Atspi.Component.get_extents(self.accessible.get_component_iface(),
                                          Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    def locate(self):
        """Returns x, y, width and height on the screen.

        GTK 4.8 leaves out the border of a window, and where a popover's surface is: so these are
        the coordinates in the surface that has the size of the nearest window or popover.
        """
        x, y, width, height = self.get_box()
        top = self
        while (not re.search("menu$|frame|window|dialog|alert", top.role)
               and top.name != "GtkPopover"):
            parent = Widget(self.window, top.accessible.get_parent())
            if parent.role == "application":
                break
            top = parent
        left, above, full_width, full_height = top.get_box()
        surfaces = map(get_geometry, self.window.find_surfaces())
        surface = min(surfaces, key=lambda it: abs(it[2] - full_width) + abs(it[3] - full_height))
        return (surface[0] + (surface[2] - full_width) // 2 + x - left,
                surface[1] + (surface[3] - full_height) // 2 + y - above, width, height)

    def click(self, along=0.5, down=0.5):
        """Clicks with the pointer, as a person would."""
        wait_for(lambda: self.is_sensitive, f"{self.name} to be sensitive")
        x, y, width, height = self.locate()
        xdotool("mousemove", x + int(width * along), y + int(height * down), "click", 1)

    def choose(self, title, name):
        """Chooses what is called @name in the row called @title."""
        row = self.find("combo box", title)
        row.click()
        # The choices are in a popover, and have no names but those of their labels.
        row.find("scroll pane").find("label", name).click()

    def press(self):
        """Does what a screen reader does to activate it."""
        Atspi.Action.do_action(self.accessible.get_action_iface(), 0)

    def type_over(self, text):
        """Replaces what stands in it by real keys."""
        self.click(along=0.2)  # left of the buttons of a spin button
        wait_for(lambda: self.has(Atspi.StateType.FOCUSED) or
                 any(child.has(Atspi.StateType.FOCUSED) for child in self.walk()),
                 f"{self.name} to have the focus")
        xdotool("key", "ctrl+a")
        self.window.type(text)


class Window(Widget):
    """The program, from its start to its end."""

    def __init__(self, telar, arguments=(), size=None):
        self.log = tempfile.TemporaryFile(mode="w+")
        environment = dict(os.environ, G_DEBUG="fatal-criticals", GSK_RENDERER="cairo",
                           GSETTINGS_BACKEND="keyfile")
        self.started = time.monotonic()
        self.process = subprocess.Popen([telar, *arguments], env=environment, stderr=self.log)
        self.id = None
        self.size = size
        self.application = None
        super().__init__(self, None)

    def open(self):
        """Waits until the window is there and can be used; returns it."""
        Atspi.set_timeout(20000, 20000)
        self.application = wait_for(self.find_application, "the program on the accessibility bus")
        Atspi.Accessible.set_cache_mask(self.application, Atspi.Cache.NONE)
        self.accessible = wait_for(self.find_frame, "the window")
        self.id = wait_for(lambda: self.find_surfaces()[-1:], "the window on the screen")[0]
        if self.size is not None:
            xdotool("windowsize", "--sync", self.id, *self.size)
        xdotool("windowfocus", "--sync", self.id)
        wait_for(lambda: self.has(Atspi.StateType.SHOWING), "the window to be shown")
        return self

    def find_application(self):
        assert self.process.poll() is None, f"the program ended: {self.read_log()}"
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def find_frame(self):
        if self.application.get_child_count() == 0:
            return None
        return self.application.get_child_at_index(0)

    def find_surfaces(self, title="", pid=None):
        """Returns the ids of visible surfaces; @title is a regular expression.

        They are those of the program, or of another one.
        """
        result = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--all", "--pid",
             str(pid or self.process.pid), "--name", title],
            capture_output=True, text=True, check=False)
        return [int(line) for line in result.stdout.split()]

    def get_size(self):
        """Returns the size of the window on the screen."""
        return get_geometry(self.id)[2:]

    def find_dialog(self, title):
        """Returns the dialog with this title, or None."""
        for index in range(1, self.application.get_child_count()):
            child = self.application.get_child_at_index(index)
            if child is not None and child.get_name() == title:
                return Widget(self, child)
        return None

    @contextlib.contextmanager
    def dialog(self, title):
        """Gives the keyboard to the dialog that is about to open, and back when it has gone.

        There is no window manager that would do it.
        """
        dialog = wait_for(lambda: self.find_dialog(title), f"the dialog “{title}”")
        surface = wait_for(lambda: self.find_surfaces(f"^{re.escape(title)}$"),
                           f"the dialog “{title}” on the screen")[-1]
        xdotool("windowfocus", "--sync", surface)
        yield dialog
        wait_for(lambda: self.find_dialog(title) is None, f"the dialog “{title}” to go")
        xdotool("windowfocus", "--sync", self.id)

    def choose_file(self, title, path):
        """Answers the dialog of that title; GTK's dialog shows a place for a path when one begins.

        It completes what is typed, at some time later: so the rest is not typed.
        """
        with self.dialog(title) as dialog:
            self.key("ctrl+a", "slash")
            entry = wait_for(lambda: next((entry for entry in dialog.find_all("text|entry")
                                           if entry.text.startswith("/")), None), "the path")
            Atspi.EditableText.set_text_contents(entry.accessible.get_editable_text_iface(),
                                                 str(path))
            wait_for(lambda: entry.text == str(path), f"{path} to be entered")
            self.key("Return")

    def type(self, text):
        for number, line in enumerate(text.split("\n")):
            if number:
                xdotool("key", "Return")
            if line:
                xdotool("type", "--delay", 2, "--", line)

    def key(self, *keys):
        xdotool("key", *keys)

    def describe(self):
        """Returns what has a name, in short."""
        names = (f"{widget.role} “{widget.name}”" for widget in self.walk()
                 if widget.name and widget.role not in ("panel", "filler")
                 and not re.match("Gtk|Adw", widget.name))
        return ", ".join(names)[-4000:]

    def read_log(self):
        self.log.seek(0)
        return self.log.read()

    def find_warnings(self):
        return [line for line in self.read_log().splitlines()
                if line.strip() and not HARMLESS.search(line)]

    def close(self):
        """Closes the window as a person does; the program has to end by itself, and well."""
        self.key("ctrl+q")
        try:
            status = self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.end()
            raise AssertionError("the program goes on after Ctrl+Q") from None
        assert status == 0, f"the program ended with {status}: {self.read_log()}"

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def wait_for_portal_to_go(home):
    """The portal for documents leaves a little later than the bus, and then its folder in @home."""
    with contextlib.suppress(Timeout):
        wait_for(lambda: f" {home}/doc " not in pathlib.Path("/proc/self/mounts").read_text(),
                 "the portal for documents to go")


def on_own_display(arguments, size=(1400, 900), runtime_folder=None):
    """Executes @arguments with an X server, a session bus and a home of its own.

    That home is the XDG_RUNTIME_DIR too, unless @runtime_folder is. Returns the exit status. The one
    that calls it must not have connected to a display or bus before.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size[0]}x{size[1]}x24",
             "-nolisten", "tcp", "-noreset", "-fbdir", home],
            pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        try:
            with os.fdopen(reader) as numbers:
                number = numbers.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            settings = pathlib.Path(home, "config/gtk-4.0/settings.ini")
            settings.parent.mkdir(parents=True)
            settings.write_text("[Settings]\n" + SETTINGS)
            if ctypes.CDLL("libgtk-4.so.1").gtk_get_minor_version() > 8:
                settings.with_name("gtk.css").write_text(NO_PADDING)
            os.chmod(home, 0o700)
            environment = {key: value for key, value in os.environ.items() if key not in FOREIGN}
            environment.update(
                HOME=home, XDG_RUNTIME_DIR=runtime_folder or home, XDG_CACHE_HOME=home + "/cache",
                XDG_CONFIG_HOME=home + "/config", XDG_DATA_HOME=home + "/data",
                XDG_CURRENT_DESKTOP="", TELAR_TEST_SCREEN=home + "/Xvfb_screen0",
                DISPLAY=":" + number, GDK_BACKEND="x11", LC_ALL="C.UTF-8", LANGUAGE="")
            # The services of the bus talk on their standard output too: keep that apart.
            out = os.dup(1)
            command = ["dbus-run-session", "--", "sh", "-c", f'exec "$@" >&{out}', "sh", *arguments]
            return subprocess.run(command, env=environment, stdout=2, pass_fds=[out],
                                  check=False).returncode
        finally:
            server.terminate()
            server.wait()
            wait_for_portal_to_go(home)


def run_tests(tests):
    """Executes named functions in order, prints TAP; a later test may build on an earlier one.

    One that cannot be done here returns why.
    """
    print(f"1..{len(tests)}", flush=True)
    n_failed = 0
    for number, (name, test) in enumerate(tests, 1):
        try:
            obstacle = test()
            print(f"ok {number} {name}{f' # SKIP {obstacle}' if obstacle else ''}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            n_failed += 1
            for line in f"{type(error).__name__}: {error}".splitlines():
                print(f"# {line}")
            print(f"not ok {number} {name}", flush=True)
    sys.stdout.flush()
    return 1 if n_failed else 0
