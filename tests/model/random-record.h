/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

TelarRunRecord *random_record_new (GRand *rand, guint n_tasks, guint n_lanes);
void assert_records_equal (TelarRunRecord *a, TelarRunRecord *b);
