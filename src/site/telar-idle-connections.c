/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-idle-connections.h"

#include <errno.h>
#include <sys/socket.h>

struct _TelarIdleConnections
{
  SoupServer *server;
  GHashTable *sources; /* GSocket that waits for its next request: GSource that watches it */
};

static void
source_free (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  TelarIdleConnections *connections = user_data;
  char next;
  ssize_t n = recv (g_socket_get_fd (socket), &next, 1, MSG_PEEK | MSG_DONTWAIT);

  /* Another request is libsoup's business; nothing to read is the end, and so is a reset. */
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
    g_socket_close (socket, NULL);
  g_hash_table_remove (connections->sources, socket);

  return G_SOURCE_REMOVE;
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  TelarIdleConnections *connections = user_data;

  g_hash_table_remove (connections->sources, soup_server_message_get_socket (message));
}

static void
on_request_finished (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  TelarIdleConnections *connections = user_data;
  GSocket *socket = soup_server_message_get_socket (message);
  GSource *source;

  if (socket == NULL || g_socket_is_closed (socket))
    return;

  source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (on_readable), connections, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_hash_table_insert (connections->sources, g_object_ref (socket), source);
}

/**
 * telar_idle_connections_new:
 * @server: a server that answers in the thread-default main context of the caller
 *
 * Closes the connections of @server that wait for another request when the other side has closed
 * them. libsoup does so itself from its version 3.3 on, before that they stay open as long as the
 * server does (its commit d20c6601).
 *
 * Returns: (transfer full) (nullable): what watches them; %NULL if libsoup does
 */
TelarIdleConnections *
telar_idle_connections_new (SoupServer *server)
{
  TelarIdleConnections *connections;

  if (soup_check_version (3, 3, 0))
    return NULL;

  connections = g_new0 (TelarIdleConnections, 1);
  connections->server = g_object_ref (server);
  connections->sources = g_hash_table_new_full (NULL, NULL, g_object_unref, source_free);
  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started), connections);
  g_signal_connect (server, "request-finished", G_CALLBACK (on_request_finished), connections);

  return connections;
}

/**
 * telar_idle_connections_free:
 * @connections: (transfer full) (nullable): what telar_idle_connections_new() returned
 *
 * Leaves the connections as they are. To be called in the server's thread.
 */
void
telar_idle_connections_free (TelarIdleConnections *connections)
{
  if (connections == NULL)
    return;

  g_signal_handlers_disconnect_by_data (connections->server, connections);
  g_hash_table_unref (connections->sources);
  g_object_unref (connections->server);
  g_free (connections);
}
