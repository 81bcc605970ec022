/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"

#define SWATCH      12.0
#define SWATCH_GAP  6.0
#define ITEM_GAP    18.0
#define LINE_HEIGHT 22.0

typedef enum
{
  ITEM_PHASE,
  ITEM_WHISKER,
  ITEM_FAILED,
  ITEM_CANCELLED,
} ItemKind;

/* Where the next item of the legend goes. */
typedef struct
{
  const TelarChartGeometry *geometry;
  TelarTextCache *texts;
  TelarDisplayList *list; /* NULL for measuring only */
  double x;
  guint line;
} Legend;

static void
add_swatch (Legend *legend, ItemKind kind, TelarPhase phase, double x, double centre)
{
  TelarDisplayList *list = legend->list;
  double y = centre - SWATCH / 2;
  TelarMark *mark;

  if (kind == ITEM_WHISKER)
    {
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, x, centre - 1,
                              SWATCH, 2);
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, x, centre - 4,
                              1.5, 8);
      return;
    }

  mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE,
                                 kind == ITEM_FAILED ? TELAR_ROLE_FAILED : TELAR_ROLE_PHASE + phase,
                                 x, y, SWATCH, SWATCH);
  mark->corners = TELAR_CORNERS_ALL;
  mark->radius = 3;

  if (kind == ITEM_FAILED)
    {
      telar_display_list_add_text (
          list, TELAR_FONT_BAR, TELAR_ROLE_ON_FAILED, TELAR_ANCHOR_MIDDLE, x + SWATCH / 2,
          round (centre + telar_text_cache_get_centre (legend->texts, TELAR_FONT_BAR)), "×");
    }
  else if (kind == ITEM_CANCELLED)
    {
      mark
          = telar_display_list_add (list, TELAR_MARK_HATCH, TELAR_ROLE_HATCH, x, y, SWATCH, SWATCH);
      mark->corners = TELAR_CORNERS_ALL;
      mark->radius = 3;
    }
}

static void
add_item (Legend *legend, ItemKind kind, TelarPhase phase, const char *title)
{
  const TelarChartGeometry *geometry = legend->geometry;
  double scale = geometry->scale;
  double width = SWATCH + SWATCH_GAP
                 + ceil (telar_text_cache_measure (legend->texts, TELAR_FONT_BODY, title));
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
      add_swatch (legend, kind, phase, legend->x, centre);
      telar_display_list_add_text (
          legend->list, TELAR_FONT_BODY, TELAR_ROLE_TEXT, TELAR_ANCHOR_START,
          legend->x + SWATCH + SWATCH_GAP,
          round (centre + telar_text_cache_get_centre (legend->texts, TELAR_FONT_BODY)), title);
    }
  legend->x += width + ITEM_GAP;
}

/**
 * telar_layout_legend:
 * @index: what is drawn
 * @geometry: where
 * @texts: for measuring
 * @list: (nullable): what it is added to; %NULL to measure only
 *
 * Lays out what the colours mean that occur.
 *
 * Returns: the height of the legend, in points
 */
double
telar_layout_legend (const TelarChartIndex *index,
                     const TelarChartGeometry *geometry,
                     TelarTextCache *texts,
                     TelarDisplayList *list)
{
  Legend legend = { geometry, texts, list, -1, 0 };
  TelarPhase last_phase = TELAR_PHASE_WAIT;
  guint phases = index->phases;

  if (geometry->rows == TELAR_CHART_BY_TASK && telar_chart_index_can_wait (index))
    add_item (&legend, ITEM_WHISKER, TELAR_PHASE_QUEUED, _ ("Waiting for a worker"));
  if (geometry->rows == TELAR_CHART_BY_TASK)
    phases &= ~(1u << TELAR_PHASE_START | 1u << TELAR_PHASE_LOOP);
  for (guint i = 0; i < TELAR_N_PHASES; i++)
    if ((phases & 1u << i) != 0)
      {
        add_item (&legend, ITEM_PHASE, i, telar_phase_get_title (i));
        last_phase = i;
      }
  if (index->n_failed > 0)
    add_item (&legend, ITEM_FAILED, TELAR_PHASE_WAIT, telar_status_get_title (TELAR_STATUS_FAILED));
  if (index->n_cancelled > 0)
    add_item (&legend, ITEM_CANCELLED, last_phase, telar_status_get_title (TELAR_STATUS_CANCELLED));

  return (24 + (legend.line + 1) * LINE_HEIGHT) * geometry->scale;
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

static char *
format_title (const TelarChartIndex *index)
{
  const TelarRunRecord *record = index->record;
  g_autofree char *workers = format_workers (record);
  g_autofree char *count = telar_format_count (index->n_tasks);
  g_autofree char *tasks = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s task", "%s tasks", index->n_tasks), count);

  /* Translators: workload, strategy, number of workers, number of tasks. */
  return g_strdup_printf (_ ("%s · %s · %s · %s"),
                          _ (telar_plan_get_workload (record->plan)->title),
                          telar_strategy_get_title (record->strategy), workers, tasks);
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
                    TelarDisplayList *list)
{
  g_autofree char *title = format_title (index);
  g_autofree char *summary = format_summary (index);
  double baseline;

  baseline = add_lines (geometry, texts, list, TELAR_FONT_TITLE, TELAR_ROLE_TEXT, title,
                        30 * geometry->scale);
  baseline = add_lines (geometry, texts, list, TELAR_FONT_BODY, TELAR_ROLE_DIM_TEXT, summary,
                        baseline + 22 * geometry->scale);

  return round (baseline + 16 * geometry->scale);
}
