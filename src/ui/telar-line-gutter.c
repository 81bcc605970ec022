/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-line-gutter.h"

#include <adwaita.h>

#define PADDING   6
#define MARK_SIZE 12

struct _TelarLineGutter
{
  GtkWidget parent_instance;

  GtkTextView *text_view; /* not owned: it holds its gutter */
  GHashTable *marked;     /* set of lines, from 0 */
  GtkIconPaintable *mark;
  guint n_digits;
};

G_DEFINE_FINAL_TYPE (TelarLineGutter, telar_line_gutter, GTK_TYPE_WIDGET)

static void
telar_line_gutter_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  TelarLineGutter *self = TELAR_LINE_GUTTER (widget);
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    return;

  layout = gtk_widget_create_pango_layout (widget, "0");
  pango_layout_get_pixel_size (layout, &width, NULL);
  *minimum = *natural = MARK_SIZE + 2 * PADDING + PADDING / 2 + (int) self->n_digits * width;
}

static void
draw_line (TelarLineGutter *self, GtkSnapshot *snapshot, PangoLayout *layout, guint line, int y)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  gboolean is_marked
      = self->marked != NULL && g_hash_table_contains (self->marked, GUINT_TO_POINTER (line));
  GdkRGBA dim = is_dark ? (GdkRGBA){ 1, 1, 1, 0.5 } : (GdkRGBA){ 0, 0, 0, 0.5 };
  GdkRGBA error = is_dark ? (GdkRGBA){ 1, 0.48, 0.39, 1 } : (GdkRGBA){ 0.75, 0.11, 0.16, 1 };
  int end = gtk_widget_get_width (GTK_WIDGET (self)) - PADDING;
  int width, height;
  char number[16];

  g_snprintf (number, sizeof number, "%u", line + 1);
  pango_layout_set_text (layout, number, -1);
  pango_layout_get_pixel_size (layout, &width, &height);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (end - width), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, is_marked ? &error : &dim);
  gtk_snapshot_restore (snapshot);

  if (!is_marked)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (PADDING, (float) (y + (height - MARK_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->mark), snapshot,
                                            MARK_SIZE, MARK_SIZE, &error, 1);
  gtk_snapshot_restore (snapshot);
}

static void
telar_line_gutter_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TelarLineGutter *self = TELAR_LINE_GUTTER (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  GdkRectangle visible;
  GtkTextIter iter;
  int n_lines;

  if (self->text_view == NULL)
    return;

  gtk_text_view_get_visible_rect (self->text_view, &visible);
  gtk_text_view_get_line_at_y (self->text_view, &iter, visible.y, NULL);
  n_lines = gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (self->text_view));
  for (int line = gtk_text_iter_get_line (&iter); line < n_lines; line++)
    {
      int line_y, line_height, y;

      gtk_text_iter_set_line (&iter, line);
      gtk_text_view_get_line_yrange (self->text_view, &iter, &line_y, &line_height);
      if (line_y > visible.y + visible.height)
        break;
      gtk_text_view_buffer_to_window_coords (self->text_view, GTK_TEXT_WINDOW_LEFT, 0, line_y, NULL,
                                             &y);
      draw_line (self, snapshot, layout, (guint) line, y);
    }
}

static void
on_buffer_changed (TelarLineGutter *self)
{
  guint n_lines, n_digits = 2;

  if (self->text_view == NULL)
    return;

  n_lines = (guint) gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (self->text_view));
  for (guint limit = 100; n_lines >= limit && n_digits < 9; limit *= 10)
    n_digits++;
  if (n_digits != self->n_digits)
    {
      self->n_digits = n_digits;
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_adjustment_changed (TelarLineGutter *self)
{
  g_autoptr (GtkAdjustment) adjustment = NULL;

  if (self->text_view == NULL)
    return;

  g_object_get (self->text_view, "vadjustment", &adjustment, NULL);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
}

static void
telar_line_gutter_dispose (GObject *object)
{
  TelarLineGutter *self = TELAR_LINE_GUTTER (object);

  g_clear_weak_pointer (&self->text_view);
  g_clear_pointer (&self->marked, g_hash_table_unref);
  g_clear_object (&self->mark);

  G_OBJECT_CLASS (telar_line_gutter_parent_class)->dispose (object);
}

static void
telar_line_gutter_class_init (TelarLineGutterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_line_gutter_dispose;
  widget_class->measure = telar_line_gutter_measure;
  widget_class->snapshot = telar_line_gutter_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
telar_line_gutter_init (TelarLineGutter *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  self->n_digits = 2;
  self->mark = gtk_icon_theme_lookup_icon (theme, "dialog-error-symbolic", NULL, MARK_SIZE, 1,
                                           GTK_TEXT_DIR_NONE, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * telar_line_gutter_new:
 * @text_view: a text view, on whose left it is to be placed
 *
 * Returns: (transfer floating): a gutter
 */
TelarLineGutter *
telar_line_gutter_new (GtkTextView *text_view)
{
  TelarLineGutter *self = g_object_new (TELAR_TYPE_LINE_GUTTER, NULL);

  g_set_weak_pointer (&self->text_view, text_view);
  g_signal_connect_object (gtk_text_view_get_buffer (text_view), "changed",
                           G_CALLBACK (on_buffer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (text_view, "notify::vadjustment", G_CALLBACK (on_adjustment_changed),
                           self, G_CONNECT_SWAPPED);
  on_adjustment_changed (self);

  return self;
}

/**
 * telar_line_gutter_set_marked:
 * @self: a gutter
 * @lines: (transfer full) (nullable): the set of lines, from 0, that have a problem
 */
void
telar_line_gutter_set_marked (TelarLineGutter *self, GHashTable *lines)
{
  g_return_if_fail (TELAR_IS_LINE_GUTTER (self));

  g_clear_pointer (&self->marked, g_hash_table_unref);
  self->marked = lines;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
