import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/** Bytes of a line at most: as much as is held of a file at a time. */
const LONGEST_LINE = 64 * 1024 * 1024

/** A line is longer than may be held. */
export class LineTooLong extends Error {}

/**
 * The lines of a file in UTF-8 with their numbers, from 1, empty ones left out; of a `.json` file its whole text as one.
 * What ends in `.gz` is decompressed on the way. Throws LineTooLong, and what the file system throws.
 */
export async function* linesOf(path: string): AsyncGenerator<{ number: number; text: string }> {
  const file = createReadStream(path)
  const bytes = path.toLowerCase().endsWith('.gz') ? file.pipe(createGunzip()) : file
  if (bytes !== file) file.on('error', (error) => bytes.destroy(error))
  const isWhole = /\.json(?:\.gz)?$/i.test(path)
  const decoder = new TextDecoder()
  let number = 1
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    if (!isWhole) {
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const text of lines) {
        if (text.trim() !== '') yield { number, text }
        number += 1
      }
    }
    if (rest.length > LONGEST_LINE) throw new LineTooLong()
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield { number, text: rest }
}
