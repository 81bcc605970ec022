/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-short-number.h"

#include <locale.h>
#include <string.h>

/**
 * telar_short_number_output:
 * @spin: a spin button that allows decimals
 *
 * A handler of #GtkSpinButton::output that shows numbers without the zeros that mean nothing: 30
 * rather than 30.00.
 *
 * Returns: %TRUE, because nothing else is to be shown
 */
gboolean
telar_short_number_output (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%.*f", (int) gtk_spin_button_get_digits (spin),
                                           gtk_spin_button_get_value (spin));
  const char *point = localeconv ()->decimal_point;
  char *fraction = strstr (text, point);

  if (fraction != NULL)
    {
      char *end = text + strlen (text);

      while (end > fraction + strlen (point) && end[-1] == '0')
        end--;
      *(end == fraction + strlen (point) ? fraction : end) = '\0';
    }

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}
