/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-example-picture.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chart/telar-illustration.h"
#include "telar-snapshot-painter.h"

#define WIDTH  380 /* wide enough that all cards have the same */
#define HEIGHT 104
#define MARGIN 12.0

struct _TelarExamplePicture
{
  GtkWidget parent_instance;

  char *text;
  TelarDisplayList *list;
};

G_DEFINE_FINAL_TYPE (TelarExamplePicture, telar_example_picture, GTK_TYPE_WIDGET)

static void
telar_example_picture_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : WIDTH;
}

static void
telar_example_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TelarExamplePicture *self = TELAR_EXAMPLE_PICTURE (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  double width = gtk_widget_get_width (widget) - 2 * MARGIN;
  double height = gtk_widget_get_height (widget) - 2 * MARGIN;
  TelarPalette palette;

  if (self->text == NULL || width <= 0 || height <= 0)
    return;

  telar_palette_init (&palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  telar_illustration_layout (self->text, width, height, self->list);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, MARGIN));
  telar_snapshot_paint (snapshot, self->list, &palette, NULL);
}

static void
telar_example_picture_finalize (GObject *object)
{
  TelarExamplePicture *self = TELAR_EXAMPLE_PICTURE (object);

  g_free (self->text);
  telar_display_list_free (self->list);

  G_OBJECT_CLASS (telar_example_picture_parent_class)->finalize (object);
}

static void
telar_example_picture_class_init (TelarExamplePictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = telar_example_picture_finalize;
  widget_class->measure = telar_example_picture_measure;
  widget_class->snapshot = telar_example_picture_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
telar_example_picture_init (TelarExamplePicture *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->list = telar_display_list_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sketch of the chart"), -1);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

/**
 * telar_example_picture_new:
 *
 * Returns: (transfer floating): a picture of nothing
 */
GtkWidget *
telar_example_picture_new (void)
{
  return g_object_new (TELAR_TYPE_EXAMPLE_PICTURE, NULL);
}

/**
 * telar_example_picture_set_text:
 * @self: a picture
 * @text: for telar_illustration_layout()
 */
void
telar_example_picture_set_text (TelarExamplePicture *self, const char *text)
{
  g_return_if_fail (TELAR_IS_EXAMPLE_PICTURE (self));

  g_free (self->text);
  self->text = g_strdup (text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
