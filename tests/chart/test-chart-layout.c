/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-chart-layout.h"
#include "synthetic-run.h"

#include <math.h>

#define MS G_GINT64_CONSTANT (1000000)

/* A picture with all that it was made from. */
typedef struct
{
  TelarRunRecord *record;
  TelarChartIndex *index;
  TelarTextCache *texts;
  TelarDisplayList *list;
  TelarChartOptions options;
  TelarChartGeometry geometry;
} Picture;

static void
picture_init (Picture *picture,
              TelarRunRecord *record,
              TelarChartRows rows,
              const TelarChartViewport *viewport)
{
  TelarChartViewport whole = *viewport;

  picture->record = record;
  picture->index = telar_chart_index_new (record);
  picture->texts = telar_text_cache_new_for_export ();
  picture->list = telar_display_list_new ();
  picture->options = (TelarChartOptions){ .rows = rows,
                                          .selected_task = TELAR_NO_TASK,
                                          .hovered_task = TELAR_NO_TASK };
  telar_chart_index_update (picture->index);
  if (whole.end_ns == 0)
    whole.end_ns = picture->index->end_ns;
  telar_chart_geometry_init (&picture->geometry, picture->index, &whole, &picture->options,
                             picture->texts);
  telar_chart_layout (picture->index, &picture->geometry, &picture->options, picture->texts,
                      picture->list);
}

static void
picture_clear (Picture *picture)
{
  telar_display_list_free (picture->list);
  telar_text_cache_free (picture->texts);
  telar_chart_index_free (picture->index);
  telar_run_record_unref (picture->record);
}

static const TelarMark *
get_mark (const Picture *picture, guint i)
{
  return &g_array_index (picture->list->marks, TelarMark, i);
}

static gboolean
is_in_row (const Picture *picture, const TelarMark *mark, guint row)
{
  double y, height;

  telar_chart_geometry_get_row (&picture->geometry, row, &y, &height);

  return mark->y >= y && mark->y < y + height;
}

static gboolean
is_bar (const TelarMark *mark)
{
  return mark->kind == TELAR_MARK_RECTANGLE && mark->phase != G_MAXUINT8;
}

/* What is seen at a place in a row: the last bar painted there. */
static const TelarMark *
find_seen (const Picture *picture, guint row, double x, double tolerance)
{
  for (guint i = picture->list->marks->len; i > 0; i--)
    {
      const TelarMark *mark = get_mark (picture, i - 1);

      if (is_bar (mark) && is_in_row (picture, mark, row) && x >= mark->x - tolerance
          && x <= mark->x + mark->width + tolerance)
        return mark;
    }

  return NULL;
}

/* Some lanes of tasks of all lengths, from far less than a pixel to a large part of the whole. */
static TelarRunRecord *
new_random_record (guint n_lanes, guint n_tasks)
{
  g_autofree char *inputs = synthetic_numbers (n_tasks);
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, NULL);
  TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_lanes, n_lanes);
  gint64 end_ns = 0;
  guint task = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      gint64 time_ns = 0;

      for (guint n = 0; n < n_tasks / n_lanes; n++)
        {
          guint n_spans = (guint) g_test_rand_int_range (1, 6);
          g_auto (TelarOutcome) outcome = {
            .status
            = g_test_rand_int_range (0, 8) > 0 ? TELAR_STATUS_SUCCEEDED : TELAR_STATUS_FAILED,
          };

          if (g_test_rand_bit ())
            time_ns += 1 << g_test_rand_int_range (4, 24);
          telar_trace_task_started (record->trace, task, i, time_ns);
          for (guint s = 0; s < n_spans; s++)
            {
              TelarSpan span = {
                .start_ns = time_ns,
                .end_ns = time_ns + (1 << g_test_rand_int_range (4, 26)),
                .task = task,
                .phase = (guint8) g_test_rand_int_range (TELAR_PHASE_DNS, TELAR_N_PHASES),
              };

              telar_lane_append (lane, &span);
              time_ns = span.end_ns;
            }
          telar_trace_task_finished (record->trace, task++, &outcome, time_ns);
        }
      end_ns = MAX (end_ns, time_ns);
    }
  telar_run_record_end (record, end_ns, (TelarCpuTime){ 0, 0 }, TRUE);

  return record;
}

static void
check_spans_are_seen (const Picture *picture, guint row)
{
  const TelarLaneIndex *lane = telar_chart_index_get_lane (picture->index, row);
  const TelarChartViewport *viewport = &picture->geometry.viewport;

  for (guint i = 0; i < telar_lane_index_get_n_spans (lane); i++)
    {
      const TelarSpan *span = telar_lane_index_get_span (lane, i);
      double x = telar_chart_geometry_get_x (&picture->geometry, span->start_ns);
      double end = telar_chart_geometry_get_x (&picture->geometry, span->end_ns);
      const TelarMark *mark;
      guint first, last;
      double width;

      if (span->end_ns <= viewport->start_ns || span->start_ns >= viewport->end_ns)
        continue;

      /* Everything is seen, at its place or a column beside it. */
      x = MAX (x, picture->geometry.plot_x);
      end = MIN (end, picture->geometry.plot_x + picture->geometry.plot_width);
      mark = find_seen (picture, row, (x + end) / 2, 2.01);
      g_assert_nonnull (mark);

      /* A part of a bar that is as wide as some pixels has its own colour and task. */
      telar_chart_index_get_group (picture->index, row, i, &first, &last);
      width = telar_chart_geometry_get_x (&picture->geometry,
                                          telar_lane_index_get_span (lane, last)->end_ns)
              - telar_chart_geometry_get_x (&picture->geometry,
                                            telar_lane_index_get_span (lane, first)->start_ns);
      if (end - x < 4 || width < 6)
        continue;
      mark = find_seen (picture, row, (x + end) / 2, 0);
      g_assert_nonnull (mark);
      g_assert_cmpuint (mark->phase, ==, span->phase);
      g_assert_cmpuint (mark->task, ==, span->task);
    }
}

static void
check_bars_are_in_place (const Picture *picture, guint row)
{
  const TelarLaneIndex *lane = telar_chart_index_get_lane (picture->index, row);
  double y, height;

  telar_chart_geometry_get_row (&picture->geometry, row, &y, &height);
  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (picture, i);
      gint64 from_ns, to_ns;
      guint span;

      if (!is_bar (mark) || !is_in_row (picture, mark, row))
        continue;

      g_assert_cmpfloat (mark->width, >, 0);
      g_assert_cmpfloat (mark->y + mark->height, <=, y + height + 0.001);
      g_assert_cmpfloat (mark->x, >=, picture->geometry.plot_x - 8.001);
      g_assert_cmpfloat (mark->x + mark->width, <=,
                         picture->geometry.plot_x + picture->geometry.plot_width + 8.001);

      /* No colour where nothing happened. */
      from_ns = telar_chart_geometry_get_time (&picture->geometry, mark->x - 2);
      to_ns = telar_chart_geometry_get_time (&picture->geometry, mark->x + mark->width + 2);
      span = telar_lane_index_find_ending_after (lane, 0, from_ns);
      g_assert_cmpuint (span, <, telar_lane_index_get_n_spans (lane));
      g_assert_cmpint (telar_lane_index_get_span (lane, span)->start_ns, <=, to_ns);
    }
}

typedef struct
{
  double x;
  double end;
  double top;
  double bottom;
} Extents;

static Extents
get_extents (const Picture *picture, const TelarMark *mark)
{
  const char *text = telar_display_list_get_text (picture->list, mark);
  double width = telar_text_cache_measure (picture->texts, mark->font, text);
  double x = mark->x - width * mark->anchor / TELAR_ANCHOR_END;

  return (Extents){ x, x + width, mark->y - telar_font_get_size (mark->font) * 0.8, mark->y };
}

static void
check_texts_do_not_overlap (const Picture *picture)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Extents));

  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (picture, i);
      Extents extents;

      if (mark->kind != TELAR_MARK_TEXT)
        continue;

      extents = get_extents (picture, mark);
      g_assert_cmpfloat (extents.x, >=, 0);
      g_assert_cmpfloat (extents.end, <=, picture->list->width + 0.5);
      for (guint j = 0; j < all->len; j++)
        {
          const Extents *other = &g_array_index (all, Extents, j);

          if (extents.x < other->end && other->x < extents.end && extents.top < other->bottom
              && other->top < extents.bottom)
            g_error ("“%s” overlaps another text",
                     telar_display_list_get_text (picture->list, mark));
        }
      g_array_append_val (all, extents);
    }
}

static void
check_labels_beside_bars_are_free (const Picture *picture)
{
  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *text = get_mark (picture, i);
      Extents extents;

      if (text->kind != TELAR_MARK_TEXT || text->font != TELAR_FONT_BAR
          || text->role != TELAR_ROLE_TEXT)
        continue;

      extents = get_extents (picture, text);
      for (guint j = 0; j < picture->list->marks->len; j++)
        {
          const TelarMark *bar = get_mark (picture, j);

          if (is_bar (bar) && bar->y < extents.bottom && bar->y + bar->height > extents.top)
            g_assert_true (bar->x >= extents.end || bar->x + bar->width <= extents.x);
        }
    }
}

static void
test_any_run_is_drawn_where_it_was (void)
{
  for (guint round = 0; round < 60; round++)
    {
      guint n_lanes = (guint) g_test_rand_int_range (1, 5);
      TelarRunRecord *record
          = new_random_record (n_lanes, n_lanes * (guint) g_test_rand_int_range (1, 120));
      gint64 length_ns = record->wall_ns;
      TelarChartViewport viewport = { .width = g_test_rand_int_range (300, 1400) };
      Picture picture;

      if (g_test_rand_bit ())
        {
          viewport.start_ns = (gint64) (length_ns * g_test_rand_double_range (0, 0.9));
          viewport.end_ns
              = viewport.start_ns
                + (gint64) ((length_ns - viewport.start_ns) * g_test_rand_double_range (0.05, 1))
                + 1;
        }
      picture_init (&picture, record, TELAR_CHART_BY_WORKER, &viewport);
      for (guint row = 0; row < n_lanes; row++)
        {
          check_spans_are_seen (&picture, row);
          check_bars_are_in_place (&picture, row);
        }
      check_texts_do_not_overlap (&picture);
      check_labels_beside_bars_are_free (&picture);
      picture_clear (&picture);
    }
}

static void
test_texts_never_overlap_in_pages (void)
{
  static const double widths[] = { 320, 360, 480, 640, 960, 1920, 3840 };

  for (guint rows = 0; rows < 2; rows++)
    for (guint strategy = 0; strategy < TELAR_N_STRATEGIES; strategy++)
      for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
        for (guint seed = 0; seed < 5; seed++)
          {
            const SyntheticRun run = { "headings", synthetic_pages, strategy,
                                       1 + seed,   .seed = seed,    .fail_every = seed };
            const TelarChartViewport viewport = { .width = widths[i] };
            Picture picture;

            picture_init (&picture, synthetic_run_new (&run), rows, &viewport);
            check_texts_do_not_overlap (&picture);
            check_labels_beside_bars_are_free (&picture);
            picture_clear (&picture);
          }
}

/* Returns: what is painted behind the length of what is measured */
static const TelarMark *
find_length_plate (const Picture *picture)
{
  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (picture, i);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->role == TELAR_ROLE_NOW && mark->radius > 0)
        return mark;
    }

  return NULL;
}

static void
test_length_of_a_measure_covers_no_time (void)
{
  const TelarChartViewport viewport = { .width = 900 };
  const SyntheticRun run = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 4, .seed = 1 };
  Picture picture;
  guint n_times[2] = { 0, 0 };

  picture_init (&picture, synthetic_run_new (&run), TELAR_CHART_BY_WORKER, &viewport);
  for (guint i = 0; i < 40; i++)
    {
      const TelarMark *plate;

      picture.options.has_measure = TRUE;
      picture.options.measure_start_ns = i * picture.index->end_ns / 40;
      picture.options.measure_end_ns = picture.options.measure_start_ns + (i % 7) * 30 * MS + 1;
      telar_chart_layout (picture.index, &picture.geometry, &picture.options, picture.texts,
                          picture.list);
      plate = find_length_plate (&picture);
      g_assert_nonnull (plate);
      for (guint k = 0; k < picture.list->marks->len; k++)
        {
          const TelarMark *mark = get_mark (&picture, k);
          gboolean is_time = mark->kind == TELAR_MARK_TEXT && mark->font == TELAR_FONT_AXIS
                             && mark->y < picture.geometry.axis_y;
          Extents extents;

          if (!is_time)
            continue;

          extents = get_extents (&picture, mark);
          g_assert_true (extents.end <= plate->x + 1 || extents.x >= plate->x + plate->width - 1);
          n_times[extents.x > plate->x]++;
        }
    }

  /* The others stay. */
  g_assert_cmpuint (n_times[0], >, 40);
  g_assert_cmpuint (n_times[1], >, 40);
  picture_clear (&picture);
}

/* How opaque a column must be, and might be as well where its coverage is near a limit. */
static gboolean
is_right_alpha (double alpha, double coverage)
{
  static const struct
  {
    double alpha, from, to;
  } levels[] = { { 0.25, 0, 0.15 }, { 0.45, 0.15, 0.4 }, { 0.7, 0.4, 0.75 }, { 1, 0.75, 1.01 } };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (fabs (levels[i].alpha - alpha) < 0.001)
      return coverage >= levels[i].from - 0.06 && coverage <= levels[i].to + 0.06;

  return FALSE;
}

static void
test_merged_bars_are_as_opaque_as_they_were_busy (void)
{
  for (guint density = 0; density < 4; density++)
    {
      static const int busy[] = { 5, 30, 60, 95 };
      g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
          telar_parameters_new (telar_workload_from_name ("square")), "1..60000", NULL);
      TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
      TelarLane *lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      const TelarChartViewport viewport = { .width = 900 };
      const TelarLaneIndex *lane_index;
      guint n_columns = 0;
      Picture picture;

      for (guint32 task = 0; task < 60000; task++)
        {
          TelarSpan span = { .start_ns = task * 1000, .task = task, .phase = TELAR_PHASE_COMPUTE };

          span.end_ns = span.start_ns + busy[density] * 10 + g_test_rand_int_range (-40, 41);
          telar_lane_append (lane, &span);
        }
      telar_run_record_end (record, 60000 * 1000, (TelarCpuTime){ 0, 0 }, TRUE);
      picture_init (&picture, record, TELAR_CHART_BY_WORKER, &viewport);
      lane_index = telar_chart_index_get_lane (picture.index, 0);

      for (guint i = 0; i < picture.list->marks->len; i++)
        {
          const TelarMark *mark = get_mark (&picture, i);
          gint64 from_ns = telar_chart_geometry_get_time (&picture.geometry, mark->x);
          gint64 to_ns = telar_chart_geometry_get_time (&picture.geometry, mark->x + mark->width);
          guint from, to;

          if (!is_bar (mark))
            continue;
          from = telar_lane_index_find_starting_from (lane_index, 0, from_ns);
          to = telar_lane_index_find_starting_from (lane_index, 0, to_ns);
          g_assert_true (
              is_right_alpha (mark->alpha, (double) telar_lane_index_get_busy (lane_index, from, to)
                                               / (double) (to_ns - from_ns)));
          n_columns++;
        }
      g_assert_cmpuint (n_columns, >, 0);
      /* Equal neighbours are one. */
      g_assert_cmpuint (n_columns, <=, 20);
      picture_clear (&picture);
    }
}

static void
test_failure_is_seen_among_thousands (void)
{
  const SyntheticRun run = { "square", "1..20000",          TELAR_STRATEGY_THREADS,
                             4,        .fail_every = 19999, .shortness = 20000 };
  const TelarChartViewport viewport = { .width = 900 };
  guint n_failures = 0;
  Picture picture;

  picture_init (&picture, synthetic_run_new (&run), TELAR_CHART_BY_WORKER, &viewport);
  for (guint i = 0; i < picture.list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (&picture, i);

      n_failures += mark->role == TELAR_ROLE_FAILED && mark->y < picture.geometry.legend_y;
    }
  g_assert_cmpuint (n_failures, ==, 1);
  picture_clear (&picture);
}

static void
test_cost_follows_pixels (void)
{
  const TelarChartViewport viewport = { .width = 1000, .height = 600 };
  guint n_marks[2];

  for (guint i = 0; i < 2; i++)
    {
      Picture picture;

      picture_init (&picture, synthetic_lanes_new (1000, i == 0 ? 20000 : 400000, 5000 * MS),
                    TELAR_CHART_BY_WORKER, &viewport);
      g_assert_cmpfloat (picture.geometry.content_height, >=, 1000 * 16);
      n_marks[i] = picture.list->marks->len;
      picture_clear (&picture);
    }

  /* Twenty times the spans make no more than twice the marks: at most one for each column. */
  g_assert_cmpuint (n_marks[0], >, 100);
  g_assert_cmpuint (n_marks[1], <, 600 / 20 * 1000 / 2 * 2);
}

static void
test_scrolled_rows_are_found_again (void)
{
  const TelarChartViewport viewport = { .width = 800, .height = 400, .scroll_y = 1234 };
  Picture picture;

  picture_init (&picture, synthetic_lanes_new (200, 2000, 1000 * MS), TELAR_CHART_BY_WORKER,
                &viewport);
  for (double y = picture.geometry.axis_y;
       y < picture.geometry.axis_y + picture.geometry.rows_height; y += 3)
    {
      double top, height;
      guint row;

      g_assert_true (telar_chart_geometry_find_row (&picture.geometry, y, &row));
      telar_chart_geometry_get_row (&picture.geometry, row, &top, &height);
      g_assert_cmpfloat (top, <=, y);
      g_assert_cmpfloat (top + height, >, y);
    }
  g_assert_cmpfloat (picture.geometry.legend_y + picture.geometry.legend_height, <=, 400.5);
  picture_clear (&picture);
}

static void
test_bar_under_the_pointer_is_found (void)
{
  const SyntheticRun run = { "headings", synthetic_pages, TELAR_STRATEGY_ASYNC, 3 };
  const TelarChartViewport viewport = { .width = 900 };
  Picture picture;

  picture_init (&picture, synthetic_run_new (&run), TELAR_CHART_BY_WORKER, &viewport);
  for (guint i = 0; i < picture.list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (&picture, i);

      if (is_bar (mark) && mark->width >= 4 && mark->phase != TELAR_PHASE_LOOP)
        g_assert_cmpuint (telar_chart_find_task_at (picture.index, &picture.geometry,
                                                    mark->x + mark->width - 1, mark->y + 2),
                          ==, mark->task);
    }
  g_assert_cmpuint (telar_chart_find_task_at (picture.index, &picture.geometry, 2, 2), ==,
                    TELAR_NO_TASK);
  picture_clear (&picture);
}

static void
test_nothing_yet_draws_an_axis (void)
{
  for (guint rows = 0; rows < 2; rows++)
    for (guint n_lanes = 0; n_lanes < 3; n_lanes++)
      {
        g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
            telar_parameters_new (telar_workload_from_name ("square")), "1 2 3", NULL);
        TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 2, 2);
        const TelarChartViewport viewport = { .width = 240, .height = 120, .end_ns = 100 * MS };
        guint n_texts = 0;
        Picture picture;

        for (guint i = 0; i < n_lanes; i++)
          telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
        picture_init (&picture, record, rows, &viewport);
        for (guint i = 0; i < picture.list->marks->len; i++)
          n_texts += get_mark (&picture, i)->font == TELAR_FONT_AXIS;
        g_assert_cmpuint (n_texts, >=, 2);
        picture_clear (&picture);
      }
}

/* No engine records such a run, but a document can hold one. */
static void
test_only_event_loops_have_a_size (void)
{
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), "1 2 3", NULL);
  const guint n_lanes = 4000;
  TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_ASYNC, 2, n_lanes);
  const TelarChartViewport viewport = { .width = 900 };
  Picture picture;

  for (guint i = 0; i < n_lanes; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_LOOP, NULL);
  telar_run_record_end (record, 100 * MS, (TelarCpuTime){ 0 }, TRUE);
  picture_init (&picture, record, TELAR_CHART_BY_WORKER, &viewport);
  g_assert_true (isfinite (picture.geometry.content_height));
  g_assert_true (isfinite (picture.list->height));
  g_assert_cmpfloat (picture.list->height, >, 0);
  picture_clear (&picture);
}

static void
test_running_task_grows_to_the_present_instant (void)
{
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), "1", NULL);
  TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
  const TelarChartViewport viewport = { .width = 900, .end_ns = 60000 * MS };
  const TelarMark *bar = NULL, *line = NULL;
  double now_x;
  Picture picture;

  telar_trace_set_epoch (record->trace, telar_clock_now_ns () - 30000 * MS);
  telar_trace_task_started (record->trace, 0, 0, 1000 * MS);
  telar_lane_begin (telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL), 0,
                    TELAR_PHASE_SLEEP, 1000 * MS);
  picture_init (&picture, record, TELAR_CHART_BY_WORKER, &viewport);
  now_x = telar_chart_geometry_get_x (&picture.geometry, picture.index->now_ns);

  for (guint i = 0; i < picture.list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (&picture, i);

      if (is_bar (mark))
        bar = mark;
      if (mark->role == TELAR_ROLE_NOW && line == NULL)
        line = mark;
    }
  g_assert_nonnull (bar);
  g_assert_nonnull (line);
  g_assert_cmpfloat_with_epsilon (bar->x + bar->width, now_x, 1);
  g_assert_cmpfloat_with_epsilon (line->x, now_x, 1.5);
  picture_clear (&picture);
}

/* Lays the picture out again with only one task found. */
static void
search_for (Picture *picture, guint32 task)
{
  g_autoptr (TelarChartSearch) search = telar_chart_search_new (picture->index->n_tasks);

  telar_chart_search_add (search, task);
  telar_chart_search_update (search, picture->index);
  picture->options.search = search;
  telar_chart_layout (picture->index, &picture->geometry, &picture->options, picture->texts,
                      picture->list);
  picture->options.search = NULL;
}

static void
test_what_was_not_found_is_pale (void)
{
  const SyntheticRun run = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 5 };
  const TelarChartViewport viewport = { .width = 900, .height = 500 };

  for (TelarChartRows rows = TELAR_CHART_BY_WORKER; rows <= TELAR_CHART_BY_TASK; rows++)
    {
      guint n_found = 0, n_pale = 0;
      Picture picture;

      picture_init (&picture, synthetic_run_new (&run), rows, &viewport);
      search_for (&picture, 3);
      for (guint i = 0; i < picture.list->marks->len; i++)
        {
          const TelarMark *mark = get_mark (&picture, i);

          if (mark->task == 3)
            {
              g_assert_cmpfloat (mark->alpha, ==, 1);
              n_found++;
            }
          else if (mark->task != TELAR_NO_TASK)
            {
              g_assert_cmpfloat (mark->alpha, <, 0.3);
              n_pale++;
            }
        }
      g_assert_cmpuint (n_found, >=, 2);
      g_assert_cmpuint (n_pale, >=, 30);
      picture_clear (&picture);
    }
}

/* Of thousands in a few columns, the one that was found still stands out, in its place. */
static void
test_found_task_stands_out_among_merged_ones (void)
{
  const TelarChartViewport viewport = { .width = 900, .height = 300 };
  Picture picture;
  guint n_bright = 0;

  picture_init (&picture, synthetic_lanes_new (2, 100000, 1000 * MS), TELAR_CHART_BY_WORKER,
                &viewport);
  for (guint32 task = 7; task < picture.index->n_tasks; task += 9973)
    {
      gint64 start_ns, end_ns;
      double x;

      search_for (&picture, task);
      g_assert_true (telar_chart_index_get_times (picture.index, task, &start_ns, &end_ns));
      x = telar_chart_geometry_get_x (&picture.geometry, start_ns);
      n_bright = 0;
      for (guint i = 0; i < picture.list->marks->len; i++)
        {
          const TelarMark *mark = get_mark (&picture, i);

          if (!is_bar (mark) || mark->alpha < 0.24)
            continue;
          g_assert_cmpfloat (mark->x, >=, x - 4);
          g_assert_cmpfloat (mark->x + mark->width, <=, x + 6);
          n_bright++;
        }
      g_assert_cmpuint (n_bright, >=, 1);
    }
  picture_clear (&picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-layout/any-run-is-drawn-where-it-was",
                   test_any_run_is_drawn_where_it_was);
  g_test_add_func ("/chart-layout/texts-never-overlap-in-pages", test_texts_never_overlap_in_pages);
  g_test_add_func ("/chart-layout/length-of-a-measure-covers-no-time",
                   test_length_of_a_measure_covers_no_time);
  g_test_add_func ("/chart-layout/merged-bars-are-as-opaque-as-they-were-busy",
                   test_merged_bars_are_as_opaque_as_they_were_busy);
  g_test_add_func ("/chart-layout/failure-is-seen-among-thousands",
                   test_failure_is_seen_among_thousands);
  g_test_add_func ("/chart-layout/cost-follows-pixels", test_cost_follows_pixels);
  g_test_add_func ("/chart-layout/scrolled-rows-are-found-again",
                   test_scrolled_rows_are_found_again);
  g_test_add_func ("/chart-layout/bar-under-the-pointer-is-found",
                   test_bar_under_the_pointer_is_found);
  g_test_add_func ("/chart-layout/only-event-loops-have-a-size", test_only_event_loops_have_a_size);
  g_test_add_func ("/chart-layout/nothing-yet-draws-an-axis", test_nothing_yet_draws_an_axis);
  g_test_add_func ("/chart-layout/running-task-grows-to-the-present-instant",
                   test_running_task_grows_to_the_present_instant);
  g_test_add_func ("/chart-layout/what-was-not-found-is-pale", test_what_was_not_found_is_pale);
  g_test_add_func ("/chart-layout/found-task-stands-out-among-merged-ones",
                   test_found_task_stands_out_among_merged_ones);

  return g_test_run ();
}
