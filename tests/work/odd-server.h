/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on 127.0.0.1 whose answers are written here byte by byte, with ports that do not answer
 * at all. */
typedef struct _OddServer OddServer;

OddServer *odd_server_new (void);
void odd_server_free (OddServer *server);
const char *odd_server_get_url (OddServer *server);
const char *odd_server_get_tls_url (OddServer *server);
const char *odd_server_get_authority (void);
const char *odd_server_get_silent_tls_url (OddServer *server);
const char *odd_server_get_hole (OddServer *server);

/* A resolver that finds no host and does not say so. */
GResolver *silent_resolver_new (void);

G_END_DECLS
