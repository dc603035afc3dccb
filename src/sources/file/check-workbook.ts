import {
  DIRECTORY_END,
  LOCAL_HEADER,
  readZipEntries,
  type ZipEntry,
} from '../../documents/zip-directory.ts'

/** Bytes of a workbook once inflated, all its parts together. */
export const INFLATED_LIMIT = 20 * 1024 * 1024
/** Consultations and lots of one file. */
export const ROW_LIMIT = 20_000
/** Columns of one file: the template has some seventy. */
export const COLUMN_LIMIT = 200

export type WorkbookProblemCode =
  | 'not-a-workbook'
  | 'protected'
  | 'odd-workbook'
  | 'too-large'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'formula-error'

export interface WorkbookProblem {
  code: WorkbookProblemCode
  /** The cell meant (« F2 »), empty where it is the file. */
  cell: string
}

/**
 * Whether an XLSX file may be read, before any library reads it; null when it may. The sizes of its zip directory are
 * added up first, then each part is really inflated, no further than the directory says: half a megabyte can hide
 * hundreds. A cell far away is refused too, for readers fill the space before it, and so is a formula that failed, which
 * they take for an empty cell. The zip format is that of PKWARE's
 * APPNOTE 6.3, sections 4.3.7 to 4.3.16; encryption, zip64 and parts that are not deflated or stored are refused.
 */
export async function checkWorkbook(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<WorkbookProblem | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 8 && view.getUint32(0) === COMPOUND_FILE) return whole('protected')
  if (bytes.length < 22 || view.getUint32(0, true) !== LOCAL_HEADER) return whole('not-a-workbook')
  const parts = partsOf(bytes, view)
  if (parts === null) return whole('odd-workbook')
  if (parts.some((part) => part.encrypted)) return whole('protected')
  if (parts.reduce((total, part) => total + part.inflatedSize, 0) > INFLATED_LIMIT)
    return whole('too-large')
  for (const part of parts) {
    const problem = await checkPart(bytes, view, part)
    if (problem !== null) return problem
  }
  return null
}

function whole(code: WorkbookProblemCode): WorkbookProblem {
  return { code, cell: '' }
}

/** Old .xls files, and .xlsx ones under a password, are OLE compound files. */
const COMPOUND_FILE = 0xd0cf11e0
/** Parts of one workbook: one sheet makes about ten. */
const PART_LIMIT = 1_000

/** The parts that the zip directory names, found as readers find it; null where it is not as it should be. */
function partsOf(bytes: Uint8Array, view: DataView): ZipEntry[] | null {
  const end = directoryEnd(view)
  const entries = end === null ? undefined : readZipEntries(bytes, end)?.entries
  return entries && entries.length <= PART_LIMIT ? entries : null
}

/** Where the directory's end stands, found from the end of the file over a comment, as every reader finds it. */
function directoryEnd(view: DataView): number | null {
  const last = view.byteLength - 22
  for (let at = last; at >= 0 && at >= last - 0xffff; at -= 1)
    if (view.getUint32(at, true) === DIRECTORY_END) return at
  return null
}

async function checkPart(
  bytes: Uint8Array<ArrayBuffer>,
  view: DataView,
  part: ZipEntry,
): Promise<WorkbookProblem | null> {
  const { headerAt, deflated, deflatedSize, inflatedSize } = part
  if (headerAt + 30 > bytes.length || view.getUint32(headerAt, true) !== LOCAL_HEADER)
    return whole('odd-workbook')
  const start =
    headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true)
  if (start + deflatedSize > bytes.length) return whole('odd-workbook')
  const data = bytes.subarray(start, start + deflatedSize)
  const inflated = deflated ? await inflate(data, inflatedSize) : data
  if (inflated?.length !== inflatedSize) return whole('odd-workbook')
  return part.name.endsWith('.xml') ? checkCells(new TextDecoder().decode(inflated)) : null
}

/** The bytes of a deflated part; null where they are damaged or more than announced. */
async function inflate(
  data: Uint8Array<ArrayBuffer>,
  announced: number,
): Promise<Uint8Array | null> {
  const inflated = new Uint8Array(announced)
  let length = 0
  try {
    for await (const chunk of new Blob([data])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))) {
      if (length + chunk.length > announced) return null
      inflated.set(chunk, length)
      length += chunk.length
    }
  } catch {
    return null
  }
  return inflated.subarray(0, length)
}

/** A row, or a cell that is not empty, with its attributes. */
const PLACED = /<(row|c)((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*(\/?)>/g
const PLACE = /\sr\s*=\s*["']([^"']*)["']/
/** What a spreadsheet numbers at most. */
const LAST_ROW = 1_048_576
/** `e`: an error. `d`, of « Strict Open XML »: an ISO date without zone, which readers take for their process's. */
const TYPE = /\st\s*=\s*["']([a-zA-Z]*)["']/

function checkCells(xml: string): WorkbookProblem | null {
  for (const [, tag, attributes = '', empty] of xml.matchAll(PLACED)) {
    const cell = PLACE.exec(attributes)?.[1]
    if (cell === undefined) continue
    const [, letters = '', row] = /^([A-Z]{0,3})(\d{1,7})$/.exec(cell) ?? []
    if (row === undefined || Number(row) > LAST_ROW) return whole('odd-workbook')
    if (tag === 'row' || empty === '/') continue
    const type = TYPE.exec(attributes)?.[1]
    if (type === 'd') return { code: 'odd-workbook', cell }
    if (type === 'e') return { code: 'formula-error', cell }
    if (Number(row) > ROW_LIMIT + 1) return { code: 'too-many-rows', cell }
    if (columnNumber(letters) > COLUMN_LIMIT) return { code: 'too-many-columns', cell }
  }
  return null
}

/** A is 1, Z is 26, AA is 27. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}
