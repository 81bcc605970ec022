/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-workload.h"

G_BEGIN_DECLS

/* The values of a workload's parameters: every parameter always has one within its range. */
typedef struct _TelarParameters TelarParameters;

TelarParameters *telar_parameters_new (const TelarWorkload *workload);
TelarParameters *telar_parameters_copy (const TelarParameters *parameters);
void telar_parameters_free (TelarParameters *parameters);

const TelarWorkload *telar_parameters_get_workload (const TelarParameters *parameters);
double telar_parameters_get_number (const TelarParameters *parameters, const char *name);
gboolean telar_parameters_is_on (const TelarParameters *parameters, const char *name);
const char *telar_parameters_get_string (const TelarParameters *parameters, const char *name);
gboolean telar_parameters_set_number (TelarParameters *parameters,
                                      const char *name,
                                      double value,
                                      GError **error);
gboolean telar_parameters_set_string (TelarParameters *parameters,
                                      const char *name,
                                      const char *value,
                                      GError **error);
gboolean telar_parameters_parse (TelarParameters *parameters,
                                 const char *name,
                                 const char *text,
                                 GError **error);

GVariant *telar_parameters_to_variant (const TelarParameters *parameters);
TelarParameters *
telar_parameters_from_variant (const TelarWorkload *workload, GVariant *variant, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarParameters, telar_parameters_free)

G_END_DECLS
