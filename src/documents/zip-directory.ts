/** One file in a zip archive, as its directory tells. */
export interface ZipEntry {
  name: string
  encrypted: boolean
  /** Else it is stored as it is. */
  deflated: boolean
  deflatedSize: number
  inflatedSize: number
  /** Where its own header stands. */
  headerAt: number
}

export const LOCAL_HEADER = 0x04034b50
const DIRECTORY_ENTRY = 0x02014b50
export const DIRECTORY_END = 0x06054b50
const ZIP64_LOCATOR = 0x07064b50

/**
 * What the directory of a zip archive lists (PKWARE's APPNOTE 6.3, 4.3.12 to 4.3.16), or null where the bytes are not
 * just one archive, from the first to the last: something before it, behind it or between its parts, parts that
 * overlap, several volumes, zip64 (which 20 MB never need), a method other than stored or deflated.
 */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = directoryEnd(view)
  if (end === null || view.getUint32(0, true) !== LOCAL_HEADER) return null
  const size = view.getUint32(end + 12, true)
  const directoryAt = view.getUint32(end + 16, true)
  const isOneVolume =
    view.getUint32(end + 4, true) === 0 &&
    view.getUint16(end + 8, true) === view.getUint16(end + 10, true)
  if (!isOneVolume || directoryAt + size !== end) return null
  const read = readZipEntries(bytes, end)
  return read?.endsAt === end && areApart(view, read.entries, directoryAt) ? read.entries : null
}

/**
 * The parts that the directory of an archive names, and where it stops, whatever else the bytes hold; null where it
 * cannot be read, has none, is zip64, or a part is neither stored nor deflated. `end`: where the directory's end stands.
 */
export function readZipEntries(
  bytes: Uint8Array,
  end: number,
): { entries: ZipEntry[]; endsAt: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (end >= 20 && view.getUint32(end - 20, true) === ZIP64_LOCATOR) return null
  const count = view.getUint16(end + 8, true)
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let rank = 0; rank < count; rank += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null
    const method = view.getUint16(at + 10, true)
    const nameLength = view.getUint16(at + 28, true)
    if (at + 46 + nameLength > end || (method !== 0 && method !== 8)) return null
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      deflated: method === 8,
      deflatedSize: view.getUint32(at + 20, true),
      inflatedSize: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return count === 0 ? null : { entries, endsAt: at }
}

/** Whether the file ends as a zip archive does, whatever it begins with. */
export function endsAsZip(bytes: Uint8Array): boolean {
  return directoryEnd(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)) !== null
}

/** Where the end of the directory stands, whose comment reaches to the last byte. */
function directoryEnd(view: DataView): number | null {
  const last = view.byteLength - 22
  for (let at = last; at >= 0 && at >= last - 0xffff; at -= 1)
    if (view.getUint32(at, true) === DIRECTORY_END && view.getUint16(at + 20, true) === last - at)
      return at
  return null
}

/** Whether each part has its own header and bytes before the directory: shared ones inflate without end. */
function areApart(view: DataView, entries: ZipEntry[], directoryAt: number): boolean {
  const inOrder = entries.toSorted((one, other) => one.headerAt - other.headerAt)
  let free = 0
  for (const { headerAt, deflatedSize } of inOrder) {
    if (headerAt < free || headerAt + 30 > directoryAt) return false
    if (view.getUint32(headerAt, true) !== LOCAL_HEADER) return false
    free =
      headerAt +
      30 +
      view.getUint16(headerAt + 26, true) +
      view.getUint16(headerAt + 28, true) +
      deflatedSize
  }
  return inOrder[0]?.headerAt === 0 && free <= directoryAt
}
