/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-last-width-layout.h"

struct _TelarLastWidthLayout
{
  GtkLayoutManager parent_instance;

  int width; /* that the widget had last, or -1 */
};

G_DEFINE_FINAL_TYPE (TelarLastWidthLayout, telar_last_width_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
telar_last_width_layout_get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
telar_last_width_layout_measure (GtkLayoutManager *layout,
                                 GtkWidget *widget,
                                 GtkOrientation orientation,
                                 int for_size,
                                 int *minimum,
                                 int *natural,
                                 int *minimum_baseline,
                                 int *natural_baseline)
{
  TelarLastWidthLayout *self = TELAR_LAST_WIDTH_LAYOUT (layout);

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1; /* no width follows from a height that was chosen for another width */
  else if (for_size == -1)
    for_size = self->width;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least_width;
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
      gtk_widget_measure (child, orientation, for_size == -1 ? -1 : MAX (for_size, least_width),
                          &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_resize (widget);

  return G_SOURCE_REMOVE;
}

static void
telar_last_width_layout_allocate (GtkLayoutManager *layout,
                                  GtkWidget *widget,
                                  int width,
                                  int height,
                                  int baseline)
{
  TelarLastWidthLayout *self = TELAR_LAST_WIDTH_LAYOUT (layout);

  /* A widget cannot ask for another size while it is given one. */
  if (self->width != width)
    gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);
  self->width = width;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
telar_last_width_layout_class_init (TelarLastWidthLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = telar_last_width_layout_get_request_mode;
  layout_class->measure = telar_last_width_layout_measure;
  layout_class->allocate = telar_last_width_layout_allocate;
}

static void
telar_last_width_layout_init (TelarLastWidthLayout *self)
{
  self->width = -1;
}
