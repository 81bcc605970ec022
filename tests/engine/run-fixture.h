/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/telar-run.h"
#include "site/telar-site.h"

/* How much longer than it should anything may take on a machine that has other things to do. */
#define NOISE_S 0.5

/* Small enough for a quick test, large enough that the times of the pages differ. */
#define SCALE 0.02

/* A run of a plan, and what came of it. */
typedef struct
{
  TelarRun *run;
  TelarRunRecord *record;
  TelarTrace *trace;
  gboolean done;
  gboolean complete;
  GError *error;
  gint64 end_ns; /* by telar_clock_now_ns(), when the callback was called */
} Fixture;

/* The site that every test of the program uses. */
extern TelarSite *site;

/* A test that is done with each strategy, which it is given as a TelarStrategy pointer. */
typedef struct
{
  const char *name;
  GTestDataFunc func;
} StrategyTest;

int run_with_every_strategy (const StrategyTest *tests, guint n_tests);

TelarPlan *
plan_new (const char *workload, const char *parameter, const char *value, const char *text);
TelarPlan *plan_new_sixteen (const char *workload, const char *parameter, const char *value);

void fixture_start (Fixture *fixture,
                    TelarPlan *plan,
                    TelarStrategy strategy,
                    guint workers,
                    const char *demo_url,
                    GCancellable *cancellable);
void fixture_wait (Fixture *fixture);
void fixture_clear (Fixture *fixture);
void run_to_end (Fixture *fixture,
                 TelarPlan *plan,
                 TelarStrategy strategy,
                 guint workers,
                 const char *demo_url);

const TelarTaskState *state_of (Fixture *fixture, guint task);
TelarStatus status_of (Fixture *fixture, guint task);
void assert_all (Fixture *fixture, TelarStatus status);
void assert_trace_is_sound (Fixture *fixture);
void assert_took (Fixture *fixture, double seconds);
