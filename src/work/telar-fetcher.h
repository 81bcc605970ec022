/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-clock.h"
#include "model/telar-phase.h"
#include "telar-alarms.h"
#include "telar-work.h"

G_BEGIN_DECLS

/* Fetches pages in one main context; its connections are its own and are used again. */
typedef struct _TelarFetcher TelarFetcher;

/* What came of a page. Valid while the function runs that it is given to. */
typedef struct
{
  const char *body; /* with its compression undone */
  gsize length;
  const char *content_type; /* of the last answer, or NULL */
  guint http_status;        /* of the last answer; 0 if there was none */
  guint64 bytes;            /* of the last answer's body, with its compression undone */
} TelarFetched;

/* Called when a fetch enters another phase: DNS, connect, TLS, wait or receive. */
typedef void (*TelarFetchPhaseFunc) (TelarPhase phase, gpointer user_data);

/* Called once, at the end. The function owns @error, which is NULL if the page is there. */
typedef void (*TelarFetchDoneFunc) (const TelarFetched *fetched, GError *error, gpointer user_data);

TelarFetcher *
telar_fetcher_new (TelarWork *work, GMainContext *context, TelarAlarms *alarms, guint n_at_once);
void telar_fetcher_free (TelarFetcher *fetcher);
void telar_fetcher_fetch (TelarFetcher *fetcher,
                          const char *input,
                          GCancellable *cancellable,
                          TelarFetchPhaseFunc phase,
                          TelarFetchDoneFunc done,
                          gpointer user_data);
gint64 telar_fetcher_measure_cpu (TelarFetcher *fetcher);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarFetcher, telar_fetcher_free)

G_END_DECLS
