/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-export.h"
#include "telar-svg-writer.h"

G_BEGIN_DECLS

/* A picture that can be written into a file. */
typedef struct
{
  TelarTextCache *texts;
  TelarDisplayList *list;
  TelarPalette palette;
  char *title;
  double scale;              /* of PNG: pixels per point */
  GDateTime *created;        /* what files tell, in UTC */
  char *application;         /* that created it */
  TelarSvgDescribe describe; /* what SVG tells of the “task” of a mark; may be NULL */
  gpointer describe_data;    /* not owned */
} TelarPicture;

void telar_picture_init (TelarPicture *picture, char *title, gboolean is_dark, double scale);
void telar_picture_clear (TelarPicture *picture);
GBytes *
telar_picture_to_bytes (const TelarPicture *picture, TelarChartFormat format, GError **error);
gboolean telar_picture_save (GFile *file, GBytes *bytes, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarPicture, telar_picture_clear)

G_END_DECLS
