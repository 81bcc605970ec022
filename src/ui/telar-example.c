/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-example.h"

#include <glib/gi18n-lib.h>

#include "site/telar-site.h"

#define BIT(strategy)  (1u << TELAR_STRATEGY_##strategy)
#define EVERY_STRATEGY (BIT (SEQUENTIAL) | BIT (THREADS) | BIT (ASYNC) | BIT (PROCESSES))
#define WORKERS(n, m, k)                                                                           \
  {                                                                                                \
    1, n, m, k                                                                                     \
  }

/* The task that computes begins when the first page is there: by then the others are asked for, and
 * their answers come while it computes. */
#define PAGES_AND_PRIMES                                                                           \
  "first = demo:page?delay=0.1\ncounting = primes(20000000) after first\n"                         \
  "demo:page?delay=0.2\ndemo:page?delay=0.22\ndemo:page?delay=0.24\ndemo:page?delay=0.26\n"        \
  "demo:page?delay=0.28\ndemo:page?delay=0.3\ndemo:page?delay=0.32\ndemo:page?delay=0.34\n"        \
  "demo:page?delay=0.36\ndemo:page?delay=0.38\ndemo:page?delay=0.4\ndemo:page?delay=0.42\n"        \
  "demo:page?delay=0.44\ndemo:page?delay=0.46"

#define THREE_AND_THREE                                                                            \
  "primes(10000000)\nprimes(10000000)\nprimes(10000000)\n"                                         \
  "demo:page?delay=1\ndemo:page?delay=1\ndemo:page?delay=1"

/* The lecture's exercise: three tasks may run at once, then one, then another. The second of the
 * three takes longest, so that the critical path is easy to see. */
#define A_GRAPH                                                                                    \
  "A1 = demo:page?delay=0.6\nA2 = demo:page?delay=1.2\nA3 = demo:page?delay=0.9\n"                 \
  "B = demo:page?delay=0.8 after A1 A2 A3\nC = demo:page?delay=0.5 after B"

static const char *const group_titles[TELAR_N_EXAMPLE_GROUPS] = {
  [TELAR_EXAMPLES_PAGES] = N_ ("Pages: Waiting for Answers"),
  [TELAR_EXAMPLES_LOOP] = N_ ("Coroutines and the Event Loop"),
  [TELAR_EXAMPLES_POOL] = N_ ("A Pool of Workers"),
  [TELAR_EXAMPLES_COMPUTING] = N_ ("Waiting and Computing"),
  [TELAR_EXAMPLES_SHARING] = N_ ("What Threads Share"),
  [TELAR_EXAMPLES_GRAPH] = N_ ("Tasks That Need Each Other"),
};

static const TelarExample examples[] = {
  {
      .name = "demo-pages",
      .group = TELAR_EXAMPLES_PAGES,
      .title = N_ ("Sixteen Pages and Their Headings"),
      .explanation
      = N_ ("Sixteen pages are fetched, and 168 headings are found in them. Nearly all of the time "
            "goes by in waiting for servers: one after another the waits add up, at the same time "
            "they overlap. The pages come from the built-in demo site, which answers ten times as "
            "fast as the real ones did in the lecture."),
      .hint = N_ ("One after another, the bars form a staircase. By threads or in an event loop "
                  "they begin together, and the slowest page alone decides when all is done."),
      .picture = "OwwrOwwwwwwwrOwrOwwwrOwrOwwwrOwr\n\nOwwr\nOwwwwwwwr\nOwr\nOwwwr\nOwr\nOwwwr",
      .workload = "headings",
      .parameters = "pattern=lecture",
      .is_demo = TRUE,
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (16, 0, 4),
      .recorded_ms = { 53400, 4470, 0, 0 },
  },
  {
      .name = "demo-characters",
      .group = TELAR_EXAMPLES_PAGES,
      .title = N_ ("Sixteen Pages and Their Characters"),
      .explanation = N_ ("Here the characters of each page are counted. An event loop does it in "
                         "one thread: while a page is on its way, that thread looks after the "
                         "others. For the sixteen real pages the lecture’s event loop needed 2.22 "
                         "seconds, half as long as its threads took for the headings."),
      .hint = N_ ("In Async, the lane of the event loop is almost empty: sixteen pages at once "
                  "keep one thread busy for some milliseconds only."),
      .picture = "E.EE..E.....E\n\nOwwr\nOwwwwwwwr\nOwr\nOwwwr\nOwr\nOwwwr",
      .workload = "characters",
      .is_demo = TRUE,
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (16, 0, 4),
      .recorded_ms = { 0, 0, 2220, 0 },
  },
  {
      .name = "real-pages",
      .group = TELAR_EXAMPLES_PAGES,
      .title = N_ ("The Real Pages and Their Headings"),
      .explanation = N_ ("The same sixteen pages, from their real sites: this needs a network. The "
                         "sites have changed since the lecture, so the headings are others, and "
                         "the times depend on the servers and on the way to them."),
      .hint = N_ ("Look at what a page spends its time on: finding the name, connecting, the "
                  "handshake of TLS, waiting for the answer. A second run takes another time: "
                  "repeat it before you believe a difference."),
      .picture = "OowwrOoowwwwwwrOowr\n\nOowwr\nOoowwwwwwwr\nOowr\nOowwwr\nOowr\nOowwwwr",
      .workload = "headings",
      .parameters = "pattern=lecture",
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (16, 0, 4),
      .recorded_ms = { 53400, 4470, 0, 0 },
  },
  {
      .name = "real-characters",
      .group = TELAR_EXAMPLES_PAGES,
      .title = N_ ("The Real Pages and Their Characters"),
      .explanation = N_ ("The characters of the sixteen real pages, for which a network is needed. "
                         "Nothing but the counting differs from the headings, and the counting "
                         "takes next to no time: so the strategies rank as they did there."),
      .hint = N_ ("Compare the processor time with the wall time: the one is a small part of the "
                  "other. Tasks like these are I/O-bound."),
      .picture = "E.EE...E....E\n\nOowwr\nOoowwwwwwwr\nOowr\nOowwwr\nOowr\nOowwwwr",
      .workload = "characters",
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (16, 0, 4),
      .recorded_ms = { 0, 0, 2220, 0 },
  },
  {
      .name = "hello",
      .group = TELAR_EXAMPLES_LOOP,
      .title = N_ ("Hello, Wait, World, Three Times"),
      .explanation
      = N_ ("Say hello, wait for two seconds, say world: three times. One after another that takes "
            "six seconds. As three coroutines it takes two, for a coroutine that waits hands "
            "control back to the event loop, which goes on with the next one."),
      .hint = N_ ("The three waits lie side by side in the sequential run and below each other in "
                  "Async, where a single thread does it all."),
      .picture = "SssssSssssSssss\n\nSssss\nSssss\nSssss",
      .workload = "hello",
      .inputs = "1 2 3",
      .strategies = BIT (SEQUENTIAL) | BIT (ASYNC),
      .workers = WORKERS (3, 0, 3),
      .recorded_ms = { 6180, 0, 2240, 0 },
  },
  {
      .name = "blocked-loop",
      .group = TELAR_EXAMPLES_LOOP,
      .title = N_ ("A Blocked Event Loop"),
      .explanation
      = N_ ("Fifteen pages and one task that counts primes share an event loop. The counting "
            "begins when the first page is there. From then on control does not come back to the "
            "loop: the answers of the other pages arrive, and nobody reads them."),
      .hint = N_ ("The lane of the event loop is busy without a gap as long as the primes are "
                  "counted. No page ends in that time, and then all of them at once."),
      .picture = "E.Eeeeeeeeeee\n\nOwr\n..Ccccccccccc\nOwwwwwwwwwwwr\nOwwwwwwwwwwwr\nOwwwwwwwwwwwr",
      .workload = "headings",
      .inputs = PAGES_AND_PRIMES,
      .strategies = BIT (ASYNC),
      .workers = WORKERS (16, 0, 4),
  },
  {
      .name = "yielding-loop",
      .group = TELAR_EXAMPLES_LOOP,
      .title = N_ ("A Task That Yields to the Event Loop"),
      .explanation
      = N_ ("The same fifteen pages and the same primes, but now the task that computes yields "
            "every five milliseconds: it hands control back, and the loop looks after the pages "
            "before it goes on. The pages end as if they were alone."),
      .hint = N_ ("The long bar of the primes is cut into many short ones, and the pages end "
                  "between them, each at its time."),
      .picture = "E.EEEEEEEEEEE\n\nOwr\n..CCCCCCCCCCC\nOwwwr\nOwwwwwr\nOwwwwwwwr",
      .workload = "headings",
      .parameters = "yield=5",
      .inputs = PAGES_AND_PRIMES,
      .strategies = BIT (ASYNC),
      .workers = WORKERS (16, 0, 4),
  },
  {
      .name = "four-numbers",
      .group = TELAR_EXAMPLES_POOL,
      .title = N_ ("Four Numbers for Four Processes"),
      .explanation
      = N_ ("Sleep for two seconds, then square the number: a pool of four processes gets four "
            "numbers. Each process takes one, and after two seconds all four squares are there."),
      .hint = N_ ("Four bars of the same length, one in each lane. What comes before them is the "
                  "start of the processes."),
      .picture = "SsssssC\nSsssssC\nSsssssC\nSsssssC",
      .workload = "square",
      .inputs = "1 2 3 4",
      .strategies = BIT (PROCESSES),
      .workers = WORKERS (4, 4, 4),
      .recorded_ms = { 0, 0, 0, 2250 },
  },
  {
      .name = "five-numbers",
      .group = TELAR_EXAMPLES_POOL,
      .title = N_ ("One Number More: the Second Wave"),
      .explanation = N_ ("The same pool of four gets five numbers. The fifth has to wait until a "
                         "process is free, so a second wave begins and the whole run takes twice "
                         "as long, although three processes have nothing to do in it."),
      .hint = N_ (
          "The fifth bar begins where the first one ends. How many waves would nine numbers need?"),
      .picture = "SsssssCSsssssC\nSsssssC\nSsssssC\nSsssssC",
      .workload = "square",
      .inputs = "1 2 3 4 5",
      .strategies = BIT (PROCESSES),
      .workers = WORKERS (4, 4, 4),
      .recorded_ms = { 0, 0, 0, 4310 },
  },
  {
      .name = "io-bound",
      .group = TELAR_EXAMPLES_COMPUTING,
      .title = N_ ("I/O-Bound: Waiting Decides"),
      .explanation = N_ ("Four tasks that do nothing but wait for a second. Whoever waits needs no "
                         "processor: with threads, an event loop or processes all four wait at the "
                         "same time, however few cores there are."),
      .hint = N_ ("All but the sequential run take as long as one task. The processor time is next "
                  "to nothing in each of them."),
      .picture = "SsssSsssSsssSsss\n\nSsss\nSsss\nSsss\nSsss",
      .workload = "square",
      .parameters = "seconds=1",
      .inputs = "1 2 3 4",
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (4, 0, 4),
  },
  {
      .name = "cpu-bound",
      .group = TELAR_EXAMPLES_COMPUTING,
      .title = N_ ("CPU-Bound: Computing Decides"),
      .explanation = N_ ("Four tasks that do nothing but count primes. Only cores make them "
                         "faster: threads and processes use as many as there are, while an event "
                         "loop computes in one thread and gains nothing."),
      .hint = N_ ("The processor time is the same in all four runs. With fewer cores than workers, "
                  "each bar gets longer: four workers on two cores are not four times as fast."),
      .picture = "CcccCcccCcccCccc\n\nCcccCccc\nCcccCccc",
      .workload = "primes",
      .inputs = "10000000 10000000 10000000 10000000",
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (4, 0, 4),
  },
  {
      .name = "three-and-three",
      .group = TELAR_EXAMPLES_COMPUTING,
      .title = N_ ("Three That Compute, Three That Wait"),
      .explanation
      = N_ ("Three tasks count primes, three wait for a page: an exercise of the lecture. Threads "
            "and processes let the pages wait while the cores compute. An event loop computes "
            "first, and does not even ask for the pages until then."),
      .hint = N_ ("Find the pages in the run by Async: how long are they connecting, and what are "
                  "they waiting for in that time?"),
      .picture = "Cccc\nCccc\nCccc\nOwwwr\nOwwwr\nOwwwr",
      .workload = "headings",
      .inputs = THREE_AND_THREE,
      .strategies = EVERY_STRATEGY,
      .workers = WORKERS (6, 0, 6),
  },
  {
      .name = "two-cores",
      .group = TELAR_EXAMPLES_COMPUTING,
      .title = N_ ("Simultaneous: Two Threads, Two Cores"),
      .explanation
      = N_ ("Two threads count primes, each on a core of its own. Both advance at every instant: "
            "they are truly simultaneous, and together they need half of the time."),
      .hint = N_ ("Choose the colours of the cores in the menu beneath the chart: each bar has a "
                  "colour of its own, or changes it when the system moves the thread."),
      .picture = "Ccccccc\nCcccccc",
      .workload = "primes",
      .inputs = "20000000 20000000",
      .strategies = BIT (SEQUENTIAL) | BIT (THREADS),
      .workers = WORKERS (2, 2, 2),
  },
  {
      .name = "one-core",
      .group = TELAR_EXAMPLES_COMPUTING,
      .title = N_ ("Pseudo-Simultaneous: Two Threads, One Core"),
      .explanation = N_ ("The same two threads, but bound to a single core. The system gives it to "
                         "one and to the other in turn, many times a second: both seem to advance "
                         "at once, and in truth only one of them does."),
      .hint = N_ ("Both bars begin and end together, yet each lasts twice as long as with two "
                  "cores. The wall time is that of the sequential run."),
      .picture = "C.C.C.C.C.C.C.\n.C.C.C.C.C.C.C.",
      .workload = "primes",
      .parameters = "one-core=1",
      .inputs = "20000000 20000000",
      .strategies = BIT (SEQUENTIAL) | BIT (THREADS),
      .workers = WORKERS (2, 2, 2),
  },
  {
      .name = "interpreter-lock",
      .group = TELAR_EXAMPLES_SHARING,
      .title = N_ ("The Interpreter Lock"),
      .explanation = N_ (
          "In CPython only the thread that holds the interpreter lock advances. Telar simulates "
          "it: two threads that count primes hand the lock to each other every five milliseconds, "
          "and gain nothing over one. Two processes have a lock each, and take half of the time."),
      .hint = N_ ("Zoom into the run by Threads: where one bar holds the lock, the other one waits "
                  "for it. How many instants are there in which both compute?"),
      .picture = "HhllHhllHhllHhll\nLlhhLlhhLlhhLlhh",
      .workload = "primes",
      .parameters = "interpreter-lock=1",
      .inputs = "20000000 20000000",
      .strategies = BIT (SEQUENTIAL) | BIT (THREADS) | BIT (PROCESSES),
      .workers = WORKERS (2, 2, 2),
  },
  {
      .name = "race",
      .group = TELAR_EXAMPLES_SHARING,
      .title = N_ ("A Race Condition"),
      .explanation = N_ ("Four threads add one to the same counter, a million times each. An "
                         "addition is three steps: read, add, write. If two threads read the same "
                         "value, both write the same sum, and an addition is lost."),
      .hint
      = N_ ("Compare what the results say: expected, found and lost. Run it again: the number that "
            "is lost is another one each time, and that is what makes such an error hard to find."),
      .picture = "Cccccccc\nCccccccc\nCccccccc\nCccccccc",
      .workload = "race",
      .inputs = "1000000 1000000 1000000 1000000",
      .strategies = BIT (THREADS),
      .workers = WORKERS (4, 4, 4),
  },
  {
      .name = "race-mutex",
      .group = TELAR_EXAMPLES_SHARING,
      .title = N_ ("A Critical Section"),
      .explanation = N_ ("The same four threads and the same counter, but now a mutex guards it: "
                         "read, add and write are a critical section that only one thread may be "
                         "in. No addition is lost, and the threads pay for it by waiting."),
      .hint = N_ ("The bars now show waiting for the lock. Compare the wall time with that of the "
                  "race: being right has its price."),
      .picture = "HlhllhllHllh\nLhllhlllLhll\nLlhllhllLlhl\nLllhllhlLlll",
      .workload = "race",
      .parameters = "guard=mutex",
      .inputs = "1000000 1000000 1000000 1000000",
      .strategies = BIT (THREADS),
      .workers = WORKERS (4, 4, 4),
  },
  {
      .name = "graph",
      .group = TELAR_EXAMPLES_GRAPH,
      .title = N_ ("A1, A2, A3, Then B, Then C"),
      .explanation
      = N_ ("B needs what A1, A2 and A3 bring, and C needs B. With three workers the three A run "
            "at once, then B alone, then C alone: the run takes as long as the longest chain of "
            "tasks that wait for each other, and no worker more could shorten it."),
      .hint = N_ ("B begins when the last of the three A ends. Follow the chain that decides, the "
                  "critical path: its length is the wall time."),
      .picture = "Owwwr\nOwwwwwwwwwr\nOwwwwwr....\n...........Owwwwr\n.................Owwr",
      .workload = "characters",
      .inputs = A_GRAPH,
      .strategies = BIT (THREADS),
      .workers = WORKERS (3, 3, 3),
  },
};

/**
 * telar_example_get_n:
 *
 * Returns: how many examples there are
 */
guint
telar_example_get_n (void)
{
  return G_N_ELEMENTS (examples);
}

/**
 * telar_example_get:
 * @index: less than telar_example_get_n()
 *
 * Examples of a group follow each other.
 *
 * Returns: (transfer none): an example; it lives as long as the program
 */
const TelarExample *
telar_example_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (examples), NULL);

  return &examples[index];
}

/**
 * telar_example_from_name:
 * @name: the target of an action
 *
 * Returns: (transfer none) (nullable): the example of that name
 */
const TelarExample *
telar_example_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    if (g_strcmp0 (examples[i].name, name) == 0)
      return &examples[i];

  return NULL;
}

/**
 * telar_example_group_get_title:
 * @group: what examples are about
 *
 * Returns: (transfer none): the heading above them, in the user's language
 */
const char *
telar_example_group_get_title (TelarExampleGroup group)
{
  g_return_val_if_fail ((guint) group < TELAR_N_EXAMPLE_GROUPS, NULL);

  return _ (group_titles[group]);
}

/**
 * telar_example_has_strategy:
 * @example: an example
 * @strategy: a strategy
 *
 * Returns: whether the example shows something when it is executed so
 */
gboolean
telar_example_has_strategy (const TelarExample *example, TelarStrategy strategy)
{
  return (example->strategies & (1u << strategy)) != 0;
}

/**
 * telar_example_get_n_strategies:
 * @example: an example
 *
 * Returns: in how many ways it is to be executed; at least one
 */
guint
telar_example_get_n_strategies (const TelarExample *example)
{
  guint n = 0;

  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    n += telar_example_has_strategy (example, i) ? 1 : 0;

  return n;
}

/**
 * telar_example_is_of_one_strategy:
 * @example: an example
 * @strategy: (out): that strategy
 *
 * Returns: whether there is one way only to execute it
 */
gboolean
telar_example_is_of_one_strategy (const TelarExample *example, TelarStrategy *strategy)
{
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (telar_example_has_strategy (example, i))
      *strategy = i;

  return telar_example_get_n_strategies (example) == 1;
}

/**
 * telar_example_dup_inputs:
 * @example: an example
 *
 * Returns: (transfer full): its inputs as a user would type them
 */
char *
telar_example_dup_inputs (const TelarExample *example)
{
  g_autoptr (GString) inputs = NULL;

  if (example->inputs != NULL)
    return g_strdup (example->inputs);

  inputs = g_string_new (NULL);
  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const TelarSitePage *page = telar_site_get_page (i);

      if (i > 0)
        g_string_append_c (inputs, '\n');
      g_string_append (inputs, example->is_demo ? page->demo : page->url);
    }

  return g_string_free (g_steal_pointer (&inputs), FALSE);
}

/**
 * telar_example_dup_parameters:
 * @example: an example
 *
 * Returns: (transfer full): the parameters of its workload, with what it says about them
 */
TelarParameters *
telar_example_dup_parameters (const TelarExample *example)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name (example->workload));
  g_auto (GStrv) pairs
      = g_strsplit (example->parameters != NULL ? example->parameters : "", " ", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (pairs[i], "=", 2);
      g_autoptr (GError) error = NULL;

      if (!telar_parameters_parse (parameters, parts[0], parts[1], &error))
        g_critical ("%s: %s", example->name, error->message);
    }

  return parameters;
}

/**
 * telar_example_make_plan:
 * @example: an example
 *
 * Returns: (transfer full): what would be run
 */
TelarPlan *
telar_example_make_plan (const TelarExample *example)
{
  g_autofree char *inputs = telar_example_dup_inputs (example);
  g_autoptr (GError) error = NULL;
  TelarPlan *plan
      = telar_plan_new_from_text (telar_example_dup_parameters (example), inputs, &error);

  if (plan == NULL)
    g_error ("%s: %s", example->name, error->message);

  return plan;
}
