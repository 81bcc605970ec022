/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-window.h"

#include <glib/gi18n-lib.h>

#include "telar-adaptive-view.h"
#include "telar-document-actions.h"
#include "telar-history-actions.h"
#include "telar-recent-files.h"
#include "telar-run-actions.h"
#include "telar-window-state.h"

/* Longer than for what needs no answer: one has to read it, to think, and to get there. */
#define UNDO_TIMEOUT_S 10

/* What was told so long ago has been read, and does not come back after what is told now. */
#define READ_US G_USEC_PER_SEC

struct _TelarWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwWindowTitle *window_title;
  GtkMenuButton *examples_button;
  GtkMenuButton *menu_button;
  GMenu *recent_section;
  GtkStack *run_stack;
  GtkWidget *run_button;
  GtkWidget *stop_button;
  TelarWorkspace *workspace;

  AdwToast *message; /* a weak pointer: what was told last, or NULL */
  gint64 told_us;    /* when */
  TelarRunner *runner;
  TelarRunActions *run_actions;
  TelarDocumentActions *document_actions;
  TelarHistoryActions *history_actions;
};

G_DEFINE_FINAL_TYPE (TelarWindow, telar_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_subtitle (TelarWindow *self)
{
  TelarRunRecord *record = telar_workspace_get_record (self->workspace);
  const char *strategy = record != NULL ? telar_strategy_get_title (record->strategy) : NULL;
  guint n_runs = telar_runner_get_n_requests (self->runner);
  g_autofree char *text = NULL;

  if (telar_runner_is_executing (self->runner) && n_runs > 1)
    /* Translators: a strategy, and which run it is of how many */
    text = g_strdup_printf (_ ("%s, running (%u of %u)"), strategy,
                            telar_runner_get_position (self->runner) + 1, n_runs);
  else if (telar_runner_is_executing (self->runner))
    text = g_strdup_printf (_ ("%s, running"), strategy);
  else
    text = telar_workspace_dup_title (self->workspace);
  adw_window_title_set_subtitle (self->window_title, text != NULL ? text : "");
}

/* Run and Stop are one place; who pressed one of them by key can press the other right after. */
static void
show_state (TelarWindow *self)
{
  gboolean is_busy = telar_runner_is_busy (self->runner);
  GtkWidget *shown = is_busy ? self->stop_button : self->run_button;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean has_focus = focus == self->run_button || focus == self->stop_button;
  TelarRunRecord *record;
  gboolean is_comparing;

  if (shown == NULL)
    return; /* the window was closed */

  record = telar_workspace_get_record (self->workspace);
  is_comparing = telar_workspace_is_comparing (self->workspace);
  telar_run_actions_update (self->run_actions);
  telar_document_actions_update (self->document_actions);
  telar_window_enable (self, "find", record != NULL && !is_comparing);
  gtk_stack_set_visible_child (self->run_stack, shown);
  if (has_focus)
    gtk_widget_grab_focus (shown);
  show_subtitle (self);
}

static void
find_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;

  telar_workspace_find (self->workspace);
}

static void
show_shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/telar/Telar/ui/telar-shortcuts-window.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts_window"));

  gtk_window_set_transient_for (window, GTK_WINDOW (data));
  gtk_window_present (window);
}

static const GActionEntry actions[] = {
  { .name = "find", .activate = find_activated },
  { .name = "show-shortcuts", .activate = show_shortcuts_activated },
};

/* Where there is little room, the header bar shows icons instead of words. */
static void
set_is_narrow (TelarWindow *self, gboolean is_narrow)
{
  if (is_narrow)
    {
      gtk_menu_button_set_icon_name (self->examples_button, "telar-examples-symbolic");
      gtk_button_set_icon_name (GTK_BUTTON (self->run_button), "media-playback-start-symbolic");
      gtk_button_set_icon_name (GTK_BUTTON (self->stop_button), "media-playback-stop-symbolic");
      return;
    }

  gtk_menu_button_set_label (self->examples_button, _ ("E_xamples"));
  gtk_button_set_label (GTK_BUTTON (self->run_button), _ ("_Run"));
  gtk_button_set_label (GTK_BUTTON (self->stop_button), _ ("_Stop"));
}

static void
on_folded (TelarWindow *self)
{
  set_is_narrow (self, telar_workspace_get_folded (self->workspace));
}

static gboolean
telar_window_close_request (GtkWindow *window)
{
  TelarWindow *self = TELAR_WINDOW (window);
  GtkApplication *application = gtk_window_get_application (window);

  if (application != NULL)
    telar_window_state_save (window, self->workspace,
                             telar_application_get_settings (TELAR_APPLICATION (application)));
  telar_runner_stop (self->runner);

  return GTK_WINDOW_CLASS (telar_window_parent_class)->close_request (window);
}

static void
telar_window_dispose (GObject *object)
{
  TelarWindow *self = TELAR_WINDOW (object);

  g_clear_weak_pointer (&self->message);
  g_clear_object (&self->history_actions);
  g_clear_object (&self->document_actions);
  g_clear_object (&self->run_actions);
  gtk_widget_dispose_template (GTK_WIDGET (self), TELAR_TYPE_WINDOW);

  G_OBJECT_CLASS (telar_window_parent_class)->dispose (object);
}

static void
telar_window_finalize (GObject *object)
{
  g_clear_object (&TELAR_WINDOW (object)->runner);

  G_OBJECT_CLASS (telar_window_parent_class)->finalize (object);
}

static void
telar_window_class_init (TelarWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_WORKSPACE);
  G_OBJECT_CLASS (klass)->dispose = telar_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = telar_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = telar_window_close_request;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.stop", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, examples_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, recent_section);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, run_stack);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, workspace);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
}

static void
telar_window_init (TelarWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* After an item of a submenu GTK 4.8 leaves the focus in the menu that is gone, where no key is
   * heard any more. */
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "closed",
                           G_CALLBACK (gtk_widget_grab_focus), self->menu_button,
                           G_CONNECT_SWAPPED);
  telar_recent_files_bind (self->recent_section);
}

/**
 * telar_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window as it was left when the program was used last
 */
TelarWindow *
telar_window_new (TelarApplication *application)
{
  TelarWindow *self = g_object_new (TELAR_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = telar_application_get_settings (application);
  TelarHistory *history = telar_application_get_history (application);

  self->runner = telar_runner_new (application);
  self->run_actions = telar_run_actions_new (self, self->workspace, self->runner, application);
  self->document_actions
      = telar_document_actions_new (self, self->workspace, self->runner, history);
  self->history_actions = telar_history_actions_new (self, self->workspace, self->runner, history);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "shown", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  show_state (self);

  telar_window_state_restore (GTK_WINDOW (self), self->workspace, settings);
  if (settings != NULL)
    set_is_narrow (self,
                   g_settings_get_int (settings, "window-width") < TELAR_ADAPTIVE_VIEW_FOLD_WIDTH);

  return self;
}

/**
 * telar_window_open:
 * @self: a window
 * @file: what telar_document_read() understands
 *
 * Opens the file as telar_document_actions_open() does.
 */
void
telar_window_open (TelarWindow *self, GFile *file)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (TELAR_IS_WINDOW (self));

  g_ptr_array_add (files, g_object_ref (file));
  telar_document_actions_open (self->document_actions, files);
}

/**
 * telar_window_enable:
 * @self: a window
 * @action: the name of one of its actions, without “win.”
 * @is_enabled: whether it can be activated
 */
void
telar_window_enable (TelarWindow *self, const char *action, gboolean is_enabled)
{
  GAction *found;

  g_return_if_fail (TELAR_IS_WINDOW (self));

  found = g_action_map_lookup_action (G_ACTION_MAP (self), action);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (found), is_enabled);
}

/* At once; what is displaced is shown again afterwards. */
static void
add_toast (TelarWindow *self, AdwToast *toast)
{
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/**
 * telar_window_show_toast:
 * @self: a window
 * @text: what to tell the user; it is shown as it is, markup in it too
 *
 * Tells it at once, in place of what was told before it. What can be undone is offered again
 * afterwards.
 */
void
telar_window_show_toast (TelarWindow *self, const char *text)
{
  AdwToast *toast;
  g_autofree char *escaped = NULL;

  g_return_if_fail (TELAR_IS_WINDOW (self));

  if (self->toast_overlay == NULL)
    return;

  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  if (self->message != NULL && g_get_monotonic_time () - self->told_us > READ_US)
    adw_toast_dismiss (self->message);
  g_set_weak_pointer (&self->message, toast);
  self->told_us = g_get_monotonic_time ();
  add_toast (self, toast);
}

/**
 * telar_window_show_undo_toast:
 * @self: a window
 * @text: what was done
 * @action: the name of the action, with “win.”, that undoes it
 * @target: (nullable): the parameter of @action; a floating reference is taken
 *
 * Tells what was done and lets the user undo it, at once and again after whatever is told then.
 */
void
telar_window_show_undo_toast (TelarWindow *self,
                              const char *text,
                              const char *action,
                              GVariant *target)
{
  AdwToast *toast;
  g_autofree char *escaped = NULL;

  g_return_if_fail (TELAR_IS_WINDOW (self));

  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_set_timeout (toast, UNDO_TIMEOUT_S);
  add_toast (self, toast);
}
