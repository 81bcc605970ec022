/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-authorities.h"

#include <glib/gi18n-lib.h>

struct _TelarAuthorities
{
  char *path; /* NULL to trust whom the system trusts */
  GMutex mutex;
  GTlsDatabase *database; /* once it was asked for */
};

/**
 * telar_authorities_new:
 *
 * Takes the file from the environment variable SSL_CERT_FILE, as OpenSSL and the many programs do
 * that are made with it. It is not read yet. Worker processes inherit the variable.
 *
 * Returns: (transfer full): whom to trust
 */
TelarAuthorities *
telar_authorities_new (void)
{
  TelarAuthorities *authorities = g_new0 (TelarAuthorities, 1);
  const char *path = g_getenv ("SSL_CERT_FILE");

  g_mutex_init (&authorities->mutex);
  if (path != NULL && *path != '\0')
    authorities->path = g_canonicalize_filename (path, NULL);

  return authorities;
}

/**
 * telar_authorities_free:
 * @authorities: (transfer full): whom to trust
 */
void
telar_authorities_free (TelarAuthorities *authorities)
{
  g_clear_object (&authorities->database);
  g_mutex_clear (&authorities->mutex);
  g_free (authorities->path);
  g_free (authorities);
}

/**
 * telar_authorities_get_database:
 * @authorities: whom to trust
 * @database: (out) (transfer none) (nullable): those whom the user's file names; %NULL for those
 *   whom the system trusts
 * @error: return location for the reason why the file cannot be read, in the user's language
 *
 * Reads the file, the first time.
 *
 * Returns: whether it is known whom to trust
 */
gboolean
telar_authorities_get_database (TelarAuthorities *authorities,
                                GTlsDatabase **database,
                                GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_mutex_lock (&authorities->mutex);
  if (authorities->path != NULL && authorities->database == NULL)
    authorities->database = g_tls_file_database_new (authorities->path, &reason);
  *database = authorities->database;
  g_mutex_unlock (&authorities->mutex);

  if (reason == NULL)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               /* Translators: the first is the name of an environment variable, the second a path,
                * the third the reason */
               _ ("The certificates that %s names, “%s”, cannot be read: %s"), "SSL_CERT_FILE",
               authorities->path, reason->message);
  return FALSE;
}
