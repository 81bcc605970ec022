/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "telar-example.h"
#include "telar-history.h"

G_BEGIN_DECLS

/* All examples, as cards. Emits "chosen" as TelarExampleCard does, and goes out of sight. */
#define TELAR_TYPE_GALLERY_WINDOW (telar_gallery_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarGalleryWindow, telar_gallery_window, TELAR, GALLERY_WINDOW, AdwWindow)

TelarGalleryWindow *telar_gallery_window_new (GtkWindow *parent, TelarHistory *history);
void telar_gallery_window_set_can_run (TelarGalleryWindow *self, gboolean can_run);

G_END_DECLS
