/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-html-tag-reader.h"

G_BEGIN_DECLS

/* What the start tag and the end tag of an element do. */
typedef enum
{
  TELAR_HTML_KIND_ORDINARY,
  TELAR_HTML_KIND_SPECIAL, /* ordinary, but ends the search for the start tag of ordinary ones */
  TELAR_HTML_KIND_FORMATTING,
  TELAR_HTML_KIND_VOID,
  TELAR_HTML_KIND_IGNORED,
  TELAR_HTML_KIND_PARAGRAPH,
  TELAR_HTML_KIND_HEADING,
  TELAR_HTML_KIND_BLOCK,
  TELAR_HTML_KIND_ITEM,
  TELAR_HTML_KIND_FORM,
  TELAR_HTML_KIND_BUTTON,
  TELAR_HTML_KIND_OBJECT,
  TELAR_HTML_KIND_TABLE,
  TELAR_HTML_KIND_CAPTION,
  TELAR_HTML_KIND_COLUMNS,
  TELAR_HTML_KIND_SECTION,
  TELAR_HTML_KIND_ROW,
  TELAR_HTML_KIND_CELL,
  TELAR_HTML_KIND_FOREIGN,
  TELAR_HTML_KIND_BRIDGE, /* holds HTML inside of SVG or MathML */
} TelarHtmlKind;

enum
{
  TELAR_HTML_SPECIAL = 1 << 0,  /* of the "special" category */
  TELAR_HTML_BOUNDARY = 1 << 1, /* ends a search "in scope" */
  TELAR_HTML_LIST = 1 << 2,     /* ends one "in list item scope" too */
  TELAR_HTML_LEAVES = 1 << 3,   /* as a start tag, leaves SVG and MathML */
  TELAR_HTML_BREAKS = 1 << 4,   /* as a start tag, ends an open paragraph */
};

/* An element of HTML, told by its name in lower case. */
typedef struct
{
  const char *name;
  TelarHtmlKind kind;
  guint flags;
} TelarHtmlElementType;

/* An element that HTML says nothing of, and one of SVG or MathML that holds HTML. */
extern const TelarHtmlElementType telar_html_ordinary;
extern const TelarHtmlElementType telar_html_bridge;

const TelarHtmlElementType *telar_html_element_type_get (const TelarHtmlTag *tag);

G_END_DECLS
