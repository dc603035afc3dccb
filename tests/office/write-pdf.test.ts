import { getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { OfficeDocument } from '../../src/office/block.ts'
import { writePdf } from '../../src/runtime/node/office/write-pdf.ts'

const document: OfficeDocument = {
  title: 'Rapport d’étape : pacte & avancement',
  subtitle: ['Arrêté au samedi 21 novembre 2026'],
  author: 'Les collectivités partenaires',
  madeAt: new Date('2026-11-21T09:00:00Z'),
  blocks: [
    { kind: 'figures', figures: [{ value: '12', label: 'actions réalisées' }] },
    { kind: 'heading', level: 2, text: 'Ce qui a bougé' },
    { kind: 'paragraph', text: 'Œuvre commune : 90 000 € HT → 40 %. 漢' },
    { kind: 'list', items: ['Premier point', 'Second point'] },
    {
      kind: 'table',
      caption: 'Actions en retard',
      columns: [
        { heading: 'Action', width: 3 },
        { heading: 'Jours', width: 1, align: 'right' },
      ],
      rows: Array.from({ length: 80 }, (_, index) => [`Action ${index + 1}`, String(index)]),
    },
  ],
}

describe('a PDF made of blocks', () => {
  it('says that it is PDF/UA, in French, under its title, and is tagged', async () => {
    const pdf = await read(document)
    const { info, metadata } = await pdf.getMetadata()
    expect(info).toMatchObject({
      Language: 'fr-FR',
      Title: 'Rapport d’étape : pacte et avancement',
    })
    expect(metadata?.get('pdfuaid:part')).toBe('1')
    expect(metadata?.get('dc:title')).toContain('Rapport d’étape')
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true })
    expect(await pdf.getViewerPreferences()).toMatchObject({ DisplayDocTitle: true })
  })

  it('gives every text its tag, in the order of reading, and numbers pages outside of them', async () => {
    const pdf = await read(document)
    const tree = await (await pdf.getPage(1)).getStructTree()
    const tags = rolesOf(tree)
    expect(tags.slice(0, 4)).toEqual(['Root', 'Document', 'H1', 'P'])
    for (const tag of ['H2', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD'])
      expect(tags).toContain(tag)
    expect(pdf.numPages).toBeGreaterThan(1)
    const text = await textOf(pdf)
    expect(text).toContain('1 / ')
    expect(text).toContain('Œuvre commune : 90 000 € HT → 40 %. ?')
    expect(text).toContain('Action 80')
    expect(text.indexOf('12')).toBeLessThan(text.indexOf('Ce qui a bougé'))
  })
})

it('repeats the heading row of a table on each page that it goes on to, and tags it once', async () => {
  const pdf = await read(document)
  const pages = Array.from({ length: pdf.numPages }, (_, index) => index + 1)
  for (const number of pages) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const placed = items.flatMap((item) =>
      'str' in item && item.str.trim() !== '' ? [{ text: item.str, y: item.transform[5] }] : [],
    )
    const heads = placed.filter(({ text }) => text === 'Jours')
    expect(heads).toHaveLength(1)
    const rows = placed.filter(({ text }) => /^Action \d/.test(text))
    for (const { y } of rows) expect(y).toBeLessThan(heads[0]?.y ?? 0)
    for (const { y } of rows) expect(y).toBeGreaterThan(50)
  }
  // One for each row of the table, two for its heading row: what is repeated is no part of the table.
  const tags = rolesOf(await (await pdf.getPage(1)).getStructTree())
  expect(tags.filter((tag) => tag === 'TH')).toHaveLength(82)
})

async function read(given: OfficeDocument) {
  return getDocumentProxy(await writePdf(given))
}

type Tree = Awaited<ReturnType<Awaited<ReturnType<typeof read>>['getPage']>>

function rolesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || !('role' in node)) return []
  const children = 'children' in node && Array.isArray(node.children) ? node.children : []
  return [String(node.role), ...children.flatMap(rolesOf)]
}

async function textOf(pdf: Awaited<ReturnType<typeof read>>): Promise<string> {
  const pages = Array.from({ length: pdf.numPages }, async (_, index) => {
    const page: Tree = await pdf.getPage(index + 1)
    const { items } = await page.getTextContent()
    return items.map((item) => ('str' in item ? item.str : '')).join(' ')
  })
  return (await Promise.all(pages)).join('\n')
}
