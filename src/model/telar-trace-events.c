/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-trace-events.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-import.h"

/* Four for each task at most of a run of the largest size, as ours have. */
#define MAX_EVENTS 4000000

#define MAX_THREADS 100000

/* While the document is read. */
typedef struct
{
  TelarTraceEvents *events;
  GHashTable *threads;   /* of keys to indices plus 1 */
  GHashTable *processes; /* likewise */
  GString *pid;
  GString *tid;
  GString *key;
  guint32 number; /* of the event that is being read */
} Parser;

/**
 * telar_trace_events_init:
 * @events: (out caller-allocates): events of no document
 */
void
telar_trace_events_init (TelarTraceEvents *events)
{
  *events = (TelarTraceEvents){ 0 };
  events->texts = g_string_chunk_new (4096);
  events->events = g_array_new (FALSE, FALSE, sizeof (TelarTraceEvent));
  events->threads = g_array_new (FALSE, FALSE, sizeof (TelarTraceThread));
  events->processes = g_array_new (FALSE, FALSE, sizeof (TelarTraceProcess));
}

/**
 * telar_trace_events_clear:
 * @events: events
 */
void
telar_trace_events_clear (TelarTraceEvents *events)
{
  telar_json_reader_clear (&events->reader);
  g_string_chunk_free (events->texts);
  g_array_unref (events->events);
  g_array_unref (events->threads);
  g_array_unref (events->processes);
}

static void
fail_event (Parser *parser, const char *message)
{
  /* Translators: the number of an event in a trace, and what is wrong with it */
  telar_json_reader_fail (&parser->events->reader, _ ("event %u: %s"), parser->number, message);
}

/* Reads an id, for which programs write numbers as well as words, as it stands. */
static void
read_id (TelarJsonReader *reader, GString *id)
{
  const char *start;

  g_string_truncate (id, 0);
  if (telar_json_reader_peek (reader) == TELAR_JSON_STRING)
    {
      g_string_assign (id, telar_json_reader_read_string (reader));
      return;
    }

  start = reader->position;
  if (telar_json_reader_peek (reader) == TELAR_JSON_NUMBER)
    {
      start = reader->position;
      telar_json_reader_read_double (reader);
      g_string_append_len (id, start, reader->position - start);
    }
  else
    telar_json_reader_skip (reader);
}

static guint32
find_process (Parser *parser)
{
  TelarTraceEvents *events = parser->events;
  gpointer found = g_hash_table_lookup (parser->processes, parser->pid->str);
  TelarTraceProcess process = { 0 };

  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;

  process.id = g_string_chunk_insert_const (events->texts, parser->pid->str);
  g_array_append_val (events->processes, process);
  g_hash_table_insert (parser->processes, (gpointer) process.id,
                       GUINT_TO_POINTER (events->processes->len));

  return events->processes->len - 1;
}

static guint32
find_thread (Parser *parser)
{
  TelarTraceEvents *events = parser->events;
  TelarTraceThread thread = { 0 };
  gpointer found;
  const char *key;

  g_string_printf (parser->key, "%s\n%s", parser->pid->str, parser->tid->str);
  found = g_hash_table_lookup (parser->threads, parser->key->str);
  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;

  if (events->threads->len >= MAX_THREADS)
    {
      fail_event (parser, _ ("there are too many lanes"));
      return 0;
    }

  key = g_string_chunk_insert_const (events->texts, parser->key->str);
  thread.id = g_string_chunk_insert_const (events->texts, parser->tid->str);
  thread.process = find_process (parser);
  g_array_append_val (events->threads, thread);
  g_hash_table_insert (parser->threads, (gpointer) key, GUINT_TO_POINTER (events->threads->len));

  return events->threads->len - 1;
}

/* The name or the rank that a metadata event gives to its thread or process. */
static void
read_metadata (Parser *parser, const TelarTraceEvent *event)
{
  TelarTraceEvents *events = parser->events;
  TelarTraceThread *thread = &g_array_index (events->threads, TelarTraceThread, event->thread);
  TelarTraceProcess *process
      = &g_array_index (events->processes, TelarTraceProcess, thread->process);
  gboolean is_process = g_str_has_prefix (event->name, "process_");
  g_auto (TelarJsonReader) reader = { 0 };
  const char *member;

  if (event->args == NULL || (!is_process && !g_str_has_prefix (event->name, "thread_")))
    return;

  telar_json_reader_init_within (&reader, &events->reader, event->args);
  telar_json_reader_begin_object (&reader);
  while ((member = telar_json_reader_next_member (&reader)) != NULL)
    {
      TelarJsonType type;
      gboolean is_name = g_str_equal (member, "name") && g_str_has_suffix (event->name, "_name");
      gboolean is_rank = g_str_equal (member, "sort_index");

      type = telar_json_reader_peek (&reader);
      if (is_name && type == TELAR_JSON_STRING)
        {
          g_autofree char *line
              = telar_import_dup_line (telar_json_reader_read_string (&reader), -1);

          *(is_process ? &process->name : &thread->name)
              = g_string_chunk_insert_const (events->texts, line);
        }
      else if (is_rank && type == TELAR_JSON_NUMBER)
        {
          double rank = telar_json_reader_read_double (&reader);

          *(is_process ? &process->rank : &thread->rank) = (gint64) CLAMP (rank, -1e9, 1e9);
        }
      else
        telar_json_reader_skip (&reader);
    }
}

/* What asynchronous events that belong together have in common. */
static const char *
intern_operation (Parser *parser, const TelarTraceEvent *event, const char *id)
{
  g_string_printf (parser->key, "%s\n%s\n%s", event->category, parser->pid->str, id);

  return g_string_chunk_insert_const (parser->events->texts, parser->key->str);
}

typedef struct
{
  TelarTraceEvent event;
  gint64 duration_ns;
  gboolean has_start;
  gboolean has_duration;
  GString *id;
} Members;

static void
read_member (Parser *parser, const char *member, Members *members)
{
  TelarTraceEvents *events = parser->events;
  TelarJsonReader *reader = &events->reader;

  if (g_str_equal (member, "ph"))
    members->event.phase = *telar_json_reader_read_string (reader);
  else if (g_str_equal (member, "ts"))
    {
      members->event.start_ns = telar_json_reader_read_microseconds (reader);
      members->has_start = TRUE;
    }
  else if (g_str_equal (member, "dur"))
    {
      members->duration_ns = telar_json_reader_read_microseconds (reader);
      members->has_duration = TRUE;
    }
  else if (g_str_equal (member, "pid"))
    read_id (reader, parser->pid);
  else if (g_str_equal (member, "tid"))
    read_id (reader, parser->tid);
  else if (g_str_equal (member, "id"))
    read_id (reader, members->id);
  else if (g_str_equal (member, "name") && telar_json_reader_peek (reader) == TELAR_JSON_STRING)
    members->event.name
        = g_string_chunk_insert_const (events->texts, telar_json_reader_read_string (reader));
  else if (g_str_equal (member, "cat") && telar_json_reader_peek (reader) == TELAR_JSON_STRING)
    members->event.category
        = g_string_chunk_insert_const (events->texts, telar_json_reader_read_string (reader));
  else if (g_str_equal (member, "args") && telar_json_reader_peek (reader) == TELAR_JSON_OBJECT)
    {
      members->event.args = reader->position;
      telar_json_reader_skip (reader);
    }
  else
    telar_json_reader_skip (reader);
}

/* Sees to it that the event has what its kind needs. */
static void
keep_event (Parser *parser, Members *members)
{
  TelarTraceEvent *event = &members->event;

  if (!members->has_start)
    fail_event (parser, _ ("its time is missing (“ts”)"));
  else if (event->phase == 'X' && !members->has_duration)
    fail_event (parser, _ ("its duration is missing (“dur”)"));
  else if (event->phase == 'X' && members->duration_ns < 0)
    fail_event (parser, _ ("it ends before it starts"));
  else if (strchr ("be", event->phase) != NULL && members->id->len == 0)
    fail_event (parser, _ ("its id is missing"));
  else if (parser->events->events->len >= MAX_EVENTS)
    fail_event (parser, _ ("there are too many events"));

  event->end_ns = event->start_ns;
  if (event->phase == 'X'
      && __builtin_add_overflow (event->start_ns, members->duration_ns, &event->end_ns))
    fail_event (parser, _ ("its times are impossible"));

  event->thread = find_thread (parser);
  if (strchr ("be", event->phase) != NULL)
    event->id = intern_operation (parser, event, members->id->str);
  if (parser->events->reader.error == NULL)
    g_array_append_val (parser->events->events, *event);
}

static void
read_event (Parser *parser)
{
  TelarJsonReader *reader = &parser->events->reader;
  g_autoptr (GString) id = g_string_new (NULL);
  Members members = { .event = { .name = "", .category = "" }, .id = id };
  const char *member;

  members.event.number = ++parser->number;
  g_string_truncate (parser->pid, 0);
  g_string_truncate (parser->tid, 0);
  telar_json_reader_begin_object (reader);
  while ((member = telar_json_reader_next_member (reader)) != NULL)
    read_member (parser, member, &members);
  if (reader->error != NULL)
    return;

  /* The older form of asynchronous events. */
  if (members.event.phase == 'S')
    members.event.phase = 'b';
  else if (members.event.phase == 'F')
    members.event.phase = 'e';

  switch (members.event.phase)
    {
    case 'M':
      members.event.thread = find_thread (parser);
      if (reader->error == NULL)
        read_metadata (parser, &members.event);
      break;
    case 'X':
    case 'B':
    case 'E':
    case 'b':
    case 'e':
      keep_event (parser, &members);
      break;
    default:
      break;
    }
}

/* The format allows a bare array to lack its end, as a program that is killed leaves it. */
static gboolean
is_at_end (TelarJsonReader *reader)
{
  return telar_json_reader_peek (reader) == TELAR_JSON_NONE && reader->position >= reader->end;
}

static void
read_events (Parser *parser, gboolean may_lack_end)
{
  TelarJsonReader *reader = &parser->events->reader;

  telar_json_reader_begin_array (reader);
  while (!(may_lack_end && is_at_end (reader)) && telar_json_reader_next_element (reader)
         && !(may_lack_end && is_at_end (reader)))
    read_event (parser);
}

static void
read_document (Parser *parser)
{
  TelarTraceEvents *events = parser->events;
  TelarJsonReader *reader = &events->reader;
  gboolean has_events = FALSE;
  const char *member;

  if (telar_json_reader_peek (reader) == TELAR_JSON_ARRAY)
    {
      read_events (parser, TRUE);
      telar_json_reader_end (reader);
      return;
    }

  telar_json_reader_begin_object (reader);
  while ((member = telar_json_reader_next_member (reader)) != NULL)
    if (g_str_equal (member, "traceEvents") && !has_events)
      {
        has_events = TRUE;
        read_events (parser, FALSE);
      }
    else if (g_str_equal (member, "otherData")
             && telar_json_reader_peek (reader) == TELAR_JSON_OBJECT)
      {
        events->other_data = reader->position;
        telar_json_reader_skip (reader);
      }
    else
      telar_json_reader_skip (reader);
  telar_json_reader_end (reader);
}

/**
 * telar_trace_events_read:
 * @events: events of no document
 * @data: a document of the Trace Event Format, as an object or as an array; not trusted, need not
 *   be terminated, must live as long as @events
 * @length: its length in bytes
 * @error: return location for a %G_IO_ERROR_INVALID_DATA that names the line and the event
 *
 * Understands complete events (X), those that begin and end something (B and E), asynchronous ones
 * (b and e, and S and F as they once were) and the names and ranks of threads and processes (M);
 * others are left out. Real traces often lack a name, a process or a thread, so these may be
 * missing, but no time may be. Takes time and memory in proportion to @length.
 *
 * Returns: whether the document was understood
 */
gboolean
telar_trace_events_read (TelarTraceEvents *events, const char *data, gsize length, GError **error)
{
  g_autoptr (GHashTable) threads = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) processes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) pid = g_string_new (NULL);
  g_autoptr (GString) tid = g_string_new (NULL);
  g_autoptr (GString) key = g_string_new (NULL);
  Parser parser = { events, threads, processes, pid, tid, key, 0 };

  telar_json_reader_init (&events->reader, data, length);
  read_document (&parser);
  if (events->reader.error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&events->reader.error));

  return FALSE;
}
