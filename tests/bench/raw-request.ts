import { get, type IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** As it was transferred: compressed where it was. */
  body: Buffer<ArrayBuffer>
}

/** Asks a local server and leaves the body as it comes. */
export function askRaw(url: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      buffer(response).then(
        (body) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.from(body),
          }),
        reject,
      )
    }).on('error', reject)
  })
}
