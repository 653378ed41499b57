import { createDecoder, hasContent, readUint8, type Decoder } from 'lib0/decoding'

/** Reads a whole frame by its kind. Throws `RangeError` for what is none. */
export function readFrame<Frame>(
  bytes: Uint8Array,
  readers: Readonly<Record<number, (decoder: Decoder) => Frame>>,
): Frame {
  const decoder = createDecoder(bytes)
  let frame: Frame
  try {
    const read = readers[readUint8(decoder)]
    if (read === undefined) throw new RangeError('not a kind of frame')
    frame = read(decoder)
  } catch (cause) {
    throw new RangeError('a malformed frame', { cause })
  }
  // Reading beyond the end gives nothing, not an error.
  if (hasContent(decoder) || decoder.pos > bytes.length) throw new RangeError('a frame of another length')
  return frame
}
