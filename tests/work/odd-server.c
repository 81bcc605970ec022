/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "odd-server.h"

#include <string.h>
#include <sys/socket.h>

#include "../certificates.h"

/* So the hundredth byte lies within a character. */
#define A_DOZEN "ñañañañañañañañañañañaña"

/* Many at once, so that they come faster than a client reads them. */
#define ANNOUNCEMENT  "HTTP/1.1 103 Early Hints\r\n\r\n"
#define EIGHT(text)   text text text text text text text text
#define ANNOUNCEMENTS EIGHT (EIGHT (EIGHT (ANNOUNCEMENT)))

#define BAD_REQUEST "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"

/* How often the answers that drip do so. */
#define DRIP_US 20000

struct _OddServer
{
  GSocketService *service;
  GSocketService *tls_service;
  GTlsCertificate *certificate;
  GSocket *silent;
  GSocket *hole;
  GPtrArray *hole_clients;
  char *url;
  char *tls_url;
  char *silent_tls_url;
  char *hole_url;
  gint stopping;
};

static const struct
{
  const char *path;
  const char *answer;
} answers[] = {
  { "/untyped", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" },
  { "/until-close", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhola" },
  { "/chunked", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                "3\r\nuno\r\n7\r\n,dos,3.\r\n0\r\n\r\n" },
  { "/half-a-chunk", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n3\r\nuno\r\n7\r\n,do" },
  { "/no-content", "HTTP/1.1 204 No Content\r\n\r\n" },
  { "/image", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 0\r\n\r\n" },
  { "/no-location", "HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nno" },
  { "/teapot", "HTTP/1.1 418 Short \xff and stout\r\nContent-Length: 0\r\n\r\n" },
  { "/wordy",
    "HTTP/1.1 404 " A_DOZEN A_DOZEN A_DOZEN A_DOZEN A_DOZEN "\r\nContent-Length: 0\r\n\r\n" },
  { "/announced", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" },
  { "/truncated", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
                  "Content-Length: 100\r\n\r\nshort" },
  { "/nothing", "" },
  { "/to-file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n" },
  { "/to-nonsense", "HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n" },
  { "/not-gzip", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
                 "Content-Length: 20\r\n\r\nthis is not gzip, no" },
};

/* A compressed page that is damaged in its middle. */
static void
write_damaged_gzip (GOutputStream *output)
{
  g_autoptr (GZlibCompressor) compressor
      = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream
      = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *headers = NULL;
  guint8 *data;
  gsize size;

  for (guint i = 0; i < 100000; i++)
    g_output_stream_printf (stream, NULL, NULL, NULL, "%u ", i * 2654435761u);
  g_output_stream_close (stream, NULL, NULL);
  data = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory));
  size = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  memset (data + size / 2, 0xff, 1000);

  headers = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                             "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
                             size);
  g_output_stream_write_all (output, headers, strlen (headers), NULL, NULL, NULL);
  g_output_stream_write_all (output, data, size, NULL, NULL, NULL);
}

/* Writes until the client leaves. */
static void
write_forever (OddServer *server, GOutputStream *output, const char *text, gulong pause_us)
{
  while (!g_atomic_int_get (&server->stopping)
         && g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL))
    if (pause_us > 0)
      g_usleep (pause_us);
}

/* Whether a client speaks TLS where nobody understands it: no line of such a request need end. */
static gboolean
is_tls_greeting (GDataInputStream *input)
{
  GBufferedInputStream *buffered = G_BUFFERED_INPUT_STREAM (input);
  guint8 first;

  return g_buffered_input_stream_fill (buffered, 1, NULL, NULL) > 0
         && g_buffered_input_stream_peek (buffered, &first, 0, 1) == 1 && first == 0x16;
}

static void
answer (OddServer *server, GIOStream *stream)
{
  g_autoptr (GDataInputStream) input
      = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  g_autofree char *request = NULL;
  g_autofree char *host = NULL;
  gboolean is_authorized = FALSE;
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (input), FALSE);
  if (is_tls_greeting (input))
    {
      g_output_stream_write_all (output, BAD_REQUEST, strlen (BAD_REQUEST), NULL, NULL, NULL);
      return;
    }

  request = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  while ((line = g_data_input_stream_read_line (input, NULL, NULL, NULL)) != NULL && *line != '\r'
         && *line != '\0')
    {
      /* "odd user:50%:x" in Base64 */
      is_authorized |= g_str_has_prefix (line, "Authorization: Basic b2RkIHVzZXI6NTAlOng=");
      if (host == NULL && g_str_has_prefix (line, "Host: "))
        host = g_strchomp (g_strdup (line + strlen ("Host: ")));
      g_free (line);
    }
  g_free (line);
  if (request == NULL)
    return;

  if (strstr (request, " /dripping-headers ") != NULL)
    write_forever (server, output, "H", DRIP_US);
  else if (strstr (request, " /damaged-gzip ") != NULL)
    write_damaged_gzip (output);
  else if (strstr (request, " /endless-headers ") != NULL)
    {
      g_output_stream_write_all (output, "HTTP/1.1 200 OK\r\n", 17, NULL, NULL, NULL);
      write_forever (server, output, "X-Odd: and so on and so on and so on\r\n", 0);
    }

  else if (strstr (request, " /endless-announcements ") != NULL)
    write_forever (server, output, ANNOUNCEMENTS, 0);
  else if (strstr (request, " /secret ") != NULL)
    g_output_stream_printf (output, NULL, NULL, NULL,
                            "HTTP/1.1 %s\r\nContent-Length: 6\r\n\r\nsecret",
                            host == NULL || strstr (server->url, host) == NULL ? "400 Bad Request"
                            : is_authorized                                    ? "200 OK"
                                            : "401 Unauthorized");

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *target = g_strdup_printf (" %s ", answers[i].path);

      if (strstr (request, target) != NULL)
        g_output_stream_write_all (output, answers[i].answer, strlen (answers[i].answer), NULL,
                                   NULL, NULL);
    }
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  answer (user_data, G_IO_STREAM (connection));
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static gboolean
on_run_tls (GThreadedSocketService *service,
            GSocketConnection *connection,
            GObject *source,
            gpointer user_data)
{
  OddServer *server = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls
      = g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate, &error);

  g_assert_no_error (error);
  if (g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    answer (server, tls);

  return TRUE;
}

/* A socket on 127.0.0.1 that nobody accepts from. */
static GSocket *
listen_silently (int backlog, guint *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) local = NULL;
  GSocket *socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_nonnull (socket);
  g_socket_set_listen_backlog (socket, backlog);
  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  local = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));

  return socket;
}

/* Fills the queue of @socket, so that the kernel drops whoever comes next without an answer. */
static void
fill_hole (OddServer *server)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (server->hole, NULL);

  for (guint i = 0; i < 4; i++)
    {
      GSocket *client
          = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (client, FALSE);
      g_socket_connect (client, address, NULL, NULL);
      g_ptr_array_add (server->hole_clients, client);
    }
}

static GSocketService *
start_service (OddServer *server, GCallback on_connection, guint *port)
{
  GSocketService *service = g_threaded_socket_service_new (50);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &local, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  g_signal_connect (service, "run", on_connection, server);

  return service;
}

/* The services accept in a main context, which the tests' own are not: it has a thread. */
static GMainLoop *loop;
static GThread *loop_thread;

static gpointer
run_loop (gpointer user_data)
{
  g_main_loop_run (user_data);

  return NULL;
}

OddServer *
odd_server_new (void)
{
  OddServer *server = g_new0 (OddServer, 1);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  guint port;

  server->certificate = g_tls_certificate_new_from_pem (CERTIFICATE_PEM, -1, &error);
  g_assert_no_error (error);

  g_main_context_push_thread_default (context);
  server->service = start_service (server, G_CALLBACK (on_run), &port);
  server->url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  server->tls_service = start_service (server, G_CALLBACK (on_run_tls), &port);
  server->tls_url = g_strdup_printf ("https://127.0.0.1:%u/untyped", port);
  g_main_context_pop_thread_default (context);

  server->silent = listen_silently (100, &port);
  server->silent_tls_url = g_strdup_printf ("https://127.0.0.1:%u/", port);
  server->hole = listen_silently (0, &port);
  server->hole_url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  server->hole_clients = g_ptr_array_new_with_free_func (g_object_unref);
  fill_hole (server);

  loop = g_main_loop_new (context, FALSE);
  loop_thread = g_thread_new ("odd-server", run_loop, loop);

  return server;
}

void
odd_server_free (OddServer *server)
{
  g_atomic_int_set (&server->stopping, TRUE);
  g_main_loop_quit (loop);
  g_thread_join (loop_thread);
  g_socket_service_stop (server->service);
  g_socket_service_stop (server->tls_service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_socket_listener_close (G_SOCKET_LISTENER (server->tls_service));
  g_object_unref (server->service);
  g_object_unref (server->tls_service);
  g_main_loop_unref (loop);
  g_object_unref (server->certificate);
  g_object_unref (server->silent);
  g_ptr_array_unref (server->hole_clients);
  g_object_unref (server->hole);
  g_free (server->url);
  g_free (server->tls_url);
  g_free (server->silent_tls_url);
  g_free (server->hole_url);
  g_free (server);
}

const char *
odd_server_get_url (OddServer *server)
{
  return server->url;
}

const char *
odd_server_get_tls_url (OddServer *server)
{
  return server->tls_url;
}

/* The authority that has signed the certificate of the TLS port, in PEM. */
const char *
odd_server_get_authority (void)
{
  return CERTIFICATE_PEM;
}

const char *
odd_server_get_silent_tls_url (OddServer *server)
{
  return server->silent_tls_url;
}

const char *
odd_server_get_hole (OddServer *server)
{
  return server->hole_url;
}

/* The resolver. */
#define TYPE_SILENT_RESOLVER (silent_resolver_get_type ())
G_DECLARE_FINAL_TYPE (SilentResolver, silent_resolver, SILENT, RESOLVER, GResolver)

struct _SilentResolver
{
  GResolver parent_instance;
};

G_DEFINE_TYPE (SilentResolver, silent_resolver, G_TYPE_RESOLVER)

static void
on_lookup_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
}

static void
lookup_async (GResolver *resolver,
              const char *hostname,
              GResolverNameLookupFlags flags,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  if (cancellable != NULL)
    g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (on_lookup_cancelled), task,
                           (GClosureNotify) (void (*) (void)) g_object_unref, 0);
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
silent_resolver_class_init (SilentResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
silent_resolver_init (SilentResolver *resolver)
{
}

GResolver *
silent_resolver_new (void)
{
  return g_object_new (TYPE_SILENT_RESOLVER, NULL);
}
