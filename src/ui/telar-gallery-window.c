/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-gallery-window.h"

#include "telar-example-card.h"
#include "telar-example-runs.h"

struct _TelarGalleryWindow
{
  AdwWindow parent_instance;

  GtkBox *groups;
  GPtrArray *cards; /* TelarExampleCard, of all examples */
  TelarExampleRuns *runs;
};

G_DEFINE_FINAL_TYPE (TelarGalleryWindow, telar_gallery_window, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_chosen (TelarGalleryWindow *self, gpointer example, guint strategies)
{
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, example, strategies);
}

static void
show_measured (TelarGalleryWindow *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      TelarExampleCard *card = g_ptr_array_index (self->cards, i);

      for (TelarStrategy k = 0; k < TELAR_N_STRATEGIES; k++)
        telar_example_card_set_measured (
            card, k,
            telar_example_runs_get_wall_ns (self->runs, telar_example_card_get_example (card), k));
    }
}

/* Out of sight nothing is looked for: a run that goes on has the computer for itself. */
static void
on_history_changed (TelarGalleryWindow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    telar_example_runs_update (self->runs);
}

static void
telar_gallery_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (telar_gallery_window_parent_class)->map (widget);

  on_history_changed (TELAR_GALLERY_WINDOW (widget));
}

static GtkWidget *
add_group (TelarGalleryWindow *self, TelarExampleGroup group)
{
  const char *text = telar_example_group_get_title (group);
  GtkWidget *title = gtk_label_new (text);
  GtkWidget *box = gtk_flow_box_new ();

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "title-4");
  gtk_widget_add_css_class (title, "telar-gallery-title");
  gtk_box_append (self->groups, title);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (box), 1);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 12);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (box), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (self->groups, box);

  return box;
}

static void
add_cards (TelarGalleryWindow *self)
{
  GtkWidget *box = NULL;

  for (guint i = 0; i < telar_example_get_n (); i++)
    {
      const TelarExample *example = telar_example_get (i);
      GtkWidget *card = telar_example_card_new (example);
      GtkWidget *child = gtk_flow_box_child_new ();

      if (i == 0 || telar_example_get (i - 1)->group != example->group)
        box = add_group (self, example->group);
      g_signal_connect_object (card, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
      gtk_widget_set_focusable (child, FALSE); /* its buttons are */
      gtk_flow_box_append (GTK_FLOW_BOX (box), child);
      g_ptr_array_add (self->cards, card);
    }
}

static void
telar_gallery_window_finalize (GObject *object)
{
  TelarGalleryWindow *self = TELAR_GALLERY_WINDOW (object);

  g_ptr_array_unref (self->cards);
  g_clear_object (&self->runs);

  G_OBJECT_CLASS (telar_gallery_window_parent_class)->finalize (object);
}

static void
telar_gallery_window_class_init (TelarGalleryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = telar_gallery_window_finalize;
  widget_class->map = telar_gallery_window_map;

  signals[SIGNAL_CHOSEN]
      = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-gallery-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarGalleryWindow, groups);
}

static void
telar_gallery_window_init (TelarGalleryWindow *self)
{
  self->cards = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_cards (self);
}

/**
 * telar_gallery_window_new:
 * @parent: the window that it belongs to, and is destroyed with
 * @history: the runs, in which it looks for those of the examples
 *
 * Returns: (transfer none): a window that is yet to be presented; closing it only hides it, so that
 *   it is found again as it was left
 */
TelarGalleryWindow *
telar_gallery_window_new (GtkWindow *parent, TelarHistory *history)
{
  TelarGalleryWindow *self = g_object_new (TELAR_TYPE_GALLERY_WINDOW, "transient-for", parent,
                                           "destroy-with-parent", TRUE, NULL);

  self->runs = telar_example_runs_new (history);
  g_signal_connect_object (self->runs, "changed", G_CALLBACK (show_measured), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (history, "items-changed", G_CALLBACK (on_history_changed), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * telar_gallery_window_set_can_run:
 * @self: a gallery
 * @can_run: whether nothing else is being run
 */
void
telar_gallery_window_set_can_run (TelarGalleryWindow *self, gboolean can_run)
{
  g_return_if_fail (TELAR_IS_GALLERY_WINDOW (self));

  for (guint i = 0; i < self->cards->len; i++)
    telar_example_card_set_can_run (g_ptr_array_index (self->cards, i), can_run);
}
