import { MaxFileSizeExceededError, parseMultipartRequest } from '@remix-run/multipart-parser'

/** Bytes of a file of planned purchases: thousands of lines are less. */
const MOST_BYTES = 5 * 1024 * 1024

export type ReceivedFile =
  | { ok: true; name: string; format: 'csv' | 'xlsx'; bytes: Uint8Array<ArrayBuffer> }
  | { ok: false; problem: 'missing' | 'format' | 'too-large' | 'interrupted' }

/** The one file of a form (`fichier`, multipart/form-data); it is read here and kept nowhere. */
export async function receiveFile(request: Request): Promise<ReceivedFile> {
  try {
    const parts = parseMultipartRequest(request, {
      maxFileSize: MOST_BYTES,
      maxParts: 10,
      maxTotalSize: 2 * MOST_BYTES,
    })
    for await (const part of parts) {
      if (part.name !== 'fichier' || !part.filename || part.size === 0) continue
      const name = part.filename.replace(/^.*[\\/]/, '').slice(0, 200)
      const format = /\.csv$/i.test(name) ? 'csv' : /\.xlsx$/i.test(name) ? 'xlsx' : null
      if (format === null) return { ok: false, problem: 'format' }
      return { ok: true, name, format, bytes: new Uint8Array(part.arrayBuffer) }
    }
    return { ok: false, problem: 'missing' }
  } catch (error) {
    const isLarge = error instanceof MaxFileSizeExceededError
    return { ok: false, problem: isLarge ? 'too-large' : 'interrupted' }
  }
}
