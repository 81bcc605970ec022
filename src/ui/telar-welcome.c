/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-welcome.h"

#include "telar-template.h"

struct _TelarWelcome
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (TelarWelcome, telar_welcome, GTK_TYPE_WIDGET)

static void
telar_welcome_dispose (GObject *object)
{
  telar_template_dispose (GTK_WIDGET (object), TELAR_TYPE_WELCOME);

  G_OBJECT_CLASS (telar_welcome_parent_class)->dispose (object);
}

static void
telar_welcome_class_init (TelarWelcomeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = telar_welcome_dispose;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/telar/Telar/ui/telar-welcome.ui");
}

static void
telar_welcome_init (TelarWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * telar_welcome_new:
 *
 * Its buttons activate the action "win.run-example".
 *
 * Returns: (transfer floating): what invites the user to a first run
 */
GtkWidget *
telar_welcome_new (void)
{
  return g_object_new (TELAR_TYPE_WELCOME, NULL);
}
