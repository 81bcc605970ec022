/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-settings.h"

#include "engine/telar-installation.h"

/**
 * telar_settings_new:
 *
 * Finds the schema in the build folder and in installations that GSettings does not search, too.
 *
 * Returns: (transfer full) (nullable): the settings of the program, or %NULL if its schema is not
 *   installed
 */
GSettings *
telar_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  const char *folder = telar_installation_get_schema_dir ();
  g_autoptr (GSettingsSchemaSource) own_source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (folder != NULL)
    own_source = g_settings_schema_source_new_from_directory (folder, source, TRUE, NULL);
  if (own_source != NULL)
    source = own_source;
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TELAR_APPLICATION_ID, TRUE);
  if (schema == NULL)
    return NULL;

  return g_settings_new_full (schema, NULL, NULL);
}

/**
 * telar_settings_get_hidden_parts:
 * @settings: the settings of the program
 *
 * Returns: which parts of charts the user has switched off
 */
TelarChartParts
telar_settings_get_hidden_parts (GSettings *settings)
{
  TelarChartParts hidden = 0;

  if (!g_settings_get_boolean (settings, "shows-dependencies"))
    hidden |= TELAR_CHART_DEPENDENCIES;
  if (!g_settings_get_boolean (settings, "shows-critical-path"))
    hidden |= TELAR_CHART_CRITICAL_PATH;

  return hidden;
}
