/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-body.h"

/* All bodies are read through one buffer, because only one is read at an instant. */
#define READ_BUFFER_BYTES (64 * 1024)

/* How often a body is read before others get their turn. */
#define MAX_READS_AT_ONCE 16

/* A body's memory is kept for the next one, unless it has grown large. */
#define MAX_KEPT_BYTES  (128 * 1024)
#define MAX_KEPT_BODIES 64

struct _TelarBodyPool
{
  GMainContext *context;
  GPtrArray *kept; /* GByteArray */
  char *buffer;
};

struct _TelarBody
{
  TelarBodyPool *pool;
  GInputStream *stream;
  guint64 limit;
  guint64 n_bytes;
  GByteArray *bytes; /* NULL if they are not kept */
  GSource *source;   /* that waits for the next turn */
  TelarBodyTurnFunc turn;
  gpointer user_data;
};

/**
 * telar_body_pool_new:
 * @context: (nullable): the main context of all bodies, whose thread calls all functions here
 *
 * Returns: (transfer full): a pool without bodies
 */
TelarBodyPool *
telar_body_pool_new (GMainContext *context)
{
  TelarBodyPool *pool = g_new0 (TelarBodyPool, 1);

  pool->context = context != NULL ? g_main_context_ref (context) : NULL;
  pool->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  pool->buffer = g_malloc (READ_BUFFER_BYTES);

  return pool;
}

/**
 * telar_body_pool_free:
 * @pool: (transfer full): a pool whose bodies are all freed
 */
void
telar_body_pool_free (TelarBodyPool *pool)
{
  g_ptr_array_unref (pool->kept);
  g_clear_pointer (&pool->context, g_main_context_unref);
  g_free (pool->buffer);
  g_free (pool);
}

static GByteArray *
take_memory (TelarBodyPool *pool)
{
  if (pool->kept->len > 0)
    return g_ptr_array_steal_index_fast (pool->kept, pool->kept->len - 1);

  return g_byte_array_new ();
}

static void
give_memory_back (TelarBodyPool *pool, GByteArray *bytes)
{
  if (bytes->len > MAX_KEPT_BYTES || pool->kept->len >= MAX_KEPT_BODIES)
    {
      g_byte_array_unref (bytes);
      return;
    }

  g_byte_array_set_size (bytes, 0);
  g_ptr_array_add (pool->kept, bytes);
}

/**
 * telar_body_new:
 * @pool: where the body is read
 * @stream: (transfer full): what it is read from, a #GPollableInputStream
 * @limit: how many bytes it may have
 * @is_kept: whether its bytes are wanted, and not only that they are read
 * @turn: called when telar_body_read() is to be called again
 * @user_data: for @turn
 *
 * Returns: (transfer full): a body of which nothing is read
 */
TelarBody *
telar_body_new (TelarBodyPool *pool,
                GInputStream *stream,
                guint64 limit,
                gboolean is_kept,
                TelarBodyTurnFunc turn,
                gpointer user_data)
{
  TelarBody *body = g_new0 (TelarBody, 1);

  body->pool = pool;
  body->stream = stream;
  body->limit = limit;
  body->bytes = is_kept ? take_memory (pool) : NULL;
  body->turn = turn;
  body->user_data = user_data;

  return body;
}

/**
 * telar_body_free:
 * @body: (transfer full): a body, closed or not
 */
void
telar_body_free (TelarBody *body)
{
  telar_body_close (body);
  if (body->bytes != NULL)
    give_memory_back (body->pool, body->bytes);
  g_free (body);
}

static void
stop_waiting (TelarBody *body)
{
  if (body->source == NULL)
    return;

  g_source_destroy (body->source);
  g_clear_pointer (&body->source, g_source_unref);
}

static gboolean
on_turn (gpointer user_data)
{
  TelarBody *body = user_data;

  stop_waiting (body);
  body->turn (body->user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
on_readable (GObject *stream, gpointer user_data)
{
  return on_turn (user_data);
}

static void
wait_for_turn (TelarBody *body, gboolean is_readable)
{
  if (is_readable)
    {
      body->source = g_idle_source_new ();
      g_source_set_priority (body->source, G_PRIORITY_DEFAULT);
      g_source_set_callback (body->source, on_turn, body, NULL);
    }
  else
    {
      body->source
          = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (body->stream), NULL);
      g_source_set_callback (body->source, G_SOURCE_FUNC (on_readable), body, NULL);
    }
  g_source_attach (body->source, body->pool->context);
}

/**
 * telar_body_read:
 * @body: a body that is not closed, and does not wait for its turn
 * @error: return location for what the stream reports
 *
 * Reads what has arrived, without waiting, but not so much that others wait long.
 *
 * Returns: how the body stands; if it goes on, it now waits for its turn
 */
TelarBodyState
telar_body_read (TelarBody *body, GError **error)
{
  GPollableInputStream *stream = G_POLLABLE_INPUT_STREAM (body->stream);

  for (guint i = 0; i < MAX_READS_AT_ONCE; i++)
    {
      GError *read_error = NULL;
      gssize n = g_pollable_input_stream_read_nonblocking (stream, body->pool->buffer,
                                                           READ_BUFFER_BYTES, NULL, &read_error);

      if (n == 0)
        return TELAR_BODY_COMPLETE;
      if (n < 0 && g_error_matches (read_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_error_free (read_error);
          wait_for_turn (body, FALSE);
          return TELAR_BODY_GOES_ON;
        }
      if (n < 0)
        {
          g_propagate_error (error, read_error);
          return TELAR_BODY_FAILED;
        }

      body->n_bytes += (guint64) n;
      if (body->n_bytes > body->limit)
        return TELAR_BODY_TOO_LARGE;
      if (body->bytes != NULL)
        g_byte_array_append (body->bytes, (const guint8 *) body->pool->buffer, (guint) n);
    }

  wait_for_turn (body, TRUE);
  return TELAR_BODY_GOES_ON;
}

/**
 * telar_body_close:
 * @body: a body
 *
 * Takes no time: what has not come by now is not waited for, its connection is dropped instead.
 * The bytes that were read stay. May be called again.
 */
void
telar_body_close (TelarBody *body)
{
  stop_waiting (body);
  if (body->stream != NULL)
    g_input_stream_close (body->stream, NULL, NULL);
  g_clear_object (&body->stream);
}

/**
 * telar_body_get_n_bytes:
 * @body: a body
 *
 * Returns: how many bytes were read, with its compression undone, whether kept or not
 */
guint64
telar_body_get_n_bytes (const TelarBody *body)
{
  return body->n_bytes;
}

/**
 * telar_body_get_data:
 * @body: a body whose bytes are kept
 * @length: (out): how many there are
 *
 * Returns: (transfer none): the bytes that were read, not terminated; valid as long as @body
 */
const char *
telar_body_get_data (const TelarBody *body, gsize *length)
{
  *length = body->bytes->len;

  return body->bytes->len > 0 ? (const char *) body->bytes->data : "";
}
