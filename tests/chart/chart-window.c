/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows the chart view with a run that goes on, for people to look at:
 *   chart-window [WIDTH] [HEIGHT] [LANES] [dark] [tasks] */

#include <adwaita.h>

#include "synthetic-run.h"
#include "ui/telar-chart-view.h"

#define MS G_GINT64_CONSTANT (1000000)

static TelarRunRecord *record;
static guint next_task;
static guint n_lanes;

/* Every 20 ms, as many workers would: some tasks change their phase, some end, others begin. */
static gboolean
work_cb (gpointer data)
{
  TelarTrace *trace = record->trace;
  gint64 now_ns = telar_trace_now (trace);
  guint n_open = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_get_lane (trace, i);
      gboolean is_open;
      TelarSpan open;

      telar_lane_read (lane, &open, &is_open);
      n_open += is_open ? 1 : 0;
      if (is_open && g_random_int_range (0, 12) > 0)
        continue;
      if (is_open && open.phase < TELAR_PHASE_COMPUTE)
        {
          telar_lane_enter (lane, open.phase + 1, now_ns);
          continue;
        }
      if (is_open)
        {
          g_auto (TelarOutcome) outcome
              = { open.task % 7 == 3 ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED };

          telar_lane_end (lane, now_ns);
          telar_trace_task_finished (trace, open.task, &outcome, now_ns);
        }
      if (next_task < telar_trace_get_n_tasks (trace))
        {
          telar_trace_task_started (trace, next_task, i, now_ns);
          telar_lane_begin (lane, next_task++, TELAR_PHASE_DNS, now_ns);
          n_open++;
        }
    }

  if (n_open > 0)
    return G_SOURCE_CONTINUE;

  telar_run_record_end (record, now_ns, (TelarCpuTime){ 30 * MS, 9 * MS }, TRUE);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, char **argv)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *chart = telar_chart_view_new ();
  guint n = g_strv_length (argv);
  g_autoptr (GString) inputs = g_string_new (synthetic_pages);
  g_autoptr (TelarPlan) plan = NULL;

  n_lanes = n > 3 ? (guint) atoi (argv[3]) : 5;
  for (guint i = 0; i < n_lanes; i++)
    g_string_append_printf (inputs, "\nhttps://example.org/page/%u", i);
  plan = telar_plan_new_from_text (telar_parameters_new (telar_workload_from_name ("headings")),
                                   inputs->str, NULL);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_lanes, n_lanes);
  for (guint i = 0; i < n_lanes; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  g_timeout_add (20, work_cb, NULL);

  if (g_strv_contains ((const char *const *) argv, "dark"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  if (g_strv_contains ((const char *const *) argv, "tasks"))
    telar_chart_view_set_rows (TELAR_CHART_VIEW (chart), TELAR_CHART_BY_TASK);
  telar_chart_view_set_record (TELAR_CHART_VIEW (chart), record);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), chart);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), n > 1 ? atoi (argv[1]) : 900,
                               n > 2 ? atoi (argv[2]) : 420);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application
      = adw_application_new ("io.github.telar.ChartWindow", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
