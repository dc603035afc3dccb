import { readFile } from 'node:fs/promises'
import Pdf from 'pdfkit'
import { oneLine, safeText } from '../../../feeds/safe-text.ts'
import type { OfficeBlock, OfficeColumn, OfficeDocument } from '../../../office/block.ts'

type Element = ReturnType<PDFKit.PDFDocument['struct']>

/**
 * The document as a tagged PDF (PDF/UA-1, ISO 14289-1) of A4 pages, numbered, with Source Sans embedded. Characters that
 * its font has no picture for are written « ? »: the standard allows none without. What is to be one page is written in
 * smaller type where it would be more, down to SMALLEST.
 */
export async function writePdf(document: OfficeDocument): Promise<Uint8Array<ArrayBuffer>> {
  for (let scale = 1; ; scale -= 0.1) {
    const page = new Page(document, await fonts(), scale)
    page.write()
    if (!document.onePage || scale <= SMALLEST || page.count() === 1) return page.bytes()
  }
}

const NORMAL = 'normal'
const BOLD = 'bold'
const INK = '#251e19'
const QUIET = '#65594d'
const ACCENT = '#7b2240'
const LINE = '#ddd3c3'
const SIZES = { title: 22, 2: 15, 3: 12, text: 10.5, small: 9, figure: 20 }
/** Share of SIZES under which nobody should have to read. */
const SMALLEST = 0.8
/** An option of pdfkit's that its types do not know yet. */
const PDF_UA: object = { subset: 'PDF/UA' }
/** Points. */
const MARGIN = 56
const NARROW_MARGIN = 44
const FIGURES_IN_A_ROW = 4
const CELL_PADDING = { top: 3, right: 6, bottom: 4, left: 3 }
const HEAD_BACKGROUND = '#f5e8e4'

let read: Promise<{ normal: Buffer; bold: Buffer }> | undefined

function fonts() {
  const font = (path: string) =>
    readFile(new URL(import.meta.resolve(`@expo-google-fonts/source-sans-3/${path}`)))
  read ??= Promise.all([
    font('400Regular/SourceSans3_400Regular.ttf'),
    font('700Bold/SourceSans3_700Bold.ttf'),
  ]).then(([normal, bold]) => ({ normal, bold }))
  return read
}

/** What is being written: each block adds its element to the one of the whole document. */
class Page {
  readonly document: OfficeDocument
  readonly pdf: PDFKit.PDFDocument
  readonly root: Element
  readonly sizes: typeof SIZES
  readonly margin: number

  constructor(
    document: OfficeDocument,
    { normal, bold }: { normal: Buffer; bold: Buffer },
    scale: number,
  ) {
    this.document = document
    this.margin = scale === 1 ? MARGIN : NARROW_MARGIN
    this.sizes = {
      title: SIZES.title * scale,
      2: SIZES[2] * scale,
      3: SIZES[3] * scale,
      text: SIZES.text * scale,
      small: SIZES.small * scale,
      figure: SIZES.figure * scale,
    }
    // pdfkit writes these into XML as they are.
    const inMetadata = (text: string) => oneLine(text).replaceAll('&', 'et').replace(/[<>]/g, '')
    this.pdf = new Pdf({
      ...PDF_UA,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'fr-FR',
      displayTitle: true,
      bufferPages: true,
      size: 'A4',
      margin: this.margin,
      font: '',
      info: {
        Title: inMetadata(document.title),
        Author: inMetadata(document.author),
        Creator: 'Guichet',
        Producer: 'Guichet',
        CreationDate: document.madeAt,
      },
    })
    this.pdf.registerFont(NORMAL, normal)
    this.pdf.registerFont(BOLD, bold)
    this.root = this.pdf.struct('Document')
    this.pdf.addStructure(this.root)
  }

  write(): void {
    const { title, subtitle, blocks } = this.document
    this.text('H1', title, { font: BOLD, size: this.sizes.title, color: ACCENT, after: 4 })
    for (const line of subtitle)
      this.text('P', line, { font: NORMAL, size: this.sizes.small, color: QUIET, after: 0 })
    this.pdf.moveDown(1)
    for (const block of blocks) this.block(block)
    this.root.end()
    this.numbers()
  }

  count(): number {
    return this.pdf.bufferedPageRange().count
  }

  block(block: OfficeBlock): void {
    switch (block.kind) {
      case 'heading':
        this.keepTogether(block.level === 2 ? 90 : 70)
        this.pdf.moveDown(block.level === 2 ? 0.8 : 0.5)
        return this.text(`H${block.level}`, block.text, {
          font: BOLD,
          size: this.sizes[block.level],
          color: block.level === 2 ? ACCENT : INK,
          after: 4,
        })
      case 'paragraph':
        return this.text('P', block.text, {
          font: NORMAL,
          size: this.sizes.text,
          color: INK,
          after: 6,
        })
      case 'note':
        return this.text('P', block.text, {
          font: NORMAL,
          size: this.sizes.small,
          color: QUIET,
          after: 6,
        })
      case 'list':
        return this.list(block.items)
      case 'figures':
        return this.figures(block.figures)
      case 'table':
        return this.table(block.caption, block.columns, block.rows)
    }
  }

  /** A new page where less than this many points are left on this one. */
  keepTogether(points: number): void {
    if (this.pdf.y + points > this.pdf.page.height - this.margin) this.pdf.addPage()
  }

  text(
    tag: string,
    text: string,
    { font, size, color, after }: { font: string; size: number; color: string; after: number },
  ): void {
    this.add(this.root, tag, () => {
      this.pdf.font(font, size).fillColor(color).text(this.written(text), this.margin)
    })
    this.pdf.y += after
  }

  list(items: string[]): void {
    const list = this.add(this.root, 'L')
    for (const item of items) {
      this.pdf.font(NORMAL, this.sizes.text).fillColor(INK)
      const text = this.written(item)
      this.keepTogether(this.pdf.heightOfString(text, { width: this.width() - 14 }))
      const top = this.pdf.y
      const one = this.add(list, 'LI')
      this.add(one, 'Lbl', () => this.pdf.text('–', this.margin, top))
      this.add(one, 'LBody', () =>
        this.pdf.text(text, this.margin + 14, top, { width: this.width() - 14 }),
      )
      one.end()
      this.pdf.y += 3
    }
    list.end()
    this.pdf.y += 4
  }

  figures(figures: { value: string; label: string }[]): void {
    const list = this.add(this.root, 'L')
    const gap = 12
    const width = (this.width() + gap) / FIGURES_IN_A_ROW - gap
    for (let at = 0; at < figures.length; at += FIGURES_IN_A_ROW) {
      const row = figures.slice(at, at + FIGURES_IN_A_ROW)
      this.pdf.font(NORMAL, this.sizes.small)
      const labels = row.map(({ label }) => this.pdf.heightOfString(this.written(label), { width }))
      const height = this.sizes.figure * 1.3 + Math.max(...labels)
      this.keepTogether(height)
      const top = this.pdf.y
      for (const [index, { value, label }] of row.entries()) {
        const left = this.margin + index * (width + gap)
        const one = this.add(list, 'LI')
        this.add(one, 'LBody', () => {
          this.pdf.font(BOLD, this.sizes.figure).fillColor(ACCENT)
          this.pdf.text(this.written(value), left, top, { width })
          this.pdf.font(NORMAL, this.sizes.small).fillColor(INK)
          this.pdf.text(this.written(label), left, top + this.sizes.figure * 1.3, { width })
        })
        one.end()
      }
      this.pdf.y = top + height + 10
    }
    list.end()
    this.pdf.x = this.margin
  }

  table(caption: string, columns: OfficeColumn[], rows: string[][]): void {
    this.keepTogether(80)
    this.text('P', caption, { font: BOLD, size: this.sizes.text, color: INK, after: 3 })
    const all = columns.reduce((sum, { width }) => sum + width, 0)
    const cell = (text: string, scope?: 'Column' | 'Row') => ({
      text: this.written(text).slice(0, LONGEST_CELL),
      type: scope ? ('TH' as const) : ('TD' as const),
      ...(scope ? { scope } : {}),
      ...(scope === 'Column' ? { font: { src: BOLD }, backgroundColor: HEAD_BACKGROUND } : {}),
    })
    // `structParent` and `scope` are pdfkit's own, though its types do not tell of them.
    const options = {
      structParent: this.root,
      position: { x: this.margin, y: this.pdf.y },
      maxWidth: this.width(),
      columnStyles: columns.map(({ width, align }) => ({
        width: (this.width() * width) / all,
        align: { x: align ?? ('left' as const), y: 'top' as const },
      })),
      defaultStyle: {
        border: { top: 0, right: 0, bottom: 0.75, left: 0 },
        borderColor: LINE,
        padding: CELL_PADDING,
        textColor: INK,
      },
      data: [
        columns.map(({ heading }) => cell(heading, 'Column')),
        ...rows.map((row) => row.map((text, index) => cell(text, index === 0 ? 'Row' : undefined))),
      ],
    }
    const again = this.headAgain(
      columns.map(({ heading, width, align }) => ({
        text: this.written(heading).slice(0, LONGEST_CELL),
        width: (this.width() * width) / all,
        align: align ?? 'left',
      })),
    )
    this.pdf.font(NORMAL, this.sizes.small)
    this.pdf.table(options)
    again.stop()
    this.pdf.x = this.margin
    this.pdf.y += 10
  }

  /**
   * Repeats a table's heading row at the top of each page that the table goes on to, until it is stopped: as an artifact,
   * for the tagged row is said once. Rows begin below it, for a table places them by the top margin of the page it leaves.
   */
  headAgain(cells: { text: string; width: number; align: 'left' | 'right' }[]): { stop(): void } {
    const { pdf, margin } = this
    const inside = ({ width, align }: (typeof cells)[number]) => ({
      width: width - CELL_PADDING.left - CELL_PADDING.right,
      align,
    })
    pdf.font(BOLD, this.sizes.small)
    const height =
      Math.max(...cells.map((cell) => pdf.heightOfString(cell.text, inside(cell)))) +
      CELL_PADDING.top +
      CELL_PADDING.bottom
    const room = () => (pdf.page.margins.top = this.margin + height)
    const draw = () => {
      pdf.markContent('Artifact', { type: 'Pagination' })
      pdf.rect(this.margin, this.margin, this.width(), height).fill(HEAD_BACKGROUND)
      pdf.font(BOLD, this.sizes.small).fillColor(INK)
      let left = this.margin
      for (const cell of cells) {
        pdf.text(cell.text, left + CELL_PADDING.left, this.margin + CELL_PADDING.top, inside(cell))
        left += cell.width
      }
      pdf.endMarkedContent()
      pdf.font(NORMAL, this.sizes.small)
      room()
    }
    room()
    pdf.on('pageAdded', draw)
    return {
      stop() {
        pdf.off('pageAdded', draw)
        pdf.page.margins.top = margin
      },
    }
  }

  /** An element under another, of what `draw` writes; without it, of elements to come. */
  add(parent: Element, tag: string, draw?: () => void): Element {
    const element = this.pdf.struct(tag)
    parent.add(element)
    if (draw) {
      element.add(draw)
      element.end()
    }
    return element
  }

  /** « 2 / 5 » at the foot of each page, with the title: artifacts, which no screen reader says. */
  numbers(): void {
    const { start, count } = this.pdf.bufferedPageRange()
    for (let index = 0; index < count; index += 1) {
      this.pdf.switchToPage(start + index)
      this.pdf.page.margins.bottom = 0
      this.pdf.markContent('Artifact', { type: 'Pagination' })
      this.pdf
        .font(NORMAL, this.sizes.small)
        .fillColor(QUIET)
        .text(
          `${this.written(this.document.title)} – ${index + 1} / ${count}`,
          this.margin,
          this.pdf.page.height - 36,
          { width: this.width(), align: 'right', lineBreak: false },
        )
      this.pdf.endMarkedContent()
    }
  }

  width(): number {
    return this.pdf.page.width - 2 * this.margin
  }

  written(text: string): string {
    const whole = safeText(text).replaceAll('\u202F', '\u00A0').replaceAll('\t', ' ')
    return whole.replace(/[^\n]/gu, (character) => (this.hasGlyph(character) ? character : '?'))
  }

  hasGlyph(character: string): boolean {
    // The font that is in use, as pdfkit holds it; its types leave it out.
    const { _font } = this.pdf as unknown as {
      _font: { font: { hasGlyphForCodePoint(code: number): boolean } }
    }
    return _font.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Buffer[] = []
    this.pdf.on('data', (part: Buffer) => parts.push(part))
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
    this.pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))))
    this.pdf.on('error', reject)
    this.pdf.end()
    return promise
  }
}

/** A row must fit a page. */
const LONGEST_CELL = 600
