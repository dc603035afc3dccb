import { zip, type ZipPart } from '../sources/file/zip.ts'

const bytes = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
    ),
  )

/** A PDF of about so many bytes: enough of one for what looks at both its ends. */
export function pdf(size = 200): Uint8Array<ArrayBuffer> {
  const filling = new Uint8Array(Math.max(0, size - 28))
  for (let at = 0; at < filling.length; at += 1) filling[at] = (at * 31 + (at >> 8)) % 251
  return bytes('%PDF-1.7\n', filling, '\nstartxref\n0\n%%EOF\n')
}

export const png = () =>
  bytes('\x89PNG\r\n\x1a\n', '\0\0\0\rIHDR', '\0'.repeat(17), '\0\0\0\0IEND\xae\x42\x60\x82')
export const jpg = () => bytes('\xff\xd8\xff\xe0\0\x10JFIF\0', '\0'.repeat(40), '\xff\xd9')
export const webp = () => bytes('RIFF\x0c\0\0\0WEBP', 'VP8 \0\0\0\0')

const office = (main: string, more: ZipPart[] = []) =>
  zip([{ name: '[Content_Types].xml', data: '<Types/>' }, { name: main, data: '<a/>' }, ...more])

export const docx = (more: ZipPart[] = []) => office('word/document.xml', more)
export const xlsx = () => office('xl/workbook.xml')
export const pptx = () => office('ppt/presentation.xml')

export const openDocument = (type: 'text' | 'spreadsheet' | 'presentation') =>
  zip([
    { name: 'mimetype', data: `application/vnd.oasis.opendocument.${type}`, method: 0 },
    { name: 'content.xml', data: '<a/>' },
  ])

/** A compound file with these streams in its directory. */
export function compoundFile(streams: string[]): Uint8Array<ArrayBuffer> {
  const entries = streams.map((name) => {
    const entry = Buffer.alloc(128)
    entry.write(name, 'utf16le')
    entry.writeUInt16LE((name.length + 1) * 2, 64)
    entry.writeUInt8(2, 66)
    return entry
  })
  return bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', new Uint8Array(504), ...entries)
}
