/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-rehearsal.h"

#include <gio/gio.h>

#include "telar-worker.h"

/* Where there is no loopback network it shall not take much longer than where there is one. */
#define DEADLINE_MS 100

/* In a run with more, those that begin late find what those that began early have left. */
#define MAX_THREADS 32

#define REQUEST_BYTES 1024

static const char answer[] = "HTTP/1.1 200 OK\r\n"
                             "Content-Type: text/html; charset=utf-8\r\n"
                             "Content-Length: 15\r\n"
                             "\r\n"
                             "<h1>Title</h1>\n";

/* The calling thread serves a page, others fetch it. */
typedef struct
{
  TelarWork *work;
  char *url; /* of the page; NULL if it cannot be served */
  GCancellable *cancellable;
  guint n_fetching; /* threads; atomic */

  /* Of the calling thread. */
  GMainContext *context;
  GSocketListener *listener;
  GPtrArray *connections; /* GSocketConnection, of those who ask */
  char request[REQUEST_BYTES];
  guint n_threads;
  guint n_asked;   /* threads that wait for their answer */
  guint n_pending; /* calls that have not returned yet */
} Rehearsal;

static gboolean
on_deadline (gpointer user_data)
{
  Rehearsal *rehearsal = user_data;

  g_cancellable_cancel (rehearsal->cancellable);

  return G_SOURCE_REMOVE;
}

/* All are answered when the last one has asked: else one thread would end before another begins,
 * and leave it the memory that each of them is to have. */
static void
on_request (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  Rehearsal *rehearsal = user_data;

  rehearsal->n_pending--;
  if (g_input_stream_read_finish (G_INPUT_STREAM (stream), result, NULL) <= 0
      || ++rehearsal->n_asked < rehearsal->n_threads)
    return;

  for (guint i = 0; i < rehearsal->connections->len; i++)
    {
      GIOStream *connection = g_ptr_array_index (rehearsal->connections, i);

      g_output_stream_write_all (g_io_stream_get_output_stream (connection), answer,
                                 strlen (answer), NULL, rehearsal->cancellable, NULL);
    }
}

static void
on_accepted (GObject *listener, GAsyncResult *result, gpointer user_data)
{
  Rehearsal *rehearsal = user_data;
  GSocketConnection *connection
      = g_socket_listener_accept_finish (G_SOCKET_LISTENER (listener), result, NULL, NULL);

  rehearsal->n_pending--;
  if (connection == NULL)
    return;

  g_ptr_array_add (rehearsal->connections, connection);
  rehearsal->n_pending++;
  /* What is asked for does not matter, so they may all write to the same place. */
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                             rehearsal->request, sizeof rehearsal->request, G_PRIORITY_DEFAULT,
                             rehearsal->cancellable, on_request, rehearsal);
  if (rehearsal->connections->len < rehearsal->n_threads)
    {
      rehearsal->n_pending++;
      g_socket_listener_accept_async (rehearsal->listener, rehearsal->cancellable, on_accepted,
                                      rehearsal);
    }
}

static void
start_server (Rehearsal *rehearsal)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  rehearsal->listener = g_socket_listener_new ();
  g_socket_listener_set_backlog (rehearsal->listener, MAX_THREADS);
  if (!g_socket_listener_add_address (rehearsal->listener, any_port, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &address, NULL))
    return;

  rehearsal->n_pending++;
  g_socket_listener_accept_async (rehearsal->listener, rehearsal->cancellable, on_accepted,
                                  rehearsal);
  rehearsal->url
      = g_strdup_printf ("http://127.0.0.1:%u/",
                         (guint) g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

/* What a thread of a run does with its first page. */
static gpointer
fetch (gpointer data)
{
  Rehearsal *rehearsal = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TelarTrace) trace = telar_trace_new (1, 1);
  TelarLane *lane = telar_trace_add_lane (trace, TELAR_LANE_THREAD, NULL);
  g_auto (TelarOutcome) outcome = { 0 };
  TelarWorker *worker;

  g_main_context_push_thread_default (context);
  worker = telar_worker_new (rehearsal->work, 1);
  telar_lane_begin (lane, 0, TELAR_PHASE_CONNECT, telar_trace_now (trace));
  telar_worker_run (worker, rehearsal->url, trace, lane, rehearsal->cancellable, &outcome);
  telar_lane_end (lane, telar_trace_now (trace));
  telar_worker_free (worker);
  g_main_context_pop_thread_default (context);

  g_atomic_int_add (&rehearsal->n_fetching, -1);
  g_main_context_wakeup (rehearsal->context);

  return NULL;
}

static void
fetch_in_threads (Rehearsal *rehearsal)
{
  g_autoptr (GSource) deadline = g_timeout_source_new (DEADLINE_MS);
  GThread *threads[MAX_THREADS] = { 0 };

  g_source_set_callback (deadline, on_deadline, rehearsal, NULL);
  g_source_attach (deadline, rehearsal->context);

  g_atomic_int_set (&rehearsal->n_fetching, rehearsal->n_threads);
  for (guint i = 0; i < rehearsal->n_threads; i++)
    {
      threads[i] = g_thread_try_new ("telar-rehearsal", fetch, rehearsal, NULL);
      /* The others would wait in vain for the one that is missing. */
      if (threads[i] == NULL)
        {
          g_atomic_int_add (&rehearsal->n_fetching, -1);
          g_cancellable_cancel (rehearsal->cancellable);
        }
    }

  while (g_atomic_int_get (&rehearsal->n_fetching) > 0)
    g_main_context_iteration (rehearsal->context, TRUE);
  for (guint i = 0; i < rehearsal->n_threads; i++)
    g_clear_pointer (&threads[i], g_thread_join);
  g_source_destroy (deadline);
}

static void
rehearse (const TelarParameters *parameters, guint n_threads)
{
  Rehearsal rehearsal = { .n_threads = n_threads };

  rehearsal.work = telar_work_new (parameters, NULL, NULL);
  if (rehearsal.work == NULL)
    return;

  rehearsal.context = g_main_context_new ();
  rehearsal.cancellable = g_cancellable_new ();
  rehearsal.connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_main_context_push_thread_default (rehearsal.context);

  start_server (&rehearsal);
  if (rehearsal.url != NULL)
    fetch_in_threads (&rehearsal);

  /* The server's calls too, if not all have asked. */
  g_cancellable_cancel (rehearsal.cancellable);
  while (rehearsal.n_pending > 0 || g_main_context_pending (rehearsal.context))
    g_main_context_iteration (rehearsal.context, TRUE);
  g_ptr_array_unref (rehearsal.connections);
  g_object_unref (rehearsal.listener);
  g_object_unref (rehearsal.cancellable);
  g_main_context_pop_thread_default (rehearsal.context);
  g_main_context_unref (rehearsal.context);
  g_free (rehearsal.url);
  telar_work_unref (rehearsal.work);
}

/**
 * telar_rehearse:
 * @parameters: the parameters of a workload
 * @n_threads: how many threads of the run will fetch pages, at least 1
 *
 * Fetches a page of its own once in each of so many threads, if the workload is one on pages and
 * this was not done with as many threads in this program before. At the first page, GLib and
 * libsoup register their types, the linker resolves their functions, and so on; and for each new
 * thread, the C library and GLib get memory from the kernel that later threads find ready. That
 * takes milliseconds, which would count for whichever run is the first, and for which many threads
 * that begin at once would wait for one another. Whether it succeeds does not matter.
 *
 * Any thread may call it. It takes two milliseconds the first time and half of one for each further
 * thread, and a tenth of a second at most.
 */
void
telar_rehearse (const TelarParameters *parameters, guint n_threads)
{
  static GMutex mutex;
  static guint n_rehearsed;

  if (telar_parameters_get_workload (parameters)->input_kind != TELAR_INPUT_PAGE)
    return;

  n_threads = MIN (n_threads, MAX_THREADS);
  g_mutex_lock (&mutex);
  if (n_rehearsed == 0)
    rehearse (parameters, 1);
  if (MAX (n_rehearsed, 1) < n_threads)
    rehearse (parameters, n_threads);
  n_rehearsed = MAX (n_rehearsed, n_threads);
  g_mutex_unlock (&mutex);
}
