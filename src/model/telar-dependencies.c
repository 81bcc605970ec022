/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-dependencies.h"

#include "telar-format.h"
#include "telar-inputs.h"

#include <glib/gi18n-lib.h>

/* How many members of a cycle a message names. */
#define MAX_NAMED_MEMBERS 10

#define NO_TASK G_MAXUINT

typedef struct
{
  TelarPlace place;
  char *name;
  guint task; /* or NO_TASK, if its input was not understood */
} Definition;

typedef struct
{
  TelarPlace place;
  guint definition; /* the one that waits */
} Reference;

struct _TelarDependencies
{
  GArray *definitions; /* Definition */
  GArray *references;  /* Reference, in the order of their definitions */
  GHashTable *by_name; /* the name of the first definition of each → its index + 1 */
};

/* While the names are resolved. */
typedef struct
{
  TelarDependencies *dependencies;
  GArray *tasks;
  TelarPlaceProblemFunc problem;
  gpointer user_data;
} Resolution;

static void
clear_definition (gpointer data)
{
  g_free (((Definition *) data)->name);
}

/**
 * telar_dependencies_new:
 *
 * Returns: (transfer full): no names yet
 */
TelarDependencies *
telar_dependencies_new (void)
{
  TelarDependencies *dependencies = g_new0 (TelarDependencies, 1);

  dependencies->definitions = g_array_new (FALSE, FALSE, sizeof (Definition));
  g_array_set_clear_func (dependencies->definitions, clear_definition);
  dependencies->references = g_array_new (FALSE, FALSE, sizeof (Reference));
  dependencies->by_name = g_hash_table_new (g_str_hash, g_str_equal);

  return dependencies;
}

/**
 * telar_dependencies_free:
 * @dependencies: (transfer full) (nullable): dependencies
 */
void
telar_dependencies_free (TelarDependencies *dependencies)
{
  if (dependencies == NULL)
    return;

  g_hash_table_unref (dependencies->by_name);
  g_array_unref (dependencies->references);
  g_array_unref (dependencies->definitions);
  g_free (dependencies);
}

static Definition *
get_definition (TelarDependencies *dependencies, guint index)
{
  return &g_array_index (dependencies->definitions, Definition, index);
}

/**
 * telar_dependencies_define:
 * @dependencies: dependencies
 * @name: where a line gives its input a name
 *
 * Returns: the number of this definition, which has no task yet
 */
guint
telar_dependencies_define (TelarDependencies *dependencies, const TelarPlace *name)
{
  guint index = dependencies->definitions->len;
  Definition definition = {
    .place = *name,
    .name = g_strndup (name->start, name->end - name->start),
    .task = NO_TASK,
  };

  g_array_append_val (dependencies->definitions, definition);
  if (!g_hash_table_contains (dependencies->by_name, definition.name))
    g_hash_table_insert (dependencies->by_name, definition.name, GUINT_TO_POINTER (index + 1));

  return index;
}

/**
 * telar_dependencies_set_task:
 * @dependencies: dependencies
 * @definition: a definition
 * @task: the task that its input has become
 */
void
telar_dependencies_set_task (TelarDependencies *dependencies, guint definition, guint task)
{
  get_definition (dependencies, definition)->task = task;
}

/**
 * telar_dependencies_wait_for:
 * @dependencies: dependencies
 * @definition: the definition that was made last
 * @name: where its line names an input that must have succeeded before; it may be defined later
 */
void
telar_dependencies_wait_for (TelarDependencies *dependencies,
                             guint definition,
                             const TelarPlace *name)
{
  Reference reference = { .place = *name, .definition = definition };

  g_array_append_val (dependencies->references, reference);
}

static void
report_duplicates (Resolution *resolution)
{
  TelarDependencies *dependencies = resolution->dependencies;

  for (guint i = 0; i < dependencies->definitions->len; i++)
    {
      Definition *definition = get_definition (dependencies, i);
      guint first
          = GPOINTER_TO_UINT (g_hash_table_lookup (dependencies->by_name, definition->name)) - 1;
      g_autofree char *shown = NULL;

      if (first == i)
        continue;

      shown = telar_format_excerpt (definition->name, -1);
      resolution->problem (&definition->place,
                           g_strdup_printf (_ ("The name “%s” already stands in line %u; choose "
                                               "another"),
                                            shown,
                                            get_definition (dependencies, first)->place.number + 1),
                           resolution->user_data);
    }
}

/* The definition that a reference means, or NULL after having reported why there is none. */
static Definition *
look_up (Resolution *resolution, const Reference *reference)
{
  TelarDependencies *dependencies = resolution->dependencies;
  const TelarPlace *place = &reference->place;
  g_autofree char *name = g_strndup (place->start, place->end - place->start);
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (dependencies->by_name, name));
  g_autofree char *shown = NULL;

  if (found != 0 && found - 1 != reference->definition)
    return get_definition (dependencies, found - 1);

  shown = telar_format_excerpt (name, -1);
  resolution->problem (place,
                       g_strdup_printf (found == 0 ? _ ("No input has the name “%s”")
                                                   : _ ("“%s” waits for itself, so it could never "
                                                        "begin"),
                                        shown),
                       resolution->user_data);

  return NULL;
}

/* Turns the names after each "after" into the numbers of tasks. */
static void
connect_tasks (Resolution *resolution)
{
  TelarDependencies *dependencies = resolution->dependencies;
  g_autofree guint *seen_by = g_new0 (guint, resolution->tasks->len);
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < dependencies->references->len;)
    {
      guint index = g_array_index (dependencies->references, Reference, i).definition;
      Definition *definition = get_definition (dependencies, index);
      TelarInput *task;

      g_array_set_size (after, 0);
      for (; i < dependencies->references->len; i++)
        {
          const Reference *reference = &g_array_index (dependencies->references, Reference, i);
          Definition *other;

          if (reference->definition != index)
            break;

          /* A name that stands twice counts once. */
          other = look_up (resolution, reference);
          if (other != NULL && other->task != NO_TASK && seen_by[other->task] != index + 1)
            {
              seen_by[other->task] = index + 1;
              g_array_append_val (after, other->task);
            }
        }

      if (definition->task == NO_TASK)
        continue;

      task = &g_array_index (resolution->tasks, TelarInput, definition->task);
      task->n_after = after->len;
      task->after = g_memdup2 (after->data, after->len * sizeof (guint));
    }
}

/* Marks every task that can be executed, in some order; TRUE if that is all of them. */
static gboolean
mark_executable (GArray *tasks, guint8 *executable)
{
  g_autofree guint *n_waiting = g_new0 (guint, tasks->len);
  g_autofree gsize *first = g_new0 (gsize, (gsize) tasks->len + 1);
  g_autofree gsize *next = g_new0 (gsize, (gsize) tasks->len + 1);
  g_autofree guint *dependents = NULL;
  g_autofree guint *queue = g_new (guint, tasks->len);
  guint n_queued = 0;

  /* Who waits for task t: dependents[first[t]] up to dependents[first[t + 1]]. */
  for (guint i = 0; i < tasks->len; i++)
    {
      const TelarInput *task = &g_array_index (tasks, TelarInput, i);

      n_waiting[i] = task->n_after;
      if (task->n_after == 0)
        queue[n_queued++] = i;
      for (guint j = 0; j < task->n_after; j++)
        first[task->after[j] + 1]++;
    }
  for (guint i = 0; i < tasks->len; i++)
    next[i + 1] = first[i + 1] += first[i];
  dependents = g_new (guint, first[tasks->len]);
  for (guint i = 0; i < tasks->len; i++)
    {
      const TelarInput *task = &g_array_index (tasks, TelarInput, i);

      for (guint j = 0; j < task->n_after; j++)
        dependents[next[task->after[j]]++] = i;
    }

  for (guint i = 0; i < n_queued; i++)
    {
      executable[queue[i]] = TRUE;
      for (gsize j = first[queue[i]]; j < first[queue[i] + 1]; j++)
        if (--n_waiting[dependents[j]] == 0)
          queue[n_queued++] = dependents[j];
    }

  return n_queued == tasks->len;
}

/* @path holds the definitions of a cycle, each of which waits for the next. */
static void
report_cycle (Resolution *resolution, const guint *path, guint n_members)
{
  g_autoptr (GString) members = g_string_new (NULL);
  guint start = 0;
  Definition *definition;

  /* It is told from the line on that stands first. */
  for (guint i = 1; i < n_members; i++)
    if (path[i] < path[start])
      start = i;
  definition = get_definition (resolution->dependencies, path[start]);

  for (guint i = 0; i <= n_members; i++)
    {
      Definition *member = get_definition (resolution->dependencies, path[(start + i) % n_members]);
      g_autofree char *shown = telar_format_excerpt (member->name, -1);

      if (i == MAX_NAMED_MEMBERS && n_members > MAX_NAMED_MEMBERS)
        {
          g_string_append (members, " → …");
          i = n_members;
          member = definition;
          g_free (shown);
          shown = telar_format_excerpt (member->name, -1);
        }
      g_string_append_printf (members, "%s%s", i > 0 ? " → " : "", shown);
    }

  resolution->problem (&definition->place,
                       /* Translators: %s is for example A → B → A */
                       g_strdup_printf (_ ("A cycle, of which none could begin: %s"), members->str),
                       resolution->user_data);
}

/* Every task that is not executable waits for another that is not, so who follows them meets a
 * cycle in the end. */
static void
report_cycles (Resolution *resolution, const guint8 *executable)
{
  TelarDependencies *dependencies = resolution->dependencies;
  guint n_definitions = dependencies->definitions->len;
  g_autofree guint *definition_of = g_new0 (guint, resolution->tasks->len);
  g_autofree guint *walk_of = g_new0 (guint, n_definitions);
  g_autofree guint *path = g_new (guint, n_definitions);

  for (guint i = 0; i < n_definitions; i++)
    if (get_definition (dependencies, i)->task != NO_TASK)
      definition_of[get_definition (dependencies, i)->task] = i;

  for (guint i = 0; i < n_definitions; i++)
    {
      guint n_path = 0, at = i, start = 0;

      if (get_definition (dependencies, i)->task == NO_TASK
          || executable[get_definition (dependencies, i)->task])
        continue;

      while (walk_of[at] == 0)
        {
          const TelarInput *task = &g_array_index (resolution->tasks, TelarInput,
                                                   get_definition (dependencies, at)->task);
          guint j = 0;

          walk_of[at] = i + 1;
          path[n_path++] = at;
          while (executable[task->after[j]])
            j++;
          at = definition_of[task->after[j]];
        }

      if (walk_of[at] != i + 1)
        continue;

      while (path[start] != at)
        start++;
      report_cycle (resolution, path + start, n_path - start);
    }
}

/**
 * telar_dependencies_resolve:
 * @dependencies: dependencies with all their definitions
 * @tasks: (element-type TelarInput): the tasks; they get their names and what they wait for
 * @problem: called for each name that stands twice or nowhere, and for each cycle
 * @user_data: passed to @problem
 *
 * Takes time in proportion to the number of tasks, names and references.
 */
void
telar_dependencies_resolve (TelarDependencies *dependencies,
                            GArray *tasks,
                            TelarPlaceProblemFunc problem,
                            gpointer user_data)
{
  Resolution resolution = { dependencies, tasks, problem, user_data };
  g_autofree guint8 *executable = NULL;

  for (guint i = 0; i < dependencies->definitions->len; i++)
    {
      Definition *definition = get_definition (dependencies, i);

      if (definition->task != NO_TASK)
        g_array_index (tasks, TelarInput, definition->task).name = g_strdup (definition->name);
    }

  report_duplicates (&resolution);
  if (dependencies->references->len == 0)
    return;

  connect_tasks (&resolution);
  executable = g_new0 (guint8, tasks->len);
  if (!mark_executable (tasks, executable))
    report_cycles (&resolution, executable);
}
