/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-host-limit.h"

#include <string.h>

/* Stands for the host of a task that has none: what is only computed. */
#define NO_HOST G_MAXUINT

typedef struct
{
  guint n_running;
  GQueue waiting; /* tasks that were not admitted, in the order in which they asked */
} Host;

struct _TelarHostLimit
{
  guint n_at_once;
  guint *host_of; /* of each task, an index of @hosts */
  GArray *hosts;  /* Host */
};

/* The demo site stands for many hosts: each of its pages for the one that it is named after. */
static char *
dup_host (const char *input)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  int port;

  if (g_ascii_strncasecmp (input, "demo:", 5) == 0)
    return g_ascii_strdown (input, (gssize) (5 + strcspn (input + 5, "/?#")));

  uri = g_uri_parse (input, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;

  port = g_uri_get_port (uri);
  if (port < 0)
    port = g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);

  return g_strdup_printf ("%s:%d", host, port);
}

static guint
add_host (TelarHostLimit *limit)
{
  Host host = { .waiting = G_QUEUE_INIT };

  g_array_append_val (limit->hosts, host);

  return limit->hosts->len - 1;
}

/**
 * telar_host_limit_new:
 * @plan: what is run
 *
 * The limit is the parameter “per-host” of a workload of pages. Pages of one host are those of the
 * same name and port; where redirects lead to is not counted.
 *
 * Returns: (transfer full) (nullable): the limit, or %NULL if the plan has none
 */
TelarHostLimit *
telar_host_limit_new (TelarPlan *plan)
{
  const TelarParameters *parameters = telar_plan_get_parameters (plan);
  const TelarWorkload *workload = telar_parameters_get_workload (parameters);
  g_autoptr (GHashTable) indices = NULL;
  TelarHostLimit *limit;
  guint n_tasks, n_at_once;

  if (telar_workload_find_parameter (workload, "per-host") == NULL)
    return NULL;
  n_at_once = (guint) telar_parameters_get_number (parameters, "per-host");
  if (n_at_once == 0)
    return NULL;

  n_tasks = telar_plan_get_n_tasks (plan);
  limit = g_new0 (TelarHostLimit, 1);
  limit->n_at_once = n_at_once;
  limit->host_of = g_new (guint, n_tasks);
  limit->hosts = g_array_new (FALSE, FALSE, sizeof (Host));
  indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autofree char *host = dup_host (telar_plan_get_task (plan, i)->input);
      gpointer index;

      limit->host_of[i] = NO_HOST;
      if (host == NULL)
        continue;
      if (!g_hash_table_lookup_extended (indices, host, NULL, &index))
        {
          index = GUINT_TO_POINTER (add_host (limit));
          g_hash_table_insert (indices, g_steal_pointer (&host), index);
        }
      limit->host_of[i] = GPOINTER_TO_UINT (index);
    }

  return limit;
}

/**
 * telar_host_limit_free:
 * @limit: (transfer full): a limit
 */
void
telar_host_limit_free (TelarHostLimit *limit)
{
  for (guint i = 0; i < limit->hosts->len; i++)
    g_queue_clear (&g_array_index (limit->hosts, Host, i).waiting);
  g_array_unref (limit->hosts);
  g_free (limit->host_of);
  g_free (limit);
}

static Host *
get_host (TelarHostLimit *limit, guint task)
{
  guint index = limit->host_of[task];

  return index != NO_HOST ? &g_array_index (limit->hosts, Host, index) : NULL;
}

/**
 * telar_host_limit_admit:
 * @limit: a limit
 * @task: a task that is ready
 *
 * Returns: whether it may begin, as which it is counted until it is released; if not, it waits
 *   until telar_host_limit_release() or telar_host_limit_pop() hands it out
 */
gboolean
telar_host_limit_admit (TelarHostLimit *limit, guint task)
{
  Host *host = get_host (limit, task);

  if (host == NULL)
    return TRUE;

  if (host->n_running < limit->n_at_once)
    {
      host->n_running++;
      return TRUE;
    }

  g_queue_push_tail (&host->waiting, GUINT_TO_POINTER (task));

  return FALSE;
}

/**
 * telar_host_limit_release:
 * @limit: a limit
 * @task: a task that was admitted and does not run any more
 * @next: (out): one that waited for its host and may ask again
 *
 * Returns: whether there is one
 */
gboolean
telar_host_limit_release (TelarHostLimit *limit, guint task, guint *next)
{
  Host *host = get_host (limit, task);

  if (host == NULL)
    return FALSE;

  host->n_running--;
  if (g_queue_is_empty (&host->waiting))
    return FALSE;

  *next = GPOINTER_TO_UINT (g_queue_pop_head (&host->waiting));

  return TRUE;
}

/**
 * telar_host_limit_pop:
 * @limit: a limit
 * @task: (out): one of the tasks that wait
 *
 * Returns: whether there is one; it does not wait any more
 */
gboolean
telar_host_limit_pop (TelarHostLimit *limit, guint *task)
{
  for (guint i = 0; i < limit->hosts->len; i++)
    {
      Host *host = &g_array_index (limit->hosts, Host, i);

      if (!g_queue_is_empty (&host->waiting))
        {
          *task = GPOINTER_TO_UINT (g_queue_pop_head (&host->waiting));
          return TRUE;
        }
    }

  return FALSE;
}
