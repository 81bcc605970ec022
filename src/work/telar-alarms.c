/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-alarms.h"

struct _TelarAlarms
{
  GMainContext *context;
  GQueue queue;       /* of TelarAlarm, the next one first */
  GSource *source;    /* due with the first of them, or earlier */
  GPtrArray *watches; /* of Watch, one for each cancellable in use */
};

typedef struct _TelarAlarmWatch
{
  TelarAlarms *alarms;
  GCancellable *cancellable;
  gulong handler; /* of the cancellable's signal */
  guint n_alarms;
  gboolean rings;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  /* Waits for a call that goes on in another thread. */
  g_cancellable_disconnect (watch->cancellable, watch->handler);
  g_object_unref (watch->cancellable);
  g_free (watch);
}

static void
ring (TelarAlarms *alarms, TelarAlarm *alarm, gboolean cancelled)
{
  TelarAlarmFunc func = alarm->func;

  telar_alarms_unset (alarms, alarm);
  func (alarm, cancelled);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
ring_cancelled (TelarAlarms *alarms, Watch *watch)
{
  /* A function that is called may set or unset others, so the search begins anew after each. */
  watch->rings = TRUE;
  while (watch->n_alarms > 0)
    {
      GList *next = alarms->queue.head;

      while (((TelarAlarm *) next->data)->watch != watch)
        next = next->next;
      ring (alarms, next->data, TRUE);
    }
  g_ptr_array_remove_fast (alarms->watches, watch);
}

/* Returns: (nullable): a watch in use whose cancellable is cancelled */
static Watch *
find_cancelled (TelarAlarms *alarms)
{
  for (guint i = 0; i < alarms->watches->len; i++)
    {
      Watch *watch = g_ptr_array_index (alarms->watches, i);

      if (watch->n_alarms > 0 && g_cancellable_is_cancelled (watch->cancellable))
        return watch;
    }

  return NULL;
}

static gboolean
on_due (gpointer user_data)
{
  TelarAlarms *alarms = user_data;
  gint64 now_us = g_source_get_time (alarms->source);
  guint n_watches = alarms->watches->len;
  TelarAlarm *first;
  Watch *watch;

  /* What is set meanwhile with a cancelled cancellable rings at the next turn. */
  for (; n_watches > 0 && (watch = find_cancelled (alarms)) != NULL; n_watches--)
    ring_cancelled (alarms, watch);

  while ((first = g_queue_peek_head (&alarms->queue)) != NULL && first->due_us <= now_us)
    ring (alarms, first, FALSE);
  g_source_set_ready_time (alarms->source, first != NULL ? first->due_us : -1);

  /* Someone may have cancelled before that, and then must not be forgotten. */
  if (find_cancelled (alarms) != NULL)
    g_source_set_ready_time (alarms->source, 0);

  return G_SOURCE_CONTINUE;
}

/* Called in whichever thread cancels. A source of GLib's for the cancellable would do all this,
 * but it is lost if it is freed while another thread cancels (GLib 2.74). */
static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  TelarAlarms *alarms = user_data;

  g_source_set_ready_time (alarms->source, 0);
}

/* Returns the watch of a cancellable. One that is just ringing is done with: what is set now has
 * a new one, which rings at the next turn. */
static Watch *
watch_cancellable (TelarAlarms *alarms, GCancellable *cancellable)
{
  Watch *watch;

  for (guint i = 0; i < alarms->watches->len; i++)
    {
      watch = g_ptr_array_index (alarms->watches, i);
      if (watch->cancellable == cancellable && !watch->rings)
        return watch;
    }

  watch = g_new0 (Watch, 1);
  watch->alarms = alarms;
  watch->cancellable = g_object_ref (cancellable);
  watch->handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), alarms, NULL);
  g_ptr_array_add (alarms->watches, watch);

  return watch;
}

/* The last watch is kept: most often the next task has the same cancellable. */
static void
unwatch (TelarAlarms *alarms, Watch *watch)
{
  watch->n_alarms--;
  if (watch->n_alarms == 0 && !watch->rings && alarms->watches->len > 1)
    g_ptr_array_remove_fast (alarms->watches, watch);
}

/**
 * telar_alarms_new:
 * @context: (nullable): the main context that rings them; the other functions are called in its
 *   thread
 *
 * Returns: (transfer full): alarms, none of them set
 */
TelarAlarms *
telar_alarms_new (GMainContext *context)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  TelarAlarms *alarms = g_new0 (TelarAlarms, 1);

  alarms->context = context != NULL ? g_main_context_ref (context) : NULL;
  g_queue_init (&alarms->queue);
  alarms->watches = g_ptr_array_new_with_free_func (watch_free);
  alarms->source = g_source_new (&funcs, sizeof (GSource));
  g_source_set_static_name (alarms->source, "telar-alarms");
  g_source_set_callback (alarms->source, on_due, alarms, NULL);
  g_source_attach (alarms->source, context);

  return alarms;
}

/**
 * telar_alarms_free:
 * @alarms: (transfer full): alarms, none of them set any more
 */
void
telar_alarms_free (TelarAlarms *alarms)
{
  g_assert (alarms->queue.length == 0);

  g_ptr_array_unref (alarms->watches);
  g_source_destroy (alarms->source);
  g_source_unref (alarms->source);
  g_clear_pointer (&alarms->context, g_main_context_unref);
  g_free (alarms);
}

/**
 * telar_alarms_set:
 * @alarms: the alarms of a main context
 * @alarm: what is to ring; it belongs to the caller and is not set already
 * @due_us: when, on the clock of g_get_monotonic_time(); a time that is over rings at the next turn
 *   of the main context, never at once
 * @cancellable: (nullable): rings it early
 * @func: what is then called
 *
 * Constant effort if it is due later than those that are set, as it is where all wait equally long.
 */
void
telar_alarms_set (TelarAlarms *alarms,
                  TelarAlarm *alarm,
                  gint64 due_us,
                  GCancellable *cancellable,
                  TelarAlarmFunc func)
{
  GList *before = alarms->queue.tail;
  gint64 ready_us = g_source_get_ready_time (alarms->source);

  alarm->link = (GList){ .data = alarm };
  alarm->due_us = due_us;
  alarm->watch = cancellable != NULL ? watch_cancellable (alarms, cancellable) : NULL;
  if (alarm->watch != NULL)
    alarm->watch->n_alarms++;
  alarm->func = func;

  while (before != NULL && ((TelarAlarm *) before->data)->due_us > due_us)
    before = before->prev;
  if (before != NULL)
    g_queue_insert_after_link (&alarms->queue, before, &alarm->link);
  else
    g_queue_push_head_link (&alarms->queue, &alarm->link);

  /* One that is unset leaves the source due too early, which costs one turn for nothing and saves
   * moving it with every task. */
  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    g_source_set_ready_time (alarms->source, 0);
  else if (ready_us < 0 || due_us < ready_us)
    g_source_set_ready_time (alarms->source, MAX (due_us, 0));
}

/**
 * telar_alarms_unset:
 * @alarms: the alarms of a main context
 * @alarm: one that may be set
 */
void
telar_alarms_unset (TelarAlarms *alarms, TelarAlarm *alarm)
{
  if (alarm->func == NULL)
    return;

  g_queue_unlink (&alarms->queue, &alarm->link);
  alarm->func = NULL;
  if (alarm->watch != NULL)
    unwatch (alarms, alarm->watch);
  alarm->watch = NULL;
}
