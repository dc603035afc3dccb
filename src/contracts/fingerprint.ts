import type { Sha256 } from '../deps.ts'

/** The same bytes, counted and hashed as they pass; `told` answers once all have. */
export function fingerprinted(chunks: AsyncIterable<Uint8Array>, hash: Sha256) {
  let length = 0
  return {
    bytes: (async function* () {
      for await (const chunk of chunks) {
        hash.update(chunk)
        length += chunk.length
        yield chunk
      }
    })(),
    told: () => ({ sha256: hash.hex(), bytes: length }),
  }
}
