import { inflateSync } from 'node:zlib'
import { getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { readReport } from '../../src/news/report.ts'
import { writePdf } from '../../src/runtime/node/office/write-pdf.ts'
import { pactReport } from '../../views/office/pact-report.ts'
import { useDemonstration } from '../support/demonstration.ts'

/**
 * What of PDF/UA-1 (ISO 14289-1, by the checkpoints of the Matterhorn Protocol) a program of ours can look at. veraPDF, the
 * validator that the standard's authors keep, is written in Java and not run here.
 */
const demonstration = useDemonstration()
let bytes: Uint8Array<ArrayBuffer>
let raw: string
/** What is drawn on each page, as the operators that draw it. */
let drawn: string[]

beforeAll(async () => {
  const { db, now } = demonstration.deps
  bytes = await writePdf(pactReport(await readReport(db, now()), now()))
  raw = Buffer.from(bytes).toString('latin1')
  drawn = [...raw.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n([^]*?)\nendstream/g)]
    .map(([, body = '']) => inflateSync(Buffer.from(body, 'latin1')).toString('latin1'))
    .filter((text) => /\bBT\b/.test(text) && text.includes('EMC'))
}, 180_000)

describe('the report of the pact as a PDF', () => {
  it('says in its catalogue and its metadata what it is (06, 07, 11)', () => {
    expect(raw).toMatch(/^%PDF-1\.7/)
    expect(raw).toMatch(/\/MarkInfo (?:\d+ 0 R|<<\s*\/Marked true)/)
    expect(raw).toContain('/Marked true')
    expect(raw).toContain('/StructTreeRoot')
    expect(raw).toContain('/DisplayDocTitle true')
    expect(raw).toMatch(/\/Lang (?:\(fr-FR\)|<)/)
    expect(raw).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(raw).toContain('http://www.aiim.org/pdfua/ns/id/')
  })

  it('embeds every font, each with its characters’ meaning (10, 31)', () => {
    const descriptors = [...raw.matchAll(/<<[^]*?\/Type \/FontDescriptor[^]*?>>/g)].map(
      ([all]) => all,
    )
    expect(descriptors.length).toBeGreaterThan(0)
    expect(descriptors.filter((each) => !/\/FontFile[23]? /.test(each))).toEqual([])
    const composite = [...raw.matchAll(/\/Subtype \/Type0/g)].length
    expect(composite).toBe(2)
    expect([...raw.matchAll(/\/ToUnicode /g)]).toHaveLength(composite)
  })

  it('draws nothing that is neither tagged nor said to be no content (01)', () => {
    expect(drawn.length).toBeGreaterThan(3)
    expect(drawn.every((page) => /TJ$/m.test(page))).toBe(true)
    for (const page of drawn) expect(unmarked(page)).toEqual([])
  })

  it('orders headings without a leap, and gives tables rows, headings and their reach (14, 15)', async () => {
    const pdf = await getDocumentProxy(bytes.slice())
    const roles: string[] = []
    for (let number = 1; number <= pdf.numPages; number += 1)
      roles.push(...rolesOf(await (await pdf.getPage(number)).getStructTree()))
    const headings = roles.filter((role) => /^H\d$/.test(role)).map((role) => Number(role[1]))
    expect(headings[0]).toBe(1)
    expect(headings.filter((level) => level === 1)).toHaveLength(1)
    for (const [index, level] of headings.entries())
      expect(level - (headings[index - 1] ?? level)).toBeLessThanOrEqual(1)
    for (const role of ['P', 'L', 'LI', 'LBody', 'Table', 'TR', 'TH', 'TD'])
      expect(roles).toContain(role)
    // A figure would need words in its place: there is none.
    expect(roles).not.toContain('Figure')
    expect(raw).toContain('/Scope /Column')
    expect(raw).toContain('/Scope /Row')
    const known = ['Root', 'Document', 'H1', 'H2', 'H3', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table']
    expect(
      roles.filter((role) => ![...known, 'TR', 'TH', 'TD', 'THead', 'TBody'].includes(role)),
    ).toEqual([])
  })
})

/** What is drawn outside of marked content: text and paths, by their operators. */
function unmarked(page: string): string[] {
  let depth = 0
  const found: string[] = []
  for (const line of page.split('\n')) {
    const operator = line.trim().split(' ').at(-1) ?? ''
    if (operator === 'BDC' || operator === 'BMC') depth += 1
    else if (operator === 'EMC') depth -= 1
    else if (depth === 0 && DRAWING.includes(operator)) found.push(line)
  }
  if (depth !== 0) found.push(`depth ${depth}`)
  return found
}

const DRAWING = ['Tj', 'TJ', "'", '"', 'S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'Do', 'sh']

function rolesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || !('role' in node)) return []
  const children = 'children' in node && Array.isArray(node.children) ? node.children : []
  return [String(node.role), ...children.flatMap(rolesOf)]
}
