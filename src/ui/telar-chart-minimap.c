/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-minimap.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart/telar-minimap-layout.h"
#include "telar-snapshot-painter.h"

#define MIN_WIDTH     60
#define NATURAL_WIDTH 240
#define HEIGHT        34
#define GRIP          6.0 /* how near to an edge of the lens it is taken hold of */
#define NOTCH         1.25

typedef enum
{
  PART_NONE,
  PART_LENS,
  PART_LEFT,
  PART_RIGHT,
} Part;

struct _TelarChartMinimap
{
  GtkWidget parent_instance;

  TelarChartCanvas *canvas; /* NULL until it is set */
  TelarDisplayList *run;
  TelarDisplayList *lens;
  TelarMinimap drawn;  /* what @run was laid out for */
  guint64 drawn_spans; /* and how much of the run */
  Part part;           /* that is being dragged */
  double from_ns;      /* the window when the drag began */
  double to_ns;
  double pointer_x;
};

G_DEFINE_FINAL_TYPE (TelarChartMinimap, telar_chart_minimap, GTK_TYPE_WIDGET)

static gboolean
get_minimap (TelarChartMinimap *self, TelarMinimap *minimap)
{
  const TelarTimeWindow *window;

  if (self->canvas == NULL || telar_chart_canvas_get_index (self->canvas) == NULL)
    return FALSE;

  window = telar_chart_canvas_get_time_window (self->canvas);
  *minimap = (TelarMinimap){
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    /* A chart of the whole run grows smoothly, and so does the strip. */
    .end_ns = telar_time_window_is_whole (window) ? window->end_ns : window->full_end_ns,
  };

  return minimap->width > 0;
}

static Part
find_part (TelarChartMinimap *self, double x)
{
  const TelarTimeWindow *window = telar_chart_canvas_get_time_window (self->canvas);
  TelarMinimapLens lens;
  TelarMinimap minimap;

  if (!get_minimap (self, &minimap))
    return PART_NONE;

  telar_minimap_get_lens (&minimap, window, &lens);
  if (fabs (x - lens.x) <= GRIP && x < (lens.x + lens.end) / 2)
    return PART_LEFT;
  if (fabs (x - lens.end) <= GRIP)
    return PART_RIGHT;

  return x > lens.x && x < lens.end ? PART_LENS : PART_NONE;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, TelarChartMinimap *self)
{
  static const char *const cursors[] = {
    [PART_NONE] = "pointer",
    [PART_LENS] = "grab",
    [PART_LEFT] = "w-resize",
    [PART_RIGHT] = "e-resize",
  };

  self->pointer_x = x;
  if (self->canvas != NULL && self->part == PART_NONE)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursors[find_part (self, x)]);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, TelarChartMinimap *self)
{
  const TelarTimeWindow *window;
  TelarMinimap minimap;

  if (!get_minimap (self, &minimap))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  window = telar_chart_canvas_get_time_window (self->canvas);
  self->part = find_part (self, x);
  /* Beside the lens, it comes to the pointer. */
  if (self->part == PART_NONE)
    {
      double centre_ns = telar_minimap_get_time (&minimap, x);
      double half_ns = (window->to_end_ns - window->to_start_ns) / 2;

      telar_chart_canvas_show_times (self->canvas, (gint64) (centre_ns - half_ns),
                                     (gint64) (centre_ns + half_ns), FALSE);
      self->part = PART_LENS;
    }
  self->from_ns = window->to_start_ns;
  self->to_ns = window->to_end_ns;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, TelarChartMinimap *self)
{
  double from_ns = self->from_ns, to_ns = self->to_ns, by_ns, length_ns = to_ns - from_ns;
  TelarMinimap minimap;

  if (self->part == PART_NONE || !get_minimap (self, &minimap))
    return;

  by_ns = telar_minimap_get_time (&minimap, x);
  switch (self->part)
    {
    case PART_LEFT:
      from_ns = MIN (from_ns + by_ns, to_ns - 1);
      break;

    case PART_RIGHT:
      to_ns = MAX (to_ns + by_ns, from_ns + 1);
      break;

    case PART_LENS:
    case PART_NONE:
    default:
      from_ns = CLAMP (from_ns + by_ns, 0, MAX (minimap.end_ns - length_ns, 0));
      to_ns = from_ns + length_ns;
      break;
    }
  telar_chart_canvas_show_times (self->canvas, (gint64) MAX (from_ns, 0), (gint64) to_ns, TRUE);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double x, double y, TelarChartMinimap *self)
{
  self->part = PART_NONE;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, TelarChartMinimap *self)
{
  const TelarChartGeometry *geometry;
  const TelarTimeWindow *window;
  TelarMinimapLens lens;
  TelarMinimap minimap;
  double share;

  if (!get_minimap (self, &minimap))
    return GDK_EVENT_PROPAGATE;

  window = telar_chart_canvas_get_time_window (self->canvas);
  geometry = telar_chart_canvas_get_geometry (self->canvas);
  telar_minimap_get_lens (&minimap, window, &lens);
  share = CLAMP ((self->pointer_x - lens.x) / (lens.end - lens.x), 0, 1);
  telar_chart_canvas_zoom (self->canvas, pow (NOTCH, dy),
                           geometry->plot_x + share * geometry->plot_width, FALSE);

  return GDK_EVENT_STOP;
}

static void
telar_chart_minimap_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_width ? MIN_WIDTH : HEIGHT;
  *natural = is_width ? NATURAL_WIDTH : HEIGHT;
}

static guint64
count_spans (const TelarChartIndex *index)
{
  guint64 n_spans = 0;

  for (guint i = 0; i < telar_chart_index_get_n_lanes (index); i++)
    n_spans += telar_chart_index_get_lane (index, i)->n_spans;

  return n_spans;
}

static void
telar_chart_minimap_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TelarChartMinimap *self = TELAR_CHART_MINIMAP (widget);
  const TelarPalette *palette;
  const TelarChartIndex *index;
  TelarMinimapLens lens;
  TelarMinimap minimap;
  guint64 n_spans;

  if (!get_minimap (self, &minimap))
    return;

  /* The run is laid out anew only if there is more of it, or the strip has another size. */
  index = telar_chart_canvas_get_index (self->canvas);
  palette = telar_chart_canvas_get_palette (self->canvas);
  n_spans = count_spans (index);
  if (!index->has_ended || n_spans != self->drawn_spans || self->drawn.width != minimap.width
      || self->drawn.end_ns != minimap.end_ns)
    {
      telar_minimap_layout (&minimap, index, self->run);
      self->drawn = minimap;
      self->drawn_spans = index->has_ended ? n_spans : G_MAXUINT64;
    }
  telar_snapshot_paint (snapshot, self->run, palette, NULL);

  telar_minimap_get_lens (&minimap, telar_chart_canvas_get_time_window (self->canvas), &lens);
  telar_minimap_layout_lens (&minimap, &lens, self->lens);
  telar_snapshot_paint (snapshot, self->lens, palette, NULL);
}

static void
telar_chart_minimap_dispose (GObject *object)
{
  telar_chart_minimap_set_canvas (TELAR_CHART_MINIMAP (object), NULL);

  G_OBJECT_CLASS (telar_chart_minimap_parent_class)->dispose (object);
}

static void
telar_chart_minimap_finalize (GObject *object)
{
  TelarChartMinimap *self = TELAR_CHART_MINIMAP (object);

  telar_display_list_free (self->run);
  telar_display_list_free (self->lens);

  G_OBJECT_CLASS (telar_chart_minimap_parent_class)->finalize (object);
}

static void
telar_chart_minimap_class_init (TelarChartMinimapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = telar_chart_minimap_dispose;
  object_class->finalize = telar_chart_minimap_finalize;
  widget_class->measure = telar_chart_minimap_measure;
  widget_class->snapshot = telar_chart_minimap_snapshot;

  gtk_widget_class_set_css_name (widget_class, "telarminimap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
telar_chart_minimap_init (TelarChartMinimap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->run = telar_display_list_new ();
  self->lens = telar_display_list_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Overview of the run"), -1);
}

/**
 * telar_chart_minimap_set_canvas:
 * @self: a minimap
 * @canvas: (nullable): the chart that it moves and whose run it shows
 */
void
telar_chart_minimap_set_canvas (TelarChartMinimap *self, TelarChartCanvas *canvas)
{
  g_return_if_fail (TELAR_IS_CHART_MINIMAP (self));

  if (self->canvas != NULL)
    g_signal_handlers_disconnect_by_func (self->canvas, gtk_widget_queue_draw, self);
  g_set_object (&self->canvas, canvas);
  if (canvas != NULL)
    g_signal_connect_swapped (canvas, "moved", G_CALLBACK (gtk_widget_queue_draw), self);
}
