/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-html-tag-reader.h"

G_BEGIN_DECLS

/* Headings inside one another; more are taken as following one another. */
#define TELAR_HTML_MAX_NESTED 8

/* The elements that are open at some place of a page: the "stack of open elements" of HTML, or
 * the part of it that begins with a heading. */
typedef struct _TelarHtmlElements TelarHtmlElements;

/* Tells what was open before the first of the elements; called only where that decides. */
typedef TelarHtmlElements *(*TelarHtmlAroundFunc) (gpointer user_data);

/* Called when a heading begins (@tag is its start tag) or the innermost one ends (%NULL). */
typedef void (*TelarHtmlHeadingFunc) (const TelarHtmlTag *tag, gpointer user_data);

TelarHtmlElements *telar_html_elements_new (TelarHtmlAroundFunc around,
                                            TelarHtmlHeadingFunc heading,
                                            gpointer user_data);
void telar_html_elements_free (TelarHtmlElements *elements);

void telar_html_elements_apply (TelarHtmlElements *elements, const TelarHtmlTag *tag);
void telar_html_elements_close_all (TelarHtmlElements *elements);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarHtmlElements, telar_html_elements_free)

G_END_DECLS
