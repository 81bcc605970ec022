/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How an answer goes wrong. */
typedef enum
{
  TELAR_FAULT_NONE,
  TELAR_FAULT_RESET,         /* no answer: the connection is reset */
  TELAR_FAULT_TRUNCATE,      /* the connection ends in the middle of the body */
  TELAR_FAULT_STALL,         /* nothing more comes after the middle of the body */
  TELAR_FAULT_DRIP,          /* a byte of the body at a time */
  TELAR_FAULT_GARBAGE,       /* an answer that is not HTTP */
  TELAR_FAULT_REDIRECT_LOOP, /* to itself */
  TELAR_FAULT_WRONG_LENGTH,  /* more bytes come than were announced */
  TELAR_FAULT_GZIP_BOMB,     /* a small body that decodes to a huge one */
  TELAR_FAULT_ENDLESS,       /* a body without an end */
} TelarFault;

/* The parameters of demo:page. */
typedef struct
{
  double delay_s;
  guint64 size; /* in characters */
  guint headings;
  guint status;
  guint redirects; /* before the page */
  const char *charset;
  const char *type; /* the media type */
  TelarFault fault;

  GHashTable *query; /* owns the strings */
} TelarPageRequest;

gboolean telar_page_request_parse (TelarPageRequest *request, GHashTable *query, GError **error);
void telar_page_request_clear (TelarPageRequest *request);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarPageRequest, telar_page_request_clear)

G_END_DECLS
