/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happens to the connection once all was written. */
typedef enum
{
  TELAR_RAW_REPLY_CLOSE,
  TELAR_RAW_REPLY_RESET,
  TELAR_RAW_REPLY_HANG, /* it stays open, silent, until the client closes it */
} TelarRawReplyEnd;

/* An answer written byte by byte, as the rules of HTTP do not allow it. */
typedef struct
{
  GBytes *head; /* written at once */
  GBytes *body; /* written after it, over and over if it is endless */
  gboolean endless;
  guint pace_ms; /* between two bytes of the body; 0 to write it at once */
  TelarRawReplyEnd end;
} TelarRawReply;

void telar_raw_reply_send (TelarRawReply *reply,
                           GIOStream *stream,
                           GSocket *socket,
                           GCancellable *cancellable,
                           GDestroyNotify done,
                           gpointer user_data);

G_END_DECLS
