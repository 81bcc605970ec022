/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-session-shards.h"

/* More of them gain nothing. */
#define MAX_SESSIONS 16

/* What an idle session may hold open besides the connections that are in use. */
#define SPARE_CONNECTIONS 4

struct _TelarSessionShards
{
  TelarSessionShard shards[MAX_SESSIONS];
  guint n_shards;
  guint n_at_once;
  char *user_agent;
};

/**
 * telar_session_shards_new:
 * @n_at_once: how many requests are made at the same time, at least 1
 * @user_agent: (nullable): how the sessions name themselves; %NULL if they do not
 *
 * Returns: (transfer full): sessions, each of which is made when it is first needed
 */
TelarSessionShards *
telar_session_shards_new (guint n_at_once, const char *user_agent)
{
  TelarSessionShards *shards = g_new0 (TelarSessionShards, 1);

  shards->n_at_once = n_at_once;
  shards->user_agent = g_strdup (user_agent);
  shards->n_shards = CLAMP (n_at_once, 1, MAX_SESSIONS);

  return shards;
}

/**
 * telar_session_shards_free:
 * @shards: (transfer full): sessions that nobody uses any more
 *
 * Closes their connections.
 */
void
telar_session_shards_free (TelarSessionShards *shards)
{
  for (guint i = 0; i < shards->n_shards; i++)
    {
      g_assert (shards->shards[i].n_in_flight == 0);
      if (shards->shards[i].session != NULL)
        soup_session_abort (shards->shards[i].session);
      g_clear_object (&shards->shards[i].session);
    }
  g_free (shards->user_agent);
  g_free (shards);
}

/**
 * telar_session_shards_take:
 * @shards: sessions
 *
 * Called in the thread, and with the main context as thread-default, that the sessions belong to.
 *
 * Returns: (transfer none): the session with the fewest requests, to be given back after one
 */
TelarSessionShard *
telar_session_shards_take (TelarSessionShards *shards)
{
  TelarSessionShard *chosen = &shards->shards[0];

  for (guint i = 1; i < shards->n_shards; i++)
    if (shards->shards[i].n_in_flight < chosen->n_in_flight)
      chosen = &shards->shards[i];

  if (chosen->session == NULL)
    {
      guint n_connections
          = (shards->n_at_once + shards->n_shards - 1) / shards->n_shards + SPARE_CONNECTIONS;

      /* No time limit of its own, because each fetch has one; no proxy is looked for, which would
       * take a thread that look-ups of hosts need. */
      chosen->session = soup_session_new_with_options (
          "max-conns", (int) n_connections, "max-conns-per-host", (int) n_connections, "timeout", 0,
          "idle-timeout", 0, "proxy-resolver", NULL, "user-agent", shards->user_agent, NULL);
      /* It would listen to each answer, and could not ask anybody for a password. */
      soup_session_remove_feature_by_type (chosen->session, SOUP_TYPE_AUTH_MANAGER);
    }
  chosen->n_in_flight++;

  return chosen;
}

/**
 * telar_session_shard_give_back:
 * @shard: a session that was taken
 */
void
telar_session_shard_give_back (TelarSessionShard *shard)
{
  shard->n_in_flight--;
}
