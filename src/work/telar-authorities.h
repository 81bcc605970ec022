/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who is trusted to sign the certificates of secure servers: those whom the system trusts, or those
 * in a file of the user's. Any thread may use it. */
typedef struct _TelarAuthorities TelarAuthorities;

TelarAuthorities *telar_authorities_new (void);
void telar_authorities_free (TelarAuthorities *authorities);
gboolean telar_authorities_get_database (TelarAuthorities *authorities,
                                         GTlsDatabase **database,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarAuthorities, telar_authorities_free)

G_END_DECLS
