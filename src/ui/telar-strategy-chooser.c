/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-strategy-chooser.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "telar-template.h"

/* As many as the lecture's pages; a thread that waits costs no core. */
#define DEFAULT_THREADS 16

struct _TelarStrategyChooser
{
  GtkWidget parent_instance;

  GtkCheckButton *sequential_button;
  GtkCheckButton *threads_button;
  GtkCheckButton *async_button;
  GtkCheckButton *processes_button;
  AdwActionRow *workers_row;
  GtkSpinButton *workers_spin;
  GtkAdjustment *workers_adjustment;

  TelarStrategy strategy;
  guint workers[TELAR_N_STRATEGIES];
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (TelarStrategyChooser, telar_strategy_chooser, GTK_TYPE_WIDGET)

enum
{
  PROP_STRATEGY = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkCheckButton *
get_button (TelarStrategyChooser *self, TelarStrategy strategy)
{
  switch (strategy)
    {
    case TELAR_STRATEGY_SEQUENTIAL:
      return self->sequential_button;
    case TELAR_STRATEGY_THREADS:
      return self->threads_button;
    case TELAR_STRATEGY_ASYNC:
      return self->async_button;
    case TELAR_STRATEGY_PROCESSES:
    default:
      return self->processes_button;
    }
}

static char *
dup_workers_hint (TelarStrategy strategy)
{
  guint n_cores = g_get_num_processors ();

  if (strategy == TELAR_STRATEGY_SEQUENTIAL)
    return g_strdup (_ ("Always one"));

  if (strategy == TELAR_STRATEGY_ASYNC)
    return g_strdup (_ ("How many tasks are under way at once; 0 for all"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "This computer has %u core",
                                       "This computer has %u cores", n_cores),
                          n_cores);
}

static void
show_workers (TelarStrategyChooser *self)
{
  TelarStrategy strategy = self->strategy;
  gboolean is_sequential = strategy == TELAR_STRATEGY_SEQUENTIAL;
  g_autofree char *hint = dup_workers_hint (strategy);
  guint minimum = strategy == TELAR_STRATEGY_ASYNC ? 0 : 1;
  guint maximum = is_sequential ? 1 : telar_strategy_get_max_workers (strategy);

  self->is_updating = TRUE;
  gtk_adjustment_configure (self->workers_adjustment, self->workers[strategy], minimum, maximum, 1,
                            10, 0);
  self->is_updating = FALSE;
  adw_action_row_set_subtitle (self->workers_row, hint);
  gtk_widget_set_sensitive (GTK_WIDGET (self->workers_spin), !is_sequential);
}

static void
on_toggled (TelarStrategyChooser *self, GtkCheckButton *button)
{
  if (!gtk_check_button_get_active (button))
    return;

  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (get_button (self, i) == button)
      telar_strategy_chooser_set_strategy (self, i);
}

static void
on_workers_changed (TelarStrategyChooser *self)
{
  if (!self->is_updating)
    self->workers[self->strategy] = (guint) gtk_adjustment_get_value (self->workers_adjustment);
}

static void
telar_strategy_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STRATEGY)
    g_value_set_uint (value, TELAR_STRATEGY_CHOOSER (object)->strategy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
telar_strategy_chooser_dispose (GObject *object)
{
  telar_template_dispose (GTK_WIDGET (object), TELAR_TYPE_STRATEGY_CHOOSER);

  G_OBJECT_CLASS (telar_strategy_chooser_parent_class)->dispose (object);
}

static void
telar_strategy_chooser_class_init (TelarStrategyChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = telar_strategy_chooser_dispose;
  object_class->get_property = telar_strategy_chooser_get_property;
  properties[PROP_STRATEGY]
      = g_param_spec_uint ("strategy", NULL, NULL, 0, TELAR_N_STRATEGIES - 1,
                           TELAR_STRATEGY_THREADS, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/telar/Telar/ui/telar-strategy-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, sequential_button);
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, threads_button);
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, async_button);
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, processes_button);
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, workers_row);
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, workers_spin);
  gtk_widget_class_bind_template_child (widget_class, TelarStrategyChooser, workers_adjustment);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_workers_changed);
}

static void
telar_strategy_chooser_init (TelarStrategyChooser *self)
{
  self->workers[TELAR_STRATEGY_SEQUENTIAL] = 1;
  self->workers[TELAR_STRATEGY_THREADS] = DEFAULT_THREADS;
  self->workers[TELAR_STRATEGY_PROCESSES] = CLAMP (
      g_get_num_processors (), 1, telar_strategy_get_max_workers (TELAR_STRATEGY_PROCESSES));
  self->strategy = TELAR_STRATEGY_THREADS;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_check_button_set_active (self->threads_button, TRUE);
  show_workers (self);
}

/**
 * telar_strategy_chooser_new:
 *
 * Returns: (transfer floating): a chooser with Threads chosen
 */
GtkWidget *
telar_strategy_chooser_new (void)
{
  return g_object_new (TELAR_TYPE_STRATEGY_CHOOSER, NULL);
}

/**
 * telar_strategy_chooser_get_strategy:
 * @self: a strategy chooser
 *
 * Returns: the strategy that is chosen; notified as "strategy"
 */
TelarStrategy
telar_strategy_chooser_get_strategy (TelarStrategyChooser *self)
{
  g_return_val_if_fail (TELAR_IS_STRATEGY_CHOOSER (self), TELAR_STRATEGY_SEQUENTIAL);

  return self->strategy;
}

/**
 * telar_strategy_chooser_set_strategy:
 * @self: a strategy chooser
 * @strategy: the strategy to choose
 */
void
telar_strategy_chooser_set_strategy (TelarStrategyChooser *self, TelarStrategy strategy)
{
  g_return_if_fail (TELAR_IS_STRATEGY_CHOOSER (self));
  g_return_if_fail ((guint) strategy < TELAR_N_STRATEGIES);

  if (strategy == self->strategy)
    return;

  self->strategy = strategy;
  gtk_check_button_set_active (get_button (self, strategy), TRUE);
  show_workers (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STRATEGY]);
}

/**
 * telar_strategy_chooser_get_workers:
 * @self: a strategy chooser
 * @strategy: a strategy, chosen or not
 *
 * Returns: how many workers it shall have; 0 for all, with Async only
 */
guint
telar_strategy_chooser_get_workers (TelarStrategyChooser *self, TelarStrategy strategy)
{
  g_return_val_if_fail (TELAR_IS_STRATEGY_CHOOSER (self), 1);
  g_return_val_if_fail ((guint) strategy < TELAR_N_STRATEGIES, 1);

  if (strategy == self->strategy)
    {
      /* What is typed counts even if Enter was not pressed after it. */
      gtk_spin_button_update (self->workers_spin);
    }

  return self->workers[strategy];
}

/**
 * telar_strategy_chooser_set_workers:
 * @self: a strategy chooser
 * @strategy: a strategy, chosen or not
 * @workers: how many workers it shall have; what it cannot have changes nothing
 */
void
telar_strategy_chooser_set_workers (TelarStrategyChooser *self,
                                    TelarStrategy strategy,
                                    gint64 workers)
{
  g_return_if_fail (TELAR_IS_STRATEGY_CHOOSER (self));
  g_return_if_fail ((guint) strategy < TELAR_N_STRATEGIES);

  if (strategy == TELAR_STRATEGY_SEQUENTIAL
      || !telar_strategy_check_workers (strategy, workers, NULL))
    return;

  self->workers[strategy] = (guint) workers;
  if (strategy == self->strategy)
    show_workers (self);
}
