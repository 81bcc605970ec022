/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-parameters.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* A pattern longer than this is a mistake rather than a pattern. */
#define MAX_STRING_LENGTH 65536

struct _TelarParameters
{
  const TelarWorkload *workload;
  double *numbers;
  char **strings;
};

/**
 * telar_parameters_new:
 * @workload: a workload
 *
 * Returns: (transfer full): its parameters with their default values
 */
TelarParameters *
telar_parameters_new (const TelarWorkload *workload)
{
  TelarParameters *parameters = g_new0 (TelarParameters, 1);

  parameters->workload = workload;
  parameters->numbers = g_new0 (double, workload->n_parameters);
  parameters->strings = g_new0 (char *, workload->n_parameters);
  for (guint i = 0; i < workload->n_parameters; i++)
    {
      parameters->numbers[i] = workload->parameters[i].default_number;
      parameters->strings[i] = g_strdup (workload->parameters[i].default_string);
    }

  return parameters;
}

/**
 * telar_parameters_copy:
 * @parameters: parameters
 *
 * Returns: (transfer full): the same values, to be changed on their own
 */
TelarParameters *
telar_parameters_copy (const TelarParameters *parameters)
{
  TelarParameters *copy = telar_parameters_new (parameters->workload);

  for (guint i = 0; i < parameters->workload->n_parameters; i++)
    {
      copy->numbers[i] = parameters->numbers[i];
      g_free (copy->strings[i]);
      copy->strings[i] = g_strdup (parameters->strings[i]);
    }

  return copy;
}

/**
 * telar_parameters_free:
 * @parameters: (transfer full) (nullable): parameters
 */
void
telar_parameters_free (TelarParameters *parameters)
{
  if (parameters == NULL)
    return;

  for (guint i = 0; i < parameters->workload->n_parameters; i++)
    g_free (parameters->strings[i]);
  g_free (parameters->strings);
  g_free (parameters->numbers);
  g_free (parameters);
}

/**
 * telar_parameters_get_workload:
 * @parameters: parameters
 *
 * Returns: (transfer none): the workload that they belong to
 */
const TelarWorkload *
telar_parameters_get_workload (const TelarParameters *parameters)
{
  return parameters->workload;
}

static const TelarParameterSpec *
find (const TelarParameters *parameters, const char *name, guint *index, GError **error)
{
  const TelarParameterSpec *spec = telar_workload_find_parameter (parameters->workload, name);

  if (spec == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("The workload “%s” has no parameter “%s”"), parameters->workload->name, name);
  else
    *index = (guint) (spec - parameters->workload->parameters);

  return spec;
}

/**
 * telar_parameters_get_number:
 * @parameters: parameters
 * @name: one of its numbers
 *
 * Returns: its value
 */
double
telar_parameters_get_number (const TelarParameters *parameters, const char *name)
{
  guint index;

  g_return_val_if_fail (find (parameters, name, &index, NULL) != NULL, 0);

  return parameters->numbers[index];
}

/**
 * telar_parameters_is_on:
 * @parameters: parameters
 * @name: the name of a switch, which the workload may lack
 *
 * Returns: whether it is there and on
 */
gboolean
telar_parameters_is_on (const TelarParameters *parameters, const char *name)
{
  return telar_workload_find_parameter (parameters->workload, name) != NULL
         && telar_parameters_get_number (parameters, name) > 0;
}

/**
 * telar_parameters_get_string:
 * @parameters: parameters
 * @name: one of its strings
 *
 * Returns: (transfer none): its value
 */
const char *
telar_parameters_get_string (const TelarParameters *parameters, const char *name)
{
  guint index;

  g_return_val_if_fail (find (parameters, name, &index, NULL) != NULL, NULL);

  return parameters->strings[index];
}

/**
 * telar_parameters_set_number:
 * @parameters: parameters
 * @name: a parameter that is a number
 * @value: its new value
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: no such parameter, or out of range
 *
 * Returns: whether it was set
 */
gboolean
telar_parameters_set_number (TelarParameters *parameters,
                             const char *name,
                             double value,
                             GError **error)
{
  const TelarParameterSpec *spec;
  guint index;

  spec = find (parameters, name, &index, error);
  if (spec == NULL)
    return FALSE;

  if (telar_parameter_spec_is_text (spec))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The parameter “%s” is a text, not a number"), name);
      return FALSE;
    }

  if (!(value >= spec->minimum && value <= spec->maximum))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The parameter “%s” goes from %g to %g, so %g is not possible"), name,
                   spec->minimum, spec->maximum, value);
      return FALSE;
    }

  if ((spec->type == TELAR_PARAMETER_INTEGER || spec->type == TELAR_PARAMETER_SWITCH)
      && value != floor (value))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The parameter “%s” is a whole number, so %g is not possible"), name, value);
      return FALSE;
    }

  parameters->numbers[index] = value;

  return TRUE;
}

static gboolean
check_choice (const TelarParameterSpec *spec, const char *value, GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < spec->n_choices; i++)
    {
      if (g_str_equal (spec->choices[i].name, value))
        return TRUE;
      g_string_append (words, i > 0 ? ", " : "");
      g_string_append (words, spec->choices[i].name);
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("The parameter “%s” is one of %s, so “%s” is not possible"), spec->name,
               words->str, value);
  return FALSE;
}

/**
 * telar_parameters_set_string:
 * @parameters: parameters
 * @name: a parameter that is a string
 * @value: its new value
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: no such parameter, not UTF-8, too
 *   long, or none of its choices
 *
 * Returns: whether it was set
 */
gboolean
telar_parameters_set_string (TelarParameters *parameters,
                             const char *name,
                             const char *value,
                             GError **error)
{
  const TelarParameterSpec *spec;
  guint index;

  spec = find (parameters, name, &index, error);
  if (spec == NULL)
    return FALSE;

  if (!telar_parameter_spec_is_text (spec) || !g_utf8_validate (value, -1, NULL)
      || strlen (value) > MAX_STRING_LENGTH)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The parameter “%s” does not take this text"), name);
      return FALSE;
    }

  if (spec->type == TELAR_PARAMETER_CHOICE && !check_choice (spec, value, error))
    return FALSE;

  g_free (parameters->strings[index]);
  parameters->strings[index] = g_strdup (value);

  return TRUE;
}

static gboolean
parse_switch (TelarParameters *parameters, const char *name, const char *text, GError **error)
{
  gboolean is_on = g_str_equal (text, "on") || g_str_equal (text, "1");

  if (is_on || g_str_equal (text, "off") || g_str_equal (text, "0"))
    return telar_parameters_set_number (parameters, name, is_on, error);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("The parameter “%s” is on or off, so “%s” is not possible"), name, text);
  return FALSE;
}

/**
 * telar_parameters_parse:
 * @parameters: parameters
 * @name: a parameter
 * @text: its value as a user writes it: a number with a point as the decimal separator, on or off
 *   for a switch, else a text
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT
 *
 * Returns: whether it was set
 */
gboolean
telar_parameters_parse (TelarParameters *parameters,
                        const char *name,
                        const char *text,
                        GError **error)
{
  const TelarParameterSpec *spec;
  guint index;
  double value;
  char *end;

  spec = find (parameters, name, &index, error);
  if (spec == NULL)
    return FALSE;

  if (telar_parameter_spec_is_text (spec))
    return telar_parameters_set_string (parameters, name, text, error);
  if (spec->type == TELAR_PARAMETER_SWITCH)
    return parse_switch (parameters, name, text, error);

  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0')
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The parameter “%s” is a number, which “%s” is not"), name, text);
      return FALSE;
    }

  return telar_parameters_set_number (parameters, name, value, error);
}

/**
 * telar_parameters_to_variant:
 * @parameters: parameters
 *
 * Returns: (transfer full): a floating a{sv} of doubles and strings
 */
GVariant *
telar_parameters_to_variant (const TelarParameters *parameters)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint i = 0; i < parameters->workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &parameters->workload->parameters[i];

      g_variant_builder_add (&builder, "{sv}", spec->name,
                             telar_parameter_spec_is_text (spec)
                                 ? g_variant_new_string (parameters->strings[i])
                                 : g_variant_new_double (parameters->numbers[i]));
    }

  return g_variant_builder_end (&builder);
}

/**
 * telar_parameters_from_variant:
 * @workload: a workload
 * @variant: an a{sv} as telar_parameters_to_variant() makes it; not trusted
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT
 *
 * Parameters that @variant does not name have their default values.
 *
 * Returns: (transfer full) (nullable): the parameters, or %NULL if one is unknown or out of range
 */
TelarParameters *
telar_parameters_from_variant (const TelarWorkload *workload, GVariant *variant, GError **error)
{
  g_autoptr (TelarParameters) parameters = telar_parameters_new (workload);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) owned = value;
      gboolean is_set;

      if (g_variant_is_of_type (owned, G_VARIANT_TYPE_DOUBLE))
        is_set
            = telar_parameters_set_number (parameters, name, g_variant_get_double (owned), error);
      else if (g_variant_is_of_type (owned, G_VARIANT_TYPE_STRING))
        is_set = telar_parameters_set_string (parameters, name, g_variant_get_string (owned, NULL),
                                              error);
      else
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("The parameter “%s” is neither a number nor a text"), name);
          is_set = FALSE;
        }

      if (!is_set)
        return NULL;
    }

  return g_steal_pointer (&parameters);
}
