/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-raw-reply.h"

#include <sys/socket.h>

typedef struct
{
  TelarRawReply reply;
  GIOStream *stream;
  GSocket *socket;
  GCancellable *cancellable;
  GSource *pace_source;
  gsize body_offset;
  char drain[512];
  GDestroyNotify done;
  gpointer user_data;
} Sending;

static void write_next (Sending *sending);

static void
finish (Sending *sending)
{
  if (sending->reply.end == TELAR_RAW_REPLY_RESET)
    {
      struct linger linger = { .l_onoff = 1, .l_linger = 0 };

      setsockopt (g_socket_get_fd (sending->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
      g_socket_close (sending->socket, NULL);
    }
  g_io_stream_close (sending->stream, NULL, NULL);

  if (sending->pace_source != NULL)
    {
      g_source_destroy (sending->pace_source);
      g_source_unref (sending->pace_source);
    }
  g_clear_pointer (&sending->reply.head, g_bytes_unref);
  g_clear_pointer (&sending->reply.body, g_bytes_unref);
  g_object_unref (sending->stream);
  g_object_unref (sending->socket);
  g_object_unref (sending->cancellable);
  sending->done (sending->user_data);
  g_free (sending);
}

static void
on_drained (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL) <= 0)
    finish (sending);
  else
    g_input_stream_read_async (G_INPUT_STREAM (object), sending->drain, sizeof sending->drain,
                               G_PRIORITY_DEFAULT, sending->cancellable, on_drained, sending);
}

static gboolean
on_pace (gpointer user_data)
{
  Sending *sending = user_data;

  g_clear_pointer (&sending->pace_source, g_source_unref);
  if (g_cancellable_is_cancelled (sending->cancellable))
    finish (sending);
  else
    write_next (sending);

  return G_SOURCE_REMOVE;
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  gssize n = g_output_stream_write_finish (G_OUTPUT_STREAM (object), result, NULL);

  if (n < 0)
    {
      finish (sending);
      return;
    }

  sending->body_offset += (gsize) n;
  if (sending->reply.endless && sending->body_offset == g_bytes_get_size (sending->reply.body))
    sending->body_offset = 0;

  if (sending->reply.pace_ms > 0)
    {
      sending->pace_source = g_timeout_source_new (sending->reply.pace_ms);
      g_source_set_callback (sending->pace_source, on_pace, sending, NULL);
      g_source_attach (sending->pace_source, g_main_context_get_thread_default ());
    }
  else
    write_next (sending);
}

static void
on_head_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL))
    write_next (sending);
  else
    finish (sending);
}

static void
write_next (Sending *sending)
{
  GOutputStream *output = g_io_stream_get_output_stream (sending->stream);
  gsize size;
  const guint8 *body = g_bytes_get_data (sending->reply.body, &size);

  if (sending->body_offset < size)
    {
      gsize n = sending->reply.pace_ms > 0 ? 1 : size - sending->body_offset;

      g_output_stream_write_async (output, body + sending->body_offset, n, G_PRIORITY_DEFAULT,
                                   sending->cancellable, on_written, sending);
    }
  else if (sending->reply.end == TELAR_RAW_REPLY_HANG)
    g_input_stream_read_async (g_io_stream_get_input_stream (sending->stream), sending->drain,
                               sizeof sending->drain, G_PRIORITY_DEFAULT, sending->cancellable,
                               on_drained, sending);
  else
    finish (sending);
}

/**
 * telar_raw_reply_send:
 * @reply: (transfer full): the answer; its bytes now belong to the sending
 * @stream: (transfer full): the connection
 * @socket: its socket
 * @cancellable: cancelled to end the sending early
 * @done: called once the connection is closed, never before this function returned control to the
 *   thread's main context
 * @user_data: for @done
 *
 * Answers in the thread-default main context. It holds no more than @reply in memory, however long
 * the body goes on, and ends when the client goes away.
 */
void
telar_raw_reply_send (TelarRawReply *reply,
                      GIOStream *stream,
                      GSocket *socket,
                      GCancellable *cancellable,
                      GDestroyNotify done,
                      gpointer user_data)
{
  Sending *sending = g_new0 (Sending, 1);
  gsize size;
  const void *head;

  sending->reply = *reply;
  sending->stream = stream;
  sending->socket = g_object_ref (socket);
  sending->cancellable = g_object_ref (cancellable);
  sending->done = done;
  sending->user_data = user_data;

  head = g_bytes_get_data (sending->reply.head, &size);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), head, size,
                                   G_PRIORITY_DEFAULT, cancellable, on_head_written, sending);
}
