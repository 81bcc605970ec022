/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-canvas.h"

#include <adwaita.h>

#include "telar-snapshot-painter.h"

#define MIN_WIDTH     320
#define NATURAL_WIDTH 720

struct _TelarComparisonCanvas
{
  GtkWidget parent_instance;

  TelarComparisonIndex *index; /* not owned, or NULL */
  TelarComparisonOptions options;
  TelarTextCache *texts;  /* NULL until they are needed */
  TelarDisplayList *list; /* at the width that @options say; NULL until it is laid out */
};

G_DEFINE_FINAL_TYPE (TelarComparisonCanvas, telar_comparison_canvas, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lay_out (TelarComparisonCanvas *self, int width)
{
  double ratio = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->list != NULL && self->options.width == width && self->options.pixel_ratio == ratio)
    return;

  if (self->texts == NULL)
    self->texts = telar_snapshot_texts_new (GTK_WIDGET (self));
  if (self->list == NULL)
    self->list = telar_display_list_new ();
  self->options.width = width;
  self->options.pixel_ratio = ratio;
  telar_comparison_layout (self->index, &self->options, self->texts, self->list);
}

static GtkSizeRequestMode
telar_comparison_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
telar_comparison_canvas_measure (GtkWidget *widget,
                                 GtkOrientation orientation,
                                 int for_size,
                                 int *minimum,
                                 int *natural,
                                 int *minimum_baseline,
                                 int *natural_baseline)
{
  TelarComparisonCanvas *self = TELAR_COMPARISON_CANVAS (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else if (self->index != NULL)
    {
      lay_out (self, MAX (for_size, MIN_WIDTH));
      *minimum = *natural = (int) ceil (self->list->height);
    }
}

static void
telar_comparison_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TelarComparisonCanvas *self = TELAR_COMPARISON_CANVAS (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  TelarPalette palette;

  if (self->index == NULL)
    return;

  lay_out (self, gtk_widget_get_width (widget));
  telar_palette_init (&palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  telar_snapshot_paint (snapshot, self->list, &palette, self->texts);
}

/* The font may be another one now. */
static void
forget (TelarComparisonCanvas *self)
{
  g_clear_pointer (&self->texts, telar_text_cache_free);
  g_clear_pointer (&self->list, telar_display_list_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
telar_comparison_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (telar_comparison_canvas_parent_class)->css_changed (widget, change);
  forget (TELAR_COMPARISON_CANVAS (widget));
}

static void
telar_comparison_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (telar_comparison_canvas_parent_class)->system_setting_changed (widget, setting);
  forget (TELAR_COMPARISON_CANVAS (widget));
}

static guint
find_series (TelarComparisonCanvas *self, double x, double y)
{
  return self->list != NULL ? telar_comparison_find_series_at (self->list, x, y) : TELAR_NO_SERIES;
}

static void
on_released (TelarComparisonCanvas *self, int n_press, double x, double y)
{
  guint series = find_series (self, x, y);

  if (series != TELAR_NO_SERIES)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, series);
}

static void
on_motion (TelarComparisonCanvas *self, double x, double y)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   find_series (self, x, y) != TELAR_NO_SERIES ? "pointer" : NULL);
}

static void
telar_comparison_canvas_finalize (GObject *object)
{
  TelarComparisonCanvas *self = TELAR_COMPARISON_CANVAS (object);

  g_clear_pointer (&self->texts, telar_text_cache_free);
  g_clear_pointer (&self->list, telar_display_list_free);

  G_OBJECT_CLASS (telar_comparison_canvas_parent_class)->finalize (object);
}

static void
telar_comparison_canvas_class_init (TelarComparisonCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = telar_comparison_canvas_finalize;
  widget_class->get_request_mode = telar_comparison_canvas_get_request_mode;
  widget_class->measure = telar_comparison_canvas_measure;
  widget_class->snapshot = telar_comparison_canvas_snapshot;
  widget_class->css_changed = telar_comparison_canvas_css_changed;
  widget_class->system_setting_changed = telar_comparison_canvas_system_setting_changed;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
telar_comparison_canvas_init (TelarComparisonCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

/**
 * telar_comparison_canvas_set_index:
 * @self: a canvas
 * @index: (nullable): what it shows, which must live until it is set to another one or %NULL
 * @options: (nullable): how it shows it; the width and the ratio of pixels do not matter
 */
void
telar_comparison_canvas_set_index (TelarComparisonCanvas *self,
                                   TelarComparisonIndex *index,
                                   const TelarComparisonOptions *options)
{
  g_return_if_fail (TELAR_IS_COMPARISON_CANVAS (self));

  self->index = index;
  if (options != NULL)
    self->options = *options;
  g_clear_pointer (&self->list, telar_display_list_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
