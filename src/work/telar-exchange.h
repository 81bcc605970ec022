/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "model/telar-phase.h"

G_BEGIN_DECLS

/* A request and its answer, one after another: what libsoup needs for them is made once and then
 * used for all. */
typedef struct _TelarExchange TelarExchange;

/* Called when an exchange enters another phase: DNS, connect, TLS, wait or receive. */
typedef void (*TelarExchangePhaseFunc) (TelarPhase phase, gpointer user_data);

/* Called once for each request, when the headers of its answer are there: the function owns @body,
 * from which the rest is read, or @error. */
typedef void (*TelarExchangeAnswerFunc) (GInputStream *body, GError *error, gpointer user_data);

TelarExchange *telar_exchange_new (void);
void telar_exchange_free (TelarExchange *exchange);
void telar_exchange_send (TelarExchange *exchange,
                          SoupSession *session,
                          GUri *uri,
                          TelarExchangePhaseFunc phase,
                          TelarExchangeAnswerFunc answer,
                          gpointer user_data);
gboolean telar_exchange_cancel (TelarExchange *exchange);
void telar_exchange_end (TelarExchange *exchange, gboolean is_complete);
gboolean telar_exchange_is_ready (TelarExchange *exchange);
SoupMessage *telar_exchange_get_message (TelarExchange *exchange);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarExchange, telar_exchange_free)

G_END_DECLS
