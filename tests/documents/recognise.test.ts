import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocumentKind } from '../../src/documents/kinds.ts'
import { recogniseDocument } from '../../src/documents/recognise.ts'
import { zip } from '../sources/file/zip.ts'
import {
  compoundFile,
  docx,
  jpg,
  openDocument,
  pdf,
  png,
  pptx,
  webp,
  xlsx,
} from '../support/document-files.ts'

const text = (words: string) => new Uint8Array(Buffer.from(words))
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const archive = () => zip([{ name: 'plans/façade.pdf', data: pdf() }])

const genuine: [DocumentKind, Uint8Array<ArrayBuffer>][] = [
  ['pdf', pdf()],
  ['docx', docx()],
  ['xlsx', xlsx()],
  ['pptx', pptx()],
  ['odt', openDocument('text')],
  ['ods', openDocument('spreadsheet')],
  ['odp', openDocument('presentation')],
  ['doc', compoundFile(['Root Entry', 'WordDocument', '1Table'])],
  ['xls', compoundFile(['Root Entry', 'Workbook'])],
  ['png', png()],
  ['jpg', jpg()],
  ['webp', webp()],
  ['zip', archive()],
  ['csv', text('Lot;Désignation\r\n1;Gros œuvre\r\n')],
  ['txt', new Uint8Array(Buffer.from('R\xe8glement', 'latin1'))],
]

describe('a file’s kind', () => {
  it.each(genuine)('is known by its content: %s', (kind, bytes) => {
    expect(recogniseDocument(bytes, `Pièce.${kind.toUpperCase()}`)).toEqual({ ok: true, kind })
  })

  it.each(genuine.filter(([kind]) => kind !== 'csv' && kind !== 'txt'))(
    'needs no ending in its name: %s',
    (kind, bytes) => {
      expect(recogniseDocument(bytes, 'sans-nom')).toEqual({ ok: true, kind })
    },
  )

  it('may not be another than its name says', () => {
    const texts: DocumentKind[] = ['csv', 'txt']
    for (const [kind, bytes] of genuine)
      for (const [other] of genuine) {
        if (kind === other || (texts.includes(kind) && texts.includes(other))) continue
        const found = recogniseDocument(bytes, `piece.${other}`)
        expect([kind, other, found]).toEqual([kind, other, { ok: false, problem: 'wrong-content' }])
      }
  })

  it('.jpeg is that of .jpg', () => {
    expect(recogniseDocument(jpg(), 'photo.jpeg')).toEqual({ ok: true, kind: 'jpg' })
  })
})

describe('a file is refused', () => {
  const encrypted = zip([{ name: 'a.pdf', data: 'x', encrypted: true }])
  const many = zip(Array.from({ length: 5_001 }, (_, n) => ({ name: `${n}`, data: '' })))
  const huge = zip([{ name: 'zeros', data: 'x', announced: 600 * 1024 * 1024 }])
  it.each<[string, string, Uint8Array, string]>([
    ['without any byte', 'a.pdf', new Uint8Array(), 'empty'],
    ['that is a program', 'outil.exe', text('MZ\x90\0'), 'unknown-kind'],
    ['that is a program under another name', 'cahier.pdf', text('MZ\x90\0'), 'wrong-content'],
    ['that is a page', 'avis.html', text('<!doctype html><script>1</script>'), 'unknown-kind'],
    ['that is a page named as an image', 'a.png', text('<svg onload=1>'), 'wrong-content'],
    ['with text and other bytes', 'a.txt', text('a\0b'), 'wrong-content'],
    ['cut off: PDF', 'a.pdf', pdf(5_000).subarray(0, 3_000), 'damaged'],
    ['cut off: image', 'a.png', png().subarray(0, 30), 'damaged'],
    ['cut off: WebP', 'a.webp', webp().subarray(0, 18), 'damaged'],
    ['cut off: archive', 'a.zip', archive().subarray(0, 60), 'damaged'],
    ['that is a PDF and an archive', 'a.pdf', joined(pdf(), archive()), 'damaged'],
    ['that is an image and an archive', 'a.jpg', joined(jpg(), archive()), 'damaged'],
    ['with something behind the archive', 'a.zip', joined(archive(), text('MZ')), 'damaged'],
    ['under a password: archive', 'a.zip', encrypted, 'protected'],
    ['under a password: office', 'a.doc', compoundFile(['EncryptedPackage']), 'protected'],
    ['with macros: new', 'a.docx', docx([{ name: 'word/vbaProject.bin', data: 'x' }]), 'macros'],
    ['with macros: old', 'a.doc', compoundFile(['WordDocument', 'VBA']), 'macros'],
    [
      'that is another compound file',
      'a.msi',
      compoundFile(['SummaryInformation']),
      'unknown-kind',
    ],
    ['with too many parts', 'a.zip', many, 'inflates'],
    ['that would inflate without measure', 'a.zip', huge, 'inflates'],
    ['that would write elsewhere', 'a.zip', zip([{ name: '../../x', data: '' }]), 'inflates'],
    ['with an absolute name', 'a.zip', zip([{ name: '/etc/x', data: '' }]), 'inflates'],
    ['whose parts overlap', 'a.zip', overlapping(), 'damaged'],
    ['that is an empty archive', 'a.zip', zip([]), 'empty'],
  ])('%s', (_name, name, bytes, problem) => {
    expect(recogniseDocument(bytes, name)).toEqual({ ok: false, problem })
  })

  it('or taken, but never breaks the reader, whatever its bytes', () => {
    const beginnings = genuine.map(([, bytes]) => bytes)
    fc.assert(
      fc.property(
        fc.constantFrom(...beginnings),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
        fc.nat(400),
        (genuineBytes, changes, cut) => {
          const bytes = genuineBytes.slice(0, genuineBytes.length - cut * (changes.length % 2))
          for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
          expect(typeof recogniseDocument(bytes, 'a.zip').ok).toBe('boolean')
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

/** An archive whose directory names the same bytes twice. */
function overlapping(): Uint8Array {
  const bytes = zip([
    { name: 'a', data: 'x' },
    { name: 'b', data: 'x' },
  ])
  const view = new DataView(bytes.buffer)
  const directory = view.getUint32(bytes.length - 6, true)
  view.setUint32(directory + 46 + 1 + 42, 0, true)
  return bytes
}
