/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What comes next in a page. */
typedef enum
{
  TELAR_HTML_NOTHING, /* but text up to the end */
  TELAR_HTML_TAG,
  TELAR_HTML_SKIPPED, /* a comment, a script, …: neither a tag nor text */
  TELAR_HTML_CUT,     /* a tag that the end of the page cuts: it does not count */
} TelarHtmlToken;

/* Where in a page a tag stands, in bytes. */
typedef struct
{
  gsize start;
  gsize end;
  gboolean is_end_tag;
  const char *name; /* in the page, in any case */
  gsize name_length;
} TelarHtmlTag;

/* Reads the tags of one page. Used by one thread. */
typedef struct _TelarHtmlTagReader TelarHtmlTagReader;

TelarHtmlTagReader *
telar_html_tag_reader_new (const char *text, gsize length, GCancellable *cancellable);
void telar_html_tag_reader_free (TelarHtmlTagReader *reader);

TelarHtmlToken
telar_html_tag_reader_next (TelarHtmlTagReader *reader, gsize from, TelarHtmlTag *tag);
TelarHtmlToken
telar_html_tag_reader_next_heading (TelarHtmlTagReader *reader, gsize from, TelarHtmlTag *tag);
gsize telar_html_tag_reader_skip_template (TelarHtmlTagReader *reader, gsize from);

gboolean telar_html_tag_is (const TelarHtmlTag *tag, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarHtmlTagReader, telar_html_tag_reader_free)

G_END_DECLS
