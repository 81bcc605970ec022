/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the bodies that are read in one main context share: a buffer, and memory. */
typedef struct _TelarBodyPool TelarBodyPool;

/* The body of one answer while it arrives. */
typedef struct _TelarBody TelarBody;

typedef enum
{
  TELAR_BODY_GOES_ON,
  TELAR_BODY_COMPLETE,
  TELAR_BODY_TOO_LARGE,
  TELAR_BODY_FAILED,
} TelarBodyState;

/* Called in the main context when it is the body's turn to be read on. */
typedef void (*TelarBodyTurnFunc) (gpointer user_data);

TelarBodyPool *telar_body_pool_new (GMainContext *context);
void telar_body_pool_free (TelarBodyPool *pool);

TelarBody *telar_body_new (TelarBodyPool *pool,
                           GInputStream *stream,
                           guint64 limit,
                           gboolean is_kept,
                           TelarBodyTurnFunc turn,
                           gpointer user_data);
void telar_body_free (TelarBody *body);
TelarBodyState telar_body_read (TelarBody *body, GError **error);
void telar_body_close (TelarBody *body);
guint64 telar_body_get_n_bytes (const TelarBody *body);
const char *telar_body_get_data (const TelarBody *body, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarBodyPool, telar_body_pool_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarBody, telar_body_free)

G_END_DECLS
