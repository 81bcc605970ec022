/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _TelarIdleConnections TelarIdleConnections;

TelarIdleConnections *telar_idle_connections_new (SoupServer *server);
void telar_idle_connections_free (TelarIdleConnections *connections);

G_END_DECLS
