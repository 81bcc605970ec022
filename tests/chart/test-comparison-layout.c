/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "chart/telar-comparison-export.h"
#include "model/telar-format.h"
#include "synthetic-run.h"

/* A comparison, and a page of it. */
typedef struct
{
  TelarComparison *comparison;
  TelarComparisonIndex *index;
  TelarTextCache *texts;
  TelarDisplayList *list;
} Page;

static void
page_clear (Page *page)
{
  telar_display_list_free (page->list);
  telar_text_cache_free (page->texts);
  telar_comparison_index_free (page->index);
  telar_comparison_free (page->comparison);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static void
page_init (Page *page, const SyntheticRun *runs, guint n, const char *const *names)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, synthetic_run_new (&runs[i]));
  page->comparison = telar_comparison_new (records, names);
  page->index = telar_comparison_index_new (page->comparison);
  page->texts = telar_text_cache_new_for_export ();
  page->list = telar_display_list_new ();
}

static void
page_layout (Page *page, TelarComparisonParts parts, double width, gboolean is_picture)
{
  const TelarComparisonOptions options
      = { .width = width, .parts = parts, .is_picture = is_picture };

  telar_comparison_layout (page->index, &options, page->texts, page->list);
}

/* All strategies, two of them repeated. */
static const SyntheticRun all_ways[] = {
  { .strategy = TELAR_STRATEGY_SEQUENTIAL, .workers = 1, .seed = 1 },
  { .strategy = TELAR_STRATEGY_THREADS, .workers = 16, .seed = 2 },
  { .strategy = TELAR_STRATEGY_THREADS, .workers = 16, .seed = 3 },
  { .strategy = TELAR_STRATEGY_THREADS, .workers = 16, .seed = 4 },
  { .strategy = TELAR_STRATEGY_ASYNC, .workers = 16, .seed = 5, .fail_every = 5 },
  { .strategy = TELAR_STRATEGY_PROCESSES, .workers = 4, .seed = 6 },
  { .strategy = TELAR_STRATEGY_PROCESSES, .workers = 4, .seed = 7 },
};

static void
page_init_all_ways (Page *page)
{
  SyntheticRun runs[G_N_ELEMENTS (all_ways)];

  for (guint i = 0; i < G_N_ELEMENTS (all_ways); i++)
    {
      runs[i] = all_ways[i];
      runs[i].workload = "headings";
      runs[i].inputs = synthetic_pages;
    }
  page_init (page, runs, G_N_ELEMENTS (runs), NULL);
}

/* Sleeping tasks with 1, 2, 4 and 8 workers, each twice. */
static void
page_init_scaling (Page *page)
{
  SyntheticRun runs[8];

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    runs[i] = (SyntheticRun){ .workload = "headings",
                              .inputs = synthetic_pages,
                              .strategy = TELAR_STRATEGY_THREADS,
                              .workers = 1u << i % 4,
                              .seed = i };
  page_init (page, runs, G_N_ELEMENTS (runs), NULL);
}

static const TelarMark *
get_mark (const Page *page, guint i)
{
  return &g_array_index (page->list->marks, TelarMark, i);
}

/* The line where the run of a series ends in its chart. */
static const TelarMark *
find_end_line (const Page *page, guint series)
{
  for (guint i = 0; i < page->list->marks->len; i++)
    if (get_mark (page, i)->kind == TELAR_MARK_LINE && get_mark (page, i)->task == series)
      return get_mark (page, i);

  g_assert_not_reached ();
}

/* How far to the right bars of tasks go in a stretch of the page. */
static double
find_last_bar (const Page *page, double top, double bottom)
{
  double right = 0;

  for (guint i = 0; i < page->list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (page, i);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->phase != G_MAXUINT8 && mark->y >= top
          && mark->y + mark->height <= bottom + 1)
        right = MAX (right, mark->x + mark->width);
    }

  return right;
}

static void
test_same_time_is_at_the_same_place (void)
{
  static const double widths[] = { 400, 960, 1600 };
  g_auto (Page) page;

  page_init_all_ways (&page);
  for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
    {
      double start = 0, points_per_ns = 0;

      page_layout (&page, TELAR_COMPARISON_CHARTS, widths[k], k % 2 == 0);
      g_assert_cmpfloat (find_end_line (&page, 0)->x, >, widths[k] - 32);
      for (guint i = 0; i < page.comparison->series->len; i++)
        {
          const TelarMark *line = find_end_line (&page, i);
          double wall_ns = (double) telar_comparison_get (page.comparison, i)->typical->wall_ns;

          /* The first is Sequential, the longest, which ends where the scale does. */
          if (i == 1)
            {
              double first_ns
                  = (double) telar_comparison_get (page.comparison, 0)->typical->wall_ns;

              points_per_ns = (find_end_line (&page, 0)->x - line->x) / (first_ns - wall_ns);
              start = line->x - wall_ns * points_per_ns;
              g_assert_cmpfloat (start, >, 0);
              g_assert_cmpfloat (points_per_ns, >, 0);
            }
          if (i >= 1)
            g_assert_cmpfloat_with_epsilon (line->x, start + wall_ns * points_per_ns, 2);
          g_assert_cmpfloat (line->width, ==, 0);
          g_assert_cmpfloat_with_epsilon (find_last_bar (&page, line->y, line->y + line->height),
                                          line->x, 2);
        }
    }
}

static void
test_charts_do_not_run_into_each_other (void)
{
  g_auto (Page) page;
  double bottom = 0;

  page_init_all_ways (&page);
  page_layout (&page, TELAR_COMPARISON_CHARTS, 700, TRUE);
  for (guint i = 0; i < page.comparison->series->len; i++)
    {
      const TelarMark *line = find_end_line (&page, i);

      g_assert_cmpfloat (line->y, >, bottom + 15);
      g_assert_cmpfloat (line->height, >, 10);
      g_assert_cmpfloat (line->height, <=, 245);
      bottom = line->y + line->height;
      g_assert_cmpuint (telar_comparison_find_series_at (page.list, 350, line->y + 5), ==, i);
    }
  g_assert_cmpfloat (bottom, <, page.list->height);
  g_assert_cmpuint (telar_comparison_find_series_at (page.list, 350, 1), ==, TELAR_NO_SERIES);
}

static void
test_whiskers_go_from_minimum_to_maximum (void)
{
  g_auto (Page) page;
  guint n_whiskers = 0;

  page_init_all_ways (&page);
  page_layout (&page, TELAR_COMPARISON_BARS, 960, TRUE);

  for (guint i = 0; i < page.list->marks->len; i++)
    {
      const TelarMark *bar = get_mark (&page, i), *whisker = bar + 1;
      const TelarSeries *series;
      double points_per_ns;

      if (bar->task == TELAR_NO_TASK || bar->role != TELAR_ROLE_HUE)
        continue;

      series = telar_comparison_get (page.comparison, bar->task);
      points_per_ns = bar->width / series->walls.median;
      if (series->n_runs == 1)
        {
          g_assert_cmpint (whisker->kind, ==, TELAR_MARK_TEXT);
          continue;
        }

      n_whiskers++;
      g_assert_cmpint (whisker->kind, ==, TELAR_MARK_LINE);
      g_assert_cmpfloat_with_epsilon (whisker->x, bar->x + series->walls.minimum * points_per_ns,
                                      0.1);
      g_assert_cmpfloat_with_epsilon (whisker->x + whisker->width,
                                      bar->x + series->walls.maximum * points_per_ns, 0.1);
      g_assert_cmpfloat (whisker->width, >, 1);
      g_assert_cmpfloat_with_epsilon (whisker->y, bar->y + bar->height / 2, 1);
    }
  g_assert_cmpuint (n_whiskers, ==, 2);
}

static void
test_points_stand_at_their_workers_and_speed_up (void)
{
  g_auto (Page) page;
  const TelarScaling *scaling;
  const TelarMark *ideal = NULL, *markers[4] = { NULL };
  double unit_x, unit_y;
  guint n = 0;

  page_init_scaling (&page);
  page_layout (&page, TELAR_COMPARISON_SCALING, 960, FALSE);
  g_assert_cmpuint (page.index->scalings->len, ==, 1);
  scaling = g_ptr_array_index (page.index->scalings, 0);

  for (guint i = 0; i < page.list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (&page, i);

      if (mark->kind == TELAR_MARK_LINE && mark->is_dashed && ideal == NULL)
        ideal = mark;
      if (mark->kind == TELAR_MARK_RECTANGLE && mark->role == TELAR_ROLE_HUE && n < 4)
        markers[n++] = mark;
    }
  g_assert_nonnull (ideal);
  g_assert_cmpuint (n, ==, 4);

  /* One worker is as fast as itself: that gives the scale. */
  unit_x = markers[0]->x + markers[0]->width / 2 - ideal->x;
  unit_y = markers[0]->y + markers[0]->height / 2 - ideal->y;
  g_assert_cmpfloat_with_epsilon (ideal->height / ideal->width, unit_y / unit_x, 1e-3);
  for (guint i = 0; i < 4; i++)
    {
      const TelarScalingSample *sample = &g_array_index (scaling->samples, TelarScalingSample, i);

      g_assert_cmpuint (sample->workers, ==, 1u << i);
      g_assert_cmpfloat_with_epsilon (markers[i]->x + markers[i]->width / 2,
                                      ideal->x + sample->workers * unit_x, 0.1);
      g_assert_cmpfloat_with_epsilon (markers[i]->y + markers[i]->height / 2,
                                      ideal->y + sample->speed_up * unit_y, 0.1);
    }
}

/* Whether two texts cover each other; letters may touch the blank above and below others. */
static gboolean
overlap (const Page *page, const TelarMark *a, const TelarMark *b)
{
  const TelarMark *marks[2] = { a, b };
  double left[2], right[2], top[2], bottom[2];

  for (guint i = 0; i < 2; i++)
    {
      const char *text = telar_display_list_get_text (page->list, marks[i]);
      double width = telar_text_cache_measure (page->texts, marks[i]->font, text);
      double size = telar_font_get_size (marks[i]->font);

      left[i] = marks[i]->x - width * marks[i]->anchor / TELAR_ANCHOR_END;
      right[i] = left[i] + width;
      top[i] = marks[i]->y - size * 0.72;
      bottom[i] = marks[i]->y + size * 0.1;
    }

  return left[0] < right[1] - 0.5 && left[1] < right[0] - 0.5 && top[0] < bottom[1]
         && top[1] < bottom[0];
}

static void
assert_texts_are_apart (const Page *page)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < page->list->marks->len; i++)
    if (get_mark (page, i)->kind == TELAR_MARK_TEXT)
      g_ptr_array_add (texts, (gpointer) get_mark (page, i));
  g_assert_cmpuint (texts->len, >, 10);

  for (guint i = 0; i < texts->len; i++)
    {
      const TelarMark *mark = g_ptr_array_index (texts, i);
      const char *text = telar_display_list_get_text (page->list, mark);
      double width = telar_text_cache_measure (page->texts, mark->font, text);
      double left = mark->x - width * mark->anchor / TELAR_ANCHOR_END;

      g_assert_true (g_utf8_validate (text, -1, NULL));
      if (left < 0 || left + width > page->list->width + 1 || mark->y > page->list->height)
        g_test_message ("“%s” leaves the page of %g", text, page->list->width);
      g_assert_cmpfloat (left, >=, 0);
      g_assert_cmpfloat (left + width, <=, page->list->width + 1);
      g_assert_cmpfloat (mark->y, <=, page->list->height);
      for (guint k = 0; k < i; k++)
        if (overlap (page, mark, g_ptr_array_index (texts, k)))
          g_error ("At width %g, “%s” covers “%s”", page->list->width, text,
                   telar_display_list_get_text (page->list, g_ptr_array_index (texts, k)));
    }
}

static void
test_texts_do_not_cover_each_other (void)
{
  static const double widths[] = { 320, 400, 520, 700, 960, 1300, 1920 };
  g_auto (Page) all_ways_page;
  g_auto (Page) scaling;

  page_init_all_ways (&all_ways_page);
  page_init_scaling (&scaling);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      page_layout (&all_ways_page, 0, widths[i], i % 2 == 0);
      assert_texts_are_apart (&all_ways_page);
      page_layout (&scaling, 0, widths[i], i % 2 == 1);
      assert_texts_are_apart (&scaling);
    }
}

static void
test_long_names_and_stopped_runs_fit (void)
{
  const SyntheticRun runs[] = {
    { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 4, .until_ns = 800000000,
      .is_stopped = TRUE },
    { "square", "1..3", TELAR_STRATEGY_ASYNC, 2, .seed = 1 },
    { "square", "1..300", TELAR_STRATEGY_THREADS, 200, .seed = 1 },
  };
  const char *const names[]
      = { "A name that is much too long to stand beside a bar, said its reader", "<b>&\xff", "" };
  g_auto (Page) page;

  page_init (&page, runs, G_N_ELEMENTS (runs), names);
  for (double width = 320; width < 1500; width += 130)
    {
      page_layout (&page, 0, width, TRUE);
      assert_texts_are_apart (&page);
    }
}

/* Whether a text of the page, put together of as many lines as it has, is @text. */
static gboolean
has_whole_text (const Page *page, TelarFont font, const char *text)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < page->list->marks->len; i++)
    {
      const TelarMark *mark = get_mark (page, i);

      if (mark->kind == TELAR_MARK_TEXT && mark->font == font)
        g_string_append_printf (lines, "%s%s", lines->len > 0 ? " " : "",
                                telar_display_list_get_text (page->list, mark));
    }

  return strstr (lines->str, text) != NULL;
}

static void
test_title_is_told_whole_in_as_many_lines_as_it_needs (void)
{
  g_auto (Page) page;
  const TelarSeries *fastest;
  g_autofree char *factor = NULL, *sentence = NULL;

  page_init_all_ways (&page);
  fastest
      = telar_comparison_get (page.comparison, telar_comparison_find_fastest (page.comparison, 0));
  factor = telar_format_factor (fastest->speed_up);
  sentence
      = g_strdup_printf ("Fastest: %s, %s times as fast as Sequential", fastest->label, factor);
  for (double width = 320; width < 1000; width += 110)
    {
      page_layout (&page, TELAR_COMPARISON_TITLE, width, TRUE);
      g_assert_true (has_whole_text (&page, TELAR_FONT_TITLE, "Comparison · Headings · 16 tasks"));
      g_assert_true (has_whole_text (&page, TELAR_FONT_BODY, sentence));
    }
}

static void
test_what_all_runs_share_is_under_the_title (void)
{
  const SyntheticRun runs[] = {
    { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 4, .seed = 1 },
    { "headings", synthetic_pages, TELAR_STRATEGY_ASYNC, 4, .seed = 2 },
    { "headings",
      "https://a.example/1\nhttps://a.example/2\nhttps://a.example/3\nhttps://a.example/4",
      TELAR_STRATEGY_ASYNC, 4, .seed = 3 },
  };
  g_auto (Page) same;
  g_auto (Page) different;

  page_init (&same, runs, 2, NULL);
  page_init (&different, runs, 3, NULL);
  page_layout (&same, 0, 700, TRUE);
  page_layout (&different, 0, 400, TRUE);

  g_assert_true (has_whole_text (&same, TELAR_FONT_TITLE, "Comparison · Headings · 16 tasks"));
  g_assert_true (has_whole_text (&same, TELAR_FONT_BODY, "All runs: 4 workers"));
  g_assert_true (has_whole_text (&different, TELAR_FONT_TITLE, "Comparison of 3 runs"));
  g_assert_true (has_whole_text (&different, TELAR_FONT_BODY, "All runs: Headings · 4 workers"));
  assert_texts_are_apart (&same);
  assert_texts_are_apart (&different);
}

static guint
count_texts (const Page *page, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < page->list->marks->len; i++)
    if (get_mark (page, i)->kind == TELAR_MARK_TEXT
        && g_str_equal (telar_display_list_get_text (page->list, get_mark (page, i)), text))
      n++;

  return n;
}

static void
test_long_labels_have_two_lines (void)
{
  static const TelarComparisonParts parts[] = { TELAR_COMPARISON_TABLE, TELAR_COMPARISON_BARS };
  const SyntheticRun runs[] = {
    { "square", "1..9", TELAR_STRATEGY_SEQUENTIAL, 1, .seed = 2 },
    { "square", "1..9", TELAR_STRATEGY_THREADS, 4, .seed = 1 },
  };
  const char *const names[] = { NULL, "Threads · 4 workers · Mutex and one core" };
  g_auto (Page) page;

  page_init (&page, runs, G_N_ELEMENTS (runs), names);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      guint n_broken = 0;

      for (double width = 520; width < 1400; width += 20)
        {
          page_layout (&page, parts[i], width, TRUE);
          assert_texts_are_apart (&page);
          if (count_texts (&page, names[1]) == 1)
            continue;

          g_assert_cmpuint (count_texts (&page, "Threads · 4 workers"), ==, 1);
          g_assert_cmpuint (count_texts (&page, "Mutex and one core"), ==, 1);
          n_broken++;
        }
      g_assert_cmpuint (n_broken, >, 3);
    }
}

/* The name of a chart is cut off where there is no room for it, but not the time beside it. */
static void
test_time_of_a_chart_is_told_whole (void)
{
  const SyntheticRun run = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 4, .seed = 1 };
  const char *const name = "A name that is much too long to stand above a chart, said its reader";
  g_auto (Page) page;
  g_autofree char *wall = NULL, *ending = NULL;

  page_init (&page, &run, 1, &name);
  wall = telar_format_duration (telar_comparison_get (page.comparison, 0)->typical->wall_ns);
  ending = g_strdup_printf ("… · %s", wall);

  page_layout (&page, TELAR_COMPARISON_CHARTS, 400, TRUE);

  g_assert_true (has_whole_text (&page, TELAR_FONT_BODY, ending));
}

/* Four threads that compute all the time. */
static void
test_processor_times_have_room (void)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_auto (Page) page;

  for (guint i = 1; i <= 4; i++)
    g_ptr_array_add (records, synthetic_parts_new (i, 40, 2, 1000000000));
  page.comparison = telar_comparison_new (records, NULL);
  page.index = telar_comparison_index_new (page.comparison);
  page.texts = telar_text_cache_new_for_export ();
  page.list = telar_display_list_new ();
  for (double width = 400; width < 1500; width += 130)
    {
      guint n_whole = 0;

      page_layout (&page, 0, width, TRUE);
      assert_texts_are_apart (&page);
      for (guint i = 0; i < page.list->marks->len; i++)
        {
          const TelarMark *mark = get_mark (&page, i);

          if (mark->kind == TELAR_MARK_TEXT
              && g_str_equal (telar_display_list_get_text (page.list, mark),
                              "CPU user 1.00\302\240s, system 0\302\240ns"))
            n_whole++;
        }
      g_assert_cmpuint (n_whole, ==, 4);
    }
}

static void
test_parts_stand_alone_and_add_up (void)
{
  g_auto (Page) page;
  double height = 0, whole;

  page_init_scaling (&page);
  for (TelarComparisonParts part = 1; part < TELAR_COMPARISON_ALL; part <<= 1)
    {
      page_layout (&page, part, 800, FALSE);
      g_assert_cmpfloat (page.list->height, >, 20);
      g_assert_cmpuint (page.list->marks->len, >, 0);
      height += page.list->height;
    }
  page_layout (&page, 0, 800, FALSE);
  whole = page.list->height;
  g_assert_cmpfloat (whole, >, height);
  g_assert_cmpfloat (whole, <, height + 4 * 30);

  page_layout (&page, TELAR_COMPARISON_TABLE, 800, FALSE);
  for (guint i = 0; i < page.list->marks->len; i++)
    if (get_mark (&page, i)->task != TELAR_NO_TASK)
      {
        const TelarMark *row = get_mark (&page, i);

        g_assert_cmpuint (telar_comparison_find_series_at (page.list, row->x + 5, row->y + 5), ==,
                          row->task);
      }
}

static void
ignore_element (GMarkupParseContext *context G_GNUC_UNUSED,
                const char *name,
                const char **attributes G_GNUC_UNUSED,
                const char **values G_GNUC_UNUSED,
                gpointer user_data,
                GError **error G_GNUC_UNUSED)
{
  guint *n_lines = user_data;

  *n_lines += g_str_equal (name, "line") ? 1 : 0;
}

static void
test_exports_are_what_their_names_say (void)
{
  static const struct
  {
    const char *path;
    const char *beginning;
  } cases[] = {
    { "a.png", "\x89PNG" },
    { "b.SVG", "<?xml" },
    { "c.pdf", "%PDF" },
    { "d.csv", "series,workload," },
  };
  g_autofree char *folder = g_dir_make_tmp ("telar-XXXXXX", NULL);
  g_auto (Page) page;
  TelarComparisonFormat format;

  page_init_scaling (&page);
  g_assert_false (telar_comparison_format_from_path ("a.gif", &format));
  g_assert_false (telar_comparison_format_from_path (".csv", &format));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder, cases[i].path, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GError) error = NULL;
      g_autofree char *content = NULL;

      g_assert_true (telar_comparison_format_from_path (path, &format));
      g_assert_cmpuint (format, ==, i);
      telar_comparison_export (page.comparison, file, format, NULL, 0, &error);
      g_assert_no_error (error);
      g_file_get_contents (path, &content, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (content, cases[i].beginning));
      if (format == TELAR_COMPARISON_SVG)
        {
          const GMarkupParser parser = { .start_element = ignore_element };
          guint n_lines = 0;
          GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &n_lines, NULL);

          g_markup_parse_context_parse (context, content, -1, &error);
          g_assert_no_error (error);
          g_markup_parse_context_free (context);
          g_assert_cmpuint (n_lines, >, 60);
          g_assert_nonnull (strstr (content, ">Threads · 8 workers</text>"));
        }
      g_assert_true (g_file_delete (file, NULL, NULL));
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/comparison-layout/same-time-is-at-the-same-place",
                   test_same_time_is_at_the_same_place);
  g_test_add_func ("/comparison-layout/charts-do-not-run-into-each-other",
                   test_charts_do_not_run_into_each_other);
  g_test_add_func ("/comparison-layout/whiskers-go-from-minimum-to-maximum",
                   test_whiskers_go_from_minimum_to_maximum);
  g_test_add_func ("/comparison-layout/points-stand-at-their-workers-and-speed-up",
                   test_points_stand_at_their_workers_and_speed_up);
  g_test_add_func ("/comparison-layout/texts-do-not-cover-each-other",
                   test_texts_do_not_cover_each_other);
  g_test_add_func ("/comparison-layout/long-names-and-stopped-runs-fit",
                   test_long_names_and_stopped_runs_fit);
  g_test_add_func ("/comparison-layout/title-is-told-whole",
                   test_title_is_told_whole_in_as_many_lines_as_it_needs);
  g_test_add_func ("/comparison-layout/what-all-runs-share-is-under-the-title",
                   test_what_all_runs_share_is_under_the_title);
  g_test_add_func ("/comparison-layout/long-labels-have-two-lines",
                   test_long_labels_have_two_lines);
  g_test_add_func ("/comparison-layout/time-of-a-chart-is-told-whole",
                   test_time_of_a_chart_is_told_whole);
  g_test_add_func ("/comparison-layout/processor-times-have-room", test_processor_times_have_room);
  g_test_add_func ("/comparison-layout/parts-stand-alone-and-add-up",
                   test_parts_stand_alone_and_add_up);
  g_test_add_func ("/comparison-layout/exports-are-what-their-names-say",
                   test_exports_are_what_their_names_say);

  return g_test_run ();
}
