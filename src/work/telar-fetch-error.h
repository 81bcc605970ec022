/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a fetch was when it failed. */
typedef struct
{
  const char *host; /* with its port, unless that is the usual one */
  gboolean in_body;
  GTlsCertificateFlags certificate_errors;
} TelarFetchPlace;

GError *telar_fetch_error_explain (GError *error, const TelarFetchPlace *place);
GError *telar_fetch_error_new_timeout (gint64 timeout_us);
GError *telar_fetch_error_new_status (guint http_status, const char *reason);

G_END_DECLS
