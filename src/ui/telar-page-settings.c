/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-page-settings.h"

/**
 * telar_page_settings_apply:
 * @settings: the settings of the program, where each limit of pages has a key of its name
 * @parameters: the parameters of a workload
 *
 * Sets those that are the same for every plan of a user: the limits of pages.
 */
void
telar_page_settings_apply (GSettings *settings, TelarParameters *parameters)
{
  const TelarWorkload *workload = telar_parameters_get_workload (parameters);

  for (guint i = 0; i < workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &workload->parameters[i];
      g_autofree char *text = NULL;

      if (!spec->is_limit)
        continue;

      switch (spec->type)
        {
        case TELAR_PARAMETER_STRING:
          text = g_settings_get_string (settings, spec->name);
          telar_parameters_set_string (parameters, spec->name, text, NULL);
          break;
        case TELAR_PARAMETER_INTEGER:
          telar_parameters_set_number (parameters, spec->name,
                                       g_settings_get_int (settings, spec->name), NULL);
          break;
        case TELAR_PARAMETER_DOUBLE:
          telar_parameters_set_number (parameters, spec->name,
                                       g_settings_get_double (settings, spec->name), NULL);
          break;
        case TELAR_PARAMETER_SWITCH:
        case TELAR_PARAMETER_CHOICE:
        default:
          g_assert_not_reached ();
        }
    }
}
