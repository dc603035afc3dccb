import { unzipSync, strFromU8 } from 'fflate'
import { XMLValidator } from 'fast-xml-parser'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OfficeDocument } from '../../src/office/block.ts'
import { office } from '../../src/runtime/node/office/office.ts'
import { writeDocx } from '../../src/runtime/node/office/write-docx.ts'
import { writeOdt } from '../../src/runtime/node/office/write-odt.ts'
import { writePdf } from '../../src/runtime/node/office/write-pdf.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import type { TemplateDocument } from '../../src/templates/blocks.ts'
import { fillingOf } from '../../src/templates/filling.ts'
import { templateDocument } from '../../views/office/consultation-template.ts'
import type { TemplateFacts } from '../../src/templates/template-facts.ts'
import { KNOWN, MUCH, VERSION } from '../templates/known.ts'

const AT = new Date('2026-11-22T10:00:00Z')
const EDITED = ['letter', 'deed', 'prices'] as const
/** Pages that each document takes, at least and at most: fonts differ between machines. */
const PAGES: Record<keyof typeof CASES, Record<(typeof EDITED)[number], [number, number]>> = {
  little: { letter: [3, 4], deed: [2, 3], prices: [1, 1] },
  much: { letter: [4, 6], deed: [3, 3], prices: [7, 9] },
}

/** Consultations of which all is known, and nearly nothing. */
const CASES = {
  much: MUCH,
  little: { buyer: { name: 'Commune d’Exemple', siret: null }, facts: { object: 'Une toiture' } },
}

function documentFor(which: TemplateDocument, known: TemplateFacts = KNOWN): OfficeDocument {
  return templateDocument(which, fillingOf(known, RULES, '2026-11-22'), VERSION, AT)
}

/** What no document may carry: characters that XML has no place for, markup, a lone surrogate. */
const HOSTILE = 'Toiture </text:p> & <w:p/> "cour" \u0000\u0008\uFFFE\uD800  fin'

describe.each([
  ['DOCX', writeDocx, ['word/document.xml', 'word/styles.xml']],
  ['ODT', async (document: OfficeDocument) => writeOdt(document), ['content.xml', 'styles.xml']],
] as const)('a document as %s', (format, write, [content, styles]) => {
  const filesOf = async (document: OfficeDocument) => {
    const files = unzipSync(await write(document))
    return (name: string) => strFromU8(files[name] ?? new Uint8Array())
  }

  it('is in French, under its title, with heading styles, lists and tables that repeat their heading row', async () => {
    const file = await filesOf(documentFor('letter'))
    expect(file(styles)).toMatch(/fr-FR|fo:language="fr" fo:country="FR"/)
    const meta = file(format === 'DOCX' ? 'docProps/core.xml' : 'meta.xml')
    expect(meta).toContain('<dc:title>Lettre de consultation (règlement)</dc:title>')
    const marks =
      format === 'DOCX'
        ? ['w:val="Heading1"', 'w:val="Heading2"', 'w:val="Heading3"', '<w:tblHeader', '<w:numPr>']
        : [
            'text:outline-level="1"',
            'text:outline-level="2"',
            'text:outline-level="3"',
            '<table:table-header-rows>',
            '<text:list ',
          ]
    for (const mark of marks) expect(file(content)).toContain(mark)
  })

  it('marks what is to be filled in', async () => {
    const file = await filesOf(documentFor('letter'))
    const marked =
      format === 'DOCX'
        ? /w:fill="FFF2B3"[^>]*\/><\/w:rPr><w:t[^>]*>\[à compléter : les variantes : autorisées ou non\]/
        : /<text:span text:style-name="Blank">\[à compléter : les variantes : autorisées ou non\]<\/text:span>/
    expect(file(content)).toMatch(marked)
  })

  it('takes what a buyer typed as words, whatever it typed', async () => {
    const file = await filesOf(
      documentFor('letter', { ...KNOWN, facts: { ...KNOWN.facts, object: HOSTILE } }),
    )
    expect(XMLValidator.validate(file(content))).toBe(true)
    expect(file(content)).toContain('&lt;/text:p&gt; &amp; &lt;w:p/&gt;')
  })
})

it('an ODT says what it is in its first bytes, as programs look for it', () => {
  const bytes = writeOdt(documentFor('deed'))
  expect(strFromU8(bytes.slice(30, 77))).toBe('mimetypeapplication/vnd.oasis.opendocument.text')
})

it('every format is written in a thread of its own', async () => {
  const written = await Promise.all(
    (['docx', 'odt', 'pdf'] as const).map((format) => office[format](documentFor('summary'))),
  )
  expect(written.map((bytes) => strFromU8(bytes.slice(0, 2)))).toEqual(['PK', 'PK', '%P'])
})

it.each([
  ['little', CASES.little],
  ['much', MUCH],
  ['much in long words', inLongWords(MUCH)],
] as const)(
  'the summary for firms is one page of PDF, of a consultation with %s',
  async (_, known) => {
    const pdf = await getDocumentProxy(await writePdf(documentFor('summary', known)))
    expect(pdf.numPages).toBe(1)
  },
)

function inLongWords({ buyer, facts }: TemplateFacts): TemplateFacts {
  const long = 'Un texte qui ne finit pas, comme il s’en écrit parfois. '.repeat(10)
  const contact = { name: long, phone: long, email: null }
  const changed = { object: long, duration: long, expectedStart: long, renewals: long, contact }
  const siteVisit = { obligation: 'compulsory' as const, dates: [], booking: long }
  const response = { kind: 'platform' as const, address: long, signature: null }
  return { buyer: { ...buyer, name: long }, facts: { ...facts, ...changed, siteVisit, response } }
}

const soffice = installed('soffice')

describe.skipIf(soffice === null)(
  soffice === null
    ? 'documents in LibreOffice: skipped, soffice is not installed here'
    : 'documents in LibreOffice',
  () => {
    let folder: string
    let said: string
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'guichet-office-'))
      const names: string[] = []
      for (const [name, known] of Object.entries(CASES))
        for (const which of EDITED) {
          const at = join(folder, `${name}-${which}`)
          writeFileSync(`${at}-docx.docx`, await writeDocx(documentFor(which, known)))
          writeFileSync(`${at}-odt.odt`, writeOdt(documentFor(which, known)))
          names.push(`${at}-docx.docx`, `${at}-odt.odt`)
        }
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
      const args = [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...names]
      const run = await promisify(execFile)(soffice ?? '', args, { cwd: folder })
      said = run.stdout + run.stderr
    }, 120_000)
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    it('open without a warning', () => {
      expect(said).not.toMatch(
        /error|could not|repair|corrupt|warn(?!ing: failed to launch javaldx)/i,
      )
    })

    it.each(EDITED.flatMap((which) => [[which, 'much'] as const, [which, 'little'] as const]))(
      '%s of a consultation with %s known says the same in both formats, on as many pages as meant, none of them empty',
      async (which, name) => {
        const [docx, odt] = await Promise.all(
          ['docx', 'odt'].map(async (format) => {
            const bytes = readFileSync(join(folder, `${name}-${which}-${format}.pdf`))
            const pdf = await getDocumentProxy(new Uint8Array(bytes))
            const { text: pages } = await extractText(pdf, { mergePages: false })
            const { info } = await pdf.getMetadata()
            return { pages: pages.map((page) => wordsOf(page, which)), info }
          }),
        )
        if (!docx || !odt) throw new Error('nothing was converted')
        const [least, most] = PAGES[name][which]
        for (const { pages, info } of [docx, odt]) {
          expect(pages.length).toBeGreaterThanOrEqual(least)
          expect(pages.length).toBeLessThanOrEqual(most)
          expect(Math.min(...pages.map((words) => words.length))).toBeGreaterThan(5)
          expect(info).toMatchObject({ Title: documentFor(which).title })
        }
        const all = (pages: string[][]) => [...new Set(pages.flat())].toSorted()
        expect(all(odt.pages)).toEqual(all(docx.pages))
        expect(all(docx.pages)).toContain('toiture')
      },
    )
  },
)

/** The words of a page but for its foot, sorted: page breaks fall where each format has them, and repeat headings. */
function wordsOf(text: string, which: TemplateDocument): string[] {
  const words = text
    .replaceAll(
      new RegExp(`${documentFor(which).title.replaceAll(/[()]/g, '\\$&')} – \\d / \\d`, 'g'),
      ' ',
    )
    .replaceAll(/\s+/g, ' ')
    .match(/[\p{L}\p{N}€%]+/gu)
  return [...new Set(words)].toSorted()
}

function installed(program: string): string | null {
  try {
    return execFileSync('which', [program], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}
