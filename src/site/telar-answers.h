/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "telar-page-request.h"

G_BEGIN_DECLS

/* Makes the demo site's answers, and keeps the pages that it has made. */
typedef struct _TelarAnswers TelarAnswers;

TelarAnswers *telar_answers_new (void);
void telar_answers_free (TelarAnswers *answers);
void telar_answers_stop (TelarAnswers *answers);
guint telar_answers_get_n_unfinished (TelarAnswers *answers);

void telar_answers_send_text (SoupServerMessage *message,
                              guint status,
                              const char *title,
                              const char *text);
void telar_answers_send_index (SoupServerMessage *message, double scale);
void telar_answers_send_page (TelarAnswers *answers, SoupServerMessage *message, guint index);
gboolean telar_answers_send_requested (TelarAnswers *answers,
                                       SoupServerMessage *message,
                                       const TelarPageRequest *request);

G_END_DECLS
