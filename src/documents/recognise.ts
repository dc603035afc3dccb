import { DOCUMENT_KINDS, type DocumentKind } from './kinds.ts'
import { endsAsZip, readZipDirectory, type ZipEntry } from './zip-directory.ts'

/**
 * Why a file is not taken. `unknown-kind`: none of the kinds that are; `wrong-content`: its name says another kind
 * than its content; `damaged`: it begins as its kind does, and does not end so, or hides another kind of file;
 * `protected`: under a password; `macros`: an office document with a program in it; `inflates`: an archive that
 * becomes absurdly large or many files, or would write outside its folder.
 */
export type ContentProblem =
  'empty' | 'unknown-kind' | 'wrong-content' | 'damaged' | 'protected' | 'macros' | 'inflates'

export type Recognition = { ok: true; kind: DocumentKind } | { ok: false; problem: ContentProblem }

/**
 * What kind of file it is, by its content alone; the name may not say otherwise, where it says anything. A file that
 * is two kinds at once (an archive behind a picture) is none.
 */
export function recogniseDocument(bytes: Uint8Array, name: string): Recognition {
  if (bytes.length === 0) return refused('empty')
  const found = byContent(bytes, endingOf(name))
  if (!found.ok) return found
  const named = endingOf(name)
  return named !== null && named !== found.kind ? refused('wrong-content') : found
}

/** The kind that a name's ending says; null where it says none of ours. */
export function endingOf(name: string): DocumentKind | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const kind = ending === 'jpeg' ? 'jpg' : ending
  return Object.hasOwn(DOCUMENT_KINDS, kind) ? (kind as DocumentKind) : null
}

function byContent(bytes: Uint8Array, named: DocumentKind | null): Recognition {
  if (begins(bytes, 'PK\x03\x04')) return archive(bytes)
  if (begins(bytes, 'PK\x05\x06')) return refused('empty')
  if (begins(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return compoundFile(bytes)
  if (begins(bytes, '%PDF-'))
    return whole('pdf', bytes, latin(bytes.subarray(-2048)).includes('%%EOF'))
  if (begins(bytes, '\x89PNG\r\n\x1a\n'))
    return whole('png', bytes, latin(bytes.subarray(-8)) === 'IEND\xae\x42\x60\x82')
  if (begins(bytes, '\xff\xd8\xff')) return whole('jpg', bytes, true)
  if (begins(bytes, 'RIFF') && latin(bytes.subarray(8, 12)) === 'WEBP')
    return whole('webp', bytes, riffSize(bytes) === bytes.length)
  if ((named === 'csv' || named === 'txt') && isText(bytes)) return { ok: true, kind: named }
  return refused(named === null ? 'unknown-kind' : 'wrong-content')
}

function whole(kind: DocumentKind, bytes: Uint8Array, endsWell: boolean): Recognition {
  return endsWell && !endsAsZip(bytes) ? { ok: true, kind } : refused('damaged')
}

const MOST_ENTRIES = 5_000
const MOST_INFLATED = 500 * 1024 * 1024

function archive(bytes: Uint8Array): Recognition {
  const entries = readZipDirectory(bytes)
  if (entries === null) return refused('damaged')
  if (entries.some((entry) => entry.encrypted)) return refused('protected')
  const inflated = entries.reduce((total, entry) => total + entry.inflatedSize, 0)
  const isAbsurd = entries.length > MOST_ENTRIES || inflated > MOST_INFLATED
  if (isAbsurd || entries.some(({ name }) => leavesFolder(name))) return refused('inflates')
  const kind = openDocument(bytes) ?? officeDocument(entries)
  if (kind !== 'zip' && entries.some(({ name }) => /vbaProject\.bin$/i.test(name)))
    return refused('macros')
  return { ok: true, kind }
}

function leavesFolder(name: string): boolean {
  return /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(name)
}

/** OpenDocument 1.3, part 2, 3.3: the first part is `mimetype`, stored as it is. */
function openDocument(bytes: Uint8Array): DocumentKind | null {
  const start = latin(bytes.subarray(30, 120))
  for (const kind of ['odt', 'ods', 'odp'] as const) {
    const type = `mimetype${DOCUMENT_KINDS[kind]}`
    const next = start.slice(type.length, type.length + 2)
    if (start.startsWith(type) && next === 'PK') return kind
  }
  return null
}

/** ECMA-376, part 2: an office document is a package with a list of types, and one main part. */
function officeDocument(entries: ZipEntry[]): DocumentKind {
  const names = new Set(entries.map(({ name }) => name))
  if (!names.has('[Content_Types].xml')) return 'zip'
  if (names.has('word/document.xml')) return 'docx'
  if (names.has('xl/workbook.xml')) return 'xlsx'
  return names.has('ppt/presentation.xml') ? 'pptx' : 'zip'
}

/**
 * Office documents before 2007 ([MS-CFB], 2.6.1): directory entries of 128 bytes hold a name in UTF-16 and its length
 * at 64; the name of the main stream tells the kind.
 */
function compoundFile(bytes: Uint8Array): Recognition {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const streams = new Set<string>()
  for (let at = 512; at + 128 <= bytes.length; at += 128) {
    const length = view.getUint16(at + 64, true)
    const type = view.getUint8(at + 66)
    if (length < 4 || length > 64 || length % 2 === 1 || (type !== 1 && type !== 2)) continue
    streams.add(new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length - 2)))
  }
  if (streams.has('EncryptedPackage')) return refused('protected')
  const kind = streams.has('WordDocument')
    ? 'doc'
    : streams.has('Workbook') || streams.has('Book')
      ? 'xls'
      : null
  if (kind === null) return refused('unknown-kind')
  if (streams.has('VBA') || streams.has('_VBA_PROJECT_CUR')) return refused('macros')
  return whole(kind, bytes, true)
}

/** RFC 9649, 2.4: the size in the header, its own eight bytes apart. */
function riffSize(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true) + 8
}

/** Text in UTF-8 or one of the old eight-bit forms: no control character but spaces and line ends. */
function isText(bytes: Uint8Array): boolean {
  return !bytes.some((byte) => byte < 32 && (byte < 9 || byte > 13))
}

function begins(bytes: Uint8Array, signature: string): boolean {
  return latin(bytes.subarray(0, signature.length)) === signature
}

/** Each byte as the character of that number. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

function refused(problem: ContentProblem): Recognition {
  return { ok: false, problem }
}
