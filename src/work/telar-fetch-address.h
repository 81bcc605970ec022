/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Addresses of http and https that are fetched. */

GUri *telar_fetch_address_from_input (const char *input, const char *demo_url, GError **error);
GUri *telar_fetch_address_from_redirect (GUri *from, const char *location, GError **error);
char *telar_fetch_address_describe (GUri *address);
char *telar_fetch_address_describe_host (GUri *address);
char *telar_fetch_address_dup_authorization (GUri *address);

G_END_DECLS
