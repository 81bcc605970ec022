/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-adaptive-view.h"

#include "telar-split-handle.h"
#include "telar-template.h"

#define MIN_WIDTH         360
#define MIN_SIDEBAR_WIDTH 340
#define MAX_SIDEBAR_WIDTH 420
#define HANDLE_HEIGHT     9
#define SPLIT_STEP        0.05

typedef enum
{
  SLOT_PLAN,
  SLOT_CHART,
  SLOT_RESULTS,
  N_SLOTS,
} Slot;

static const char *const slot_names[N_SLOTS] = { "plan", "chart", "results" };

struct _TelarAdaptiveView
{
  GtkWidget parent_instance;

  GtkWidget *slots[N_SLOTS];
  GtkWidget *divider; /* between the plan and the rest */
  GtkWidget *handle;  /* between the chart and the results; it lies over both */
  GtkWidget *bar;
  GtkWidget *results_button;

  gboolean folded;
  Slot page;    /* that is shown while folded */
  double split; /* part of the height that the chart takes */

  graphene_rect_t content; /* of the chart and the results, while not folded */
  double drag_start;       /* height of the chart when a drag began */
  guint notify_id;
};

G_DEFINE_FINAL_TYPE (TelarAdaptiveView, telar_adaptive_view, GTK_TYPE_WIDGET)

enum
{
  PROP_PLAN = 1,
  PROP_CHART,
  PROP_RESULTS,
  PROP_FOLDED,
  PROP_PAGE,
  PROP_SPLIT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_shown (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_visible (widget);
}

static int
measure_one (GtkWidget *widget, GtkOrientation orientation, int for_size, int *natural)
{
  int minimum = 0;

  *natural = 0;
  if (is_shown (widget))
    gtk_widget_measure (widget, orientation, for_size, &minimum, natural, NULL, NULL);

  return minimum;
}

static GtkSizeRequestMode
telar_adaptive_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* What is shown decides by its width, so the minimum is that of the folded view: the largest of
 * the three and the bar. Everything in them scrolls, so both modes fit into it. */
static void
telar_adaptive_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (widget);
  int slot_minimum[N_SLOTS], slot_natural[N_SLOTS], bar_minimum, bar_natural;

  bar_minimum = measure_one (self->bar, orientation, -1, &bar_natural);
  *minimum = *natural = 0;
  for (Slot i = 0; i < N_SLOTS; i++)
    {
      int width = orientation == GTK_ORIENTATION_VERTICAL ? MIN_WIDTH : -1;

      slot_minimum[i] = measure_one (self->slots[i], orientation, width, &slot_natural[i]);
      *minimum = MAX (*minimum, slot_minimum[i]);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (MAX (*minimum, bar_minimum), MIN_WIDTH);
      *natural
          = slot_natural[SLOT_PLAN] + MAX (slot_natural[SLOT_CHART], slot_natural[SLOT_RESULTS]);
    }
  else
    {
      *minimum
          = MAX (*minimum + bar_minimum, slot_minimum[SLOT_CHART] + slot_minimum[SLOT_RESULTS]);
      *natural
          = MAX (slot_natural[SLOT_PLAN], slot_natural[SLOT_CHART] + slot_natural[SLOT_RESULTS]);
    }
  *natural = MAX (*natural, *minimum);
}

static void
allocate (GtkWidget *widget, int x, int y, int width, int height)
{
  GtkAllocation allocation = { x, y, MAX (width, 0), MAX (height, 0) };

  if (!is_shown (widget))
    return;

  gtk_widget_set_child_visible (widget, TRUE);
  gtk_widget_size_allocate (widget, &allocation, -1);
}

static void
hide (GtkWidget *widget)
{
  if (widget != NULL)
    gtk_widget_set_child_visible (widget, FALSE);
}

static gboolean
notify_folded (gpointer data)
{
  TelarAdaptiveView *self = data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);

  return G_SOURCE_REMOVE;
}

static void
allocate_folded (TelarAdaptiveView *self, int width, int height)
{
  Slot page = is_shown (self->slots[self->page]) ? self->page : SLOT_PLAN;
  int natural, bar_height;

  measure_one (self->bar, GTK_ORIENTATION_VERTICAL, width, &natural);
  bar_height = MIN (natural, height);

  for (Slot i = 0; i < N_SLOTS; i++)
    if (i == page)
      allocate (self->slots[i], 0, 0, width, height - bar_height);
    else
      hide (self->slots[i]);
  hide (self->divider);
  hide (self->handle);
  allocate (self->bar, 0, height - bar_height, width, bar_height);
}

static void
allocate_wide (TelarAdaptiveView *self, int width, int height)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int natural, divider_width, sidebar_width, x, content_width, chart_height;

  measure_one (self->divider, GTK_ORIENTATION_HORIZONTAL, -1, &divider_width);
  sidebar_width
      = MAX (CLAMP (width * 3 / 10, MIN_SIDEBAR_WIDTH, MAX_SIDEBAR_WIDTH),
             measure_one (self->slots[SLOT_PLAN], GTK_ORIENTATION_HORIZONTAL, -1, &natural));
  content_width = width - sidebar_width - divider_width;
  x = is_rtl ? 0 : sidebar_width + divider_width;
  self->content = GRAPHENE_RECT_INIT (x, 0, content_width, height);

  hide (self->bar);
  allocate (self->slots[SLOT_PLAN], is_rtl ? width - sidebar_width : 0, 0, sidebar_width, height);
  allocate (self->divider, is_rtl ? content_width : sidebar_width, 0, divider_width, height);

  chart_height = height;
  if (is_shown (self->slots[SLOT_RESULTS]))
    {
      int least = measure_one (self->slots[SLOT_CHART], GTK_ORIENTATION_VERTICAL, content_width,
                               &natural);
      int most = height
                 - measure_one (self->slots[SLOT_RESULTS], GTK_ORIENTATION_VERTICAL, content_width,
                                &natural);

      chart_height = MAX (MIN ((int) (height * self->split), most), least);
      allocate (self->slots[SLOT_RESULTS], x, chart_height, content_width, height - chart_height);
      allocate (self->handle, x, chart_height - HANDLE_HEIGHT / 2, content_width, HANDLE_HEIGHT);
    }
  else
    hide (self->handle);
  allocate (self->slots[SLOT_CHART], x, 0, content_width, chart_height);
}

static void
telar_adaptive_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (widget);
  gboolean folded = width < TELAR_ADAPTIVE_VIEW_FOLD_WIDTH;

  if (folded != self->folded)
    {
      self->folded = folded;
      /* Who listens may resize something, which has to wait until this layout is over. */
      if (self->notify_id == 0)
        self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_folded, self, NULL);
    }

  if (folded)
    allocate_folded (self, width, height);
  else
    allocate_wide (self, width, height);
}

/* The Tab key goes through the plan, the chart and the results; by their positions, it would take
 * the chart first, as its middle is higher. */
static gboolean
telar_adaptive_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (widget);
  GtkWidget *order[] = { self->slots[SLOT_PLAN], self->slots[SLOT_CHART], self->handle,
                         self->slots[SLOT_RESULTS], self->bar };
  GtkWidget *focus = gtk_widget_get_focus_child (widget);
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  int index = step > 0 ? 0 : (int) G_N_ELEMENTS (order) - 1;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (telar_adaptive_view_parent_class)->focus (widget, direction);

  for (int i = 0; focus != NULL && i < (int) G_N_ELEMENTS (order); i++)
    if (order[i] == focus)
      index = i;

  for (; index >= 0 && index < (int) G_N_ELEMENTS (order); index += step)
    if (order[index] != NULL && gtk_widget_get_mapped (order[index])
        && gtk_widget_child_focus (order[index], direction))
      return TRUE;

  return FALSE;
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, TelarAdaptiveView *self)
{
  graphene_rect_t bounds;

  if (self->folded || !gtk_widget_get_mapped (self->handle)
      || !gtk_widget_compute_bounds (self->handle, GTK_WIDGET (self), &bounds)
      || !graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag_start = bounds.origin.y + HANDLE_HEIGHT / 2;
}

static void
on_drag_update (GtkGestureDrag *drag, double offset_x, double offset_y, TelarAdaptiveView *self)
{
  double height = self->content.size.height;

  if (height > 0)
    telar_adaptive_view_set_split (self, (self->drag_start + offset_y) / height);
}

static gboolean
move_handle (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (widget);
  gboolean is_up;

  if (!gtk_widget_has_focus (self->handle))
    return FALSE;

  g_variant_get (arguments, "b", &is_up);
  telar_adaptive_view_set_split (self, self->split + (is_up ? -SPLIT_STEP : SPLIT_STEP));

  return TRUE;
}

static void
set_slot (TelarAdaptiveView *self, Slot slot, GtkWidget *child)
{
  if (self->slots[slot] == child)
    return;

  g_clear_pointer (&self->slots[slot], gtk_widget_unparent);
  self->slots[slot] = child;
  /* Below the handle, which lies over the chart and the results. */
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), self->divider);
  if (child != NULL && slot == SLOT_RESULTS)
    g_object_bind_property (child, "visible", self->results_button, "sensitive",
                            G_BINDING_SYNC_CREATE);
}

static void
telar_adaptive_view_dispose (GObject *object)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (Slot i = 0; i < N_SLOTS; i++)
    g_clear_pointer (&self->slots[i], gtk_widget_unparent);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_ADAPTIVE_VIEW);

  G_OBJECT_CLASS (telar_adaptive_view_parent_class)->dispose (object);
}

static void
telar_adaptive_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (object);

  switch (id)
    {
    case PROP_PLAN:
    case PROP_CHART:
    case PROP_RESULTS:
      g_value_set_object (value, self->slots[id - PROP_PLAN]);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    case PROP_PAGE:
      g_value_set_string (value, slot_names[self->page]);
      break;
    case PROP_SPLIT:
      g_value_set_double (value, self->split);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_adaptive_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TelarAdaptiveView *self = TELAR_ADAPTIVE_VIEW (object);

  switch (id)
    {
    case PROP_PLAN:
    case PROP_CHART:
    case PROP_RESULTS:
      set_slot (self, id - PROP_PLAN, g_value_get_object (value));
      break;
    case PROP_PAGE:
      telar_adaptive_view_set_page (self, g_value_get_string (value));
      break;
    case PROP_SPLIT:
      telar_adaptive_view_set_split (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_PLAN] = g_param_spec_object ("plan", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHART] = g_param_spec_object ("chart", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RESULTS] = g_param_spec_object ("results", NULL, NULL, GTK_TYPE_WIDGET,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE]
      = g_param_spec_string ("page", NULL, NULL, slot_names[SLOT_PLAN],
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPLIT]
      = g_param_spec_double ("split", NULL, NULL, 0, 1, 0.66,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
telar_adaptive_view_class_init (TelarAdaptiveViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_SPLIT_HANDLE);
  object_class->dispose = telar_adaptive_view_dispose;
  object_class->get_property = telar_adaptive_view_get_property;
  object_class->set_property = telar_adaptive_view_set_property;
  widget_class->get_request_mode = telar_adaptive_view_get_request_mode;
  widget_class->measure = telar_adaptive_view_measure;
  widget_class->size_allocate = telar_adaptive_view_size_allocate;
  widget_class->focus = telar_adaptive_view_focus;
  install_properties (object_class);

  gtk_widget_class_install_property_action (widget_class, "adaptive.page", "page");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, move_handle, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, move_handle, "b", FALSE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-adaptive-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarAdaptiveView, divider);
  gtk_widget_class_bind_template_child (widget_class, TelarAdaptiveView, handle);
  gtk_widget_class_bind_template_child (widget_class, TelarAdaptiveView, bar);
  gtk_widget_class_bind_template_child (widget_class, TelarAdaptiveView, results_button);
}

static void
telar_adaptive_view_init (TelarAdaptiveView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->split = 0.66;
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/**
 * telar_adaptive_view_new:
 *
 * Returns: (transfer floating): a view without anything in it; its properties "plan", "chart" and
 *   "results" take what it shows
 */
GtkWidget *
telar_adaptive_view_new (void)
{
  return g_object_new (TELAR_TYPE_ADAPTIVE_VIEW, NULL);
}

/**
 * telar_adaptive_view_get_folded:
 * @self: an adaptive view
 *
 * Returns: whether it is so narrow that it shows one page at a time; notified as "folded"
 */
gboolean
telar_adaptive_view_get_folded (TelarAdaptiveView *self)
{
  g_return_val_if_fail (TELAR_IS_ADAPTIVE_VIEW (self), FALSE);

  return self->folded;
}

/**
 * telar_adaptive_view_get_page:
 * @self: an adaptive view
 *
 * Returns: (transfer none): "plan", "chart" or "results": what is shown while it is folded
 */
const char *
telar_adaptive_view_get_page (TelarAdaptiveView *self)
{
  g_return_val_if_fail (TELAR_IS_ADAPTIVE_VIEW (self), NULL);

  return slot_names[self->page];
}

/**
 * telar_adaptive_view_set_page:
 * @self: an adaptive view
 * @page: "plan", "chart" or "results"; anything else changes nothing
 */
void
telar_adaptive_view_set_page (TelarAdaptiveView *self, const char *page)
{
  g_return_if_fail (TELAR_IS_ADAPTIVE_VIEW (self));

  for (Slot i = 0; i < N_SLOTS; i++)
    if (g_strcmp0 (slot_names[i], page) == 0 && i != self->page)
      {
        self->page = i;
        gtk_widget_queue_allocate (GTK_WIDGET (self));
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
        return;
      }
}

/**
 * telar_adaptive_view_get_split:
 * @self: an adaptive view
 *
 * Returns: which part of the height the chart takes, 0 to 1, so far as both fit
 */
double
telar_adaptive_view_get_split (TelarAdaptiveView *self)
{
  g_return_val_if_fail (TELAR_IS_ADAPTIVE_VIEW (self), 0);

  return self->split;
}

/**
 * telar_adaptive_view_set_split:
 * @self: an adaptive view
 * @split: which part of the height the chart takes; clamped to 0.1 … 0.9
 */
void
telar_adaptive_view_set_split (TelarAdaptiveView *self, double split)
{
  g_return_if_fail (TELAR_IS_ADAPTIVE_VIEW (self));

  split = CLAMP (split, 0.1, 0.9);
  if (split == self->split)
    return;

  self->split = split;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPLIT]);
}
