/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-rehearsal.h"

#include <gio/gio.h>

#include "telar-worker.h"

/* It takes two milliseconds. Where there is no loopback network it shall not take much longer. */
#define DEADLINE_MS 100

static const char answer[] = "HTTP/1.1 200 OK\r\n"
                             "Content-Type: text/html; charset=utf-8\r\n"
                             "Content-Length: 15\r\n"
                             "\r\n"
                             "<h1>Title</h1>\n";

/* A page is served and fetched in one thread. */
typedef struct
{
  GMainContext *context;
  GSocketListener *listener;
  GCancellable *cancellable;
  GSocketConnection *connection; /* of the one who asks, once it is there */
  char request[1024];
  guint n_pending; /* calls that have not returned yet */
  gboolean done;
} Rehearsal;

static gboolean
on_deadline (gpointer user_data)
{
  Rehearsal *rehearsal = user_data;

  g_cancellable_cancel (rehearsal->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_request (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  Rehearsal *rehearsal = user_data;

  rehearsal->n_pending--;
  if (g_input_stream_read_finish (G_INPUT_STREAM (stream), result, NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (rehearsal->connection)),
                               answer, strlen (answer), NULL, rehearsal->cancellable, NULL);
}

static void
on_accepted (GObject *listener, GAsyncResult *result, gpointer user_data)
{
  Rehearsal *rehearsal = user_data;

  rehearsal->n_pending--;
  rehearsal->connection
      = g_socket_listener_accept_finish (G_SOCKET_LISTENER (listener), result, NULL, NULL);
  if (rehearsal->connection == NULL)
    return;

  rehearsal->n_pending++;
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (rehearsal->connection)),
                             rehearsal->request, sizeof rehearsal->request, G_PRIORITY_DEFAULT,
                             rehearsal->cancellable, on_request, rehearsal);
}

static void
on_done (TelarOutcome *outcome, gpointer user_data)
{
  Rehearsal *rehearsal = user_data;

  rehearsal->done = TRUE;
  /* Also the server's calls, if the page was never asked for. */
  g_cancellable_cancel (rehearsal->cancellable);
}

/* Returns: (transfer full) (nullable): the address of the page */
static char *
start_server (Rehearsal *rehearsal)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  if (!g_socket_listener_add_address (rehearsal->listener, any_port, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &address, NULL))
    return NULL;

  rehearsal->n_pending++;
  g_socket_listener_accept_async (rehearsal->listener, rehearsal->cancellable, on_accepted,
                                  rehearsal);

  return g_strdup_printf ("http://127.0.0.1:%u/",
                          (guint) g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

static void
fetch (Rehearsal *rehearsal, TelarWork *work, const char *url)
{
  g_autoptr (TelarTrace) trace = telar_trace_new (1, 1);
  TelarLane *lane = telar_trace_add_lane (trace, TELAR_LANE_THREAD, NULL);
  g_autoptr (TelarWorker) worker = telar_worker_new (work, 1);
  g_autoptr (GSource) deadline = g_timeout_source_new (DEADLINE_MS);

  g_source_set_callback (deadline, on_deadline, rehearsal, NULL);
  g_source_attach (deadline, rehearsal->context);

  telar_lane_begin (lane, 0, TELAR_PHASE_CONNECT, telar_trace_now (trace));
  telar_worker_run_async (worker, url, trace, lane, rehearsal->cancellable, on_done, rehearsal);
  while (!rehearsal->done || rehearsal->n_pending > 0)
    g_main_context_iteration (rehearsal->context, TRUE);
  telar_lane_end (lane, telar_trace_now (trace));

  g_source_destroy (deadline);
}

/**
 * telar_rehearse:
 * @parameters: the parameters of a workload
 *
 * Does the work once on a page of its own, if the workload is one on pages and this was not done
 * in this program before. At the first page, GLib and libsoup register their types, the linker
 * resolves their functions, and so on: one to two milliseconds which would count for whichever run
 * is the first, and for which many threads that begin at once would wait for one another. Whether
 * it succeeds does not matter.
 *
 * Any thread may call it. It takes two milliseconds the first time, and a tenth of a second at
 * most.
 */
void
telar_rehearse (const TelarParameters *parameters)
{
  static gsize is_rehearsed;
  g_autoptr (TelarWork) work = NULL;
  Rehearsal rehearsal = { 0 };

  if (telar_parameters_get_workload (parameters)->input_kind != TELAR_INPUT_PAGE
      || !g_once_init_enter (&is_rehearsed))
    return;

  work = telar_work_new (parameters, NULL, NULL);
  if (work != NULL)
    {
      g_autofree char *url = NULL;

      rehearsal.context = g_main_context_new ();
      rehearsal.listener = g_socket_listener_new ();
      rehearsal.cancellable = g_cancellable_new ();
      g_main_context_push_thread_default (rehearsal.context);

      url = start_server (&rehearsal);
      if (url != NULL)
        fetch (&rehearsal, work, url);

      g_clear_object (&rehearsal.connection);
      g_clear_object (&rehearsal.listener);
      g_clear_object (&rehearsal.cancellable);
      while (g_main_context_iteration (rehearsal.context, FALSE))
        ;
      g_main_context_pop_thread_default (rehearsal.context);
      g_main_context_unref (rehearsal.context);
    }

  g_once_init_leave (&is_rehearsed, 1);
}
