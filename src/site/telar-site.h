/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The demo site: a real HTTP server on 127.0.0.1, in a thread of its own. */
typedef struct _TelarSite TelarSite;

/* One of the sixteen pages of the lecture. */
typedef struct
{
  const char *url;  /* of the real page */
  const char *demo; /* the input that stands for it: "demo:projecteuler.net/" */
  double alone_s;   /* how long the lecture's sequential run took for it */
  double threads_s; /* how long its threaded run took for it */
  guint characters; /* of the decoded page */
  guint headings;   /* that the lecture's pattern finds in the demo page */
} TelarSitePage;

#define TELAR_SITE_N_PAGES       16
#define TELAR_SITE_DEFAULT_SCALE 0.1

const TelarSitePage *telar_site_get_page (guint index);

TelarSite *telar_site_new (guint port, double scale, GError **error);
const char *telar_site_get_url (TelarSite *site);
void telar_site_free (TelarSite *site);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarSite, telar_site_free)

G_END_DECLS
