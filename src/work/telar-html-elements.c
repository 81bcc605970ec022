/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-html-elements.h"

#include <string.h>

#include "telar-html-element-type.h"

/* Deeper nesting than any browser keeps. */
#define MAX_DEPTH 512

typedef struct
{
  const TelarHtmlElementType *type;
  const char *name; /* in the page */
  gsize length;
} Element;

struct _TelarHtmlElements
{
  Element stack[MAX_DEPTH];
  guint depth;
  guint n_headings;
  guint n_foreign;
  guint n_tables; /* how many belong to a table, of whatever kind */
  gboolean has_form;

  TelarHtmlAroundFunc around;
  TelarHtmlHeadingFunc heading;
  gpointer user_data;
};

/* Where an element that is looked for is open. */
typedef enum
{
  NOT_OPEN,
  OPEN_HERE,
  OPEN_AROUND,
} Place;

static gboolean
is_of_table (const TelarHtmlElementType *type)
{
  return type->kind >= TELAR_HTML_KIND_TABLE && type->kind <= TELAR_HTML_KIND_CELL;
}

static gboolean
has_name (const Element *element, const TelarHtmlTag *tag)
{
  return element->length == tag->name_length
         && g_ascii_strncasecmp (element->name, tag->name, element->length) == 0;
}

/* Corrects the counts for an element that comes (@by 1) or goes (@by -1). */
static void
count_element (TelarHtmlElements *elements, const TelarHtmlElementType *type, int by)
{
  elements->n_headings += (guint) (type->kind == TELAR_HTML_KIND_HEADING ? by : 0);
  elements->n_foreign += (guint) (type->kind == TELAR_HTML_KIND_FOREIGN ? by : 0);
  elements->n_tables += (guint) (is_of_table (type) ? by : 0);
}

/* Removes the elements from number @depth on. */
static void
pop_to (TelarHtmlElements *elements, guint depth)
{
  while (elements->depth > depth)
    {
      const TelarHtmlElementType *type = elements->stack[--elements->depth].type;

      count_element (elements, type, -1);
      if (type->kind == TELAR_HTML_KIND_HEADING && elements->heading != NULL)
        elements->heading (NULL, elements->user_data);
    }
}

static void
push (TelarHtmlElements *elements, const TelarHtmlTag *tag, const TelarHtmlElementType *type)
{
  if (elements->depth == MAX_DEPTH)
    return;

  elements->stack[elements->depth++] = (Element){ type, tag->name, tag->name_length };
  count_element (elements, type, 1);
}

static TelarHtmlElements *
get_around (TelarHtmlElements *elements)
{
  return elements->around != NULL ? elements->around (elements->user_data) : NULL;
}

static gboolean
is_wanted (const Element *element, const TelarHtmlTag *tag, const TelarHtmlElementType *type)
{
  if (type->kind == TELAR_HTML_KIND_HEADING)
    return element->type->kind == TELAR_HTML_KIND_HEADING;
  if (type == &telar_html_ordinary || element->type == &telar_html_ordinary)
    return type == element->type && has_name (element, tag);

  return element->type == type;
}

static gboolean
is_boundary (const Element *element, const TelarHtmlElementType *wanted)
{
  switch (wanted->kind)
    {
    case TELAR_HTML_KIND_ORDINARY:
    case TELAR_HTML_KIND_SPECIAL:
    case TELAR_HTML_KIND_FOREIGN:
      return (element->type->flags & TELAR_HTML_SPECIAL) != 0;

    case TELAR_HTML_KIND_PARAGRAPH:
      return (element->type->flags & TELAR_HTML_BOUNDARY) != 0
             || element->type->kind == TELAR_HTML_KIND_BUTTON;

    case TELAR_HTML_KIND_ITEM:
      return (element->type->flags & TELAR_HTML_BOUNDARY) != 0
             || (wanted->name[0] == 'l' && (element->type->flags & TELAR_HTML_LIST) != 0);

    case TELAR_HTML_KIND_TABLE:
    case TELAR_HTML_KIND_CAPTION:
    case TELAR_HTML_KIND_SECTION:
    case TELAR_HTML_KIND_ROW:
    case TELAR_HTML_KIND_CELL:
      return element->type->kind == TELAR_HTML_KIND_TABLE;

    default:
      return (element->type->flags & TELAR_HTML_BOUNDARY) != 0;
    }
}

/* Looks for the element that the end tag @tag of @type would end. */
static Place
find (TelarHtmlElements *elements,
      const TelarHtmlTag *tag,
      const TelarHtmlElementType *type,
      guint *index)
{
  TelarHtmlElements *around;

  if (is_of_table (type) && elements->n_tables == 0 && elements->around == NULL)
    return NOT_OPEN;

  for (guint i = elements->depth; i > 0; i--)
    {
      if (is_wanted (&elements->stack[i - 1], tag, type))
        {
          *index = i - 1;
          return OPEN_HERE;
        }
      if (is_boundary (&elements->stack[i - 1], type))
        return NOT_OPEN;
    }

  /* A heading has ended the paragraph around it. */
  around = type->kind == TELAR_HTML_KIND_PARAGRAPH ? NULL : get_around (elements);

  return around != NULL && find (around, tag, type, index) != NOT_OPEN ? OPEN_AROUND : NOT_OPEN;
}

static void
close_element (TelarHtmlElements *elements,
               const TelarHtmlTag *tag,
               const TelarHtmlElementType *type)
{
  guint index;
  Place place = find (elements, tag, type, &index);

  if (place != NOT_OPEN)
    pop_to (elements, place == OPEN_HERE ? index : 0);
}

static void
close_kind (TelarHtmlElements *elements, const char *name)
{
  TelarHtmlTag tag = { .name = name, .name_length = strlen (name) };

  close_element (elements, &tag, telar_html_element_type_get (&tag));
}

/* What the end tag of a formatting element does if blocks began inside of it: these stay open.
 * The "adoption agency" of HTML moves elements in the tree; what is open afterwards is the same. */
static void
close_formatting (TelarHtmlElements *elements,
                  const TelarHtmlTag *tag,
                  const TelarHtmlElementType *type)
{
  guint index = 0, kept = 0, depth = 0;
  Place place = find (elements, tag, type, &index);

  if (place == NOT_OPEN)
    return;

  for (guint i = place == OPEN_HERE ? index + 1 : 0; i < elements->depth; i++)
    if (elements->stack[i].type->flags & TELAR_HTML_SPECIAL)
      depth = i + 1;
  if (depth == 0)
    {
      pop_to (elements, index);
      return;
    }

  pop_to (elements, depth);
  kept = place == OPEN_HERE ? index : 0;
  for (guint i = kept; i < depth; i++)
    if ((elements->stack[i].type->flags & TELAR_HTML_SPECIAL)
        || (elements->stack[i].type->kind == TELAR_HTML_KIND_FORMATTING
            && (place == OPEN_AROUND || i > index)))
      elements->stack[kept++] = elements->stack[i];
    else
      count_element (elements, elements->stack[i].type, -1);
  elements->depth = kept;
}

/* The innermost thing of a table that is open, which decides what other things of tables do.
 * Returns: (nullable): %NULL if no table is open */
static const Element *
find_in_table (TelarHtmlElements *elements, guint *index, gboolean *is_here)
{
  TelarHtmlElements *around;

  *is_here = TRUE;
  for (guint i = elements->n_tables > 0 ? elements->depth : 0; i > 0; i--)
    if (is_of_table (elements->stack[i - 1].type))
      {
        *index = i - 1;
        return &elements->stack[i - 1];
      }

  around = get_around (elements);
  if (around == NULL)
    return NULL;

  *is_here = FALSE;
  for (guint i = around->n_tables > 0 ? around->depth : 0; i > 0; i--)
    if (is_of_table (around->stack[i - 1].type))
      return &around->stack[i - 1];

  return NULL;
}

static void
push_named (TelarHtmlElements *elements, const char *name)
{
  TelarHtmlTag tag = { .name = name, .name_length = strlen (name) };

  push (elements, &tag, telar_html_element_type_get (&tag));
}

/* Rows and what holds them may be left out. */
static void
push_of_table (TelarHtmlElements *elements,
               const TelarHtmlTag *tag,
               const TelarHtmlElementType *type,
               TelarHtmlKind within)
{
  if (type->kind == TELAR_HTML_KIND_COLUMNS)
    return;
  if (within == TELAR_HTML_KIND_TABLE
      && (type->kind == TELAR_HTML_KIND_ROW || type->kind == TELAR_HTML_KIND_CELL))
    push_named (elements, "tbody");
  if (within != TELAR_HTML_KIND_ROW && type->kind == TELAR_HTML_KIND_CELL)
    push_named (elements, "tr");
  push (elements, tag, type);
}

static void
start_of_table (TelarHtmlElements *elements,
                const TelarHtmlTag *tag,
                const TelarHtmlElementType *type)
{
  const Element *element;
  guint index = 0;
  gboolean is_here;

  while ((element = find_in_table (elements, &index, &is_here)) != NULL)
    {
      TelarHtmlKind within = element->type->kind;

      if (!is_here)
        {
          /* It ends all that is in the cell around, or in the table and misplaced. */
          pop_to (elements, 0);
          return;
        }
      if (within == TELAR_HTML_KIND_CELL || within == TELAR_HTML_KIND_CAPTION
          || (within == TELAR_HTML_KIND_ROW && type->kind != TELAR_HTML_KIND_CELL)
          || (within == TELAR_HTML_KIND_SECTION && type->kind != TELAR_HTML_KIND_CELL
              && type->kind != TELAR_HTML_KIND_ROW))
        {
          pop_to (elements, index);
          continue;
        }
      pop_to (elements, index + 1);
      push_of_table (elements, tag, type, within);
      return;
    }
}

static void
start_table (TelarHtmlElements *elements, const TelarHtmlTag *tag, const TelarHtmlElementType *type)
{
  guint index;
  gboolean is_here;
  const Element *element = find_in_table (elements, &index, &is_here);

  if (element != NULL && element->type->kind != TELAR_HTML_KIND_CELL
      && element->type->kind != TELAR_HTML_KIND_CAPTION)
    {
      close_element (elements, tag, type);
      if (!is_here)
        return;
    }
  push (elements, tag, type);
}

/* An item ends the one before it, unless something else than a paragraph is open in that. */
static void
close_item (TelarHtmlElements *elements, const TelarHtmlElementType *type)
{
  for (guint i = elements->depth; i > 0; i--)
    {
      const TelarHtmlElementType *other = elements->stack[i - 1].type;

      if (other->kind == TELAR_HTML_KIND_ITEM && (other->name[0] == 'l') == (type->name[0] == 'l'))
        {
          pop_to (elements, i - 1);
          return;
        }
      if ((other->flags & TELAR_HTML_SPECIAL) && other->kind != TELAR_HTML_KIND_PARAGRAPH
          && strcmp (other->name, "address") != 0 && strcmp (other->name, "div") != 0)
        return;
    }
}

static void
start_heading (TelarHtmlElements *elements,
               const TelarHtmlTag *tag,
               const TelarHtmlElementType *type)
{
  close_kind (elements, "p");
  if (elements->depth > 0
      && elements->stack[elements->depth - 1].type->kind == TELAR_HTML_KIND_HEADING)
    pop_to (elements, elements->depth - 1);

  if (elements->n_headings == TELAR_HTML_MAX_NESTED || elements->depth == MAX_DEPTH)
    for (guint i = 0; i < elements->depth; i++)
      if (elements->stack[i].type->kind == TELAR_HTML_KIND_HEADING)
        pop_to (elements, i);
  if (elements->depth == MAX_DEPTH)
    return;

  push (elements, tag, type);
  if (elements->heading != NULL)
    elements->heading (tag, elements->user_data);
}

/* Whether a tag stands in SVG or MathML. */
static gboolean
is_foreign (TelarHtmlElements *elements, guint *index)
{
  for (guint i = elements->n_foreign > 0 ? elements->depth : 0; i > 0; i--)
    {
      if (elements->stack[i - 1].type->kind == TELAR_HTML_KIND_FOREIGN)
        {
          *index = i - 1;
          return TRUE;
        }
      if (elements->stack[i - 1].type->flags & TELAR_HTML_SPECIAL)
        return FALSE;
    }

  return FALSE;
}

static gboolean
is_bridge (const TelarHtmlTag *tag)
{
  static const char *const names[]
      = { "foreignObject", "desc", "mi", "mo", "mn", "ms", "mtext", "annotation-xml" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (telar_html_tag_is (tag, names[i]))
      return TRUE;

  return FALSE;
}

static void
start_element (TelarHtmlElements *elements, const TelarHtmlTag *tag)
{
  const TelarHtmlElementType *type = telar_html_element_type_get (tag);
  guint index;

  if (is_foreign (elements, &index))
    {
      if (!(type->flags & TELAR_HTML_LEAVES))
        {
          /* The tag may end itself here. */
          if (tag->name[tag->end - tag->start - 3] != '/')
            push (elements, tag, is_bridge (tag) ? &telar_html_bridge : &telar_html_ordinary);
          return;
        }
      pop_to (elements, index);
    }

  if (type->flags & TELAR_HTML_BREAKS && type->kind != TELAR_HTML_KIND_ITEM)
    close_kind (elements, "p");

  switch (type->kind)
    {
    case TELAR_HTML_KIND_HEADING:
      start_heading (elements, tag, type);
      break;

    case TELAR_HTML_KIND_PARAGRAPH:
      close_kind (elements, "p");
      push (elements, tag, type);
      break;

    case TELAR_HTML_KIND_ITEM:
      close_item (elements, type);
      close_kind (elements, "p");
      push (elements, tag, type);
      break;

    case TELAR_HTML_KIND_FORM:
      if (!elements->has_form)
        push (elements, tag, type);
      elements->has_form = TRUE;
      break;

    case TELAR_HTML_KIND_BUTTON:
      close_element (elements, tag, type);
      push (elements, tag, type);
      break;

    case TELAR_HTML_KIND_TABLE:
      start_table (elements, tag, type);
      break;

    case TELAR_HTML_KIND_CAPTION:
    case TELAR_HTML_KIND_COLUMNS:
    case TELAR_HTML_KIND_SECTION:
    case TELAR_HTML_KIND_ROW:
    case TELAR_HTML_KIND_CELL:
      start_of_table (elements, tag, type);
      break;

    case TELAR_HTML_KIND_FOREIGN:
      if (tag->name[tag->end - tag->start - 3] == '/')
        break;
      push (elements, tag, type);
      break;

    case TELAR_HTML_KIND_ORDINARY:
    case TELAR_HTML_KIND_SPECIAL:
    case TELAR_HTML_KIND_FORMATTING:
    case TELAR_HTML_KIND_BLOCK:
    case TELAR_HTML_KIND_OBJECT:
      push (elements, tag, type);
      break;

    case TELAR_HTML_KIND_VOID:
    case TELAR_HTML_KIND_IGNORED:
    case TELAR_HTML_KIND_BRIDGE:
    default:
      break;
    }
}

/* In SVG and MathML, names alone decide.
 * Returns: whether @tag ended something there */
static gboolean
end_foreign (TelarHtmlElements *elements, const TelarHtmlTag *tag)
{
  for (guint i = elements->n_foreign > 0 ? elements->depth : 0; i > 0; i--)
    {
      const Element *element = &elements->stack[i - 1];

      if (element->type != &telar_html_ordinary && element->type != &telar_html_bridge
          && element->type->kind != TELAR_HTML_KIND_FOREIGN)
        return FALSE;
      if (has_name (element, tag))
        {
          pop_to (elements, i - 1);
          return TRUE;
        }
    }

  return FALSE;
}

static void
end_form (TelarHtmlElements *elements, const TelarHtmlTag *tag, const TelarHtmlElementType *type)
{
  guint index;
  Place place;

  elements->has_form = FALSE;
  place = find (elements, tag, type, &index);
  if (place == NOT_OPEN)
    return;

  /* Only the form itself ends: what is in it stays open, but for paragraphs and items. */
  while (elements->depth > 0)
    {
      TelarHtmlKind kind = elements->stack[elements->depth - 1].type->kind;

      if (kind != TELAR_HTML_KIND_PARAGRAPH && kind != TELAR_HTML_KIND_ITEM)
        break;
      pop_to (elements, elements->depth - 1);
    }
  if (place == OPEN_HERE)
    {
      elements->depth--;
      memmove (&elements->stack[index], &elements->stack[index + 1],
               (elements->depth - index) * sizeof *elements->stack);
    }
}

static void
end_element (TelarHtmlElements *elements, const TelarHtmlTag *tag)
{
  const TelarHtmlElementType *type = telar_html_element_type_get (tag);

  if (end_foreign (elements, tag))
    return;

  switch (type->kind)
    {
    case TELAR_HTML_KIND_FORM:
      end_form (elements, tag, type);
      break;

    case TELAR_HTML_KIND_FORMATTING:
      close_formatting (elements, tag, type);
      break;

    case TELAR_HTML_KIND_VOID:
    case TELAR_HTML_KIND_IGNORED:
    case TELAR_HTML_KIND_COLUMNS:
      break;

    default:
      close_element (elements, tag, type);
      break;
    }
}

/**
 * telar_html_elements_new:
 * @around: (nullable): tells what was open before; %NULL if nothing can have been
 * @heading: (nullable): called when a heading begins or ends
 * @user_data: for @around and @heading
 *
 * Returns: (transfer full): no open elements
 */
TelarHtmlElements *
telar_html_elements_new (TelarHtmlAroundFunc around,
                         TelarHtmlHeadingFunc heading,
                         gpointer user_data)
{
  TelarHtmlElements *elements = g_new (TelarHtmlElements, 1);

  /* The stack need not be cleared. */
  elements->depth = elements->n_headings = elements->n_foreign = elements->n_tables = 0;
  elements->has_form = FALSE;
  elements->around = around;
  elements->heading = heading;
  elements->user_data = user_data;

  return elements;
}

/**
 * telar_html_elements_free:
 * @elements: (transfer full) (nullable): elements; nobody hears of the headings among them
 */
void
telar_html_elements_free (TelarHtmlElements *elements)
{
  g_free (elements);
}

/**
 * telar_html_elements_apply:
 * @elements: the open elements
 * @tag: the tag that comes next in the page, which must outlive @elements
 *
 * Opens and closes what @tag does, by the rules of
 * https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody and its neighbours, as
 * far as they decide where headings begin and end. What they say of framesets and selections, and
 * of formatting that was left open and is to be opened again, is left out.
 */
void
telar_html_elements_apply (TelarHtmlElements *elements, const TelarHtmlTag *tag)
{
  if (tag->is_end_tag)
    end_element (elements, tag);
  else
    start_element (elements, tag);
}

/**
 * telar_html_elements_close_all:
 * @elements: the open elements; there are none afterwards
 */
void
telar_html_elements_close_all (TelarHtmlElements *elements)
{
  pop_to (elements, 0);
  elements->has_form = FALSE;
}
