import { boundedBytes } from './bounded-bytes.ts'
import type { GuichetContext } from './route.ts'

/** Most bytes that a form without files may send. */
const MOST_BYTES = 64 * 1024

export type FormReading = { ok: true; form: URLSearchParams } | { ok: false; status: 413 | 415 }

/**
 * The fields of a native form (application/x-www-form-urlencoded), line ends as `\n`, without U+0000, which
 * PostgreSQL holds in no text. Refuses another type (415) and more than 64 kB (413) without reading further.
 */
export async function readForm(c: GuichetContext): Promise<FormReading> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return { ok: false, status: 415 }
  const bytes = await boundedBytes(c.req.raw.body, MOST_BYTES)
  if (bytes === null) return { ok: false, status: 413 }
  const sent = new URLSearchParams(new TextDecoder().decode(bytes))
  const form = new URLSearchParams()
  for (const [name, value] of sent)
    form.append(name, value.replaceAll('\0', '').replace(/\r\n?/g, '\n'))
  return { ok: true, form }
}

/** Whether a browser says that a page of this site sent the form (Fetch metadata, or Origin where there is none). */
export function isOwnForm(c: GuichetContext): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  return c.req.header('origin') === new URL(c.var.deps.config.baseUrl).origin
}
