# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the pixels of the screen, which Xvfb keeps in a file (in the format of xwd)."""

import mmap
import os
import struct

HEADER = struct.Struct(">25I")


class Screen:
    """The screen of the X server."""

    def __init__(self, path):
        with open(path, "rb") as file:
            length = os.fstat(file.fileno()).st_size
            self.bytes = mmap.mmap(file.fileno(), length, prot=mmap.PROT_READ)
        fields = HEADER.unpack_from(self.bytes)
        size, self.width, self.height, bits, self.stride = (
            fields[0], fields[4], fields[5], fields[11], fields[12])
        assert bits == 32, "the screen has 32 bits a pixel"
        self.start = size + 12 * fields[19]  # after the header and its colours

    def read(self, x, y, width, height):
        """Returns the pixels of a rectangle, every fourth row of it."""
        left, right = max(x, 0), min(x + width, self.width)
        rows = range(max(y, 0), min(y + height, self.height), 4)
        return [self.bytes[self.start + row * self.stride + left * 4:
                           self.start + row * self.stride + right * 4] for row in rows]


def count_in_colour(rows, colour):
    """Returns how many pixels have exactly that colour, such as "d1006c"."""
    red, green, blue = bytes.fromhex(colour)
    return sum(pixel == (blue, green, red)
               for row in rows for pixel in zip(row[0::4], row[1::4], row[2::4]))


def count_coloured(rows):
    """Returns how many pixels are neither grey nor nearly grey, of every fourth."""
    return sum(max(pixel) - min(pixel) > 60
               for row in rows for pixel in zip(row[0::16], row[1::16], row[2::16]))
