/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-site.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "telar-page-request.h"
#include "telar-page-text.h"
#include "telar-raw-reply.h"

/* Connections that arrive at once wait in a queue of the kernel; one that finds it full would be
 * tried again only a second later. */
#define BACKLOG 4096

/* Pages that were asked for with parameters are kept, up to this many of up to this size. */
#define MAX_CACHED_PAGES      64
#define MAX_CACHED_CHARACTERS (1024 * 1024)

#define DRIP_PACE_MS 50

/* The bomb: a block of spaces, compressed, this many times. */
#define BOMB_BLOCK_BYTES (16u << 20)
#define BOMB_N_BLOCKS    1024

struct _TelarSite
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  double scale;
  char *url;

  /* Of the site's thread. */
  GSocket *socket;
  SoupServer *server;
  GCancellable *cancellable;
  GHashTable *delayed; /* the set of answers that wait for their time */
  guint n_raw_replies;
  GPtrArray *pages[TELAR_SITE_N_PAGES];
  GHashTable *cache;
};

/* An answer that waits for its time. */
typedef struct
{
  TelarSite *site;
  SoupServerMessage *message;
  GSource *source;
  guint page; /* TELAR_SITE_N_PAGES for demo:page */
  TelarPageRequest request;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_source_destroy (answer->source);
  g_source_unref (answer->source);
  g_object_unref (answer->message);
  telar_page_request_clear (&answer->request);
  g_free (answer);
}

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

static void
respond_with_text (SoupServerMessage *message, guint status, const char *title, const char *text)
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

static void
respond_with_index (TelarSite *site, SoupServerMessage *message)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                "<meta charset=\"utf-8\">\n<title>The demo site</title>\n</head>\n"
                                "<body>\n<h1>The demo site</h1>\n<ul>\n");

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const TelarSitePage *item = telar_site_get_page (i);
      const char *path = item->demo + strlen ("demo:");

      g_string_append_printf (page, "<li><a href=\"/%s\">%s</a> (%.3f s, %u characters)</li>\n",
                              path, path, item->alone_s * site->scale, item->characters);
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
get_page (TelarSite *site, guint index)
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

  if (site->pages[index] == NULL)
    site->pages[index] = telar_page_text_new (&spec, NULL);
  g_assert (site->pages[index] != NULL);

  return g_ptr_array_ref (site->pages[index]);
}

static GPtrArray *
get_requested_page (TelarSite *site, const TelarPageRequest *request, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT "/%u/%s", request->size,
                                          request->headings, request->charset);
  GPtrArray *parts = g_hash_table_lookup (site->cache, key);
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
      if (g_hash_table_size (site->cache) >= MAX_CACHED_PAGES)
        g_hash_table_remove_all (site->cache);
      g_hash_table_insert (site->cache, g_steal_pointer (&key), g_ptr_array_ref (parts));
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
  TelarSite *site = user_data;

  site->n_raw_replies--;
}

/* Answers by hand, on a connection that is taken away from the server. */
static void
respond_raw (TelarSite *site,
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

  site->n_raw_replies++;
  telar_raw_reply_send (&reply, soup_server_message_steal_connection (message), socket,
                        site->cancellable, on_raw_reply_done, site);
}

/* Returns whether the server is to send the answer, rather than a hand-made one being sent. */
static gboolean
respond_as_requested (TelarSite *site, SoupServerMessage *message, const TelarPageRequest *request)
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

  parts = get_requested_page (site, request, &error);
  if (parts == NULL)
    respond_with_text (message, SOUP_STATUS_BAD_REQUEST, "Bad request", error->message);
  else if (request->fault == TELAR_FAULT_NONE)
    respond (message, request->status, request->type, request->charset, parts);
  else
    {
      respond_raw (site, message, request, parts);
      return FALSE;
    }

  return TRUE;
}

static gboolean
on_answer_due (gpointer user_data)
{
  Answer *answer = user_data;
  TelarSite *site = answer->site;
  gboolean send = TRUE;

  if (answer->page < TELAR_SITE_N_PAGES)
    {
      g_autoptr (GPtrArray) parts = get_page (site, answer->page);

      respond (answer->message, SOUP_STATUS_OK, "text/html", "utf-8", parts);
    }
  else
    send = respond_as_requested (site, answer->message, &answer->request);

  if (send)
    soup_server_message_unpause (answer->message);
  g_hash_table_remove (site->delayed, answer);

  return G_SOURCE_REMOVE;
}

static gboolean
on_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
answer_later (TelarSite *site,
              SoupServerMessage *message,
              double delay_s,
              guint page,
              TelarPageRequest *request)
{
  static GSourceFuncs funcs = { .dispatch = on_dispatch };
  Answer *answer = g_new0 (Answer, 1);

  answer->site = site;
  answer->message = g_object_ref (message);
  answer->page = page;
  if (request != NULL)
    {
      answer->request = *request;
      *request = (TelarPageRequest){ 0 };
    }
  answer->source = g_source_new (&funcs, sizeof (GSource));
  g_source_set_static_name (answer->source, "telar-site-answer");
  g_source_set_callback (answer->source, on_answer_due, answer, NULL);
  g_source_set_ready_time (answer->source,
                           g_get_monotonic_time () + (gint64) (delay_s * G_USEC_PER_SEC));
  g_source_attach (answer->source, site->context);
  g_hash_table_add (site->delayed, answer);
  soup_server_message_pause (message);
}

static gboolean
find_page (const char *path, guint *index)
{
  gsize length = strlen (path);

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const char *known = telar_site_get_page (i)->demo + strlen ("demo:");
      gsize known_length = strlen (known);

      /* The root of a host is the same page with and without its slash. */
      if (strcmp (path, known) == 0
          || (strchr (known, '/') == NULL && length == known_length + 1 && path[known_length] == '/'
              && strncmp (path, known, known_length) == 0)
          || (strchr (known, '/') == known + known_length - 1 && length == known_length - 1
              && strncmp (path, known, length) == 0))
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TelarSite *site = user_data;
  const char *method = soup_server_message_get_method (message);
  g_auto (TelarPageRequest) request = { 0 };
  g_autoptr (GError) error = NULL;
  guint page;

  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    respond_with_text (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method not allowed",
                       "The demo site only answers GET and HEAD.");
  else if (strcmp (path, "/") == 0)
    respond_with_index (site, message);
  else if (find_page (path + 1, &page))
    answer_later (site, message, telar_site_get_page (page)->alone_s * site->scale, page, NULL);
  else if (strcmp (path, "/page") != 0)
    respond_with_text (message, SOUP_STATUS_NOT_FOUND, "Not found",
                       "The demo site has no such page.");
  else if (!telar_page_request_parse (&request, query, &error))
    respond_with_text (message, SOUP_STATUS_BAD_REQUEST, "Bad request", error->message);
  else if (request.delay_s > 0
           || (request.fault != TELAR_FAULT_NONE && request.fault != TELAR_FAULT_REDIRECT_LOOP
               && request.fault != TELAR_FAULT_GZIP_BOMB))
    answer_later (site, message, request.delay_s, TELAR_SITE_N_PAGES, &request);
  else
    respond_as_requested (site, message, &request);
}

static gpointer
serve (gpointer user_data)
{
  TelarSite *site = user_data;

  g_main_context_push_thread_default (site->context);
  g_main_loop_run (site->loop);

  /* Hand-made answers end because they are cancelled, the others because their connections are
   * closed; both report it to this context. */
  g_cancellable_cancel (site->cancellable);
  g_hash_table_remove_all (site->delayed);
  soup_server_disconnect (site->server);
  while (site->n_raw_replies > 0)
    g_main_context_iteration (site->context, TRUE);
  g_clear_object (&site->server);
  while (g_main_context_iteration (site->context, FALSE))
    continue;
  g_main_context_pop_thread_default (site->context);

  return NULL;
}

static GSocket *
listen_on (guint port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (port > G_MAXUINT16)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A port is a number from 0 to 65535, so %u is not possible"), port);
      return NULL;
    }

  address = g_inet_socket_address_new (loopback, (guint16) port);
  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

static gboolean
start_server (TelarSite *site, guint port, GError **error)
{
  g_autoptr (GSocketAddress) address = NULL;

  site->socket = listen_on (port, error);
  if (site->socket == NULL)
    {
      g_prefix_error (error, _ ("The demo site cannot use port %u: "), port);
      return FALSE;
    }

  address = g_socket_get_local_address (site->socket, error);
  if (address == NULL)
    return FALSE;
  site->url
      = g_strdup_printf ("http://127.0.0.1:%u/",
                         (guint) g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));

  site->server
      = g_object_new (SOUP_TYPE_SERVER, "server-header", "Telar-demo/" TELAR_VERSION, NULL);
  soup_server_add_handler (site->server, NULL, on_request, site, NULL);

  return soup_server_listen_socket (site->server, site->socket, 0, error);
}

static void
site_destroy (TelarSite *site)
{
  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    g_clear_pointer (&site->pages[i], g_ptr_array_unref);
  g_hash_table_unref (site->delayed);
  g_hash_table_unref (site->cache);
  g_clear_object (&site->server);
  g_clear_object (&site->socket);
  g_object_unref (site->cancellable);
  g_main_loop_unref (site->loop);
  g_main_context_unref (site->context);
  g_free (site->url);
  g_free (site);
}

/**
 * telar_site_new:
 * @port: where to listen on 127.0.0.1; 0 for any port that is free
 * @scale: what the times of the sixteen pages are multiplied by, 0 or more
 * @error: return location for a #GIOErrorEnum: the port is taken, or not allowed
 *
 * Starts the demo site in a thread of its own. It answers from the moment of return on. Any thread
 * may call it.
 *
 * Returns: (transfer full) (nullable): the site
 */
TelarSite *
telar_site_new (guint port, double scale, GError **error)
{
  TelarSite *site = g_new0 (TelarSite, 1);
  gboolean listening;

  site->scale = scale;
  site->context = g_main_context_new ();
  site->loop = g_main_loop_new (site->context, FALSE);
  site->cancellable = g_cancellable_new ();
  site->delayed = g_hash_table_new_full (NULL, NULL, answer_free, NULL);
  site->cache
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  /* The server belongs to the context that is thread-default while it begins to listen. */
  g_main_context_push_thread_default (site->context);
  listening = start_server (site, port, error);
  g_main_context_pop_thread_default (site->context);
  if (!listening)
    {
      site_destroy (site);
      return NULL;
    }

  site->thread = g_thread_new ("demo-site", serve, site);

  return site;
}

/**
 * telar_site_get_url:
 * @site: the demo site
 *
 * Returns: (transfer none): its address, such as "http://127.0.0.1:40123/"; the input
 *   "demo:PATH" stands for this address followed by PATH
 */
const char *
telar_site_get_url (TelarSite *site)
{
  return site->url;
}

static gboolean
quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * telar_site_free:
 * @site: (transfer full) (nullable): the demo site
 *
 * Closes all connections, whatever they wait for, and ends the thread before it returns. To be
 * called from any thread but the site's own.
 */
void
telar_site_free (TelarSite *site)
{
  g_autoptr (GSource) source = NULL;

  if (site == NULL)
    return;

  /* From within the loop, because one that does not run yet could not be quit. */
  source = g_idle_source_new ();
  g_source_set_callback (source, quit, site->loop, NULL);
  g_source_attach (source, site->context);
  g_thread_join (site->thread);
  site_destroy (site);
}
