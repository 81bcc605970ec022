#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes HTML's named character references, as Python's library knows them, as a C table."""

import html.entities
import sys

rows = sorted(html.entities.html5.items(), key=lambda item: item[0].encode())
with open(sys.argv[1], "w", encoding="utf-8") as table:
    for name, text in rows:
        escaped = "".join(f"\\{byte:03o}" for byte in text.encode())
        table.write(f'{{ "{name}", "{escaped}" }},\n')
