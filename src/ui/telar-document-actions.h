/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-runner.h"
#include "telar-window.h"
#include "telar-workspace.h"

G_BEGIN_DECLS

/* What comes into a window and what leaves it: files that are opened or dropped on it; runs that
 * are saved, exported or copied. */
#define TELAR_TYPE_DOCUMENT_ACTIONS (telar_document_actions_get_type ())
G_DECLARE_FINAL_TYPE (TelarDocumentActions,
                      telar_document_actions,
                      TELAR,
                      DOCUMENT_ACTIONS,
                      GObject)

TelarDocumentActions *telar_document_actions_new (TelarWindow *window,
                                                  TelarWorkspace *workspace,
                                                  TelarRunner *runner,
                                                  TelarHistory *history);
void telar_document_actions_open (TelarDocumentActions *self, GPtrArray *files);
void telar_document_actions_update (TelarDocumentActions *self);

G_END_DECLS
