/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-answers.h"

#include "telar-page-text.h"
#include "telar-raw-reply.h"
#include "telar-site.h"

/* Pages that were asked for with parameters are kept, up to this many of up to this size. */
#define MAX_CACHED_PAGES      64
#define MAX_CACHED_CHARACTERS (1024 * 1024)

#define DRIP_PACE_MS 50

/* The bomb: a block of spaces, compressed, this many times. */
#define BOMB_BLOCK_BYTES (16u << 20)
#define BOMB_N_BLOCKS    1024

struct _TelarAnswers
{
  GCancellable *cancellable;
  guint n_raw_replies;
  GPtrArray *pages[TELAR_SITE_N_PAGES];
  GHashTable *cache;
};

static void
respond (SoupServerMessage *message,
         guint status,
         const char *type,
         const char *charset,
         GPtrArray *parts)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  g_autofree char *content_type = g_strdup_printf ("%s; charset=%s", type, charset);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Content-Type",
                                g_str_has_prefix (type, "text/") ? content_type : type);
  for (guint i = 0; i < parts->len; i++)
    if (g_bytes_get_size (g_ptr_array_index (parts, i)) > 0)
      soup_message_body_append_bytes (body, g_ptr_array_index (parts, i));
}

/**
 * telar_answers_send_text:
 * @message: a request
 * @status: of the answer
 * @title: what it says in short
 * @text: what it says
 */
void
telar_answers_send_text (SoupServerMessage *message,
                         guint status,
                         const char *title,
                         const char *text)
{
  g_autofree char *page
      = g_markup_printf_escaped ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                 "<meta charset=\"utf-8\">\n<title>%s</title>\n</head>\n"
                                 "<body>\n<h1>%s</h1>\n<p>%s</p>\n</body>\n</html>\n",
                                 title, title, text);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page,
                                    strlen (page));
}

/**
 * telar_answers_send_index:
 * @message: a request
 * @scale: what the times of the sixteen pages are multiplied by
 *
 * Answers with the list of all pages.
 */
void
telar_answers_send_index (SoupServerMessage *message, double scale)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                "<meta charset=\"utf-8\">\n<title>The demo site</title>\n</head>\n"
                                "<body>\n<h1>The demo site</h1>\n<ul>\n");

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const TelarSitePage *item = telar_site_get_page (i);
      const char *path = item->demo + strlen ("demo:");

      g_string_append_printf (page, "<li><a href=\"/%s\">%s</a> (%.3f s, %u characters)</li>\n",
                              path, path, item->alone_s * scale, item->characters);
    }
  g_string_append (page, "</ul>\n<h2>Any page</h2>\n"
                         "<p><a href=\"/page?delay=0.25&amp;size=10000&amp;headings=5\">"
                         "/page?delay=0.25&amp;size=10000&amp;headings=5</a></p>\n"
                         "</body>\n</html>\n");
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY,
                                    page->str, page->len);
  g_string_free (page, TRUE);
}

static GPtrArray *
get_page (TelarAnswers *answers, guint index)
{
  const TelarSitePage *page = telar_site_get_page (index);
  TelarPageSpec spec = {
    .title = page->demo + strlen ("demo:"),
    .charset = "utf-8",
    .characters = page->characters,
    .headings = page->headings,
    .accented = page->headings / 4,
    .seed = index + 1,
  };

  if (answers->pages[index] == NULL)
    answers->pages[index] = telar_page_text_new (&spec, NULL);
  g_assert (answers->pages[index] != NULL);

  return g_ptr_array_ref (answers->pages[index]);
}

static GPtrArray *
get_requested_page (TelarAnswers *answers, const TelarPageRequest *request, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT "/%u/%s", request->size,
                                          request->headings, request->charset);
  GPtrArray *parts = g_hash_table_lookup (answers->cache, key);
  TelarPageSpec spec = {
    .title = "Página de prueba",
    .charset = request->charset,
    .characters = request->size,
    .headings = request->headings,
    .seed = 1000,
  };

  if (parts != NULL)
    return g_ptr_array_ref (parts);

  parts = telar_page_text_new (&spec, error);
  if (parts != NULL && request->size <= MAX_CACHED_CHARACTERS)
    {
      if (g_hash_table_size (answers->cache) >= MAX_CACHED_PAGES)
        g_hash_table_remove_all (answers->cache);
      g_hash_table_insert (answers->cache, g_steal_pointer (&key), g_ptr_array_ref (parts));
    }

  return parts;
}

static GBytes *
compress_block (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
  g_autofree char *block = g_malloc (BOMB_BLOCK_BYTES);
  gsize capacity = BOMB_BLOCK_BYTES / 256;
  char *compressed = g_malloc (capacity);
  gsize n_read = 0, n_written = 0, total_read = 0, total_written = 0;
  GConverterResult result;

  memset (block, ' ', BOMB_BLOCK_BYTES);
  /* Flushed rather than ended, and without a reference to what is before it: so the same bytes
   * may follow again and again in one stream. */
  do
    {
      result = g_converter_convert (G_CONVERTER (compressor), block + total_read,
                                    BOMB_BLOCK_BYTES - total_read, compressed + total_written,
                                    capacity - total_written, G_CONVERTER_FLUSH, &n_read,
                                    &n_written, NULL);
      total_read += n_read;
      total_written += n_written;
    }
  while (result == G_CONVERTER_CONVERTED);

  return g_bytes_new_take (compressed, total_written);
}

static void
respond_with_bomb (SoupServerMessage *message)
{
  static const char header[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) block = compress_block ();

  g_ptr_array_add (parts, g_bytes_new_static (header, sizeof header - 1));
  for (guint i = 0; i < BOMB_N_BLOCKS; i++)
    g_ptr_array_add (parts, g_bytes_ref (block));
  soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  respond (message, 200, "text/html", "utf-8", parts);
}

static void
on_raw_reply_done (gpointer user_data)
{
  TelarAnswers *answers = user_data;

  answers->n_raw_replies--;
}

/* Answers by hand, on a connection that is taken away from the server. */
static void
respond_raw (TelarAnswers *answers,
             SoupServerMessage *message,
             const TelarPageRequest *request,
             GPtrArray *parts)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  GString *head = g_string_new (NULL);
  g_autoptr (GSocket) socket = g_object_ref (soup_server_message_get_socket (message));
  TelarRawReply reply = { 0 };
  gsize length, sent;

  for (guint i = 0; i < parts->len; i++)
    {
      GBytes *part = g_ptr_array_index (parts, i);

      g_byte_array_append (body, g_bytes_get_data (part, NULL), (guint) g_bytes_get_size (part));
    }
  length = sent = body->len;

  switch (request->fault)
    {
    case TELAR_FAULT_RESET:
      sent = 0;
      reply.end = TELAR_RAW_REPLY_RESET;
      break;
    case TELAR_FAULT_TRUNCATE:
      sent = length / 2;
      break;
    case TELAR_FAULT_STALL:
      sent = length / 2;
      reply.end = TELAR_RAW_REPLY_HANG;
      break;
    case TELAR_FAULT_DRIP:
      reply.pace_ms = DRIP_PACE_MS;
      break;
    case TELAR_FAULT_GARBAGE:
      sent = 0;
      g_string_append (head, "\x01\xfe\xff garbage: ni una cabecera\r\n\r\n\x80\x81\x82");
      break;
    case TELAR_FAULT_WRONG_LENGTH:
      length = length / 2;
      reply.end = TELAR_RAW_REPLY_HANG;
      break;
    case TELAR_FAULT_ENDLESS:
      reply.endless = length > 0;
      break;
    case TELAR_FAULT_NONE:
    case TELAR_FAULT_REDIRECT_LOOP:
    case TELAR_FAULT_GZIP_BOMB:
    default:
      g_assert_not_reached ();
    }

  if (request->fault != TELAR_FAULT_RESET && request->fault != TELAR_FAULT_GARBAGE)
    {
      g_string_append_printf (head, "HTTP/1.1 %u %s\r\nContent-Type: %s; charset=%s\r\n",
                              request->status, soup_status_get_phrase (request->status),
                              request->type, request->charset);
      if (reply.endless)
        g_string_append (head, "Connection: close\r\n\r\n");
      else
        g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
    }
  g_byte_array_set_size (body, (guint) sent);
  reply.head = g_string_free_to_bytes (head);
  reply.body = g_byte_array_free_to_bytes (g_steal_pointer (&body));

  answers->n_raw_replies++;
  telar_raw_reply_send (&reply, soup_server_message_steal_connection (message), socket,
                        answers->cancellable, on_raw_reply_done, answers);
}

/**
 * telar_answers_send_requested:
 * @answers: the answers of a site
 * @message: a request for demo:page; if it has a fault that HTTP does not allow, it must be paused
 * @request: its parameters
 *
 * Returns: whether the server is to send the answer; if not, its connection was taken away from the
 *   server, and the answer is written by hand
 */
gboolean
telar_answers_send_requested (TelarAnswers *answers,
                              SoupServerMessage *message,
                              const TelarPageRequest *request)
{
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GError) error = NULL;

  if (request->fault == TELAR_FAULT_REDIRECT_LOOP)
    {
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "/page?fault=redirect-loop");
      return TRUE;
    }

  if (request->redirects > 0)
    {
      g_autoptr (GHashTable) query = g_hash_table_new (g_str_hash, g_str_equal);
      g_autofree char *left = g_strdup_printf ("%u", request->redirects - 1);
      g_autofree char *encoded = NULL;
      g_autofree char *location = NULL;
      GHashTableIter iter;
      gpointer name, value;

      g_hash_table_iter_init (&iter, request->query);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_hash_table_insert (query, name, value);
      g_hash_table_insert (query, (gpointer) "redirects", left);
      encoded = soup_form_encode_hash (query);
      location = g_strconcat ("/page?", encoded, NULL);
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, location);
      return TRUE;
    }

  if (request->fault == TELAR_FAULT_GZIP_BOMB)
    {
      respond_with_bomb (message);
      return TRUE;
    }

  parts = get_requested_page (answers, request, &error);
  if (parts == NULL)
    telar_answers_send_text (message, SOUP_STATUS_BAD_REQUEST, "Bad request", error->message);
  else if (request->fault == TELAR_FAULT_NONE)
    respond (message, request->status, request->type, request->charset, parts);
  else
    {
      respond_raw (answers, message, request, parts);
      return FALSE;
    }

  return TRUE;
}

/**
 * telar_answers_send_page:
 * @answers: the answers of a site
 * @message: a request
 * @index: which of the sixteen pages to answer with
 */
void
telar_answers_send_page (TelarAnswers *answers, SoupServerMessage *message, guint index)
{
  g_autoptr (GPtrArray) parts = get_page (answers, index);

  respond (message, SOUP_STATUS_OK, "text/html", "utf-8", parts);
}

/**
 * telar_answers_new:
 *
 * Returns: (transfer full): what answers the requests of one site, in its thread
 */
TelarAnswers *
telar_answers_new (void)
{
  TelarAnswers *answers = g_new0 (TelarAnswers, 1);

  answers->cancellable = g_cancellable_new ();
  answers->cache
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  return answers;
}

/**
 * telar_answers_stop:
 * @answers: the answers of a site
 *
 * Ends those that are written by hand; telar_answers_get_n_unfinished() says when all have.
 */
void
telar_answers_stop (TelarAnswers *answers)
{
  g_cancellable_cancel (answers->cancellable);
}

/**
 * telar_answers_get_n_unfinished:
 * @answers: the answers of a site
 *
 * Returns: how many are being written by hand
 */
guint
telar_answers_get_n_unfinished (TelarAnswers *answers)
{
  return answers->n_raw_replies;
}

/**
 * telar_answers_free:
 * @answers: (transfer full): the answers of a site, none of them unfinished
 */
void
telar_answers_free (TelarAnswers *answers)
{
  g_assert (answers->n_raw_replies == 0);

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    g_clear_pointer (&answers->pages[i], g_ptr_array_unref);
  g_hash_table_unref (answers->cache);
  g_object_unref (answers->cancellable);
  g_free (answers);
}
