/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-example-card.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-example-picture.h"
#include "telar-template.h"

struct _TelarExampleCard
{
  GtkWidget parent_instance;

  TelarExamplePicture *picture;
  GtkLabel *title;
  GtkLabel *explanation;
  GtkLabel *hint;
  GtkGrid *grid;
  GtkWidget *recorded_title;
  GtkWidget *show_button;
  GtkButton *run_button;

  const TelarExample *example;
  GtkLabel *measured[TELAR_N_STRATEGIES];
  GtkWidget *run_buttons[TELAR_N_STRATEGIES];
};

G_DEFINE_FINAL_TYPE (TelarExampleCard, telar_example_card, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
choose (TelarExampleCard *self, guint strategies)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->example, strategies);
}

static void
on_show (TelarExampleCard *self)
{
  choose (self, 0);
}

static void
on_run (TelarExampleCard *self)
{
  choose (self, self->example->strategies);
}

static void
on_run_by (TelarExampleCard *self, GtkWidget *button)
{
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (self->run_buttons[i] == button)
      choose (self, 1u << i);
}

static void
telar_example_card_dispose (GObject *object)
{
  telar_template_dispose (GTK_WIDGET (object), TELAR_TYPE_EXAMPLE_CARD);

  G_OBJECT_CLASS (telar_example_card_parent_class)->dispose (object);
}

static void
telar_example_card_class_init (TelarExampleCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_EXAMPLE_PICTURE);
  G_OBJECT_CLASS (klass)->dispose = telar_example_card_dispose;

  signals[SIGNAL_CHOSEN]
      = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-example-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, picture);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, title);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, explanation);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, hint);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, grid);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, recorded_title);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, show_button);
  gtk_widget_class_bind_template_child (widget_class, TelarExampleCard, run_button);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
}

static void
telar_example_card_init (TelarExampleCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkLabel *
add_figure (TelarExampleCard *self, int column, int row)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (self->grid, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

/* The name is told with the figure, for who hears it has no column above it in sight. */
static void
set_figure (GtkLabel *label, gboolean is_recorded, gint64 wall_ns)
{
  g_autofree char *text = wall_ns > 0 ? telar_format_duration (wall_ns) : g_strdup ("–");
  g_autofree char *spoken = NULL;

  gtk_label_set_text (label, text);
  if (wall_ns <= 0)
    {
      set_label (GTK_WIDGET (label), "–");
      return;
    }

  spoken = is_recorded ? g_strdup_printf (_ ("Lecture: %s"), text)
                       : g_strdup_printf (_ ("Here: %s"), text);
  set_label (GTK_WIDGET (label), spoken);
}

static void
add_run_button (TelarExampleCard *self, TelarStrategy strategy, int row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("media-playback-start-symbolic");
  /* Translators: a button; %s is a strategy, such as Threads */
  g_autofree char *tooltip = g_strdup_printf (_ ("Run by %s"), telar_strategy_get_title (strategy));

  gtk_widget_set_tooltip_text (button, tooltip);
  set_label (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "telar-example-run");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_run_by), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (self->grid, button, 3, row, 1, 1);
  self->run_buttons[strategy] = button;
}

/* An example that the lecture did not show needs no column for it. */
static gboolean
has_recorded (const TelarExample *example)
{
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (example->recorded_ms[i] > 0)
      return TRUE;

  return FALSE;
}

static void
add_row (TelarExampleCard *self, TelarStrategy strategy, int row)
{
  GtkWidget *title = gtk_label_new (telar_strategy_get_title (strategy));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_grid_attach (self->grid, title, 0, row, 1, 1);
  if (has_recorded (self->example))
    set_figure (add_figure (self, 1, row), TRUE,
                self->example->recorded_ms[strategy] * G_GINT64_CONSTANT (1000000));
  self->measured[strategy] = add_figure (self, 2, row);
  telar_example_card_set_measured (self, strategy, 0);

  if (telar_example_get_n_strategies (self->example) > 1)
    add_run_button (self, strategy, row);
}

/**
 * telar_example_card_new:
 * @example: an example
 *
 * Returns: (transfer floating): what is to be known of it; nothing was measured yet
 */
GtkWidget *
telar_example_card_new (const TelarExample *example)
{
  TelarExampleCard *self = g_object_new (TELAR_TYPE_EXAMPLE_CARD, NULL);
  int row = 1;

  self->example = example;
  telar_example_picture_set_text (self->picture, example->picture);
  gtk_label_set_text (self->title, _ (example->title));
  gtk_label_set_text (self->explanation, _ (example->explanation));
  gtk_label_set_text (self->hint, _ (example->hint));
  set_label (GTK_WIDGET (self), _ (example->title));
  gtk_widget_set_visible (self->recorded_title, has_recorded (example));
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (telar_example_has_strategy (example, i))
      add_row (self, i, row++);
  if (row > 2)
    gtk_button_set_label (self->run_button, _ ("_Run All"));

  return GTK_WIDGET (self);
}

/**
 * telar_example_card_get_example:
 * @self: a card
 *
 * Returns: (transfer none): what it is about
 */
const TelarExample *
telar_example_card_get_example (TelarExampleCard *self)
{
  g_return_val_if_fail (TELAR_IS_EXAMPLE_CARD (self), NULL);

  return self->example;
}

/**
 * telar_example_card_set_measured:
 * @self: a card
 * @strategy: how the example was run
 * @wall_ns: how long it took, in nanoseconds; 0 if that is not known
 */
void
telar_example_card_set_measured (TelarExampleCard *self, TelarStrategy strategy, gint64 wall_ns)
{
  g_return_if_fail (TELAR_IS_EXAMPLE_CARD (self));

  if (self->measured[strategy] != NULL)
    set_figure (self->measured[strategy], FALSE, wall_ns);
}

/**
 * telar_example_card_set_can_run:
 * @self: a card
 * @can_run: whether nothing else is being run
 */
void
telar_example_card_set_can_run (TelarExampleCard *self, gboolean can_run)
{
  g_return_if_fail (TELAR_IS_EXAMPLE_CARD (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), can_run);
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (self->run_buttons[i] != NULL)
      gtk_widget_set_sensitive (self->run_buttons[i], can_run);
}
