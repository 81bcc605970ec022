/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-parameters.h"

#include <gio/gio.h>
#include <string.h>

static void
test_every_parameter_has_its_default (void)
{
  for (guint i = 0; i < telar_workload_get_n (); i++)
    {
      const TelarWorkload *workload = telar_workload_get (i);
      g_autoptr (TelarParameters) parameters = telar_parameters_new (workload);

      g_assert_true (telar_workload_from_name (workload->name) == workload);
      g_assert_cmpuint (telar_workload_get_index (workload), ==, i);
      for (guint k = 0; k < workload->n_parameters; k++)
        {
          const TelarParameterSpec *spec = &workload->parameters[k];

          if (telar_parameter_spec_is_text (spec))
            g_assert_cmpstr (telar_parameters_get_string (parameters, spec->name), ==,
                             spec->default_string);
          else
            {
              double value = telar_parameters_get_number (parameters, spec->name);

              g_assert_cmpfloat (value, ==, spec->default_number);
              g_assert_cmpfloat (value, >=, spec->minimum);
              g_assert_cmpfloat (value, <=, spec->maximum);
            }
        }
    }
}

typedef struct
{
  const char *workload;
  const char *name;
  const char *text;
  const char *message; /* NULL if it is taken */
} Parsed;

static void
test_texts_are_checked (void)
{
  static const Parsed cases[] = {
    { "square", "seconds", "0", NULL },
    { "square", "seconds", "2.5e0", NULL },
    { "square", "seconds", "3600", NULL },
    { "square", "seconds", "3600.1", "goes from 0 to 3600" },
    { "square", "seconds", "-1", "goes from 0 to 3600" },
    { "square", "seconds", "nan", "goes from 0 to 3600" },
    { "square", "seconds", "inf", "goes from 0 to 3600" },
    { "square", "seconds", "", "is a number" },
    { "square", "seconds", "2s", "is a number" },
    { "square", "second", "2", "no parameter “second”" },
    { "headings", "redirect-limit", "1.5", "whole number" },
    { "primes", "one-core", "on", NULL },
    { "primes", "one-core", "0", NULL },
    { "primes", "one-core", "yes", "is on or off" },
    { "primes", "switch-interval", "0.1", NULL },
    { "primes", "switch-interval", "0", "goes from 0.1 to 10000" },
    { "race", "guard", "atomic", NULL },
    { "race", "guard", "lock", "is one of none, mutex, atomic" },
    { "race", "guard", "", "is one of none, mutex, atomic" },
    { "primes", "guard", "mutex", "no parameter “guard”" },
    { "headings", "pattern", "<h1>(.*)</h1>", NULL },
    { "headings", "pattern", "\xff", "does not take this text" },
    { "characters", "pattern", "x", "no parameter “pattern”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TelarWorkload *workload = telar_workload_from_name (cases[i].workload);
      g_autoptr (TelarParameters) parameters = telar_parameters_new (workload);
      g_autoptr (GError) error = NULL;
      gboolean is_set = telar_parameters_parse (parameters, cases[i].name, cases[i].text, &error);

      g_assert_cmpint (is_set, ==, cases[i].message == NULL);
      if (cases[i].message == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
}

static void
test_refused_value_changes_nothing (void)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name ("square"));

  g_assert_true (telar_parameters_parse (parameters, "seconds", "0.25", NULL));
  g_assert_false (telar_parameters_parse (parameters, "seconds", "4000", NULL));
  g_assert_cmpfloat (telar_parameters_get_number (parameters, "seconds"), ==, 0.25);
}

static void
test_copy_is_independent (void)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name ("headings"));
  g_autoptr (TelarParameters) copy = NULL;

  telar_parameters_set_string (parameters, "pattern", "lecture", NULL);
  copy = telar_parameters_copy (parameters);
  telar_parameters_set_string (parameters, "pattern", "x", NULL);

  g_assert_cmpstr (telar_parameters_get_string (copy, "pattern"), ==, "lecture");
}

static void
test_variant_brings_them_back (void)
{
  const TelarWorkload *workload = telar_workload_from_name ("headings");
  g_autoptr (TelarParameters) parameters = telar_parameters_new (workload);
  g_autoptr (TelarParameters) back = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GError) error = NULL;

  telar_parameters_set_string (parameters, "pattern", "ñ", NULL);
  telar_parameters_set_number (parameters, "timeout", 0.5, NULL);
  variant = g_variant_ref_sink (telar_parameters_to_variant (parameters));
  back = telar_parameters_from_variant (workload, variant, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (telar_parameters_get_string (back, "pattern"), ==, "ñ");
  g_assert_cmpfloat (telar_parameters_get_number (back, "timeout"), ==, 0.5);
}

static void
test_hostile_variants_are_refused (void)
{
  static const char *const texts[] = {
    "{'seconds': <-1.0>}", "{'seconds': <'2'>}",      "{'seconds': <uint32 2>}",
    "{'colour': <1.0>}",   "{'seconds': <{'a': 1}>}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) variant
          = g_variant_parse (G_VARIANT_TYPE_VARDICT, texts[i], NULL, NULL, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (variant);
      g_assert_null (
          telar_parameters_from_variant (telar_workload_from_name ("square"), variant, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parameters/every-one-has-its-default", test_every_parameter_has_its_default);
  g_test_add_func ("/parameters/texts-are-checked", test_texts_are_checked);
  g_test_add_func ("/parameters/refused-value-changes-nothing", test_refused_value_changes_nothing);
  g_test_add_func ("/parameters/copy-is-independent", test_copy_is_independent);
  g_test_add_func ("/parameters/variant-brings-them-back", test_variant_brings_them_back);
  g_test_add_func ("/parameters/hostile-variants-are-refused", test_hostile_variants_are_refused);

  return g_test_run ();
}
