/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-worker-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-protocol.h"

/* The bits of TelarReportOutcome.content. */
#define HAS_VALUE    1
#define HAS_ERROR    2
#define HAS_HEADINGS 4

/* What the headings of one task may weigh, so that its report stays below the longest frame. */
#define MAX_BYTES (TELAR_PROTOCOL_MAX_FRAME / 2)

/**
 * telar_worker_report_new:
 *
 * Returns: (transfer full): a report that says nothing
 */
TelarWorkerReport *
telar_worker_report_new (void)
{
  TelarWorkerReport *report = g_new0 (TelarWorkerReport, 1);

  report->spans = g_array_new (FALSE, FALSE, sizeof (TelarReportSpan));
  report->outcomes = g_array_new (FALSE, FALSE, sizeof (TelarReportOutcome));
  report->results = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_result_free);

  return report;
}

/**
 * telar_worker_report_free:
 * @report: (transfer full): a report
 */
void
telar_worker_report_free (TelarWorkerReport *report)
{
  g_array_unref (report->spans);
  g_array_unref (report->outcomes);
  g_ptr_array_unref (report->results);
  g_free (report);
}

/**
 * telar_worker_report_add_span:
 * @report: a report
 * @span: a span that has ended, of the task that runs
 */
void
telar_worker_report_add_span (TelarWorkerReport *report, const TelarSpan *span)
{
  TelarReportSpan reported = {
    .start_ns = span->start_ns,
    .end_ns = span->end_ns,
    .task = span->task,
    .core = span->core,
    .phase = span->phase,
  };

  g_array_append_val (report->spans, reported);
  report->n_bytes += sizeof reported;
}

/* Shortens what no user would read to its end. */
static gsize
get_text_length (const char *text)
{
  gsize length = strlen (text);

  return length <= TELAR_REPORT_MAX_TEXT
             ? length
             : (gsize) (g_utf8_find_prev_char (text, text + TELAR_REPORT_MAX_TEXT) - text);
}

/* What @result, which may be NULL, says in words. */
static const char *
get_text (const TelarResult *result)
{
  if (result == NULL || (result->value == NULL && result->error == NULL))
    return "";

  return result->value != NULL ? result->value : result->error;
}

/* How much of a report @result takes, or 0 if it is more than one may say. */
static gsize
weigh (const TelarResult *result)
{
  gsize n_bytes = sizeof (TelarReportOutcome) + get_text_length (get_text (result));

  if (result == NULL)
    return n_bytes;
  if (result->n_headings > TELAR_REPORT_MAX_HEADINGS)
    return 0;

  for (guint i = 0; i < result->n_headings; i++)
    {
      gsize length = strlen (result->headings[i].text);

      if (length > TELAR_REPORT_MAX_TEXT)
        return 0;
      /* Its end, its place and its level. */
      n_bytes += length + 6;
    }

  return n_bytes <= MAX_BYTES ? n_bytes : 0;
}

/**
 * telar_worker_report_add_outcome:
 * @report: a report
 * @task: a task that has ended, and whose spans were added
 * @start_ns: when it began
 * @end_ns: when it ended
 * @outcome: how it ended; its result is taken
 *
 * A result that is too large to be sent makes the task a failed one.
 */
void
telar_worker_report_add_outcome (TelarWorkerReport *report,
                                 guint task,
                                 gint64 start_ns,
                                 gint64 end_ns,
                                 TelarOutcome *outcome)
{
  gsize weight = weigh (outcome->result);
  const TelarResult *result;
  TelarReportOutcome reported = { 0 };

  if (weight == 0)
    {
      telar_outcome_take_error (
          outcome, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                                        _ ("The headings are too long for a worker process to "
                                           "report them")));
      weight = weigh (outcome->result);
    }

  result = outcome->result;
  reported.task = task;
  reported.status = (guint8) outcome->status;
  reported.http_status = (guint16) outcome->http_status;
  reported.start_ns = start_ns;
  reported.end_ns = end_ns;
  reported.cpu_user_ns = outcome->cpu.user_ns;
  reported.cpu_system_ns = outcome->cpu.system_ns;
  reported.bytes = outcome->bytes;
  reported.characters = result != NULL ? result->characters : -1;
  reported.n_spans = report->spans->len - report->n_spans_used;
  if (result != NULL)
    {
      reported.n_headings = result->n_headings;
      reported.content = (result->value != NULL ? HAS_VALUE : 0)
                         | (result->error != NULL ? HAS_ERROR : 0)
                         | (result->has_headings ? HAS_HEADINGS : 0);
    }

  g_array_append_val (report->outcomes, reported);
  g_ptr_array_add (report->results, g_steal_pointer (&outcome->result));
  report->n_spans_used = report->spans->len;
  report->n_bytes += weight;
}

static GVariant *
new_outcomes (TelarWorkerReport *report)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE ("(uyyqxxxxtxuu)"), report->outcomes->data,
                                    report->outcomes->len, sizeof (TelarReportOutcome));
}

/**
 * telar_worker_report_take:
 * @report: a report; it says nothing afterwards
 * @open: (nullable): the span that the worker is in
 *
 * Returns: (transfer floating): the payload of a frame
 */
GVariant *
telar_worker_report_take (TelarWorkerReport *report, const TelarSpan *open)
{
  GVariantBuilder texts, headings;
  g_autoptr (GByteArray) levels = g_byte_array_new ();
  GVariant *open_value = NULL;
  GVariant *payload;

  g_variant_builder_init (&texts, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_builder_init (&headings, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < report->results->len; i++)
    {
      const TelarResult *result = g_ptr_array_index (report->results, i);
      const char *text = get_text (result);
      char *short_text = g_strndup (text, get_text_length (text));

      g_variant_builder_add_value (&texts, g_variant_new_take_string (short_text));
      for (guint j = 0; result != NULL && j < result->n_headings; j++)
        {
          guint8 level = (guint8) result->headings[j].level;

          g_byte_array_append (levels, &level, 1);
          g_variant_builder_add (&headings, "s", result->headings[j].text);
        }
    }

  if (open != NULL)
    open_value
        = g_variant_new ("(xunq)", open->start_ns, open->task, open->core, (guint16) open->phase);

  payload = g_variant_new (
      "(@a(xxunq)@a(uyyqxxxxtxuu)as@ayas@m(xunq))",
      g_variant_new_fixed_array (G_VARIANT_TYPE ("(xxunq)"), report->spans->data,
                                 report->spans->len, sizeof (TelarReportSpan)),
      new_outcomes (report), &texts,
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, levels->data, levels->len, 1), &headings,
      g_variant_new_maybe (G_VARIANT_TYPE ("(xunq)"), open_value));

  g_array_set_size (report->spans, 0);
  g_array_set_size (report->outcomes, 0);
  g_ptr_array_set_size (report->results, 0);
  report->n_spans_used = 0;
  report->n_bytes = 0;

  return payload;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);

  return FALSE;
}

static gboolean
is_interval (gint64 start_ns, gint64 end_ns)
{
  return start_ns >= 0 && start_ns <= end_ns && end_ns <= TELAR_PROTOCOL_MAX_NS;
}

static gboolean
check_span (const TelarReportSpan *span, GError **error)
{
  if (!is_interval (span->start_ns, span->end_ns))
    return refuse (error, _ ("The worker sent a time that cannot be"));
  if (span->phase >= TELAR_N_PHASES || span->core < -1)
    return refuse (error, _ ("The worker sent a phase that does not exist"));

  return TRUE;
}

static gboolean
check_outcome (const TelarReportOutcome *outcome, const char *text, GError **error)
{
  gint64 duration_ns = outcome->end_ns - outcome->start_ns;
  gboolean succeeded = outcome->status == TELAR_STATUS_SUCCEEDED;

  if (!is_interval (outcome->start_ns, outcome->end_ns))
    return refuse (error, _ ("The worker sent a time that cannot be"));

  /* The work of a task is that of one thread, whose clock may be a little coarse. */
  if (outcome->cpu_user_ns < 0 || outcome->cpu_user_ns > duration_ns + G_USEC_PER_SEC * 1000
      || outcome->cpu_system_ns < 0 || outcome->cpu_system_ns > duration_ns + G_USEC_PER_SEC * 1000)
    return refuse (error, _ ("The worker sent a processor time that cannot be"));

  if (!succeeded && outcome->status != TELAR_STATUS_FAILED
      && outcome->status != TELAR_STATUS_CANCELLED)
    return refuse (error, _ ("The worker sent a status that a task cannot end with"));

  if (strlen (text) > TELAR_REPORT_MAX_TEXT)
    return refuse (error, _ ("The worker sent a text that is too long"));

  if ((outcome->content & ~(HAS_VALUE | HAS_ERROR | HAS_HEADINGS)) != 0
      || succeeded == ((outcome->content & HAS_ERROR) != 0)
      || ((outcome->content & HAS_VALUE) != 0 && (outcome->content & HAS_ERROR) != 0)
      || ((outcome->content & HAS_HEADINGS) == 0 && outcome->n_headings > 0)
      || outcome->characters < -1 || outcome->http_status > 999)
    return refuse (error, _ ("The worker sent a result that contradicts itself"));

  return TRUE;
}

/* Checks all that can be told without knowing which tasks the worker has. */
static gboolean
check_view (const TelarReportView *view, GError **error)
{
  gsize n_spans = 0, n_headings = 0;

  for (gsize i = 0; i < view->n_spans; i++)
    if (!check_span (&view->spans[i], error))
      return FALSE;
  if (view->has_open && !check_span (&view->open, error))
    return FALSE;

  for (gsize i = 0; i < view->n_outcomes; i++)
    {
      if (!check_outcome (&view->outcomes[i], view->texts[i], error))
        return FALSE;
      n_spans += view->outcomes[i].n_spans;
      n_headings += view->outcomes[i].n_headings;
    }
  if (n_spans > view->n_spans || n_headings != view->n_headings)
    return refuse (error, _ ("The worker sent a report that contradicts itself"));

  for (gsize i = 0; i < view->n_headings; i++)
    if (view->levels[i] > 6 || strlen (view->headings[i]) > TELAR_REPORT_MAX_TEXT)
      return refuse (error, _ ("The worker sent a heading that cannot be"));

  return TRUE;
}

/**
 * telar_report_view_init:
 * @view: what is filled; to be cleared also if this fails
 * @payload: of a report; not trusted, but of the right type and in normal form; it has to live as
 *   long as @view
 * @error: return location for a %G_IO_ERROR_INVALID_DATA, in the user's language
 *
 * Returns: whether the report makes sense by itself
 */
gboolean
telar_report_view_init (TelarReportView *view, GVariant *payload, GError **error)
{
  g_autoptr (GVariant) spans = NULL;
  g_autoptr (GVariant) outcomes = NULL;
  g_autoptr (GVariant) texts = NULL;
  g_autoptr (GVariant) levels = NULL;
  g_autoptr (GVariant) headings = NULL;
  g_autoptr (GVariant) open = NULL;
  gsize n_levels;

  *view = (TelarReportView){ 0 };
  g_variant_get (payload, "(@a(xxunq)@a(uyyqxxxxtxuu)@as@ay@as@m(xunq))", &spans, &outcomes, &texts,
                 &levels, &headings, &open);

  /* Counted before any memory is taken for them. */
  if (g_variant_n_children (outcomes) > TELAR_REPORT_MAX_OUTCOMES
      || g_variant_n_children (spans) > TELAR_REPORT_MAX_SPANS
      || g_variant_n_children (headings) > TELAR_REPORT_MAX_HEADINGS)
    return refuse (error, _ ("The worker sent a report that is too long"));
  if (g_variant_n_children (texts) != g_variant_n_children (outcomes)
      || g_variant_n_children (levels) != g_variant_n_children (headings))
    return refuse (error, _ ("The worker sent a report that contradicts itself"));

  view->spans = g_variant_get_fixed_array (spans, &view->n_spans, sizeof (TelarReportSpan));
  view->outcomes
      = g_variant_get_fixed_array (outcomes, &view->n_outcomes, sizeof (TelarReportOutcome));
  view->texts = g_variant_get_strv (texts, NULL);
  view->levels = g_variant_get_fixed_array (levels, &n_levels, 1);
  view->headings = g_variant_get_strv (headings, &view->n_headings);

  if (g_variant_n_children (open) > 0)
    {
      view->has_open = TRUE;
      g_variant_get (open, "m(xunq)", NULL, &view->open.start_ns, &view->open.task,
                     &view->open.core, &view->open.phase);
      view->open.end_ns = view->open.start_ns;
    }

  return check_view (view, error);
}

/**
 * telar_report_view_clear:
 * @view: a view; its payload still lives
 */
void
telar_report_view_clear (TelarReportView *view)
{
  g_clear_pointer (&view->texts, g_free);
  g_clear_pointer (&view->headings, g_free);
}

/**
 * telar_report_view_get_outcome:
 * @view: a view that was checked
 * @index: the number of an outcome
 * @first_heading: how many headings the outcomes before it have together
 * @outcome: (out caller-allocates): the outcome with a result of its own, to be cleared
 */
void
telar_report_view_get_outcome (const TelarReportView *view,
                               gsize index,
                               gsize first_heading,
                               TelarOutcome *outcome)
{
  const TelarReportOutcome *reported = &view->outcomes[index];
  TelarResult *result;

  result = (reported->content & HAS_VALUE) != 0   ? telar_result_new_value (view->texts[index])
           : (reported->content & HAS_ERROR) != 0 ? telar_result_new_error (view->texts[index])
                                                  : telar_result_new_page (-1);
  result->characters = reported->characters;

  if ((reported->content & HAS_HEADINGS) != 0)
    {
      GArray *headings = telar_headings_new ();

      for (gsize i = 0; i < reported->n_headings; i++)
        {
          TelarHeading heading = {
            .level = view->levels[first_heading + i],
            .text = g_strdup (view->headings[first_heading + i]),
          };

          g_array_append_val (headings, heading);
        }
      telar_result_take_headings (result, headings);
    }

  *outcome = (TelarOutcome){
    .status = reported->status,
    .result = result,
    .cpu = { reported->cpu_user_ns, reported->cpu_system_ns },
    .bytes = reported->bytes,
    .http_status = reported->http_status,
  };
}
