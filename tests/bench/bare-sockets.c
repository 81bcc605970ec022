/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks a server on this computer for pages at once, with sockets alone: what this takes, the server
 * and the kernel need for it, and no library can take less. Prints the seconds.
 *
 *   bench-bare-sockets threads|loop PORT PATH…
 *
 * Nothing is checked but that an answer of the announced length comes. */

#include <arpa/inet.h>
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/telar-clock.h"

#define ANNOUNCEMENT "content-length:"

typedef struct
{
  const char *path;
  int fd;
  gsize n_read;
  char answer[64 << 10];
} Request;

static guint16 port;

static void
ask (Request *request)
{
  const struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons (port),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  g_autofree char *text
      = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", request->path, port);
  gsize length = strlen (text);

  request->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (request->fd, (const struct sockaddr *) &address, sizeof address) != 0
      || write (request->fd, text, length) != (gssize) length)
    g_error ("No request can be sent to port %u", port);
}

/* Reads once. Returns whether the answer is complete. */
static bool
read_some (Request *request)
{
  gsize n_free = sizeof request->answer - 1 - request->n_read;
  gssize n = read (request->fd, request->answer + request->n_read, n_free);
  const char *body, *announced;

  if (n <= 0)
    g_error ("There is no complete answer to %s", request->path);
  request->n_read += (gsize) n;
  request->answer[request->n_read] = '\0';

  body = strstr (request->answer, "\r\n\r\n");
  announced = strcasestr (request->answer, ANNOUNCEMENT);
  if (body == NULL || announced == NULL)
    return false;

  return request->n_read >= (gsize) (body + 4 - request->answer)
                                + strtoul (announced + strlen (ANNOUNCEMENT), NULL, 10);
}

static gpointer
fetch (gpointer data)
{
  ask (data);
  while (!read_some (data))
    ;

  return NULL;
}

static void
fetch_in_threads (Request *requests, guint n_requests)
{
  g_autofree GThread **threads = g_new (GThread *, n_requests);

  for (guint i = 0; i < n_requests; i++)
    threads[i] = g_thread_new ("fetch", fetch, &requests[i]);
  for (guint i = 0; i < n_requests; i++)
    g_thread_join (threads[i]);
}

static void
fetch_in_loop (Request *requests, guint n_requests)
{
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  guint n_left = n_requests;

  for (guint i = 0; i < n_requests; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &requests[i] };

      ask (&requests[i]);
      epoll_ctl (epoll, EPOLL_CTL_ADD, requests[i].fd, &event);
    }

  while (n_left > 0)
    {
      struct epoll_event event;

      if (epoll_wait (epoll, &event, 1, -1) != 1 || !read_some (event.data.ptr))
        continue;
      epoll_ctl (epoll, EPOLL_CTL_DEL, ((Request *) event.data.ptr)->fd, NULL);
      n_left--;
    }
}

int
main (int argc, char **argv)
{
  guint n_requests = (guint) MAX (argc - 3, 0);
  g_autofree Request *requests = g_new0 (Request, n_requests);
  gint64 start_ns;

  if (n_requests == 0)
    {
      fprintf (stderr, "bench-bare-sockets threads|loop PORT PATH…\n");
      return 2;
    }

  port = (guint16) atoi (argv[2]);
  for (guint i = 0; i < n_requests; i++)
    requests[i].path = argv[3 + i];

  start_ns = telar_clock_now_ns ();
  if (strcmp (argv[1], "threads") == 0)
    fetch_in_threads (requests, n_requests);
  else
    fetch_in_loop (requests, n_requests);
  printf ("%.6f\n", (double) (telar_clock_now_ns () - start_ns) / 1e9);

  return 0;
}
