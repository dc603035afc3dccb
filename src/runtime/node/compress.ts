import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { CompressedForms } from '../../deps.ts'

const SMALL = 512

/** gzip and brotli forms of a body, made once and sent many times. */
export async function compress(body: Uint8Array<ArrayBuffer>): Promise<CompressedForms> {
  if (body.length < SMALL) return {}
  const [zipped, br] = await Promise.all([
    promisify(gzip)(body, { level: 6 }),
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ])
  return { gzip: new Uint8Array(zipped), br: new Uint8Array(br) }
}
