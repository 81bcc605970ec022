/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

#include "model/telar-conditions.h"
#include "model/telar-format.h"

#define SWATCH      12.0
#define LINE_SWATCH 20.0 /* of lines */
#define SWATCH_GAP  6.0
#define ITEM_GAP    18.0
#define LINE_HEIGHT 22.0

/* Colours in a swatch that stands for all of them. */
#define N_SAMPLES 5

/* Machines have up to hundreds of cores; the chart matters more than their list. */
#define MAX_CORE_LINES 2

typedef enum
{
  ITEM_COLOUR,
  ITEM_HUES, /* several colours side by side, the one given and those after it */
  ITEM_WHISKER,
  ITEM_FAILED,
  ITEM_CANCELLED,
  ITEM_DEPENDENCY,
  ITEM_PATH,
  ITEM_TEXT, /* without a swatch */
} ItemKind;

/* Where the next item of the legend goes. */
typedef struct
{
  const TelarChartIndex *index;
  const TelarChartGeometry *geometry;
  TelarTextCache *texts;
  TelarDisplayList *list; /* NULL for measuring only */
  gboolean has_several;
  gboolean has_too_many; /* dependencies */
  double x;
  guint line;
} Legend;

static double
get_swatch_width (ItemKind kind)
{
  switch (kind)
    {
    case ITEM_TEXT:
      return 0;

    case ITEM_HUES:
      return N_SAMPLES * SWATCH * 0.75;

    case ITEM_DEPENDENCY:
    case ITEM_PATH:
      return LINE_SWATCH;

    case ITEM_COLOUR:
    case ITEM_WHISKER:
    case ITEM_FAILED:
    case ITEM_CANCELLED:
    default:
      return SWATCH;
    }
}

static TelarMark *
add_rounded (Legend *legend, TelarMarkKind kind, TelarRole role, double x, double y)
{
  TelarMark *mark = telar_display_list_add (legend->list, kind, role, x, y, SWATCH, SWATCH);

  mark->corners = TELAR_CORNERS_ALL;
  mark->radius = 3;

  return mark;
}

static void
add_dot (Legend *legend, TelarRole role, double x, double y, double size)
{
  TelarMark *mark = telar_display_list_add (legend->list, TELAR_MARK_RECTANGLE, role, x - size / 2,
                                            y - size / 2, size, size);

  mark->corners = TELAR_CORNERS_ALL;
  mark->radius = (float) (size / 2);
}

static void
add_samples (Legend *legend, TelarRole role, double x, double y)
{
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      TelarMark *mark = add_rounded (legend, TELAR_MARK_RECTANGLE, role + i, x, y);

      mark->width = SWATCH * 0.75f;
      mark->corners = i == 0               ? TELAR_CORNERS_LEFT
                      : i == N_SAMPLES - 1 ? TELAR_CORNERS_RIGHT
                                           : TELAR_CORNERS_NONE;
      x += SWATCH * 0.75;
    }
}

static void
add_swatch (Legend *legend, ItemKind kind, TelarRole role, double x, double centre)
{
  TelarDisplayList *list = legend->list;
  double y = centre - SWATCH / 2;

  switch (kind)
    {
    case ITEM_WHISKER:
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, role, x, centre - 1, SWATCH, 2);
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, role, x, centre - 4, 1.5, 8);
      break;

    case ITEM_DEPENDENCY:
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, role, x, centre - 0.5, LINE_SWATCH - 3,
                              1);
      add_dot (legend, role, x + LINE_SWATCH - 2.5, centre, 5);
      break;

    case ITEM_PATH:
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, role, x + 3, centre - 1, LINE_SWATCH - 6,
                              2);
      add_dot (legend, role, x + 3, centre, 6);
      add_dot (legend, role, x + LINE_SWATCH - 3, centre, 6);
      break;

    case ITEM_HUES:
      add_samples (legend, role, x, y);
      break;

    case ITEM_FAILED:
      add_rounded (legend, TELAR_MARK_RECTANGLE, role, x, y);
      telar_display_list_add_text (
          list, TELAR_FONT_BAR, TELAR_ROLE_ON_FAILED, TELAR_ANCHOR_MIDDLE, x + SWATCH / 2,
          round (centre + telar_text_cache_get_centre (legend->texts, TELAR_FONT_BAR)), "×");
      break;

    case ITEM_CANCELLED:
      add_rounded (legend, TELAR_MARK_RECTANGLE, role, x, y);
      add_rounded (legend, TELAR_MARK_HATCH, TELAR_ROLE_HATCH, x, y);
      break;

    case ITEM_COLOUR:
      add_rounded (legend, TELAR_MARK_RECTANGLE, role, x, y);
      break;

    case ITEM_TEXT:
    default:
      break;
    }
}

static void
add_item (Legend *legend, ItemKind kind, TelarRole role, const char *title)
{
  const TelarChartGeometry *geometry = legend->geometry;
  double scale = geometry->scale, swatch = get_swatch_width (kind);
  double text_x = swatch > 0 ? swatch + SWATCH_GAP : 0;
  double width = text_x + ceil (telar_text_cache_measure (legend->texts, TELAR_FONT_BODY, title));
  double centre, left = geometry->plot_x;

  /* A narrow chart has no width to waste beneath its labels. */
  if (geometry->viewport.width < 520 * scale)
    left = geometry->margin;

  if (legend->x < 0)
    {
      legend->x = left;
    }
  else if (legend->x + width > geometry->viewport.width - geometry->margin)
    {
      legend->x = left;
      legend->line++;
    }

  if (legend->list != NULL)
    {
      centre = round (geometry->legend_y
                      + (12 + LINE_HEIGHT / 2 + legend->line * LINE_HEIGHT) * scale);
      add_swatch (legend, kind, role, legend->x, centre);
      telar_display_list_add_text (
          legend->list, TELAR_FONT_BODY, TELAR_ROLE_TEXT, TELAR_ANCHOR_START, legend->x + text_x,
          round (centre + telar_text_cache_get_centre (legend->texts, TELAR_FONT_BODY)), title);
    }
  legend->x += width + ITEM_GAP;
}

static void
add_phases (Legend *legend, guint phases)
{
  for (guint i = 0; i < TELAR_N_PHASES; i++)
    if ((phases & 1u << i) != 0)
      add_item (legend, ITEM_COLOUR, TELAR_ROLE_PHASE + i, telar_phase_get_title (i));
}

static void
add_cores (Legend *legend)
{
  const GArray *cores = legend->index->cores;
  guint n_left = cores->len;

  for (guint i = 0; i < cores->len && legend->line < MAX_CORE_LINES; i++, n_left--)
    {
      int core = g_array_index (cores, gint16, i);
      g_autofree char *title = NULL;

      if (core < 0)
        {
          add_item (legend, ITEM_COLOUR, TELAR_ROLE_UNKNOWN, _ ("Core not known"));
          continue;
        }

      title = g_strdup_printf (_ ("Core %d"), core);
      add_item (legend, ITEM_COLOUR, telar_role_get_hue ((guint) core), title);
    }

  if (n_left > 0)
    {
      g_autofree char *title = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n_left), n_left);

      add_item (legend, ITEM_TEXT, TELAR_ROLE_TEXT, title);
    }

  for (guint i = 0; i < TELAR_N_PHASES; i++)
    if ((legend->index->phases & 1u << i) != 0 && !telar_phase_is_busy (i))
      {
        add_item (legend, ITEM_COLOUR, TELAR_ROLE_PALE_HUE, _ ("Waiting, on no core"));
        break;
      }
}

static void
add_outcomes (Legend *legend)
{
  const TelarChartIndex *index = legend->index;
  const struct
  {
    TelarStatus status;
    ItemKind kind;
    guint n;
  } outcomes[] = {
    { TELAR_STATUS_RUNNING, ITEM_COLOUR, index->n_open },
    { TELAR_STATUS_SUCCEEDED, ITEM_COLOUR, index->n_succeeded },
    { TELAR_STATUS_FAILED, ITEM_FAILED, index->n_failed },
    { TELAR_STATUS_CANCELLED, ITEM_CANCELLED, index->n_cancelled },
  };

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (outcomes[i].n > 0)
      add_item (legend, outcomes[i].kind, TELAR_ROLE_OUTCOME + outcomes[i].status,
                telar_status_get_title (outcomes[i].status));
}

/* What is told by a shape, whatever the colours mean. */
static void
add_shapes (Legend *legend, TelarRole cancelled)
{
  if (legend->index->n_failed > 0)
    add_item (legend, ITEM_FAILED, TELAR_ROLE_FAILED, telar_status_get_title (TELAR_STATUS_FAILED));
  if (legend->index->n_cancelled > 0)
    add_item (legend, ITEM_CANCELLED, cancelled, telar_status_get_title (TELAR_STATUS_CANCELLED));
}

/* What is seen where bars are too narrow to be told apart. */
static void
add_several (Legend *legend, const char *title, gboolean is_possible)
{
  if (legend->list == NULL ? is_possible : legend->has_several)
    add_item (legend, ITEM_COLOUR, TELAR_ROLE_SEVERAL, title);
}

static void
add_hues (Legend *legend)
{
  g_autofree char *turns = NULL;

  if (legend->index->n_tasks <= TELAR_N_HUES)
    {
      add_item (legend, ITEM_HUES, TELAR_ROLE_HUE, _ ("Each task has a colour of its own"));
      return;
    }

  /* Translators: %u is the number of colours, which repeat because there are more tasks. */
  turns = g_strdup_printf (_ ("Tasks take %u colours in turn"), TELAR_N_HUES);
  add_item (legend, ITEM_HUES, TELAR_ROLE_HUE, turns);
}

static void
add_colours (Legend *legend, guint phases)
{
  const TelarChartIndex *index = legend->index;
  guint no_work = phases & (1u << TELAR_PHASE_START | 1u << TELAR_PHASE_LOOP);
  TelarRole last_phase = TELAR_ROLE_PHASE + TELAR_PHASE_WAIT;

  switch (legend->geometry->colours)
    {
    case TELAR_COLOURS_BY_TASK:
      add_hues (legend);
      add_phases (legend, no_work);
      add_shapes (legend, TELAR_ROLE_HUE);
      add_several (legend, _ ("Several tasks"), index->n_tasks > 1);
      break;

    case TELAR_COLOURS_BY_OUTCOME:
      add_outcomes (legend);
      add_phases (legend, no_work);
      add_several (legend, _ ("Several outcomes"), index->n_failed + index->n_cancelled > 0);
      break;

    case TELAR_COLOURS_BY_CORE:
      add_cores (legend);
      add_phases (legend, no_work);
      add_shapes (legend, TELAR_ROLE_UNKNOWN);
      add_several (legend, _ ("Several cores"), index->cores->len > 1);
      break;

    case TELAR_COLOURS_BY_PHASE:
    default:
      add_phases (legend, phases);
      for (guint i = 0; i < TELAR_N_PHASES; i++)
        if ((phases & 1u << i) != 0)
          last_phase = TELAR_ROLE_PHASE + i;
      add_shapes (legend, last_phase);
      break;
    }
}

/* What connects the bars. */
static void
add_lines_between_bars (Legend *legend)
{
  const TelarChartGraph *graph = legend->index->graph;
  g_autofree char *length = NULL;
  g_autofree char *title = NULL;

  if (graph == NULL)
    return;

  if ((legend->geometry->hidden & TELAR_CHART_DEPENDENCIES) == 0)
    add_item (legend, ITEM_DEPENDENCY, TELAR_ROLE_DEPENDENCY,
              legend->has_too_many ? _ ("Dependencies: too many to draw here") : _ ("Dependency"));

  if (!telar_layout_has_critical_path (legend->index, legend->geometry))
    return;

  /* Of several runs, each has its own. */
  if (!legend->index->has_ended)
    {
      add_item (legend, ITEM_PATH, TELAR_ROLE_CRITICAL_PATH, _ ("Critical path"));
      return;
    }

  length = telar_format_duration (graph->path->length_ns);
  /* Translators: %s is how long the critical path is, such as 612 ms */
  title = g_strdup_printf (_ ("Critical path: %s"), length);
  add_item (legend, ITEM_PATH, TELAR_ROLE_CRITICAL_PATH, title);
}

/**
 * telar_layout_legend:
 * @index: what is drawn
 * @geometry: where
 * @texts: for measuring
 * @list: (nullable): what it is added to; %NULL to measure only
 * @layout: (nullable): the layout that was made, which knows whether something is drawn in the
 *   colour of several tasks, outcomes or cores; when measuring, there is room for it where it may
 * be
 *
 * Lays out what the colours mean that occur.
 *
 * Returns: the height of the legend, in points
 */
double
telar_layout_legend (const TelarChartIndex *index,
                     const TelarChartGeometry *geometry,
                     TelarTextCache *texts,
                     TelarDisplayList *list,
                     const TelarLayout *layout)
{
  Legend legend = {
    .index = index,
    .geometry = geometry,
    .texts = texts,
    .list = list,
    .has_several = layout != NULL && layout->has_several,
    .has_too_many = layout != NULL && layout->has_too_many,
    .x = -1,
  };
  guint phases = index->phases;

  if (geometry->rows == TELAR_CHART_BY_TASK && telar_chart_index_can_wait (index))
    add_item (&legend, ITEM_WHISKER, TELAR_ROLE_WAITING_LINE, _ ("Waiting for a worker"));
  if (geometry->rows == TELAR_CHART_BY_TASK)
    phases &= ~(1u << TELAR_PHASE_START | 1u << TELAR_PHASE_LOOP);
  add_colours (&legend, phases);
  add_lines_between_bars (&legend);

  return (18 + (legend.line + 1) * LINE_HEIGHT) * geometry->scale;
}

static char *
format_workers (const TelarRunRecord *record)
{
  guint n = telar_strategy_get_effective_workers (record->strategy, record->workers,
                                                  telar_plan_get_n_tasks (record->plan));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u worker", "%u workers", n), n);
}

static char *
format_summary (const TelarChartIndex *index)
{
  TelarRunRecord *record = index->record;
  g_autofree char *wall = telar_format_duration (index->end_ns);
  g_autofree char *user = telar_format_duration (record->cpu.user_ns);
  g_autofree char *system = telar_format_duration (record->cpu.system_ns);
  g_autofree char *total = telar_format_duration (record->cpu.user_ns + record->cpu.system_ns);
  guint peak = telar_trace_get_peak_concurrency (record->trace);

  if (!index->has_ended)
    return g_strdup_printf (_ ("Running for %s, %u tasks at once at most"), wall, peak);

  g_free (wall);
  wall = telar_format_duration (record->wall_ns);

  return g_strdup_printf (
      _ ("Wall time %s · CPU user %s, system %s, total %s · Peak concurrency %u"), wall, user,
      system, total, peak);
}

/* Adds how many rows a line of a file shows, if they are too many for a line each. */
static char *
add_lines_of_rows (const TelarChartIndex *index, const TelarChartGeometry *geometry, char *summary)
{
  guint n_rows = telar_layout_count_rows (index, geometry->rows);
  guint n_per_line = (guint) (n_rows * TELAR_BAND_HEIGHT / TELAR_BANDS_HEIGHT + 0.5);
  char *longer;

  if (geometry->viewport.height > 0 || n_rows <= TELAR_MAX_PRINT_ROWS)
    return summary;

  /* Translators: %s is a summary of a run; rows are those of tasks or workers in its chart. */
  longer = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · Each line shows %u row",
                                         "%s · Each line shows %u rows", n_per_line),
                            summary, n_per_line);
  g_free (summary);

  return longer;
}

static char *
format_title (const TelarChartIndex *index)
{
  const TelarRunRecord *record = index->record;
  g_autofree char *workers = format_workers (record);
  g_autofree char *count = telar_format_count (index->n_tasks);
  g_autofree char *tasks = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s task", "%s tasks", index->n_tasks), count);
  const char *workload = _ (telar_plan_get_workload (record->plan)->title);
  char *title;

  /* Translators: workload, strategy, number of workers, number of tasks. */
  title = g_strdup_printf (_ ("%s · %s · %s · %s"), workload,
                           telar_strategy_get_title (record->strategy), workers, tasks);

  return telar_conditions_append (title, record->plan, record->strategy);
}

/* Writes a text that has parts with a dot between them, in as many lines as it needs. Returns the
 * baseline of the last line. */
static double
add_lines (const TelarChartGeometry *geometry,
           TelarTextCache *texts,
           TelarDisplayList *list,
           TelarFont font,
           TelarRole role,
           const char *text,
           double baseline)
{
  double width = geometry->viewport.width - 2 * geometry->margin;
  double line_height = round (telar_font_get_size (font) * 1.5 * geometry->scale);
  g_auto (GStrv) parts = g_strsplit (text, " · ", -1);
  g_autoptr (GString) line = g_string_new (parts[0]);
  g_autoptr (GString) shown = g_string_new (NULL);

  for (guint i = 1; i <= g_strv_length (parts); i++)
    {
      gsize length = line->len;

      if (parts[i] != NULL)
        g_string_append_printf (line, " · %s", parts[i]);
      if (parts[i] != NULL && telar_text_cache_measure (texts, font, line->str) <= width)
        continue;

      if (parts[i] != NULL)
        g_string_truncate (line, length);
      telar_text_cache_ellipsize (texts, font, line->str, width, shown);
      if (list != NULL)
        telar_display_list_add_text (list, font, role, TELAR_ANCHOR_START, geometry->margin,
                                     round (baseline), shown->str);
      if (parts[i] == NULL)
        break;
      baseline += line_height;
      g_string_assign (line, parts[i]);
    }

  return baseline;
}

/**
 * telar_layout_title:
 * @index: what is drawn
 * @geometry: where
 * @texts: for measuring
 * @hidden: what is left out
 * @list: (nullable): what it is added to; %NULL to measure only
 *
 * Lays out what was run and how, and beneath it what it took.
 *
 * Returns: the height that it needs, in points
 */
double
telar_layout_title (const TelarChartIndex *index,
                    const TelarChartGeometry *geometry,
                    TelarTextCache *texts,
                    TelarChartParts hidden,
                    TelarDisplayList *list)
{
  g_autofree char *title = format_title (index);
  g_autofree char *summary = add_lines_of_rows (index, geometry, format_summary (index));
  double scale = geometry->scale, baseline = 12 * scale;

  if ((hidden & TELAR_CHART_TITLE) == 0)
    baseline = add_lines (geometry, texts, list, TELAR_FONT_TITLE, TELAR_ROLE_TEXT, title,
                          baseline + 18 * scale);
  if ((hidden & TELAR_CHART_SUMMARY) == 0)
    baseline = add_lines (geometry, texts, list, TELAR_FONT_BODY, TELAR_ROLE_DIM_TEXT, summary,
                          baseline + 22 * scale);
  if ((hidden & TELAR_CHART_TITLE) != 0 && (hidden & TELAR_CHART_SUMMARY) != 0)
    return baseline;

  return round (baseline + 16 * scale);
}
