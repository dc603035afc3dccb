import { gunzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import type { Env } from '../../src/http/route.ts'

/** A file as it is downloaded, decompressed where it is compressed. */
export async function textOfDownload(app: Hono<Env>, path: string): Promise<string> {
  const answer = await app.request(path)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return (path.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8')
}

/** Its lines. */
export async function linesOfDownload(app: Hono<Env>, path: string): Promise<string[]> {
  const text = await textOfDownload(app, path)
  return text === '' ? [] : text.trimEnd().split('\n')
}
