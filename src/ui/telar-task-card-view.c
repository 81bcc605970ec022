/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-task-card-view.h"

#include <glib/gi18n-lib.h>

#include "chart/telar-palette.h"
#include "model/telar-format.h"

#define MAX_CHARACTERS 44
#define STRIP_HEIGHT   8
#define STRIP_WIDTH    220

/* The phases as a strip of their colours. */
typedef struct
{
  GArray *phases; /* TelarCardPhase */
  TelarPalette palette;
} Strip;

static void
strip_free (gpointer data)
{
  Strip *strip = data;

  g_array_unref (strip->phases);
  g_free (strip);
}

/* Tooltips are dark in the light style too. */
static Strip *
strip_new (GArray *phases)
{
  Strip *strip = g_new0 (Strip, 1);

  strip->phases = g_array_ref (phases);
  telar_palette_init (&strip->palette, TRUE, FALSE);

  return strip;
}

static void
draw_strip (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const Strip *strip = data;
  double x = 0;

  for (guint i = 0; i < strip->phases->len; i++)
    {
      const TelarCardPhase *phase = &g_array_index (strip->phases, TelarCardPhase, i);
      const TelarColour *colour = &strip->palette.colours[TELAR_ROLE_PHASE + phase->phase];
      double end = x + phase->share * width;

      cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha);
      cairo_rectangle (cr, x, 0, end - x, height);
      cairo_fill (cr);
      x = end;
    }
}

static GtkWidget *
new_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_long_label (const char *text, const char *css_class)
{
  GtkWidget *label = new_label (text, css_class, 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARACTERS);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

/* A square in the colour of a phase. */
static GtkWidget *
new_swatch (const TelarCardPhase *phase)
{
  g_autoptr (GArray) phases = g_array_new (FALSE, FALSE, sizeof (TelarCardPhase));
  GtkWidget *swatch = gtk_drawing_area_new ();
  const TelarCardPhase whole = { phase->phase, phase->duration_ns, 1 };

  g_array_append_val (phases, whole);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_strip, strip_new (phases),
                                  strip_free);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);

  return swatch;
}

static char *
format_share (double share)
{
  if (share > 0 && share < 0.005)
    return g_strdup (_ ("< 1 %"));

  /* Translators: a share in per cent. */
  return g_strdup_printf (_ ("%.0f %%"), share * 100);
}

static GtkWidget *
new_phases (const TelarTaskCard *card)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *strip = gtk_drawing_area_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (strip), STRIP_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (strip), STRIP_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (strip), draw_strip, strip_new (card->phases),
                                  strip_free);
  gtk_widget_set_margin_bottom (strip, 3);
  gtk_grid_attach (GTK_GRID (grid), strip, 0, 0, 4, 1);

  for (guint i = 0; i < card->phases->len; i++)
    {
      const TelarCardPhase *phase = &g_array_index (card->phases, TelarCardPhase, i);
      g_autofree char *duration = telar_format_duration (phase->duration_ns);
      g_autofree char *share = format_share (phase->share);
      GtkWidget *title = new_label (telar_phase_get_title (phase->phase), NULL, 0);
      int row = (int) i + 1;

      gtk_widget_set_hexpand (title, TRUE);
      gtk_grid_attach (GTK_GRID (grid), new_swatch (phase), 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), title, 1, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), new_label (duration, "numeric", 1), 2, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), new_label (share, "numeric", 1), 3, row, 1, 1);
    }

  return grid;
}

static GtkWidget *
new_facts (const TelarTaskCard *card)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  for (guint i = 0; i < card->facts->len; i++)
    {
      const TelarCardFact *fact = &g_array_index (card->facts, TelarCardFact, i);
      GtkWidget *title = new_label (fact->title, "dim-label", 0);

      gtk_widget_set_hexpand (title, TRUE);
      gtk_grid_attach (GTK_GRID (grid), title, 0, (int) i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), new_label (fact->value, "numeric", 1), 1, (int) i, 1, 1);
    }

  return grid;
}

/**
 * telar_task_card_view_new:
 * @card: what is known of a task
 *
 * Returns: (transfer floating): a widget that shows it, for a dark background such as that of a
 *   tooltip; it needs @card no longer
 */
GtkWidget *
telar_task_card_view_new (const TelarTaskCard *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "telar-card");
  gtk_box_append (GTK_BOX (box), new_long_label (card->input, "heading"));
  if (card->place != NULL)
    gtk_box_append (GTK_BOX (box), new_long_label (card->place, "dim-label"));
  if (card->phases->len > 0)
    gtk_box_append (GTK_BOX (box), new_phases (card));
  gtk_box_append (GTK_BOX (box), new_facts (card));
  if (card->problem != NULL)
    gtk_box_append (GTK_BOX (box), new_long_label (card->problem, NULL));

  return box;
}
