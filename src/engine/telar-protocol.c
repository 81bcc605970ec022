/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-protocol.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LENGTH_SIZE 4

/* The type of what follows the kind of a frame, for each direction. A frame as a whole is of type
 * (yv): a reader that knows the kind knows the only type that the variant may have. */
static const char *const payload_types[TELAR_N_FRAME_KINDS][2] = {
  /* version, pid, host; the worker: version, pid, thread id, host */
  [TELAR_FRAME_HELLO] = { "(uxs)", "(uxxs)" },
  /* instant of sending; the worker: that instant, its own of receiving and of sending */
  [TELAR_FRAME_CLOCK] = { "(x)", "(xxx)" },
  /* workload, parameters, URL of the demo site, folder of the translations */
  [TELAR_FRAME_SETUP] = { "(sa{sv}mss)", NULL },
  /* tasks, and the input of each */
  [TELAR_FRAME_TASKS] = { "(auas)", NULL },
  [TELAR_FRAME_RECALL] = { "()", NULL },
  [TELAR_FRAME_CANCEL] = { "()", NULL },
  /* the worker: user and system time of its whole process */
  [TELAR_FRAME_GOODBYE] = { "()", "(xxx)" },
  /* spans, outcomes, a text of each, levels and texts of the headings, the open span */
  [TELAR_FRAME_REPORT] = { NULL, "(a(xxunq)a(uyyqxxxxtxuu)asayasm(xunq))" },
  /* tasks that have not begun, in their order */
  [TELAR_FRAME_RETURNED] = { NULL, "(au)" },
};

/**
 * telar_protocol_write:
 * @bytes: what is to be sent; the frame is appended
 * @direction: who is to receive it
 * @kind: what it is about
 * @payload: (transfer floating): what it says, of the type that belongs to @kind
 *
 * A frame is its length in 4 bytes without sign, followed by as many bytes: a GVariant of type (yv)
 * in normal form, with the kind and the payload. All is little-endian.
 *
 * Returns: whether it was appended; if not, it is longer than %TELAR_PROTOCOL_MAX_FRAME
 */
gboolean
telar_protocol_write (GByteArray *bytes,
                      TelarDirection direction,
                      TelarFrameKind kind,
                      GVariant *payload)
{
  g_autoptr (GVariant) frame = NULL;
  gsize size;
  guint start = bytes->len;
  guint32 length;

  g_assert (g_variant_is_of_type (payload, G_VARIANT_TYPE (payload_types[kind][direction])));

  frame = g_variant_ref_sink (g_variant_new ("(yv)", (guchar) kind, payload));
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (frame);

      g_variant_unref (frame);
      frame = swapped;
    }

  size = g_variant_get_size (frame);
  if (size > TELAR_PROTOCOL_MAX_FRAME)
    return FALSE;

  length = GUINT32_TO_LE ((guint32) size);
  g_byte_array_set_size (bytes, start + LENGTH_SIZE + (guint) size);
  memcpy (bytes->data + start, &length, LENGTH_SIZE);
  memcpy (bytes->data + start + LENGTH_SIZE, g_variant_get_data (frame), size);

  return TRUE;
}

/* Makes a frame from @size bytes of @data and checks it. */
static gboolean
parse (const guint8 *data,
       gsize size,
       TelarDirection direction,
       TelarFrameKind *kind,
       GVariant **payload,
       GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant) frame
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(yv)"), bytes, FALSE));
  g_autoptr (GVariant) value = NULL;
  guchar number;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (frame);

      g_variant_unref (frame);
      frame = swapped;
    }

  /* The type comes first: whether it is in normal form costs little to say only of those types
   * that Telar uses. */
  g_variant_get (frame, "(yv)", &number, &value);
  if (number >= TELAR_N_FRAME_KINDS || payload_types[number][direction] == NULL
      || !g_variant_is_of_type (value, G_VARIANT_TYPE (payload_types[number][direction]))
      || !g_variant_is_normal_form (frame))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           direction == TELAR_TO_PARENT
                               ? _ ("The worker sent something that is not a message of Telar")
                               : "This is not a message of Telar");
      return FALSE;
    }

  /* Taken out once more: GLib checks the offsets of a value that was taken out before its frame was
   * found to be in normal form again and again, which takes quadratic time for long arrays. */
  *kind = number;
  g_variant_get_child (frame, 1, "v", payload);
  return TRUE;
}

/**
 * telar_protocol_read:
 * @bytes: what was received; not trusted
 * @offset: (inout): where the next frame begins in @bytes; moved behind the frame that is returned
 * @direction: who received it
 * @kind: (out): what the frame is about
 * @payload: (out) (transfer full) (nullable): what it says, of the type that belongs to @kind and
 *   in normal form; %NULL if no whole frame has arrived yet
 * @error: return location for a %G_IO_ERROR_INVALID_DATA
 *
 * Returns: %FALSE if the bytes are not as this protocol wants them; then the sender cannot be
 *   understood any more
 */
gboolean
telar_protocol_read (GByteArray *bytes,
                     gsize *offset,
                     TelarDirection direction,
                     TelarFrameKind *kind,
                     GVariant **payload,
                     GError **error)
{
  gsize n_left = bytes->len - *offset;
  guint32 length;

  *payload = NULL;
  if (n_left < LENGTH_SIZE)
    return TRUE;

  memcpy (&length, bytes->data + *offset, LENGTH_SIZE);
  length = GUINT32_FROM_LE (length);
  if (length == 0 || length > TELAR_PROTOCOL_MAX_FRAME)
    {
      if (direction == TELAR_TO_PARENT)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     _ ("The worker sent a message with the impossible length %u"), length);
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     "A message has the impossible length %u", length);
      return FALSE;
    }
  if (n_left - LENGTH_SIZE < length)
    return TRUE;

  if (!parse (bytes->data + *offset + LENGTH_SIZE, length, direction, kind, payload, error))
    return FALSE;

  *offset += LENGTH_SIZE + length;
  return TRUE;
}

/**
 * telar_protocol_discard:
 * @bytes: what was received
 * @offset: (inout): how much of it telar_protocol_read() has read; set to 0
 *
 * Removes from @bytes what was read.
 */
void
telar_protocol_discard (GByteArray *bytes, gsize *offset)
{
  if (*offset == bytes->len)
    g_byte_array_set_size (bytes, 0);
  else if (*offset > 0)
    g_byte_array_remove_range (bytes, 0, (guint) *offset);
  *offset = 0;
}
