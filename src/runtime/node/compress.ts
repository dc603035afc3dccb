import { promisify } from 'node:util'
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib'
import type { CompressedForms } from '../../deps.ts'

const SMALL = 512
/** Bytes from which a body is compressed in half the time, to a fifth more: only feeds are, which change often. */
const LARGE = 512 * 1024

/** gzip and brotli forms of a body, made once and sent many times. */
export async function compress(body: Uint8Array<ArrayBuffer>): Promise<CompressedForms> {
  const { length } = body
  if (length < SMALL) return {}
  const isLarge = length >= LARGE
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: isLarge ? 4 : 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: length,
  }
  const [zipped, br] = await Promise.all([
    promisify(gzip)(body, { level: isLarge ? 3 : 6 }),
    promisify(brotliCompress)(body, { params }),
  ])
  const packed = new Uint8Array(zipped)
  return { gzip: packed, br: new Uint8Array(br), unpacked: () => unpack(packed, length) }
}

/** In one piece: the many that it comes in otherwise take longer than the work itself. */
async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer, byteOffset } = await promisify(gunzip)(packed, { chunkSize: length })
  return new Uint8Array(buffer, byteOffset, length)
}
