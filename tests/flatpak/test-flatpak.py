#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-flatpak.py [FOLDER]: builds the Flatpak bundle, and uses it as somebody who installs it.

It needs neither Flathub nor GNOME's runtime: flatpak/stand-in-sdk assembles one of the same name
from Debian's packages. Everything happens in a home, on a screen and on a bus of its own. Where a
sandbox or the stand-in cannot be had it says that it is skipped, and why. With FOLDER, a picture of
the window is left there.
"""

import configparser
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/ui"))
import driver  # noqa: E402
from driver import wait_for  # noqa: E402
from screen import Screen, count_coloured  # noqa: E402

ID = "io.github.telar.Telar"
DEVEL = ID + ".Devel"
RUNTIME_REPO = b"https://flathub.org/repo/flathub.flatpakrepo"
PERMISSIONS = {
    "shared": {"network", "ipc"},
    # The fallback lists x11 too, for versions of Flatpak that do not know it.
    "sockets": {"wayland", "x11", "fallback-x11"},
    "devices": {"dri"},
}
MAX_BYTES = 2 * 1000 * 1000
# That is by the clock, if nothing else goes on. So the processor time has a bound for that time on
# all cores, and the clock one for a computer that does other things too.
MAX_BUILD_S = 180
BUSY_FACTOR = 4
MAX_TESTS_S = 1500
SUITES = ["model", "site", "work", "engine", "chart", "store", "cli", "ui"]
LONGEST_TEST = "click-through"
N_PAGES = 16
N_HEADINGS = "168"
# The demo site's slowest page takes 1.9 s, all together take 5.3 s.
WALL_TIMES_S = {"Sequential": (5.3, 8), "Threads": (1.89, 4), "Async": (1.89, 4),
                "Processes": (1.89, 6)}
N_ATTEMPTS = 3
PORTAL_BACK_END = "org.freedesktop.impl.portal.desktop.telartest"
RUNTIME_FOLDER = f"/run/user/{os.getuid()}"
OWN_RUNTIME = ["bwrap", "--dev-bind", "/", "/", "--tmpfs", "/run/user", "--perms", "0700", "--dir",
               RUNTIME_FOLDER, "--die-with-parent"]


def execute(*command, timeout_s=120, **options):
    """Returns what a command prints, its errors included; it has to succeed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", start_new_session=True, **options)
    try:
        output, _ = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        raise AssertionError(f"{command[0]} took more than {timeout_s} s: {output[-2000:]}") from None
    assert process.returncode == 0, f"{command} ended with {process.returncode}: {output[-4000:]}"
    return output


def flatpak(*arguments, **options):
    return execute("flatpak", "--user", *arguments, **options)


def telar(*arguments, **options):
    """Returns what the installed program prints on its standard output."""
    result = subprocess.run(["flatpak", "--user", "run", ID, *arguments], capture_output=True,
                            text=True, check=False, timeout=120, **options)
    assert result.returncode == 0, f"{arguments} ended with {result.returncode}: {result.stderr}"
    return result.stdout


def get_children_cpu_s():
    """Returns the processor time of all programs that have ended, and of those they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def read_metadata(text):
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str
    parser.read_string(text)
    return parser


def write_picture(screen, path):
    """Writes what is on the screen as a PNG file."""
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf, GLib
    pixels = bytearray()
    for row in range(screen.height):
        line = screen.bytes[screen.start + row * screen.stride:][:screen.width * 4]
        rgb = bytearray(screen.width * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = line[2::4], line[1::4], line[0::4]
        pixels += rgb
    GdkPixbuf.Pixbuf.new_from_bytes(
        GLib.Bytes.new(bytes(pixels)), GdkPixbuf.Colorspace.RGB, False, 8, screen.width,
        screen.height, screen.width * 3).savev(str(path), "png", [], [])


class InstalledWindow(driver.Window):
    """The window of a program that the bus has started, behind a sandbox's process numbers."""

    def __init__(self):  # pylint: disable=super-init-not-called
        self.id = self.size = self.application = None
        driver.Widget.__init__(self, self, None)

    def find_application(self):
        desktop = driver.Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_child_count() > 0:
                return child
        return None

    def find_surfaces(self, title="", _pid=None):
        result = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title or "Telar"],
            capture_output=True, text=True, check=False)
        return [int(line) for line in result.stdout.split()]


class Installation:
    """What is there from one test to the next."""

    def __init__(self, folder):
        self.folder = folder
        self.home = pathlib.Path(os.environ["HOME"])
        self.exports = pathlib.Path(os.environ["FLATPAK_USER_DIR"], "exports/share")
        self.data = self.home / ".var/app" / ID / "data"
        self.bundle = folder / "telar.flatpak"
        self.window = None
        self.chosen = folder / "chosen"
        self.chosen.mkdir()
        self.pages = "\n".join(self.read_pages())

    @staticmethod
    def read_pages():
        text = (TOP / "data/examples/demo-pages.txt").read_text()
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    def count_runs(self):
        history = self.data / "telar/history.db"
        if not history.exists():
            return 0
        with sqlite3.connect(f"file:{history}?mode=ro", uri=True) as database:
            return database.execute("SELECT count(*) FROM runs").fetchone()[0]

    def build(self, bundle, *options):
        """Builds a bundle; returns the checksum of what is in it."""
        start, cpu_before_s = time.monotonic(), get_children_cpu_s()
        output = execute(TOP / "flatpak/build-bundle", *options, bundle,
                         timeout_s=BUSY_FACTOR * MAX_BUILD_S)
        cpu_s = get_children_cpu_s() - cpu_before_s
        print(f"# {bundle.name}: built in {time.monotonic() - start:.0f} s, with {cpu_s:.0f} s of"
              " processor time")
        assert cpu_s <= MAX_BUILD_S * os.cpu_count(), cpu_s
        warnings = re.findall(r"^\S+: warning: .*", output, re.MULTILINE)
        assert not warnings, "\n".join(warnings)
        return re.search(r", commit ([0-9a-f]{64})$", output, re.MULTILINE).group(1)

    def builds_the_bundle_without_a_warning(self):
        self.checksum = self.build(self.bundle)
        assert self.bundle.stat().st_size < MAX_BYTES, self.bundle.stat().st_size
        assert RUNTIME_REPO in self.bundle.read_bytes()

    def builds_the_same_again(self):
        again = self.folder / "again.flatpak"
        assert self.build(again) == self.checksum

    def passes_the_tests_with_the_libraries_of_the_runtime(self):
        build = self.folder / "newer"
        build.mkdir()
        test = f"meson test -C {build} --no-rebuild --print-errorlogs"
        script = f"""
            meson setup -Dwerror=true {build} {TOP} && ninja -C {build} || exit 1
            others=$({test} --list | sed -nE 's,^telar:({"|".join(SUITES)}) / ,,p' \\
                     | grep -vx {LONGEST_TEST})
            # The longest test has a screen of its own, and mostly waits.
            {test} --logbase=longest {LONGEST_TEST} & longest=$!
            {test} $others
            status=$?
            wait $longest && exit $status"""
        execute(*self.inside_sdk(build), "sh", "-c", script, timeout_s=MAX_TESTS_S)

    def inside_sdk(self, writable):
        """Returns the start of a command that is executed on the SDK as on a computer of its own.

        In a Flatpak, GTK asks for files through the portal, and tells nobody its process.
        """
        usr = pathlib.Path(flatpak("info", "--show-location", self.sdk()).strip(), "files")
        return ["bwrap", "--ro-bind", usr, "/usr", "--ro-bind", usr / "etc", "/etc",
                "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
                "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/sbin", "/sbin",
                "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", "/run",
                "--dir", "/var/tmp", "--ro-bind", TOP, TOP, "--bind", writable, writable,
                "--unshare-pid", "--die-with-parent", "--clearenv", "--setenv", "PATH", "/usr/bin",
                "--setenv", "HOME", "/tmp"]

    @staticmethod
    def sdk():
        manifest = json.loads((TOP / f"flatpak/{ID}.json").read_text())
        return f"{manifest['sdk']}//{manifest['runtime-version']}"

    def installs_by_the_bundle_alone(self):
        flatpak("install", "--noninteractive", "--no-deps", "--bundle", self.bundle)
        assert flatpak("info", "--show-commit", ID).strip() == self.checksum
        execute("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.ReloadConfig")

    def has_no_more_permission_than_it_needs(self):
        metadata = read_metadata(flatpak("info", "--show-metadata", ID))
        context = {key: set(value.strip(";").split(";"))
                   for key, value in metadata["Context"].items()}
        assert context == PERMISSIONS, context
        others = {name for name in metadata.sections() if not name.startswith("Extension ")}
        assert others <= {"Application", "Context", "Build"}, others

    def sees_no_files_of_the_home(self):
        secret = self.home / "secret"
        secret.write_text("secret")
        result = subprocess.run(
            ["flatpak", "--user", "run", "--command=cat", ID, secret], capture_output=True,
            text=True, check=False)
        secret.unlink()
        assert result.returncode != 0 and "secret" not in result.stdout, result.stdout

    def is_known_to_the_desktop(self):
        names = {str(path.relative_to(self.exports)) for path in self.exports.rglob(f"{ID}*")}
        assert {f"applications/{ID}.desktop", f"dbus-1/services/{ID}.service",
                f"icons/hicolor/scalable/apps/{ID}.svg",
                f"icons/hicolor/symbolic/apps/{ID}-symbolic.svg", f"metainfo/{ID}.metainfo.xml",
                f"mime/packages/{ID}.xml"} <= names, names
        entry = read_metadata((self.exports / f"applications/{ID}.desktop").read_text())
        assert "--file-forwarding" in entry["Desktop Entry"]["Exec"]
        execute("desktop-file-validate", self.exports / f"applications/{ID}.desktop")

    def runs_the_demo_pages_in_four_ways(self):
        output = telar("run", "--workload=characters", "--strategy=all", "--format=json", "--save",
                       "--workers=4", "--inputs=-", input=self.pages)
        runs = json.loads(output)["runs"]
        assert [run["strategy"] for run in runs] == ["sequential", "threads", "async", "processes"]
        for run in runs:
            assert len(run["tasks"]) == N_PAGES
            assert {task["status"] for task in run["tasks"]} == {"succeeded"}, run["strategy"]
        workers = {lane["pid"] for lane in runs[-1]["lanes"] if lane["kind"] == "process"}
        assert len(workers) == 4, runs[-1]["lanes"]

    def keeps_them_in_the_history(self):
        assert self.count_runs() == 4, self.count_runs()

    def speaks_spanish(self):
        output = telar("--help", env={**os.environ, "LC_ALL": "es_ES.UTF-8", "LANGUAGE": "es"})
        assert output.startswith("Uso:"), output[:200]

    def starts_from_its_desktop_file_and_runs_the_example_by_a_click(self):
        # The pointer has to find what is clicked, there too.
        style = self.data.parent / "config/gtk-4.0/gtk.css"
        style.parent.mkdir(parents=True, exist_ok=True)
        style.write_text(driver.NO_PADDING)
        execute("gapplication", "launch", ID)
        self.window = InstalledWindow().open()
        self.window.find("push button|button", "Run the Sixteen Demo Pages").press()
        # Newer versions of GTK give a status no name, but a text.
        wait_for(lambda: any(widget.text == "Finished: all 16 tasks succeeded"
                             for widget in self.window.find_all("status bar")), "the run to end", 60)
        wait_for(lambda: self.count_runs() == 5, "the run to be in the history")

    def runs_the_pages_with_each_strategy_in_the_window(self):
        for strategy, (least_s, most_s) in WALL_TIMES_S.items():
            n_runs = self.count_runs()
            choice = self.window.find("radio button|check box", strategy)
            choice.click()
            wait_for(lambda: choice.is_checked, f"{strategy} to be chosen")
            self.window.find("push button|button", "Run").press()
            wait_for(lambda: self.count_runs() == n_runs + 1, f"the run by {strategy}", 60)
            self.window.find("label", rf"{strategy}, [\d.]+\ss")
            wait_for(lambda: self.window.find_figure("Headings").text == N_HEADINGS, "the headings")
            wall = self.window.find_figure("Wall time").text
            assert wall.endswith("\u00a0s") and least_s <= float(wall[:-2]) <= most_s, wall

    def exports_a_picture_through_the_portal(self):
        if "TELAR_TEST_RUNTIME" not in os.environ:
            return "it needs root, xdg-desktop-portal and FUSE"
        # Whoever asks first would start both, and wait for them.
        execute("gdbus", "wait", "--session", "--timeout=30", PORTAL_BACK_END)
        execute("gdbus", "call", "--session", "--dest=org.freedesktop.portal.Desktop",
                "--object-path=/org/freedesktop/portal/desktop",
                "--method=org.freedesktop.DBus.Properties.Get",
                "org.freedesktop.portal.FileChooser", "version")
        data = None
        for number in range(1, N_ATTEMPTS + 1):
            self.window.key("ctrl+e")
            with self.window.dialog("Export") as dialog:
                dialog.find("push button|button", "Export…").press()
            try:
                data = wait_for(self.read_exported, "the picture", 10)
                break
            except driver.Timeout:
                asked = (self.chosen / "asked").exists()
                print(f"# attempt {number}: the portal {'was' if asked else 'was not'} asked")
        assert data is not None, "the picture was not written"
        assert data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 5000, len(data)
        return None

    def read_exported(self):
        """Returns the picture that was exported once it is whole, or None."""
        for path in self.chosen.glob("*.png"):
            data = path.read_bytes()
            if data.endswith(b"IEND\xaeB`\x82"):
                return data
        return None

    def draws_it(self):
        screen = Screen(os.environ["TELAR_TEST_SCREEN"])
        wait_for(lambda: count_coloured(screen.read(0, 0, screen.width, screen.height)) > 500,
                 "the chart to be drawn")
        picture = pathlib.Path(os.environ.get("TELAR_TEST_PICTURES", self.folder)) / "flatpak.png"
        write_picture(screen, picture)
        assert picture.stat().st_size > 10000

    def runs_the_example_for_the_desktop_too(self):
        execute("gapplication", "action", ID, "run-example")
        wait_for(lambda: self.count_runs() == 10, "the run to be in the history", 60)
        execute("gapplication", "action", ID, "quit")
        wait_for(lambda: ID not in execute("flatpak", "ps", "--columns=application"), "the program to end")

    def stands_beside_its_development_variant(self):
        bundle = self.folder / "devel.flatpak"
        self.build(bundle, "--devel")
        flatpak("install", "--noninteractive", "--no-deps", "--bundle", bundle)
        output = execute("flatpak", "--user", "run", DEVEL, "run", "--param=seconds=0", "7")
        assert "7: 49" in output, output
        assert (self.exports / f"applications/{DEVEL}.desktop").exists()
        assert (self.exports / f"icons/hicolor/scalable/apps/{DEVEL}.svg").exists()
        assert telar("--version").startswith("Telar ")
        flatpak("uninstall", "--noninteractive", DEVEL)
        shutil.rmtree(self.home / ".var/app" / DEVEL)

    def leaves_only_the_users_data_behind(self):
        flatpak("uninstall", "--noninteractive", ID)
        assert ID not in flatpak("list", "--columns=application")
        left = sorted(path for path in pathlib.Path(os.environ["FLATPAK_USER_DIR"]).rglob(f"{ID}*")
                      if "repo" not in path.parts)
        assert not left, left
        files = [path.relative_to(self.home) for path in self.home.rglob("*")
                 if path.is_file() and "telar" in str(path.relative_to(self.home)).lower()]
        # What is in .flatpak is Flatpak's own note of what runs, and belongs to the session.
        others = [path for path in files
                  if path.parts[:3] != (".var", "app", ID) and path.parts[0] != ".flatpak"]
        assert not others, others
        assert self.count_runs() == 10


def has_portal():
    """Returns whether files can be handed into a sandbox, which needs FUSE and, here, root."""
    return (os.getuid() == 0 and pathlib.Path("/usr/libexec/xdg-desktop-portal").exists()
            and shutil.which("bwrap") is not None and shutil.which("fusermount3") is not None
            and os.access("/dev/fuse", os.W_OK)
            and subprocess.run([*OWN_RUNTIME, "true"], stderr=subprocess.DEVNULL,
                               check=False).returncode == 0)


def write_portal(folder):
    """Has xdg-desktop-portal ask portal.py for files; returns the folder that says so."""
    portals = pathlib.Path(folder, "portals")
    portals.mkdir()
    (portals / "telartest.portal").write_text(
        f"[portal]\nDBusName={PORTAL_BACK_END}\n"
        "Interfaces=org.freedesktop.impl.portal.FileChooser;\nUseIn=telartest\n")
    (portals / "portals.conf").write_text("[preferred]\ndefault=telartest\n")
    return str(portals)


def find_obstacle():
    """Returns why the tests cannot be executed here, or None."""
    tools = ["flatpak", "flatpak-builder", "mmdebstrap", "bwrap", "Xvfb", "dbus-run-session",
             "xdotool", "desktop-file-validate"]
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        return "there is no " + ", no ".join(missing)
    sandbox = subprocess.run(["bwrap", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc",
                              "--dev", "/dev", "--tmpfs", "/tmp", "true"],
                             capture_output=True, text=True, check=False)
    if sandbox.returncode != 0:
        return f"this computer lets nobody make a sandbox: {sandbox.stderr.strip()}"
    return None


def find_stand_in():
    """Returns the repository of the stand-in and None, or None and why there is none."""
    result = subprocess.run([TOP / "flatpak/stand-in-sdk"], capture_output=True, text=True,
                            check=False)
    if result.returncode != 0:
        return None, "the stand-in could not be assembled: " + " ".join(
            result.stderr.strip().splitlines()[-3:])
    return result.stdout.splitlines()[-1], None


def test_installed(folder):
    """What happens on the display, bus and home of its own."""
    flatpak("remote-add", "--no-gpg-verify", "stand-in", os.environ["TELAR_TEST_STAND_IN"])
    version = Installation.sdk().rpartition("/")[2]
    flatpak("install", "--noninteractive", "stand-in", f"org.gnome.Sdk//{version}",
            f"org.gnome.Platform//{version}", timeout_s=300)
    installation = Installation(folder)
    portal = subprocess.Popen([sys.executable, TOP / "tests/flatpak/portal.py",
                               installation.chosen])
    tests = [
        installation.builds_the_bundle_without_a_warning,
        installation.builds_the_same_again,
        installation.installs_by_the_bundle_alone,
        installation.has_no_more_permission_than_it_needs,
        installation.sees_no_files_of_the_home,
        installation.is_known_to_the_desktop,
        installation.runs_the_demo_pages_in_four_ways,
        installation.keeps_them_in_the_history,
        installation.speaks_spanish,
        installation.starts_from_its_desktop_file_and_runs_the_example_by_a_click,
        installation.runs_the_pages_with_each_strategy_in_the_window,
        installation.draws_it,
        installation.exports_a_picture_through_the_portal,
        installation.runs_the_example_for_the_desktop_too,
        installation.stands_beside_its_development_variant,
        installation.leaves_only_the_users_data_behind,
        installation.passes_the_tests_with_the_libraries_of_the_runtime,
    ]
    try:
        return driver.run_tests([(test.__name__.replace("_", " "), test) for test in tests])
    finally:
        portal.terminate()
        portal.wait()


def with_own_runtime_folder():
    """Begins again with an empty XDG_RUNTIME_DIR, and returns the exit status.

    In a sandbox, the files that were handed into it are where they are in a usual session only.
    """
    return subprocess.run([*OWN_RUNTIME, "--setenv", "TELAR_TEST_RUNTIME", RUNTIME_FOLDER,
                           sys.executable, *sys.argv], check=False).returncode


def main():
    if "TELAR_TEST_STAND_IN" in os.environ:
        return test_installed(pathlib.Path(sys.argv[1]))

    obstacle = find_obstacle()
    if obstacle is None and has_portal() and "TELAR_TEST_RUNTIME" not in os.environ:
        return with_own_runtime_folder()
    if obstacle is None:
        stand_in, obstacle = find_stand_in()
    if obstacle is not None:
        print(f"1..0 # SKIP {obstacle}", flush=True)
        return 0

    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.environ.update(
            TELAR_TEST_STAND_IN=stand_in, FLATPAK_USER_DIR=folder + "/flatpak", TMPDIR=folder,
            XDG_DESKTOP_PORTAL_DIR=write_portal(folder),
            XDG_DATA_DIRS=folder + "/flatpak/exports/share:/usr/local/share:/usr/share")
        if len(sys.argv) > 1:
            os.environ["TELAR_TEST_PICTURES"] = str(pathlib.Path(sys.argv[1]).resolve())
        return driver.on_own_display([sys.executable, __file__, folder],
                                     runtime_folder=os.environ.get("TELAR_TEST_RUNTIME"))


sys.exit(main())
