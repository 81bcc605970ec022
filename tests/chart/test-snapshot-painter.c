/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/telar-snapshot-painter.h"

#include "chart/telar-cairo-painter.h"
#include "chart/telar-chart-layout.h"
#include "chart/telar-comparison-layout.h"
#include "synthetic-run.h"

static cairo_surface_t *
paint_with_cairo (const TelarDisplayList *list, const TelarPalette *palette, TelarTextCache *texts)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) list->width, (int) list->height);
  cairo_t *cr = cairo_create (surface);

  telar_cairo_paint (cr, list, palette, texts);
  cairo_destroy (cr);

  return surface;
}

static cairo_surface_t *
paint_with_nodes (const TelarDisplayList *list, const TelarPalette *palette, TelarTextCache *texts)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) list->width, (int) list->height);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_t *cr = cairo_create (surface);

  telar_snapshot_paint (snapshot, list, palette, texts);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);

  return surface;
}

/* Counts pixels of which a channel differs by more than rounding does. */
static guint
count_different (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize length
      = (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a);
  const guint8 *first = cairo_image_surface_get_data (a);
  const guint8 *second = cairo_image_surface_get_data (b);
  guint n_different = 0;

  for (gsize i = 0; i < length; i += 4)
    for (gsize channel = 0; channel < 4; channel++)
      if (ABS (first[i + channel] - second[i + channel]) > 24)
        {
          n_different++;
          break;
        }

  return n_different;
}

static void
test_screen_and_file_show_the_same (void)
{
  for (guint i = 0; i < 8; i++)
    {
      const SyntheticRun run = { "headings",
                                 synthetic_pages,
                                 i % TELAR_N_STRATEGIES,
                                 5,
                                 .seed = i,
                                 .fail_every = 4,
                                 .until_ns = i % 3 == 2 ? 900000000 : 0,
                                 .is_stopped = TRUE };
      g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);
      g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
      g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
      g_autoptr (TelarDisplayList) list = telar_display_list_new ();
      const TelarChartOptions options
          = { .rows = i / 4, .is_picture = TRUE, .selected_task = 2, .hovered_task = 3 };
      TelarChartViewport viewport = { .width = 900 };
      TelarChartGeometry geometry;
      TelarPalette palette;
      cairo_surface_t *file, *screen, *empty;
      guint n_different;

      telar_palette_init (&palette, i % 2 == 1, FALSE);
      telar_chart_index_update (index);
      viewport.end_ns = index->end_ns;
      telar_chart_geometry_init (&geometry, index, &viewport, &options, texts);
      telar_chart_layout (index, &geometry, &options, texts, list);
      file = paint_with_cairo (list, &palette, texts);
      screen = paint_with_nodes (list, &palette, texts);
      empty
          = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) list->width, (int) list->height);

      n_different = count_different (file, screen);
      g_test_message ("%u marks, %u pixels differ", list->marks->len, n_different);
      /* GTK 4.8 paints the very same, later ones round some edges otherwise. */
      g_assert_cmpuint (n_different, <=, 300);
      g_assert_cmpuint (count_different (file, empty), >, 100000);

      cairo_surface_destroy (file);
      cairo_surface_destroy (screen);
      cairo_surface_destroy (empty);
    }
}

static void
test_lines_are_the_same_on_screen_and_in_files (void)
{
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autoptr (TelarComparison) comparison = NULL;
  g_autoptr (TelarComparisonIndex) index = NULL;

  for (guint i = 0; i < 8; i++)
    {
      const SyntheticRun run
          = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 1u << i / 2, .seed = i };

      g_ptr_array_add (records, synthetic_run_new (&run));
    }
  comparison = telar_comparison_new (records, NULL);
  index = telar_comparison_index_new (comparison);

  for (guint is_dark = 0; is_dark < 2; is_dark++)
    {
      const TelarComparisonOptions options = { .width = 900, .is_picture = TRUE };
      g_autoptr (TelarDisplayList) list = telar_display_list_new ();
      TelarPalette palette;
      cairo_surface_t *file, *screen, *empty;
      guint n_lines = 0, n_different;

      telar_palette_init (&palette, is_dark, FALSE);
      telar_comparison_layout (index, &options, texts, list);
      for (guint i = 0; i < list->marks->len; i++)
        n_lines += g_array_index (list->marks, TelarMark, i).kind == TELAR_MARK_LINE ? 1 : 0;
      g_assert_cmpuint (n_lines, >, 60);

      file = paint_with_cairo (list, &palette, texts);
      screen = paint_with_nodes (list, &palette, texts);
      empty
          = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) list->width, (int) list->height);
      n_different = count_different (file, screen);
      g_test_message ("%u lines, %u pixels differ", n_lines, n_different);
      g_assert_cmpuint (n_different, <=, 100);
      g_assert_cmpuint (count_different (file, empty), >, 100000);

      cairo_surface_destroy (file);
      cairo_surface_destroy (screen);
      cairo_surface_destroy (empty);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Nodes need the library to be set up, but no display. */
  gtk_init_check ();
  g_test_add_func ("/snapshot-painter/screen-and-file-show-the-same",
                   test_screen_and_file_show_the_same);
  g_test_add_func ("/snapshot-painter/lines-are-the-same-on-screen-and-in-files",
                   test_lines_are_the_same_on_screen_and_in_files);

  return g_test_run ();
}
