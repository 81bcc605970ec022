/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-site.h"

/* The lecture's pages with its measurements; how the headings that it found in all sixteen
 * spread over them is ours. */
static const TelarSitePage pages[TELAR_SITE_N_PAGES] = {
  { "https://projecteuler.net/", "demo:projecteuler.net/", 0.79, 0.97, 5194, 3 },
  { "https://nabla.mx", "demo:nabla.mx", 18.95, 2.47, 253691, 22 },
  { "https://ocw.mit.edu/index.htm", "demo:ocw.mit.edu/index.htm", 0.72, 0.75, 54877, 12 },
  { "https://distill.pub/", "demo:distill.pub/", 0.58, 1.01, 39473, 14 },
  { "https://github.com", "demo:github.com", 0.67, 1.10, 93492, 16 },
  { "https://www.python.org/", "demo:www.python.org/", 0.45, 0.38, 48433, 15 },
  { "https://nips.cc/", "demo:nips.cc/", 0.94, 0.91, 48345, 4 },
  { "https://scikit-learn.org/stable/", "demo:scikit-learn.org/stable/", 0.59, 0.25, 23735, 11 },
  { "https://arxiv.org/", "demo:arxiv.org/", 2.46, 1.00, 26543, 9 },
  { "https://www.nature.com/", "demo:www.nature.com/", 2.69, 3.54, 190614, 18 },
  { "https://www.springer.com/gp/book/9780387310732", "demo:www.springer.com/gp/book/9780387310732",
    1.68, 4.37, 54551, 7 },
  { "https://docs.scipy.org/doc/numpy/index.html", "demo:docs.scipy.org/doc/numpy/index.html", 1.11,
    0.40, 6612, 2 },
  { "https://online.stanford.edu/", "demo:online.stanford.edu/", 0.72, 0.98, 47573, 10 },
  { "https://keras.io/", "demo:keras.io/", 2.52, 0.26, 23812, 5 },
  { "https://math.stackexchange.com/", "demo:math.stackexchange.com/", 17.87, 1.64, 272144, 8 },
  { "https://lexfridman.com/", "demo:lexfridman.com/", 0.65, 0.89, 43367, 12 },
};

/**
 * telar_site_get_page:
 * @index: less than %TELAR_SITE_N_PAGES
 *
 * Returns: (transfer none): one of the sixteen pages, in the lecture's order
 */
const TelarSitePage *
telar_site_get_page (guint index)
{
  g_return_val_if_fail (index < TELAR_SITE_N_PAGES, NULL);

  return &pages[index];
}
