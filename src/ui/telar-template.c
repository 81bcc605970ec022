/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-template.h"

/**
 * telar_template_dispose:
 * @widget: a widget that is being disposed
 * @type: the type that the template belongs to
 *
 * Lets go of all children. gtk_widget_dispose_template() alone lets go of those that are bound to
 * a name, and a widget must not be finalized while it has others.
 */
void
telar_template_dispose (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
