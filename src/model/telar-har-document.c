/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-har-document.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-json-writer.h"

#define DEMO_SCHEME "demo:"

/* The demo site listens on another port in each run, so its pages get a host that is reserved for
 * names that never exist (RFC 2606). */
#define DEMO_URL "http://demo.invalid/"

/* An address as it is requested: what is encoded stays so, an empty path becomes a slash. */
#define URL_FLAGS                                                                                  \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY                 \
   | G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

/* How long a task was in which phase, in nanoseconds. */
typedef struct
{
  gint64 dns_ns;
  gint64 connect_ns;
  gint64 tls_ns;
  gint64 wait_ns;
  gint64 receive_ns;
  gint64 other_ns; /* such as finding headings */
} Timings;

typedef struct
{
  gint64 queued_ns;
  guint task;
} Entry;

static void
add_span (Timings *timings, const TelarSpan *span)
{
  gint64 ns = MAX (span->end_ns - span->start_ns, 0);

  switch ((TelarPhase) span->phase)
    {
    case TELAR_PHASE_DNS:
      timings->dns_ns += ns;
      break;
    case TELAR_PHASE_CONNECT:
      timings->connect_ns += ns;
      break;
    case TELAR_PHASE_TLS:
      timings->tls_ns += ns;
      break;
    case TELAR_PHASE_WAIT:
      timings->wait_ns += ns;
      break;
    case TELAR_PHASE_RECEIVE:
      timings->receive_ns += ns;
      break;
    case TELAR_PHASE_QUEUED:
    case TELAR_PHASE_START:
    case TELAR_PHASE_COMPUTE:
    case TELAR_PHASE_SLEEP:
    case TELAR_PHASE_LOCK_WAIT:
    case TELAR_PHASE_LOCK_HELD:
    case TELAR_PHASE_LOOP:
    case TELAR_PHASE_LOOP_WAIT:
    case TELAR_PHASE_RUN:
    case TELAR_PHASE_CORE_WAIT:
    default:
      timings->other_ns += ns;
      break;
    }
}

/* What a worker did on a task before it was lost, and another began it anew, is left out. */
static Timings *
collect_timings (TelarTrace *trace)
{
  guint n_tasks = telar_trace_get_n_tasks (trace);
  guint n_lanes = telar_trace_get_n_lanes (trace);
  Timings *timings = g_new0 (Timings, n_tasks);

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_get_lane (trace, i);
      guint n_spans = telar_lane_get_n_spans (lane);

      for (guint k = 0; k < n_spans; k++)
        {
          const TelarSpan *span = telar_lane_get_span (lane, k);
          const TelarTaskState *state;

          if (span->task >= n_tasks)
            continue;
          state = telar_trace_get_task (trace, span->task);
          if (telar_status_is_final (telar_task_state_get_status (state)) && state->lane == i
              && span->start_ns >= state->start_ns && span->end_ns <= state->end_ns)
            add_span (&timings[span->task], span);
        }
    }

  return timings;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  if (one->queued_ns != other->queued_ns)
    return one->queued_ns < other->queued_ns ? -1 : 1;

  return one->task < other->task ? -1 : one->task > other->task;
}

/* When a task was asked for; its entry begins then. */
static gint64
get_queued_ns (const TelarTaskState *state)
{
  return CLAMP (state->queued_ns, 0, state->start_ns);
}

/* The tasks that were requested and have ended, the oldest first, as readers like it best. Some
 * inputs ask for a computation rather than for a page. */
static GArray *
collect_entries (const TelarPlan *plan, TelarTrace *trace)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  guint n_tasks = telar_trace_get_n_tasks (trace);

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarTaskState *state = telar_trace_get_task (trace, i);
      Entry entry = { .task = i };
      TelarFunction function;
      gint64 argument;

      if (!telar_status_is_final (telar_task_state_get_status (state)) || state->start_ns < 0
          || telar_function_parse_call (telar_plan_get_task (plan, i)->input, &function, &argument))
        continue;
      entry.queued_ns = get_queued_ns (state);
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_entries);

  return entries;
}

/* One name or value of a query, which may be encoded wrongly. */
static void
append_decoded (GString *json, const char *text, gsize length)
{
  g_autofree char *encoded = g_strndup (text, length);
  g_autofree char *decoded = NULL;

  g_strdelimit (encoded, "+", ' ');
  decoded = g_uri_unescape_string (encoded, NULL);
  telar_json_append_string (json, decoded != NULL ? decoded : encoded);
}

static void
append_query (GString *json, const char *query)
{
  const char *separator = "";

  g_string_append_c (json, '[');
  while (query != NULL && *query != '\0')
    {
      gsize length = strcspn (query, "&");
      const char *equals = memchr (query, '=', length);
      gsize name_length = equals != NULL ? (gsize) (equals - query) : length;

      if (length > 0)
        {
          g_string_append_printf (json, "%s{\"name\": ", separator);
          append_decoded (json, query, name_length);
          g_string_append (json, ", \"value\": ");
          if (equals != NULL)
            append_decoded (json, equals + 1, length - name_length - 1);
          else
            g_string_append (json, "\"\"");
          g_string_append_c (json, '}');
          separator = ", ";
        }
      query += length + (query[length] == '&');
    }
  g_string_append_c (json, ']');
}

/* The address of a request has neither a fragment nor a password. */
static void
append_request (GString *json, const char *input)
{
  gboolean is_demo = g_ascii_strncasecmp (input, DEMO_SCHEME, strlen (DEMO_SCHEME)) == 0;
  g_autofree char *demo = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *address = input;

  if (is_demo)
    {
      address += strlen (DEMO_SCHEME);
      address = demo = g_strconcat (DEMO_URL, address + strspn (address, "/"), NULL);
    }
  uri = g_uri_parse (address, URL_FLAGS, NULL);
  if (uri != NULL)
    url = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);

  g_string_append (json, "{\"method\": \"GET\", \"url\": ");
  telar_json_append_string (json, url != NULL ? url : address);
  g_string_append (json, ", \"httpVersion\": \"unknown\", \"cookies\": [], \"headers\": [], "
                         "\"queryString\": ");
  append_query (json, uri != NULL ? g_uri_get_query (uri) : NULL);
  g_string_append (json, ", \"headersSize\": -1, \"bodySize\": 0");
  if (is_demo)
    {
      g_string_append (json, ", \"comment\": ");
      telar_json_append_string (json, input);
    }
  g_string_append_c (json, '}');
}

/* What was received may have been compressed, and only its length afterwards is known. */
static void
append_response (GString *json, const TelarTaskState *state)
{
  g_string_append_printf (json,
                          "{\"status\": %u, \"statusText\": \"\", \"httpVersion\": \"unknown\", "
                          "\"cookies\": [], \"headers\": [], \"content\": {\"size\": ",
                          state->http_status);
  telar_json_append_integer (json, (gint64) MIN (state->bytes, G_MAXINT64));
  g_string_append (json, ", \"mimeType\": \"x-unknown\"}, \"redirectURL\": \"\", "
                         "\"headersSize\": -1, \"bodySize\": -1");
  if (state->result != NULL && state->result->error != NULL)
    {
      g_string_append (json, ", \"_error\": ");
      telar_json_append_string (json, state->result->error);
    }
  g_string_append_c (json, '}');
}

static void
append_timing (GString *json, const char *name, gint64 ns)
{
  g_string_append_printf (json, "\"%s\": ", name);
  telar_json_append_milliseconds (json, ns);
}

/* A phase that a task was not in does not apply to it. */
static void
append_optional_timing (GString *json, const char *name, gint64 ns)
{
  if (ns > 0)
    append_timing (json, name, ns);
  else
    g_string_append_printf (json, "\"%s\": -1", name);
  g_string_append (json, ", ");
}

/* Sending is not told apart from waiting. What is no part of the request, such as finding
 * headings, is in a member of our own and not in the sum. */
static void
append_timings (GString *json, const TelarTaskState *state, const Timings *timings)
{
  gint64 blocked_ns = state->start_ns - get_queued_ns (state);
  gint64 connect_ns = timings->connect_ns + timings->tls_ns;
  gint64 sum_ns
      = blocked_ns + timings->dns_ns + connect_ns + timings->wait_ns + timings->receive_ns;

  append_timing (json, "time", sum_ns);
  g_string_append (json, ", \"timings\": {");
  append_timing (json, "blocked", blocked_ns);
  g_string_append (json, ", ");
  append_optional_timing (json, "dns", timings->dns_ns);
  append_optional_timing (json, "connect", connect_ns);
  append_optional_timing (json, "ssl", timings->tls_ns);
  g_string_append (json, "\"send\": 0, ");
  append_timing (json, "wait", timings->wait_ns);
  g_string_append (json, ", ");
  append_timing (json, "receive", timings->receive_ns);
  g_string_append (json, ", ");
  append_timing (json, "_compute", timings->other_ns);
  g_string_append_c (json, '}');
}

static void
append_time (GString *json, GDateTime *started, gint64 ns)
{
  g_autoptr (GDateTime) time = g_date_time_add (started, ns / 1000);
  GDateTime *shown = time != NULL ? time : started;
  g_autofree char *seconds = g_date_time_format (shown, "%Y-%m-%dT%H:%M:%S");

  /* Three digits, because that is what all readers understand. */
  g_string_append_printf (json, "\"%s.%03dZ\"", seconds,
                          g_date_time_get_microsecond (shown) / 1000);
}

static void
append_entry (GString *json, TelarRunRecord *record, const Entry *entry, const Timings *timings)
{
  const TelarTaskState *state = telar_trace_get_task (record->trace, entry->task);

  g_string_append (json, "{\"startedDateTime\": ");
  append_time (json, record->started, entry->queued_ns);
  g_string_append (json, ", ");
  append_timings (json, state, timings);
  g_string_append (json, ",\n  \"request\": ");
  append_request (json, telar_plan_get_task (record->plan, entry->task)->input);
  g_string_append (json, ",\n  \"response\": ");
  append_response (json, state);
  g_string_append (json, ", \"cache\": {}}");
}

static void
append_head (GString *json, TelarRunRecord *record)
{
  g_autofree char *comment = g_strdup_printf ("%s: %s, %s", record->application,
                                              telar_plan_get_workload (record->plan)->name,
                                              telar_strategy_get_name (record->strategy));

  g_string_append (json, "{\"log\": {\"version\": \"1.2\", \"creator\": {\"name\": \"Telar\", "
                         "\"version\": \"" TELAR_VERSION "\"},\n \"comment\": ");
  telar_json_append_string (json, comment);
  g_string_append (json, ", \"pages\": [], \"entries\": [");
}

/**
 * telar_har_document_write:
 * @record: a run, best one that has ended
 * @length: (out) (optional): the length of the document in bytes
 * @error: return location for a %G_IO_ERROR_NOT_SUPPORTED: the run was not on pages
 *
 * Writes the requests of a run as an HTTP Archive 1.2
 * (http://www.softwareishard.com/blog/har-12-spec/): one entry for each task that began and has
 * ended, the first asked for first. It begins when the task could have begun; the wait for a worker
 * is "blocked". A page that was redirected is one entry with the times of all its requests. Pages
 * of the demo site are of the host "demo.invalid", with the input as comment. "_error" of a
 * response is why the task did not succeed, "_compute" of timings what was done with the page;
 * headers, the version of HTTP and the type of the content are not known.
 *
 * Returns: (transfer full) (nullable): the document, JSON in UTF-8
 */
char *
telar_har_document_write (TelarRunRecord *record, gsize *length, GError **error)
{
  g_autoptr (GArray) entries = NULL;
  g_autofree Timings *timings = NULL;
  GString *json;

  if (telar_plan_get_workload (record->plan)->input_kind != TELAR_INPUT_PAGE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("An HTTP archive holds requests for pages, and this run has none"));
      return NULL;
    }

  entries = collect_entries (record->plan, record->trace);
  timings = collect_timings (record->trace);
  json = g_string_new (NULL);
  append_head (json, record);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      g_string_append (json, i > 0 ? ",\n " : "\n ");
      append_entry (json, record, entry, &timings[entry->task]);
    }
  g_string_append (json, "]}}\n");
  if (length != NULL)
    *length = json->len;

  return g_string_free (json, FALSE);
}
