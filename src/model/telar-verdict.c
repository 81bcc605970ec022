/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-verdict.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "telar-format.h"

/* Tasks that compute for less of their time than the first are I/O-bound, from the second on
 * CPU-bound. At a quarter, four workers are needed to keep one core busy; at three quarters, a
 * second worker for each core would have next to nothing to do. */
#define IO_BOUND_SHARE  0.25
#define CPU_BOUND_SHARE 0.75

/* From this part on, cores count as busy throughout: the rest is the beginning and the end of a
 * run, where not all workers have a task. */
#define BUSY_UTILISATION 0.85

/* What is shorter than this, start and clock decide; hyperfine warns below the same 5 ms. */
#define SHORTEST_WALL_NS G_GINT64_CONSTANT (5000000)

/* A part of the wall time that is worth a remark. */
#define MOST_OF_WALL   0.5
#define ALMOST_ALL     0.9
#define LARGE_OVERHEAD 0.3

/* A part of their time that tasks do not wait for a mutex or a core by chance. */
#define MUCH_OF_TIME 0.1

/* Only tasks shorter than this are looked at for whether handing them out costs more. */
#define TINY_TASK_NS 1e6

/* From this time on people notice that a loop is blocked: the bound of the Long Tasks API of the
 * W3C, which looks after the event loops of browsers. */
#define BLOCKED_LOOP_NS G_GINT64_CONSTANT (50000000)

/* Beyond this, an estimate of workers means “very many”. */
#define MAX_ESTIMATE 1000

static const char *const titles[TELAR_N_VERDICT_KINDS] = {
  [TELAR_VERDICT_UNKNOWN] = N_ ("Not known"),
  [TELAR_VERDICT_IO_BOUND] = N_ ("I/O-bound"),
  [TELAR_VERDICT_MIXED] = N_ ("Mixed"),
  [TELAR_VERDICT_CPU_BOUND] = N_ ("CPU-bound"),
};

/**
 * telar_verdict_kind_get_title:
 * @kind: what held a run up
 *
 * Returns: (transfer none): the word for it in the user's language
 */
const char *
telar_verdict_kind_get_title (TelarVerdictKind kind)
{
  g_return_val_if_fail ((guint) kind < TELAR_N_VERDICT_KINDS, NULL);

  return _ (titles[kind]);
}

static guint
get_percentage (double part)
{
  return (guint) lround (CLAMP (part, 0, 1) * 100);
}

static double
get_part_of_wall (const TelarRunFigures *figures, gint64 time_ns)
{
  return figures->wall_ns > 0 ? (double) time_ns / (double) figures->wall_ns : 0;
}

/* Whether only one of the run's workers could compute at a time, because of the interpreter lock
 * or because they had one core. */
static gboolean
takes_turns (const TelarRunFigures *figures)
{
  return figures->phases_ns[TELAR_PHASE_LOCK_HELD] > 0
         || figures->phases_ns[TELAR_PHASE_CORE_WAIT] > 0;
}

/* Which part of their time tasks waited for the mutex of a counter. */
static double
get_mutex_share (const TelarRunFigures *figures)
{
  if (figures->tasks_ns <= 0 || figures->phases_ns[TELAR_PHASE_LOCK_HELD] > 0)
    return 0;

  return (double) figures->phases_ns[TELAR_PHASE_LOCK_WAIT] / (double) figures->tasks_ns;
}

static gboolean
competes_for_mutex (const TelarRunFigures *figures)
{
  return get_mutex_share (figures) >= MUCH_OF_TIME;
}

/* How many cores the run could keep busy at once; 0 if that is not known. */
static guint
get_usable_cores (const TelarRunFigures *figures)
{
  if (figures->strategy == TELAR_STRATEGY_SEQUENTIAL || figures->strategy == TELAR_STRATEGY_ASYNC)
    return 1;

  if (takes_turns (figures))
    return MIN (figures->n_cores, 1);

  return MIN (figures->workers, figures->n_cores);
}

static double
get_run_cpu_ns (const TelarRunFigures *figures)
{
  return (double) figures->cpu.user_ns + (double) figures->cpu.system_ns;
}

/* The processor time of a task in the event loop is that of its own callbacks alone, without what
 * the loop and the network library do on its behalf. There, that of the whole run is taken, which
 * is exact; with the loop's own start in it, it is rather too much than too little. */
static double
get_tasks_cpu_ns (const TelarRunFigures *figures)
{
  double tasks_cpu_ns = (double) figures->tasks_cpu_ns;

  if (figures->strategy == TELAR_STRATEGY_ASYNC)
    return MAX (tasks_cpu_ns, get_run_cpu_ns (figures));

  return tasks_cpu_ns;
}

static void
measure (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  double available_ns = (double) get_usable_cores (figures) * (double) figures->wall_ns;
  double cpu_ns = get_tasks_cpu_ns (figures);
  /* Where a task waits for the event loop, the interpreter lock or the core that it shares, it
   * waits for its turn, as if it had not begun. */
  static const TelarPhase turns[]
      = { TELAR_PHASE_LOOP_WAIT, TELAR_PHASE_LOCK_WAIT, TELAR_PHASE_CORE_WAIT };
  double computing_ns = (double) figures->phases_ns[TELAR_PHASE_COMPUTE]
                        + (double) figures->phases_ns[TELAR_PHASE_LOCK_HELD];
  double turns_ns = (double) figures->tasks_ns;

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    turns_ns -= (double) figures->phases_ns[turns[i]];

  /* A task that computes does not block, so that while it does not use a core, it waits for one
   * that others have. That, too, is waiting for its turn. */
  if (figures->tasks_ns > 0)
    verdict->coreless_share = CLAMP ((computing_ns - cpu_ns) / (double) figures->tasks_ns, 0, 1);
  if (verdict->coreless_share >= MUCH_OF_TIME)
    turns_ns -= computing_ns - cpu_ns;

  if (turns_ns > 0)
    verdict->cpu_share = CLAMP (cpu_ns / turns_ns, 0, 1);
  if (available_ns > 0)
    verdict->utilisation = CLAMP (cpu_ns / available_ns, 0, 1);
}

/* Whether tiny tasks left the workers without one for most of the time, or had more processor time
 * spent on them than they used themselves. */
static gboolean
has_overhead (const TelarRunFigures *figures)
{
  double workers_ns = (double) figures->workers * (double) figures->wall_ns;

  return figures->strategy != TELAR_STRATEGY_SEQUENTIAL && figures->n_begun > 1
         && figures->durations.median < TINY_TASK_NS
         && ((double) figures->tasks_ns < MOST_OF_WALL * workers_ns
             || (double) figures->tasks_cpu_ns < MOST_OF_WALL * get_run_cpu_ns (figures));
}

/* Why nothing can be told. Returns NULL if something can. */
static char *
explain_unknown (const TelarRunFigures *figures)
{
  g_autofree char *wall = NULL;

  if (figures->n_begun == 0)
    return g_strdup (_ ("No task was begun, so there is nothing to tell."));
  if (figures->counts.succeeded == 0 && figures->counts.failed > 0)
    return g_strdup (_ ("No task succeeded, so it cannot be told what suits the run."));

  wall = telar_format_duration (figures->wall_ns);
  if (figures->wall_ns < SHORTEST_WALL_NS || figures->tasks_ns == 0)
    return g_strdup_printf (_ ("The run took only %s, which is too short to tell what suits it."),
                            wall);
  if (get_tasks_cpu_ns (figures) <= 0)
    return g_strdup (_ ("The processor time of the tasks is not known, so it cannot be told "
                        "whether they computed or waited."));
  if (has_overhead (figures))
    {
      g_autofree char *median = telar_format_duration ((gint64) figures->durations.median);

      return g_strdup_printf (_ ("Half of the tasks took %s or less, and handing them out took "
                                 "longer than executing them: larger tasks or Sequential suit."),
                              median);
    }

  return NULL;
}

/* Many tasks that compute at once on few cores, or in one event loop, wait for each other: then
 * each has a small share of processor time, and the cores none to spare. */
static TelarVerdictKind
classify (const TelarVerdict *verdict)
{
  if (verdict->cpu_share >= CPU_BOUND_SHARE || verdict->utilisation >= BUSY_UTILISATION)
    return TELAR_VERDICT_CPU_BOUND;
  if (verdict->cpu_share < IO_BOUND_SHARE)
    return TELAR_VERDICT_IO_BOUND;

  return TELAR_VERDICT_MIXED;
}

static char *
describe_io_bound (const TelarVerdict *verdict, const TelarRunFigures *figures)
{
  guint waited = get_percentage (1 - verdict->cpu_share);

  if (figures->n_begun == 1)
    /* Translators: the blank before the percent sign is a no-break space, here and below */
    return g_strdup_printf (_ ("The only task waited %u %% of its time: no strategy can shorten "
                               "that."),
                            waited);
  if (figures->strategy == TELAR_STRATEGY_SEQUENTIAL)
    return g_strdup_printf (_ ("Tasks waited %u %% of their time, one after another: Async or "
                               "Threads suit, which let them wait at the same time."),
                            waited);
  if (figures->strategy == TELAR_STRATEGY_PROCESSES)
    return g_strdup_printf (_ ("Tasks waited %u %% of their time: Async or Threads suit, in "
                               "which waiting costs less than in a process."),
                            waited);

  return g_strdup_printf (_ ("Tasks waited %u %% of their time: Async or Threads suit; more "
                             "processes would not help."),
                          waited);
}

static char *
describe_cpu_bound (const TelarVerdict *verdict, const TelarRunFigures *figures)
{
  guint computed = get_percentage (verdict->cpu_share);
  guint busy = get_percentage (verdict->utilisation);
  guint usable = get_usable_cores (figures);

  if (figures->n_begun == 1 && verdict->coreless_share >= MUCH_OF_TIME)
    return g_strdup_printf (_ ("The only task computed %u %% of the time in which it had a core: "
                               "no strategy can shorten that."),
                            computed);
  if (figures->n_begun == 1)
    return g_strdup_printf (_ ("The only task computed %u %% of its time: no strategy can "
                               "shorten that."),
                            MAX (computed, busy));
  if (figures->strategy == TELAR_STRATEGY_ASYNC && verdict->coreless_share < MUCH_OF_TIME)
    return g_strdup_printf (_ ("The one thread of the event loop computed %u %% of the wall time, "
                               "so that its tasks waited for each other: Threads or Processes "
                               "suit, which use several cores."),
                            busy);
  if (figures->phases_ns[TELAR_PHASE_LOCK_HELD] > 0)
    return g_strdup_printf (_ ("Tasks computed %u %% of the time in which it was their turn, but "
                               "only the one that held the simulated interpreter lock: Processes "
                               "suit, each of which has its own."),
                            MAX (computed, busy));
  if (takes_turns (figures))
    return g_strdup_printf (_ ("Tasks computed %u %% of the time in which it was their turn, but "
                               "they had only one core, so that they were simultaneous in "
                               "appearance only."),
                            MAX (computed, busy));
  if (competes_for_mutex (figures))
    return g_strdup_printf (_ ("Tasks waited %u %% of their time for a mutex, which only one of "
                               "them can hold at a time: more workers would not help."),
                            get_percentage (get_mutex_share (figures)));
  if (verdict->cpu_share >= CPU_BOUND_SHARE && verdict->coreless_share < MUCH_OF_TIME)
    return g_strdup_printf (_ ("Tasks computed %u %% of their time: Threads or Processes suit, "
                               "with as many workers as there are cores; Async would not help."),
                            computed);
  if (verdict->utilisation < BUSY_UTILISATION)
    return g_strdup_printf (_ ("Tasks computed %u %% of the time in which they had a core: Threads "
                               "or Processes suit, with as many workers as there are cores; Async "
                               "would not help."),
                            computed);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Tasks kept %u core busy for %u %% of the wall time: "
                                       "Threads or Processes suit, with as many workers as there "
                                       "are cores; Async would not help.",
                                       "Tasks kept %u cores busy for %u %% of the wall time: "
                                       "Threads or Processes suit, with as many workers as there "
                                       "are cores; Async would not help.",
                                       usable),
                          usable, busy);
}

static char *
describe_mixed (const TelarVerdict *verdict, const TelarRunFigures *figures)
{
  guint computed = get_percentage (verdict->cpu_share);

  if (figures->n_begun == 1)
    return g_strdup_printf (_ ("The only task computed %u %% of its time and waited for the rest: "
                               "no strategy can shorten that."),
                            computed);

  return g_strdup_printf (_ ("Tasks computed %u %% of their time and waited for the rest: Threads "
                             "or Processes suit, with more workers than cores."),
                          computed);
}

static void
take_remark (TelarVerdict *verdict, char *remark)
{
  g_ptr_array_add (verdict->remarks, remark);
}

static void
remark_on_end (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  if (!figures->is_complete)
    take_remark (verdict, g_strdup (_ ("The run had not come to its end, so the figures are those "
                                       "of a part of it.")));
  if (figures->counts.failed > 0)
    take_remark (verdict,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "%u of %u task failed, so the run did less than "
                                               "it was to.",
                                               "%u of %u tasks failed, so the run did less than "
                                               "it was to.",
                                               figures->counts.total),
                                  figures->counts.failed, figures->counts.total));
}

static void
remark_on_dependencies (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  g_autofree char *path = telar_format_duration (figures->critical_path_ns);
  g_autofree char *wall = telar_format_duration (figures->wall_ns);

  take_remark (verdict, g_strdup_printf (_ ("The longest chain of tasks that wait for each other "
                                            "took %s of %s: more workers would not help."),
                                         path, wall));
}

/* More workers are worth a try if tasks were ready and none was free, unless the cores have
 * nothing left to give. */
static void
remark_on_shortage (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  guint percentage = get_percentage (get_part_of_wall (figures, figures->short_ns));
  gboolean is_cpu_bound = verdict->kind == TELAR_VERDICT_CPU_BOUND;

  if (get_part_of_wall (figures, figures->short_ns) < MOST_OF_WALL
      || (is_cpu_bound && takes_turns (figures)) || competes_for_mutex (figures)
      || (is_cpu_bound && figures->workers >= figures->n_cores)
      || (is_cpu_bound && figures->strategy == TELAR_STRATEGY_ASYNC))
    return;

  if (figures->strategy == TELAR_STRATEGY_SEQUENTIAL)
    take_remark (verdict,
                 g_strdup_printf (_ ("For %u %% of the wall time tasks were ready and the only "
                                     "worker had another: more workers would help."),
                                  percentage));
  else if (figures->workers < telar_strategy_get_max_workers (figures->strategy))
    take_remark (verdict,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "For %u %% of the wall time tasks were ready and "
                                               "the %u worker had another: more workers would "
                                               "help.",
                                               "For %u %% of the wall time tasks were ready and "
                                               "all %u workers had others: more workers would "
                                               "help.",
                                               figures->workers),
                                  percentage, figures->workers));
}

static void
remark_on_updates (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  g_autofree char *lost = NULL;
  g_autofree char *expected = NULL;

  if (figures->updates.kind != TELAR_UPDATES_SHARED || figures->updates.lost == 0)
    return;

  lost = telar_format_count ((guint64) figures->updates.lost);
  expected = telar_format_count ((guint64) figures->updates.expected);
  take_remark (verdict, g_strdup_printf (_ ("%s of %s additions were lost, because tasks overwrote "
                                            "what others had written: a mutex or atomic additions "
                                            "keep them."),
                                         lost, expected));
}

static void
remark_on_cores (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  gboolean has_threads = figures->strategy == TELAR_STRATEGY_THREADS
                         || figures->strategy == TELAR_STRATEGY_PROCESSES;
  double estimate;

  if (figures->n_cores == 0 || takes_turns (figures) || competes_for_mutex (figures))
    return;

  if (verdict->kind == TELAR_VERDICT_CPU_BOUND && has_threads
      && figures->workers > figures->n_cores)
    take_remark (verdict,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "%u workers shared %u core: more workers than "
                                               "cores bring tasks that compute no more speed.",
                                               "%u workers shared %u cores: more workers than "
                                               "cores bring tasks that compute no more speed.",
                                               figures->n_cores),
                                  figures->workers, figures->n_cores));

  /* B. Goetz et al., “Java Concurrency in Practice” (2006), 8.2: cores × (1 + waiting /
   * computing), which is cores over the processor share. */
  estimate = verdict->cpu_share > 0 ? ceil (figures->n_cores / verdict->cpu_share) : MAX_ESTIMATE;
  if (verdict->kind == TELAR_VERDICT_MIXED && figures->n_begun > 1
      && figures->strategy != TELAR_STRATEGY_ASYNC && estimate < MAX_ESTIMATE)
    take_remark (verdict,
                 g_strdup_printf (
                     g_dngettext (GETTEXT_PACKAGE, "About %u workers would keep %u core busy.",
                                  "About %u workers would keep %u cores busy.", figures->n_cores),
                     (guint) estimate, figures->n_cores));
}

/* With a worker for each core at most, none has to wait for another. */
static void
remark_on_others (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  guint n_needed = figures->strategy == TELAR_STRATEGY_ASYNC ? 1 : figures->workers;

  if (verdict->coreless_share < MUCH_OF_TIME || n_needed > figures->n_cores
      || takes_turns (figures))
    return;

  take_remark (verdict,
               g_strdup_printf (_ ("For %u %% of their time tasks that computed had no core, "
                                   "because the computer was busy with other things."),
                                get_percentage (verdict->coreless_share)));
}

static void
remark_on_loop (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  g_autofree char *longest = telar_format_duration (figures->longest_loop_ns);

  if (figures->strategy == TELAR_STRATEGY_ASYNC && figures->n_begun > 1
      && figures->longest_loop_ns >= BLOCKED_LOOP_NS)
    take_remark (verdict, g_strdup_printf (_ ("The event loop was busy for up to %s on end, in "
                                              "which no other task went on."),
                                           longest));
}

static void
remark_on_overhead (TelarVerdict *verdict, const TelarRunFigures *figures)
{
  g_autofree char *first = telar_format_duration (figures->first_start_ns);
  g_autofree char *wall = telar_format_duration (figures->wall_ns);

  if (figures->strategy == TELAR_STRATEGY_PROCESSES
      && get_part_of_wall (figures, figures->first_start_ns) >= LARGE_OVERHEAD)
    take_remark (verdict,
                 g_strdup_printf (_ ("Until the first process had started and begun a task, %s of "
                                     "%s had passed: Threads start faster."),
                                  first, wall));
}

/**
 * telar_verdict_new:
 * @figures: a run in figures
 *
 * Tells from measurements alone what held a run up. The processor share of its tasks decides:
 * below a quarter they are I/O-bound, from three quarters on CPU-bound, between them mixed. The
 * time in which a task could have computed and had no core does not count, so that what else the
 * computer does makes no difference. A run is CPU-bound, too, if it left its cores next to nothing,
 * however small the share of each of many tasks was that competed for them. Of a run that began no
 * task, took less than 5 ms, was not measured, or consisted of tasks tinier than what they cost to
 * hand out, no kind is told.
 *
 * Returns: (transfer full): what the run means, in the user's language
 */
TelarVerdict *
telar_verdict_new (const TelarRunFigures *figures)
{
  TelarVerdict *verdict = g_new0 (TelarVerdict, 1);
  gboolean is_chained = figures->n_begun > 1 && figures->durations.maximum > 0
                        && (double) figures->critical_path_ns > figures->durations.maximum
                        && get_part_of_wall (figures, figures->critical_path_ns) >= ALMOST_ALL;

  verdict->remarks = g_ptr_array_new_with_free_func (g_free);
  measure (verdict, figures);
  remark_on_end (verdict, figures);
  remark_on_updates (verdict, figures);

  verdict->sentence = explain_unknown (figures);
  if (verdict->sentence != NULL)
    return verdict;

  verdict->kind = classify (verdict);
  if (verdict->kind == TELAR_VERDICT_CPU_BOUND)
    verdict->sentence = describe_cpu_bound (verdict, figures);
  else if (verdict->kind == TELAR_VERDICT_IO_BOUND)
    verdict->sentence = describe_io_bound (verdict, figures);
  else
    verdict->sentence = describe_mixed (verdict, figures);

  if (is_chained)
    remark_on_dependencies (verdict, figures);
  else
    remark_on_shortage (verdict, figures);
  remark_on_cores (verdict, figures);
  remark_on_others (verdict, figures);
  remark_on_loop (verdict, figures);
  remark_on_overhead (verdict, figures);

  return verdict;
}

/**
 * telar_verdict_free:
 * @verdict: (transfer full) (nullable): a verdict
 */
void
telar_verdict_free (TelarVerdict *verdict)
{
  if (verdict == NULL)
    return;

  g_free (verdict->sentence);
  g_ptr_array_unref (verdict->remarks);
  g_free (verdict);
}
