/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-chart-export.h"

#include <glib/gstdio.h>

#include "synthetic-run.h"

typedef struct
{
  char *folder;
  TelarRunRecord *record;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const SyntheticRun run
      = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 4, .fail_every = 3 };
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("telar-export-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->record = synthetic_run_new (&run);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  telar_run_record_unref (fixture->record);
}

/* Exports a run and reads the file again. */
static char *export(Fixture *fixture,
                    TelarRunRecord *record,
                    TelarChartFormat format,
                    const TelarChartExportOptions *options,
                    gsize *length)
{
  g_autofree char *path
      = g_strconcat (fixture->folder, "/chart", telar_chart_format_get_suffix (format), NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  char *contents;

  telar_chart_export (record, file, format, options, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);

  return contents;
}

static guint32
read_number (const char *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);

  return GUINT32_FROM_BE (number);
}

static void
test_png_has_the_size_asked_for (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TelarChartExportOptions options;
    guint width;
  } cases[] = {
    { { FALSE, TELAR_CHART_BY_WORKER, 0, 0 }, 1920 },
    { { TRUE, TELAR_CHART_BY_TASK, 1, 500 }, 500 },
    { { TRUE, TELAR_CHART_BY_WORKER, 4, 320 }, 1280 },
    { { FALSE, TELAR_CHART_BY_WORKER, 1, 1 }, 320 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length;
      g_autofree char *png
          = export(fixture, fixture->record, TELAR_CHART_PNG, &cases[i].options, &length);

      g_assert_cmpuint (length, >, 2000);
      g_assert_cmpmem (png, 8, "\x89PNG\r\n\x1a\n", 8);
      g_assert_cmpuint (read_number (png + 16), ==, cases[i].width);
      g_assert_cmpuint (read_number (png + 20), >, 100);
    }
}

/* What is found in a document of SVG. */
typedef struct
{
  GString *text;   /* of all text elements, one a line */
  GString *titles; /* of all titles, one a line */
  guint n_shapes;
  guint n_foreign; /* elements that a chart has no use for */
} Svg;

static void
start_element (GMarkupParseContext *context,
               const char *name,
               const char **names,
               const char **values,
               gpointer user_data,
               GError **error)
{
  static const char *const known[] = { "svg",  "title", "style",    "defs", "pattern", "rect",
                                       "path", "text",  "clipPath", "g",    NULL };
  Svg *svg = user_data;

  svg->n_shapes += g_str_equal (name, "rect") || g_str_equal (name, "path");
  svg->n_foreign += !g_strv_contains (known, name);
  for (guint i = 0; names[i] != NULL; i++)
    svg->n_foreign += g_str_has_prefix (names[i], "on");
}

static void
read_text (GMarkupParseContext *context,
           const char *text,
           gsize length,
           gpointer user_data,
           GError **error)
{
  const char *name = g_markup_parse_context_get_element (context);
  Svg *svg = user_data;

  if (g_str_equal (name, "text"))
    g_string_append_printf (svg->text, "%.*s\n", (int) length, text);
  else if (g_str_equal (name, "title"))
    g_string_append_printf (svg->titles, "%.*s\n", (int) length, text);
}

static void
parse_svg (const char *contents, gsize length, Svg *svg)
{
  static const GMarkupParser parser = { .start_element = start_element, .text = read_text };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, svg, NULL);
  g_autoptr (GError) error = NULL;

  *svg = (Svg){ g_string_new (NULL), g_string_new (NULL), 0, 0 };
  g_assert_true (g_utf8_validate (contents, (gssize) length, NULL));
  g_markup_parse_context_parse (context, contents, (gssize) length, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
svg_clear (Svg *svg)
{
  g_string_free (svg->text, TRUE);
  g_string_free (svg->titles, TRUE);
}

static void
test_svg_has_text_as_text (Fixture *fixture, gconstpointer data)
{
  gsize length;
  g_autofree char *contents = export(fixture, fixture->record, TELAR_CHART_SVG, NULL, &length);
  static const char *const expected[] = { "Headings · Threads · 4 workers · 16 tasks\n",
                                          "Thread 1\n",
                                          "Thread 4\n",
                                          "nips.cc\n",
                                          "0 s\n",
                                          "Waiting\n",
                                          "Wait\n",
                                          "Receive\n",
                                          "Failed\n",
                                          "×\n",
                                          "Wall time " };
  Svg svg;

  parse_svg (contents, length, &svg);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (svg.text->str, expected[i]) == NULL)
      g_error ("“%s” is not among the texts", expected[i]);
  g_assert_nonnull (strstr (svg.titles->str, "Task 2, https://nabla.mx, Thread 2, 0.00"));
  g_assert_cmpuint (svg.n_shapes, >, 100);
  g_assert_cmpuint (svg.n_foreign, ==, 0);
  svg_clear (&svg);
}

/* A run whose inputs were never meant for a picture. */
static TelarRunRecord *
new_hostile_record (void)
{
  static const char *const hostile[] = { "https://x/<script>alert(1)</script>&\"'",
                                         "https://\xff\xfe/\xc3(",
                                         "\x1b]0;\a\n\r\t\x01",
                                         "",
                                         "\xe2\x80\xaegnp.\xef\xbf\xbe",
                                         "]]><!-- -->" };
  TelarInputs *inputs = telar_inputs_parse ("", TELAR_INPUT_PAGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = NULL;
  TelarRunRecord *record;

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      const TelarInput input = { .input = g_strdup (hostile[i]) };

      g_array_append_val (inputs->tasks, input);
    }
  g_array_set_size (inputs->problems, 0);
  plan = telar_plan_new (telar_parameters_new (telar_workload_from_name ("headings")), inputs,
                         &error);
  g_assert_no_error (error);

  record = telar_run_record_new (plan, TELAR_STRATEGY_SEQUENTIAL, 1, 1);
  telar_lane_set_name (telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL), "<b>\xff&");
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      const TelarSpan span = { i * 1000000, i * 1000000 + 900000, i, TELAR_PHASE_WAIT, 0 };
      g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };

      telar_trace_task_started (record->trace, i, 0, span.start_ns);
      telar_lane_append (telar_trace_get_lane (record->trace, 0), &span);
      telar_trace_task_finished (record->trace, i, &outcome, span.end_ns);
    }
  telar_run_record_end (record, 6000000, (TelarCpuTime){ 0, 0 }, TRUE);

  return record;
}

static void
test_hostile_inputs_stay_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TelarRunRecord) record = new_hostile_record ();

  for (guint rows = 0; rows < 2; rows++)
    {
      const TelarChartExportOptions options = { .rows = rows, .width = 2000 };

      for (guint format = 0; format < TELAR_N_CHART_FORMATS; format++)
        {
          gsize length;
          g_autofree char *contents = export(fixture, record, format, &options, &length);
          Svg svg;

          g_assert_cmpuint (length, >, 1000);
          if (format != TELAR_CHART_SVG)
            continue;

          parse_svg (contents, length, &svg);
          g_assert_cmpuint (svg.n_foreign, ==, 0);
          g_assert_nonnull (strstr (svg.titles->str, "<script>alert(1)</script>&\"'"));
          svg_clear (&svg);
        }
    }
}

static void
test_pdf_has_text_that_can_be_extracted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->folder, "/chart.pdf", NULL);
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  const char *const arguments[] = { tool, "-layout", path, "-", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  gsize length;

  contents = export(fixture, fixture->record, TELAR_CHART_PDF, NULL, &length);
  g_assert_cmpmem (contents, 5, "%PDF-", 5);
  if (tool == NULL)
    {
      g_test_skip ("pdftotext of poppler-utils is not installed");
      return;
    }

  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "Headings · Threads · 4 workers · 16 tasks"));
  g_assert_nonnull (strstr (text, "nips.cc"));
  g_assert_nonnull (strstr (text, "Thread 3"));
}

static void
test_same_run_gives_the_same_file (Fixture *fixture, gconstpointer data)
{
  for (guint format = 0; format < TELAR_N_CHART_FORMATS; format++)
    {
      gsize first_length, second_length;
      g_autofree char *first = export(fixture, fixture->record, format, NULL, &first_length);
      g_autofree char *second = export(fixture, fixture->record, format, NULL, &second_length);

      g_assert_cmpmem (first, first_length, second, second_length);
    }
}

static void
test_unwritable_place_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strconcat (fixture->folder, "/none/chart.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (telar_chart_export (fixture->record, file, TELAR_CHART_PNG, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "none/chart.png"));
  g_clear_error (&error);

  g_assert_false (telar_chart_export (fixture->record, folder, TELAR_CHART_SVG, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

static void
test_failure_keeps_the_old_file (Fixture *fixture, gconstpointer data)
{
  /* As high as a picture can be. */
  g_autoptr (TelarRunRecord) large = synthetic_lanes_new (1, 3000, 1000000000);
  const TelarChartExportOptions by_task = { .rows = TELAR_CHART_BY_TASK, .scale = 4 };
  g_autofree char *path = g_strconcat (fixture->folder, "/chart", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_file_set_contents (path, "old", -1, &error);
  g_assert_no_error (error);
  g_assert_false (telar_chart_export (large, file, TELAR_CHART_PNG, &by_task, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, "old");
}

static void
test_full_disk_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/dev/full");
  g_autoptr (GError) error = NULL;

  g_assert_false (telar_chart_export (fixture->record, file, TELAR_CHART_SVG, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_endings_name_formats (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    gboolean is_known;
    TelarChartFormat format;
  } cases[] = {
    { "a.png", TRUE, TELAR_CHART_PNG },
    { "/x/a.b.SVG", TRUE, TELAR_CHART_SVG },
    { "a.Pdf", TRUE, TELAR_CHART_PDF },
    { "png", FALSE, 0 },
    { ".png", FALSE, 0 },
    { "a.png.gz", FALSE, 0 },
    { "", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TelarChartFormat format = TELAR_CHART_PNG;

      g_assert_cmpint (telar_chart_format_from_path (cases[i].path, &format), ==,
                       cases[i].is_known);
      if (cases[i].is_known)
        g_assert_cmpint (format, ==, cases[i].format);
    }
}

static void
test_parts_can_be_left_out (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    TelarChartParts part;
    const char *text;
  } parts[] = {
    { TELAR_CHART_TITLE, "16 tasks" },
    { TELAR_CHART_SUMMARY, "Peak concurrency" },
    { TELAR_CHART_LEGEND, ">Receive<" },
  };
  gsize length;
  g_autofree char *whole = export(fixture, fixture->record, TELAR_CHART_SVG, NULL, &length);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const TelarChartExportOptions options = { .hidden = parts[i].part };
      g_autofree char *svg = export(fixture, fixture->record, TELAR_CHART_SVG, &options, &length);

      g_assert_nonnull (strstr (whole, parts[i].text));
      g_assert_null (strstr (svg, parts[i].text));
      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        if (j != i)
          g_assert_nonnull (strstr (svg, parts[j].text));
    }
}

static void
test_stretch_of_time_is_all_that_is_drawn (Fixture *fixture, gconstpointer data)
{
  const gint64 ms = 1000000;
  const TelarChartExportOptions options = { .start_ns = 200 * ms, .end_ns = 300 * ms };
  gsize length;
  g_autofree char *whole = export(fixture, fixture->record, TELAR_CHART_SVG, NULL, &length);
  g_autofree char *svg = export(fixture, fixture->record, TELAR_CHART_SVG, &options, &length);

  g_assert_nonnull (strstr (whole, ">0 s<"));
  g_assert_null (strstr (svg, ">0 s<"));
  g_assert_nonnull (strstr (svg, ">200 ms<"));
  g_assert_nonnull (strstr (svg, ">300 ms<"));
}

static void
test_few_tasks_are_a_small_file_of_vectors (Fixture *fixture, gconstpointer data)
{
  const SyntheticRun run
      = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 16, .fail_every = 5, .seed = 1 };
  g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);

  for (guint rows = 0; rows <= TELAR_CHART_BY_TASK; rows++)
    {
      const TelarChartExportOptions options = { .rows = rows };
      gsize svg_length, pdf_length;
      g_autofree char *svg = export(fixture, record, TELAR_CHART_SVG, &options, &svg_length);
      g_autofree char *pdf = export(fixture, record, TELAR_CHART_PDF, &options, &pdf_length);

      g_assert_cmpuint (svg_length, <, 100000);
      g_assert_cmpuint (pdf_length, <, 100000);
      g_assert_nonnull (strstr (svg, "<text"));
      g_assert_null (strstr (svg, "<image"));
      g_assert_cmpmem (pdf, 5, "%PDF-", 5);
    }
}

static void
test_many_tasks_stay_a_small_file (Fixture *fixture, gconstpointer data)
{
  TelarRunRecord *records[]
      = { synthetic_parts_new (16, 100000, 10, G_GINT64_CONSTANT (10000000000)),
          synthetic_parts_new (20000, 100000, 3, G_GINT64_CONSTANT (10000000000)) };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      for (guint rows = 0; rows <= TELAR_CHART_BY_TASK; rows++)
        {
          const TelarChartExportOptions options = { .rows = rows, .scale = 1 };
          guint height;
          gsize length;
          g_autofree char *svg = export(fixture, records[i], TELAR_CHART_SVG, &options, &length);

          g_assert_cmpuint (length, <, 2000000);
          g_assert_true ((strstr (svg, "Each line shows") != NULL)
                         == (i == 1 || rows == TELAR_CHART_BY_TASK));
          g_free (export(fixture, records[i], TELAR_CHART_PDF, &options, &length));
          g_assert_cmpuint (length, <, 2000000);

          /* And one that can be looked at. */
          g_autofree char *png = export(fixture, records[i], TELAR_CHART_PNG, &options, &length);
          height = read_number (png + 20);
          g_assert_cmpuint (height, <, 1400);
        }
      telar_run_record_unref (records[i]);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/chart-export/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("png-has-the-size-asked-for", test_png_has_the_size_asked_for);
  ADD ("svg-has-text-as-text", test_svg_has_text_as_text);
  ADD ("hostile-inputs-stay-text", test_hostile_inputs_stay_text);
  ADD ("pdf-has-text-that-can-be-extracted", test_pdf_has_text_that_can_be_extracted);
  ADD ("same-run-gives-the-same-file", test_same_run_gives_the_same_file);
  ADD ("unwritable-place-is-an-error", test_unwritable_place_is_an_error);
  ADD ("failure-keeps-the-old-file", test_failure_keeps_the_old_file);
  ADD ("full-disk-is-an-error", test_full_disk_is_an_error);
  ADD ("parts-can-be-left-out", test_parts_can_be_left_out);
  ADD ("stretch-of-time-is-all-that-is-drawn", test_stretch_of_time_is_all_that_is_drawn);
  ADD ("few-tasks-are-a-small-file-of-vectors", test_few_tasks_are_a_small_file_of_vectors);
  ADD ("many-tasks-stay-a-small-file", test_many_tasks_stay_a_small_file);
  ADD ("endings-name-formats", test_endings_name_formats);

  return g_test_run ();
}
