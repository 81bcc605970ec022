/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* libsoup opens the secure connections of a session to one host one after another, so several
 * sessions share the load. */
typedef struct _TelarSessionShards TelarSessionShards;

/* One of the sessions. The members are for reading. */
typedef struct
{
  SoupSession *session;
  guint n_in_flight;
} TelarSessionShard;

TelarSessionShards *telar_session_shards_new (guint n_at_once, const char *user_agent);
void telar_session_shards_free (TelarSessionShards *shards);
TelarSessionShard *telar_session_shards_take (TelarSessionShards *shards);
void telar_session_shard_give_back (TelarSessionShard *shard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarSessionShards, telar_session_shards_free)

G_END_DECLS
