/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-work.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sched.h>

struct _TelarWork
{
  gatomicrefcount ref_count;
  const TelarWorkload *workload;
  char *demo_url;
  TelarHeadingFinder *heading_finder;
  gint64 sleep_us;
  gint64 yield_us;
  gint64 switch_interval_us; /* 0 without an interpreter lock */
  gboolean has_one_core;
  cpu_set_t cores; /* that it may use, if it has one core */
  TelarCounter *counter;
  gboolean greets;
  gint64 timeout_us;
  guint64 body_limit;
  guint redirect_limit;
  char *user_agent; /* NULL to send none */
  TelarAuthorities *authorities;
};

static gboolean
has_parameter (const TelarWork *work, const char *name)
{
  return telar_workload_find_parameter (work->workload, name) != NULL;
}

static gint64
get_us (const TelarParameters *parameters, const char *name)
{
  return (gint64) (telar_parameters_get_number (parameters, name) * G_USEC_PER_SEC + 0.5);
}

/**
 * telar_work_check_user_agent:
 * @text: how the program shall name itself to servers
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT, in the user's language
 *
 * A header of HTTP may hold printable ASCII anywhere (RFC 9110, section 5.5). Any thread may call
 * it.
 *
 * Returns: whether it can be sent
 */
gboolean
telar_work_check_user_agent (const char *text, GError **error)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             _ ("The user agent may consist of letters without accents, digits, "
                                "spaces and punctuation only"));
        return FALSE;
      }

  return TRUE;
}

static gboolean
read_user_agent (TelarWork *work, const TelarParameters *parameters, GError **error)
{
  g_autofree char *text
      = g_strstrip (g_strdup (telar_parameters_get_string (parameters, "user-agent")));

  if (!telar_work_check_user_agent (text, error))
    return FALSE;

  if (*text != '\0')
    work->user_agent = g_steal_pointer (&text);

  return TRUE;
}

/**
 * telar_work_new:
 * @parameters: the parameters of a workload; they are copied as far as needed
 * @demo_url: (nullable): the address of the demo site, ending in a slash; %NULL if it does not run,
 *   which fails every task on one of its pages
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: the pattern does not compile, or the
 *   user agent is none that can be sent
 *
 * Any thread may call it.
 *
 * Returns: (transfer full) (nullable): the workload, ready for a run
 */
TelarWork *
telar_work_new (const TelarParameters *parameters, const char *demo_url, GError **error)
{
  g_autoptr (TelarWork) work = g_new0 (TelarWork, 1);

  g_atomic_ref_count_init (&work->ref_count);
  work->workload = telar_parameters_get_workload (parameters);
  work->demo_url = g_strdup (demo_url);

  if (has_parameter (work, "seconds"))
    work->sleep_us = get_us (parameters, "seconds");
  if (has_parameter (work, "yield"))
    work->yield_us = (gint64) telar_parameters_get_number (parameters, "yield") * 1000;
  if (telar_parameters_is_on (parameters, "interpreter-lock"))
    work->switch_interval_us
        = (gint64) (telar_parameters_get_number (parameters, "switch-interval") * 1000);
  work->has_one_core = telar_parameters_is_on (parameters, "one-core");
  if (work->has_one_core)
    sched_getaffinity (0, sizeof work->cores, &work->cores);
  if (has_parameter (work, "guard"))
    work->counter = telar_counter_new (
        telar_guard_from_name (telar_parameters_get_string (parameters, "guard")));
  work->greets = g_str_equal (work->workload->name, "hello");
  if (work->workload->input_kind == TELAR_INPUT_PAGE)
    {
      work->timeout_us = get_us (parameters, "timeout");
      work->body_limit = (guint64) telar_parameters_get_number (parameters, "body-limit");
      work->redirect_limit = (guint) telar_parameters_get_number (parameters, "redirect-limit");
      work->authorities = telar_authorities_new ();
      if (!read_user_agent (work, parameters, error))
        return NULL;
    }
  if (has_parameter (work, "pattern"))
    {
      work->heading_finder
          = telar_heading_finder_new (telar_parameters_get_string (parameters, "pattern"), error);
      if (work->heading_finder == NULL)
        return NULL;
    }

  return g_steal_pointer (&work);
}

/**
 * telar_work_ref:
 * @work: a workload made ready
 *
 * Returns: (transfer full): the same
 */
TelarWork *
telar_work_ref (TelarWork *work)
{
  g_atomic_ref_count_inc (&work->ref_count);

  return work;
}

/**
 * telar_work_unref:
 * @work: (transfer full): a workload made ready
 */
void
telar_work_unref (TelarWork *work)
{
  if (!g_atomic_ref_count_dec (&work->ref_count))
    return;

  g_clear_pointer (&work->heading_finder, telar_heading_finder_free);
  g_clear_pointer (&work->counter, telar_counter_free);
  g_clear_pointer (&work->authorities, telar_authorities_free);
  g_free (work->user_agent);
  g_free (work->demo_url);
  g_free (work);
}

/**
 * telar_work_get_workload:
 * @work: a workload made ready
 *
 * Returns: (transfer none): the workload
 */
const TelarWorkload *
telar_work_get_workload (const TelarWork *work)
{
  return work->workload;
}

/**
 * telar_work_get_heading_finder:
 * @work: a workload made ready
 *
 * Returns: (transfer none) (nullable): what finds headings, if the workload looks for them
 */
const TelarHeadingFinder *
telar_work_get_heading_finder (const TelarWork *work)
{
  return work->heading_finder;
}

/**
 * telar_work_get_demo_url:
 * @work: a workload made ready
 *
 * Returns: (transfer none) (nullable): the address of the demo site
 */
const char *
telar_work_get_demo_url (const TelarWork *work)
{
  return work->demo_url;
}

/**
 * telar_work_get_sleep_us:
 * @work: a workload made ready
 *
 * Returns: how long a task sleeps, in microseconds; 0 if it does not
 */
gint64
telar_work_get_sleep_us (const TelarWork *work)
{
  return work->sleep_us;
}

/**
 * telar_work_get_yield_us:
 * @work: a workload made ready
 *
 * Returns: how long a task in the event loop computes before it gives control back, in
 *   microseconds; 0 if it does not before its end
 */
gint64
telar_work_get_yield_us (const TelarWork *work)
{
  return work->yield_us;
}

/**
 * telar_work_get_switch_interval_us:
 * @work: a workload made ready
 *
 * Returns: how long a thread waits for the interpreter lock before it asks for it, in microseconds;
 *   0 if there is to be no such lock
 */
gint64
telar_work_get_switch_interval_us (const TelarWork *work)
{
  return work->switch_interval_us;
}

/**
 * telar_work_get_counter:
 * @work: a workload made ready
 *
 * Returns: (transfer none) (nullable): the counter that all its tasks in this process add to
 */
TelarCounter *
telar_work_get_counter (const TelarWork *work)
{
  return work->counter;
}

/**
 * telar_work_has_one_core:
 * @work: a workload made ready
 *
 * Returns: whether all is to be done on one core
 */
gboolean
telar_work_has_one_core (const TelarWork *work)
{
  return work->has_one_core;
}

static gboolean
bind_thread (const cpu_set_t *cores, GError **error)
{
  int code;

  if (sched_setaffinity (0, sizeof *cores, cores) == 0)
    return TRUE;

  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("The system does not let the run be bound to one core: %s"), g_strerror (code));
  return FALSE;
}

/**
 * telar_work_settle:
 * @work: a workload made ready
 * @error: return location for a #GIOErrorEnum if the system does not allow it
 *
 * If all is to be done on one core, binds the calling thread to it: the first that the thread in
 * which @work was made could use. Threads and processes that it starts from then on are bound as it
 * is. A thread that does not end with the run has to call telar_work_unsettle().
 *
 * Returns: whether that was done or there was nothing to do
 */
gboolean
telar_work_settle (const TelarWork *work, GError **error)
{
  cpu_set_t first;
  int core = 0;

  if (!work->has_one_core)
    return TRUE;

  while (core < CPU_SETSIZE - 1 && !CPU_ISSET (core, &work->cores))
    core++;
  CPU_ZERO (&first);
  CPU_SET (core, &first);

  return bind_thread (&first, error);
}

/**
 * telar_work_unsettle:
 * @work: a workload made ready
 *
 * Lets the calling thread, which may be bound, use all cores again.
 */
void
telar_work_unsettle (const TelarWork *work)
{
  if (work->has_one_core)
    bind_thread (&work->cores, NULL);
}

/**
 * telar_work_greets:
 * @work: a workload made ready
 *
 * Returns: whether a task says hello before it sleeps and world afterwards, rather than squaring
 *   its number
 */
gboolean
telar_work_greets (const TelarWork *work)
{
  return work->greets;
}

/**
 * telar_work_get_timeout_us:
 * @work: a workload on pages
 *
 * Returns: how long fetching a page may take in all, in microseconds
 */
gint64
telar_work_get_timeout_us (const TelarWork *work)
{
  return work->timeout_us;
}

/**
 * telar_work_get_body_limit:
 * @work: a workload on pages
 *
 * Returns: how many bytes a page may have, after its compression is undone
 */
guint64
telar_work_get_body_limit (const TelarWork *work)
{
  return work->body_limit;
}

/**
 * telar_work_get_redirect_limit:
 * @work: a workload on pages
 *
 * Returns: how many redirects are followed
 */
guint
telar_work_get_redirect_limit (const TelarWork *work)
{
  return work->redirect_limit;
}

/**
 * telar_work_get_user_agent:
 * @work: a workload of pages made ready
 *
 * Returns: (transfer none) (nullable): how to name the program to servers, in ASCII; %NULL for not
 *   at all
 */
const char *
telar_work_get_user_agent (const TelarWork *work)
{
  return work->user_agent;
}

/**
 * telar_work_get_authorities:
 * @work: a workload of pages made ready
 *
 * Returns: (transfer none): who is trusted to sign certificates
 */
TelarAuthorities *
telar_work_get_authorities (const TelarWork *work)
{
  return work->authorities;
}
