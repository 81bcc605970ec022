/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Compares the chart, which merges what is too narrow to be seen, with a plain drawing of all
 * spans, pixel by pixel. What the chart promises:
 *
 * - A pixel that spans cover wholly is painted, except the last point of a bar that another one
 *   follows at once.
 * - A pixel is only painted if there is a span within a column of two points and a pixel of it.
 * - The edges of a bar that is three points wide or more are within half a pixel of its time; it
 *   begins up to a pixel later if it follows something that needs a pixel to be seen.
 * - A pixel of such a bar that one span covers wholly has the colour of that span's phase.
 * - A failed task is marked within a column of its place, and nothing that is farther from one than
 *   a column and a bar that is not wide.
 * - A pointer at the middle of a bar finds its task. */

#include <math.h>

#include "chart/telar-chart-layout.h"
#include "random-trace.h"

#define COLUMN    2.0
#define WIDE      3.0
#define SEPARATOR 1.0
#define CORNER    4.0
#define EPSILON   0.01

/* A picture and what it was made from. */
typedef struct
{
  const RandomTrace *trace;
  const TelarChartIndex *index;
  TelarChartOptions options;
  TelarChartGeometry geometry;
  TelarDisplayList *list;
  double pixel; /* in points */
} Picture;

/* A row of pixels. */
typedef struct
{
  const Picture *picture;
  guint row;
  double y;
  double height;
  const TelarSpan *spans; /* that are drawn in the row */
  guint n_spans;
  guint n_pixels;
  GArray *marks; /* const TelarMark *: what is drawn in the row */

  /* Of each pixel in the plain drawing. */
  double *cover;            /* the share that spans cover */
  guint8 *is_near;          /* a span is within the tolerance */
  guint8 *is_near_failed;   /* a failed bar is */
  guint8 *may_separate;     /* it may be left free to tell two bars apart */
  const TelarSpan **single; /* the only span that covers it, of a wide bar */

  /* And in the chart. */
  guint8 *is_painted; /* wholly */
  guint8 *is_touched; /* at least partly */
  const TelarMark **top;
} Pixels;

static double
get_pixel (const Pixels *pixels, gint64 time_ns)
{
  const TelarChartViewport *viewport = &pixels->picture->geometry.viewport;

  return (double) (time_ns - viewport->start_ns) * pixels->n_pixels
         / (double) (viewport->end_ns - viewport->start_ns);
}

static void G_GNUC_PRINTF (3, 4) G_GNUC_NORETURN
    fail (const Pixels *pixels, double pixel, const char *format, ...)
{
  const Picture *picture = pixels->picture;
  const TelarChartViewport *viewport = &picture->geometry.viewport;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_printerr ("from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " ns, %s, %g pixels per point, %u "
              "pixels; row %u, near pixel %.2f:\n",
              viewport->start_ns, viewport->end_ns,
              picture->options.rows == TELAR_CHART_BY_TASK ? "by task" : "by worker",
              picture->options.pixel_ratio, pixels->n_pixels, pixels->row, pixel);
  for (guint i = 0, n = 0; i < pixels->n_spans && n < 40; i++)
    {
      const TelarSpan *span = &pixels->spans[i];
      double x = get_pixel (pixels, span->start_ns), end = get_pixel (pixels, span->end_ns);

      if (end < pixel - 12 || x > pixel + 12)
        continue;
      g_printerr ("  span %u of task %u, phase %u: %.3f to %.3f\n", i, span->task, span->phase, x,
                  end);
      n++;
    }
  for (guint i = 0, n = 0; i < pixels->marks->len && n < 40; i++)
    {
      const TelarMark *mark = g_array_index (pixels->marks, const TelarMark *, i);
      double x = (mark->x - picture->geometry.plot_x) / picture->pixel;

      if (x + mark->width / picture->pixel < pixel - 12 || x > pixel + 12)
        continue;
      g_printerr ("  mark of task %u, role %u: %.3f to %.3f\n", mark->task, mark->role, x,
                  x + mark->width / picture->pixel);
      n++;
    }
  g_error ("%s", message);
}

static guint
clamp_pixel (const Pixels *pixels, double pixel)
{
  return (guint) CLAMP (pixel, 0, pixels->n_pixels);
}

static void
set_range (const Pixels *pixels, guint8 *flags, double from, double to)
{
  guint first = clamp_pixel (pixels, floor (from)), end = clamp_pixel (pixels, floor (to) + 1);

  if (end > first)
    memset (flags + first, 1, end - first);
}

/* Whether the spans are drawn as one bar: they are of one task, and follow each other. */
static gboolean
is_same_bar (const Pixels *pixels, guint a, guint b)
{
  const Picture *picture = pixels->picture;

  if (picture->options.rows == TELAR_CHART_BY_TASK)
    return TRUE;
  if (picture->trace->has_loop && pixels->row == 0)
    return a == b;

  return pixels->spans[a].task == pixels->spans[b].task
         && (a == b || pixels->spans[a].task != TELAR_NO_TASK);
}

static guint
find_bar_end (const Pixels *pixels, guint first)
{
  guint end = first + 1;

  while (end < pixels->n_spans && is_same_bar (pixels, first, end))
    end++;

  return end;
}

static gboolean
is_in_loop (const Pixels *pixels)
{
  return pixels->picture->options.rows == TELAR_CHART_BY_WORKER && pixels->picture->trace->has_loop
         && pixels->row == 0;
}

static gboolean
has_failed (const Pixels *pixels, guint32 task)
{
  return task != TELAR_NO_TASK && !is_in_loop (pixels)
         && g_array_index (pixels->picture->trace->tasks, RandomTask, task).has_failed;
}

static void
draw_span_plainly (Pixels *pixels, const TelarSpan *span, gboolean is_wide)
{
  double pixel = pixels->picture->pixel, tolerance = COLUMN / pixel + 1 + EPSILON;
  double from = get_pixel (pixels, span->start_ns), to = get_pixel (pixels, span->end_ns);

  if (to < -tolerance || from > pixels->n_pixels + tolerance)
    return;

  set_range (pixels, pixels->is_near, from - tolerance, to + tolerance);
  for (guint k = clamp_pixel (pixels, floor (from)), end = clamp_pixel (pixels, ceil (to)); k < end;
       k++)
    {
      double share = MIN (to, k + 1.0) - MAX (from, k);

      pixels->cover[k] += share;
      if (share > 1 - 1e-9 && is_wide)
        pixels->single[k] = span;
    }
}

static void
draw_plainly (Pixels *pixels)
{
  double points = 1 / pixels->picture->pixel;
  double tolerance = (COLUMN + WIDE) * points + 1 + EPSILON;

  for (guint i = 0, end; i < pixels->n_spans; i = end)
    {
      double from = get_pixel (pixels, pixels->spans[i].start_ns), to;

      end = find_bar_end (pixels, i);
      to = get_pixel (pixels, pixels->spans[end - 1].end_ns);
      if (to < -10 || from > pixels->n_pixels + 10)
        continue;

      for (guint j = i; j < end; j++)
        draw_span_plainly (pixels, &pixels->spans[j], (to - from) * points >= WIDE);
      if (has_failed (pixels, pixels->spans[i].task))
        set_range (pixels, pixels->is_near_failed, from - tolerance, to + tolerance);
      /* The edges of two bars may be aligned to the two edges of the pixel that parts them. */
      if (end < pixels->n_spans && pixels->spans[end].start_ns > pixels->spans[end - 1].end_ns)
        set_range (pixels, pixels->may_separate, to, to);
      if (to - from >= 5 * points && end < pixels->n_spans)
        {
          /* Half a pixel may be rounded in either way. */
          double next = get_pixel (pixels, pixels->spans[end].start_ns);
          double early = round (next - EPSILON), late = round (next + EPSILON);

          if (early - SEPARATOR * points < round (to + EPSILON))
            set_range (pixels, pixels->may_separate, early - SEPARATOR * points, late - 0.5);
        }
    }
}

static gboolean
is_bar (const TelarMark *mark)
{
  return mark->kind == TELAR_MARK_RECTANGLE && mark->phase != G_MAXUINT8
         && mark->role != TELAR_ROLE_WAITING_LINE;
}

static void
look_at_mark (Pixels *pixels, const TelarMark *mark)
{
  const TelarChartGeometry *geometry = &pixels->picture->geometry;
  double pixel = pixels->picture->pixel;
  double from = (mark->x - geometry->plot_x) / pixel, to = from + mark->width / pixel;

  g_array_append_val (pixels->marks, mark);
  if (!(mark->width >= 0) || !(mark->x >= geometry->plot_x - 8.01)
      || !(mark->x + mark->width <= geometry->plot_x + geometry->plot_width + 8.01))
    fail (pixels, from, "a mark is far outside of the plot");
  if (mark->y < pixels->y - EPSILON
      || mark->y + mark->height > pixels->y + pixels->height + EPSILON)
    fail (pixels, from, "a mark reaches into another row");

  if (!is_bar (mark))
    return;
  for (guint k = clamp_pixel (pixels, floor (from + EPSILON)),
             end = clamp_pixel (pixels, ceil (to - EPSILON));
       k < end; k++)
    {
      pixels->is_touched[k] = TRUE;
      pixels->is_painted[k] |= from <= k + EPSILON && to >= k + 1 - EPSILON;
      pixels->top[k] = mark;
    }
}

static void
check_pixels (const Pixels *pixels)
{
  for (guint k = 0; k < pixels->n_pixels; k++)
    {
      if (pixels->cover[k] > 1 - 1e-9 && !pixels->is_painted[k] && !pixels->may_separate[k])
        fail (pixels, k, "a gap: pixel %u is busy but not painted", k);
      if (pixels->is_touched[k] && !pixels->is_near[k])
        fail (pixels, k, "a ghost: pixel %u is painted but nothing happened there", k);
    }
}

static void
check_failures (const Pixels *pixels, guint first, double from, double to)
{
  double tolerance = COLUMN / pixels->picture->pixel + 1;
  double visible_from = MAX (from, 0), visible_to = MIN (to, pixels->n_pixels);
  gboolean is_marked = FALSE;

  for (guint i = 0; i < pixels->marks->len; i++)
    {
      const TelarMark *mark = g_array_index (pixels->marks, const TelarMark *, i);
      double x = (mark->x - pixels->picture->geometry.plot_x) / pixels->picture->pixel;
      double end = x + mark->width / pixels->picture->pixel;

      is_marked |= mark->role == TELAR_ROLE_FAILED && x <= visible_to + tolerance
                   && end >= visible_from - tolerance;
    }
  if (!is_marked)
    fail (pixels, visible_from, "the failure of task %u is not seen", pixels->spans[first].task);
}

static gboolean
is_in_view (const Pixels *pixels, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    if (get_pixel (pixels, pixels->spans[i].end_ns) >= 1
        && get_pixel (pixels, pixels->spans[i].start_ns) <= pixels->n_pixels - 1)
      return TRUE;

  return FALSE;
}

static void
check_edges (const Pixels *pixels, guint first, guint end, double from, double to)
{
  guint32 task = pixels->spans[first].task;
  double points = 1 / pixels->picture->pixel, seen_from = G_MAXDOUBLE, seen_to = -G_MAXDOUBLE;
  double late = 0.5, early = 0.5;

  for (guint i = 0; i < pixels->marks->len; i++)
    {
      const TelarMark *mark = g_array_index (pixels->marks, const TelarMark *, i);
      double x = (mark->x - pixels->picture->geometry.plot_x) * points;

      if (!is_bar (mark) || mark->task != task)
        continue;
      seen_from = MIN (seen_from, x);
      seen_to = MAX (seen_to, x + mark->width * points);
    }
  if (seen_from > seen_to && !is_in_view (pixels, first, end))
    return;
  if (seen_from > seen_to)
    fail (pixels, from, "the bar of task %u is not seen", task);

  if (first > 0 && get_pixel (pixels, pixels->spans[first - 1].end_ns) > from - 2)
    late += 1;
  if (end < pixels->n_spans
      && get_pixel (pixels, pixels->spans[end].start_ns) < to + SEPARATOR * points + 1)
    early += SEPARATOR * points;
  if (from >= 0 && (seen_from < from - 0.5 - EPSILON || seen_from > from + late + EPSILON))
    fail (pixels, from, "the bar of task %u begins at %.3f instead of %.3f", task, seen_from, from);
  if (to <= pixels->n_pixels && (seen_to < to - early - EPSILON || seen_to > to + 0.5 + EPSILON))
    fail (pixels, to, "the bar of task %u ends at %.3f instead of %.3f", task, seen_to, to);
}

static void
check_phases (const Pixels *pixels, double from, double to)
{
  double corner = CORNER / pixels->picture->pixel;

  for (guint k = clamp_pixel (pixels, ceil (from + corner)),
             end = clamp_pixel (pixels, floor (to - corner));
       k < end; k++)
    {
      const TelarSpan *span = pixels->single[k];

      if (span != NULL && pixels->top[k] != NULL
          && pixels->top[k]->role != TELAR_ROLE_PHASE + (TelarRole) span->phase)
        fail (pixels, k, "pixel %u shows another phase than its own", k);
    }
}

static void
check_bars (const Pixels *pixels)
{
  for (guint i = 0, end; i < pixels->n_spans; i = end)
    {
      double from = get_pixel (pixels, pixels->spans[i].start_ns), to;

      end = find_bar_end (pixels, i);
      to = get_pixel (pixels, pixels->spans[end - 1].end_ns);
      if (to < 0 || from >= pixels->n_pixels)
        continue;

      if (has_failed (pixels, pixels->spans[i].task) && is_in_view (pixels, i, end))
        check_failures (pixels, i, from, to);
      if ((to - from) * pixels->picture->pixel < WIDE + EPSILON)
        continue;
      if (!is_in_loop (pixels) && pixels->spans[i].task != TELAR_NO_TASK && to >= 1
          && from <= pixels->n_pixels - 1)
        check_edges (pixels, i, end, from, to);
      if (pixels->spans[i].task != TELAR_NO_TASK)
        check_phases (pixels, from, to);
    }
}

/* Also what marks failures must be where there is one. */
static void
check_marks (const Pixels *pixels)
{
  const Picture *picture = pixels->picture;
  const TelarChartGeometry *geometry = &picture->geometry;
  double bottom = geometry->axis_y + geometry->rows_height;

  for (guint i = 0; i < pixels->marks->len; i++)
    {
      const TelarMark *mark = g_array_index (pixels->marks, const TelarMark *, i);
      double from = (mark->x - geometry->plot_x) / picture->pixel;
      double to = from + mark->width / picture->pixel;
      double left = MAX (mark->x, geometry->plot_x);
      double right = MIN (mark->x + mark->width, geometry->plot_x + geometry->plot_width);
      double y = mark->y + mark->height / 2;

      if (mark->role == TELAR_ROLE_FAILED)
        for (guint k = clamp_pixel (pixels, floor (from)), end = clamp_pixel (pixels, floor (to));
             k < end; k++)
          if (!pixels->is_near_failed[k])
            fail (pixels, k, "pixel %u shows a failure that was not", k);

      if (is_bar (mark) && mark->task != TELAR_NO_TASK && right - left >= WIDE
          && y >= geometry->axis_y && y < bottom
          && telar_chart_find_task_at (picture->index, geometry, (left + right) / 2, y)
                 != mark->task)
        fail (pixels, (from + to) / 2, "the pointer does not find task %u", mark->task);
    }
}

static void
pixels_init (Pixels *pixels, const Picture *picture, guint row)
{
  const TelarChartGeometry *geometry = &picture->geometry;
  const RandomTrace *trace = picture->trace;

  *pixels = (Pixels){ .picture = picture, .row = row };
  pixels->n_pixels = (guint) round (geometry->plot_width / picture->pixel);
  telar_chart_geometry_get_row (geometry, row, &pixels->y, &pixels->height);
  if (picture->options.rows == TELAR_CHART_BY_TASK)
    {
      const RandomTask *task = &g_array_index (trace->tasks, RandomTask, row);
      const GArray *lane = g_ptr_array_index (trace->rows, task->lane + trace->has_loop);

      pixels->spans = &g_array_index (lane, TelarSpan, task->first);
      pixels->n_spans = task->last - task->first + 1;
    }
  else
    {
      const GArray *lane = g_ptr_array_index (trace->rows, row);

      pixels->spans = (const TelarSpan *) (gconstpointer) lane->data;
      pixels->n_spans = lane->len;
    }

  pixels->marks = g_array_new (FALSE, FALSE, sizeof (const TelarMark *));
  pixels->cover = g_new0 (double, pixels->n_pixels);
  pixels->is_near = g_new0 (guint8, pixels->n_pixels);
  pixels->is_near_failed = g_new0 (guint8, pixels->n_pixels);
  pixels->may_separate = g_new0 (guint8, pixels->n_pixels);
  pixels->single = g_new0 (const TelarSpan *, pixels->n_pixels);
  pixels->is_painted = g_new0 (guint8, pixels->n_pixels);
  pixels->is_touched = g_new0 (guint8, pixels->n_pixels);
  pixels->top = g_new0 (const TelarMark *, pixels->n_pixels);
}

static void
pixels_clear (Pixels *pixels)
{
  g_array_unref (pixels->marks);
  g_free (pixels->cover);
  g_free (pixels->is_near);
  g_free (pixels->is_near_failed);
  g_free (pixels->may_separate);
  g_free (pixels->single);
  g_free (pixels->is_painted);
  g_free (pixels->is_touched);
  g_free (pixels->top);
}

/* The marks of the rows are those between the clip to the plot and its end. */
static void
find_row_marks (const Picture *picture, guint *first, guint *end)
{
  const GArray *marks = picture->list->marks;
  guint n_clips = 0;

  *first = *end = 0;
  for (guint i = 0; i < marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (marks, TelarMark, i);

      if (mark->kind == TELAR_MARK_CLIP && n_clips++ == 1)
        *first = i + 1;
      else if (mark->kind == TELAR_MARK_UNCLIP && *first > 0 && *end == 0)
        *end = i;
    }
}

static void
check_picture (const Picture *picture)
{
  const TelarChartGeometry *geometry = &picture->geometry;
  double bottom = geometry->axis_y + geometry->rows_height;
  guint first_row, first, end, next;

  if (!telar_chart_geometry_find_row (geometry, geometry->axis_y, &first_row))
    return;
  find_row_marks (picture, &first, &end);
  next = first;

  for (guint row = first_row; row < geometry->n_rows; row++)
    {
      Pixels pixels;

      pixels_init (&pixels, picture, row);
      if (pixels.y >= bottom)
        {
          pixels_clear (&pixels);
          break;
        }
      draw_plainly (&pixels);
      for (; next < end; next++)
        {
          const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, next);

          if (mark->y >= pixels.y + pixels.height)
            break;
          if (mark->kind == TELAR_MARK_RECTANGLE || mark->kind == TELAR_MARK_OUTLINE)
            look_at_mark (&pixels, mark);
        }
      check_pixels (&pixels);
      check_bars (&pixels);
      check_marks (&pixels);
      pixels_clear (&pixels);
    }
  g_assert_cmpuint (next, ==, end);
}

/* Chooses what is in view: anything from the whole run down to a microsecond, mostly there where
 * something happened. */
static void
choose_viewport (const RandomTrace *trace, TelarChartViewport *viewport)
{
  double share = g_test_rand_double_range (0, 1);
  gint64 length_ns = (gint64) (1000 * pow (MAX (trace->end_ns, 1000) / 1000.0, share));
  const GArray *lane
      = g_ptr_array_index (trace->rows, (guint) g_test_rand_int_range (0, (int) trace->rows->len));

  *viewport = (TelarChartViewport){
    .width = g_test_rand_int_range (300, 1500),
    .height = g_test_rand_int_range (0, 4) == 0 ? 0 : g_test_rand_int_range (120, 900),
    .scroll_y = g_test_rand_bit () ? 0 : g_test_rand_double_range (0, 20.0 * trace->tasks->len),
  };
  if (g_test_rand_int_range (0, 8) == 0)
    {
      viewport->end_ns = MAX (trace->end_ns, 1);
      return;
    }

  if (lane->len > 0 && g_test_rand_bit ())
    {
      const TelarSpan *span
          = &g_array_index (lane, TelarSpan, (guint) g_test_rand_int_range (0, (int) lane->len));

      double before = g_test_rand_double_range (-0.1, 1.1);

      viewport->start_ns = g_test_rand_bit () ? span->start_ns : span->end_ns;
      viewport->start_ns = MAX (viewport->start_ns - (gint64) (length_ns * before), 0);
    }
  else
    {
      viewport->start_ns = (gint64) (trace->end_ns * g_test_rand_double_range (0, 1.1));
    }
  viewport->end_ns = viewport->start_ns + length_ns;
}

static void
check_trace (const RandomTrace *trace, guint n_views)
{
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (trace->record);
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();

  telar_chart_index_update_at (index, trace->end_ns, !trace->is_live);
  for (guint i = 0; i < n_views; i++)
    {
      Picture picture = { .trace = trace, .index = index, .list = list };
      TelarChartViewport viewport;

      choose_viewport (trace, &viewport);
      if (trace->tasks->len > 5000)
        viewport.height = MAX (viewport.height, 120);
      picture.options = (TelarChartOptions){
        .rows = g_test_rand_bit () ? TELAR_CHART_BY_TASK : TELAR_CHART_BY_WORKER,
        .pixel_ratio = g_test_rand_int_range (1, 3),
        .selected_task = TELAR_NO_TASK,
        .hovered_task = TELAR_NO_TASK,
      };
      if (picture.options.rows == TELAR_CHART_BY_TASK && trace->tasks->len > 200)
        viewport.height = MAX (viewport.height, 120);
      picture.pixel = 1 / picture.options.pixel_ratio;
      telar_chart_geometry_init (&picture.geometry, index, &viewport, &picture.options, texts);
      telar_chart_layout (index, &picture.geometry, &picture.options, texts, list);
      check_picture (&picture);
    }
}

static void
test_any_view_shows_what_happened (void)
{
  for (guint i = 0; i < 600; i++)
    {
      guint n_lanes = (guint) g_test_rand_int_range (1, 9);
      guint n_tasks = (guint) g_test_rand_int_range (1, i % 10 == 0 ? 5000 : 300);
      RandomTrace trace;

      random_trace_init (&trace, n_lanes, n_tasks, g_test_rand_int_range (0, 4) == 0);
      check_trace (&trace, 12);
      random_trace_clear (&trace);
    }
}

static void
test_any_view_shows_what_happened_among_many (void)
{
  for (guint i = 0; i < 3; i++)
    {
      RandomTrace trace;

      random_trace_init (&trace, 16, 100000, FALSE);
      check_trace (&trace, 24);
      random_trace_clear (&trace);
    }
}

/* Whether a mark of a line covers an instant, within a column. */
static gboolean
is_on_line (const TelarChartGeometry *geometry,
            const TelarMark *mark,
            gint64 start_ns,
            gint64 end_ns)
{
  return mark->x <= telar_chart_geometry_get_x (geometry, end_ns) + COLUMN
         && mark->x + mark->width >= telar_chart_geometry_get_x (geometry, start_ns) - COLUMN;
}

/* Checks the line at @y, which stands for the tasks from @first to before @end. */
static void
check_line (const Picture *picture, guint first, guint end, double y)
{
  const RandomTrace *trace = picture->trace;
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (TelarMark));
  g_autofree gboolean *is_used = NULL;

  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, i);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->phase != G_MAXUINT8
          && fabs (mark->y - y) < EPSILON)
        g_array_append_vals (marks, mark, 1);
    }
  is_used = g_new0 (gboolean, marks->len);

  for (guint task = first; task < end; task++)
    {
      const RandomTask *place = &g_array_index (trace->tasks, RandomTask, task);
      const GArray *spans = g_ptr_array_index (trace->rows, place->lane + trace->has_loop);
      gboolean is_failure_seen = FALSE;

      for (guint i = place->first; i <= place->last; i++)
        {
          const TelarSpan *span = &g_array_index (spans, TelarSpan, i);
          gboolean is_seen = FALSE;

          for (guint m = 0; m < marks->len; m++)
            {
              const TelarMark *mark = &g_array_index (marks, TelarMark, m);

              if (!is_on_line (&picture->geometry, mark, span->start_ns, span->end_ns))
                continue;
              is_used[m] = is_seen = TRUE;
              is_failure_seen |= i == place->first && mark->role == TELAR_ROLE_FAILED;
            }
          g_assert_true (is_seen);
        }
      g_assert_true (is_failure_seen || !place->has_failed);
    }

  for (guint m = 0; m < marks->len; m++)
    g_assert_true (is_used[m]);
}

static void
test_many_rows_of_a_file_share_lines (void)
{
  guint n_tasks = (guint) g_test_rand_int_range (3001, 9000), n_lines = 300;
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  g_autoptr (TelarChartIndex) index = NULL;
  RandomTrace trace;
  Picture picture = { .trace = &trace, .list = list };
  TelarChartViewport viewport = { .width = 960 };

  random_trace_init (&trace, 8, n_tasks, FALSE);
  index = telar_chart_index_new (trace.record);
  telar_chart_index_update_at (index, trace.end_ns, TRUE);
  picture.index = index;
  picture.options = (TelarChartOptions){ .rows = TELAR_CHART_BY_TASK,
                                         .selected_task = TELAR_NO_TASK,
                                         .hovered_task = TELAR_NO_TASK };
  viewport.end_ns = trace.end_ns;
  telar_chart_geometry_init (&picture.geometry, index, &viewport, &picture.options, texts);
  g_assert_cmpfloat_with_epsilon (picture.geometry.rows_height, 900, EPSILON);
  telar_chart_layout (index, &picture.geometry, &picture.options, texts, list);

  for (guint i = 0; i < n_lines; i++)
    check_line (&picture, i * n_tasks / n_lines, (i + 1) * n_tasks / n_lines,
                picture.geometry.axis_y + 3 * i);
  random_trace_clear (&trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-exactness/any-view-shows-what-happened",
                   test_any_view_shows_what_happened);
  g_test_add_func ("/chart-exactness/any-view-shows-what-happened-among-many",
                   test_any_view_shows_what_happened_among_many);
  g_test_add_func ("/chart-exactness/many-rows-of-a-file-share-lines",
                   test_many_rows_of_a_file_share_lines);

  return g_test_run ();
}
