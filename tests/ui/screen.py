# SPDX-FileCopyrightText: 2026 The Telar developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the pixels of the screen, which Xvfb keeps in a file (in the format of xwd)."""

import mmap
import os
import struct

HEADER = struct.Struct(">25I")


class Screen:
    """The first screen of the X server."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), os.fstat(file.fileno()).st_size, prot=mmap.PROT_READ)
        fields = HEADER.unpack_from(self.bytes)
        size, self.width, self.height, bits, self.stride = (
            fields[0], fields[4], fields[5], fields[11], fields[12])
        assert bits == 32, "the screen has 32 bits a pixel"
        self.start = size + 12 * fields[19]  # after the header and its colours

    def count_coloured(self, x, y, width, height):
        """Returns how many pixels of a rectangle are neither grey nor nearly grey.

        It looks at every second pixel of every second row.
        """
        n_coloured = 0
        left, right = max(x, 0), min(x + width, self.width)
        for row in range(max(y, 0), min(y + height, self.height), 2):
            begin = self.start + row * self.stride + left * 4
            pixels = self.bytes[begin:begin + (right - left) * 4]
            for blue, green, red in zip(pixels[0::8], pixels[1::8], pixels[2::8]):
                n_coloured += max(blue, green, red) - min(blue, green, red) > 60
        return n_coloured
