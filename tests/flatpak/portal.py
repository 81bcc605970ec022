#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""portal.py FOLDER: the part of a desktop that asks for files, for tests: it always chooses FOLDER.

It stands behind xdg-desktop-portal, as the one of GNOME does: what a program in a sandbox saves
gets the name that the program suggests, and a file called asked tells that it was asked. See
org.freedesktop.impl.portal.FileChooser in the documentation of xdg-desktop-portal.
"""

import pathlib
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.impl.portal.desktop.telartest"
ANSWER_MS = 500  # no person is faster
INTERFACE = """
<node>
  <interface name="org.freedesktop.impl.portal.FileChooser">
    <method name="SaveFile">
      <arg type="o" name="handle" direction="in"/>
      <arg type="s" name="app_id" direction="in"/>
      <arg type="s" name="parent_window" direction="in"/>
      <arg type="s" name="title" direction="in"/>
      <arg type="a{sv}" name="options" direction="in"/>
      <arg type="u" name="response" direction="out"/>
      <arg type="a{sv}" name="results" direction="out"/>
    </method>
  </interface>
</node>
"""


def on_call(_connection, _sender, _path, _interface, _method, parameters, invocation):
    options = parameters.unpack()[4]
    pathlib.Path(sys.argv[1], "asked").touch()
    path = pathlib.Path(sys.argv[1], pathlib.Path(options["current_name"]).name)
    results = {"uris": GLib.Variant("as", [path.as_uri()])}
    # GTK is not prepared for an answer that comes before it knows that the question was taken.
    GLib.timeout_add(ANSWER_MS, invocation.return_value, GLib.Variant("(ua{sv})", (0, results)))


connection = Gio.bus_get_sync(Gio.BusType.SESSION)
connection.register_object("/org/freedesktop/portal/desktop",
                           Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], on_call, None, None)
Gio.bus_own_name_on_connection(connection, NAME, Gio.BusNameOwnerFlags.NONE, None, None)
GLib.MainLoop().run()
