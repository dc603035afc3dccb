import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  type IParagraphOptions,
  LevelFormat,
  LineRuleType,
  type Paragraph as ParagraphType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { oneLine, safeText } from '../../../feeds/safe-text.ts'
import { type OfficeBlock, type OfficeDocument, partsOf } from '../../../office/block.ts'
import { columnWidths, LOOK, ROWS_TOGETHER, TEXT_WIDTH } from './look.ts'

/**
 * The document as a DOCX of A4 pages in French: heading styles, lists that are lists, tables whose heading row comes
 * again on each page, what is to be filled in highlighted, the title as its name, pages numbered.
 */
export async function writeDocx(document: OfficeDocument): Promise<Uint8Array<ArrayBuffer>> {
  const { title, subtitle, author, blocks, blank } = document
  const file = new Document({
    title: oneLine(title),
    creator: oneLine(author),
    lastModifiedBy: oneLine(author),
    description: oneLine(subtitle.join(', ')),
    styles: STYLES,
    numbering: { config: [BULLETS] },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(LOOK.page.width), height: twips(LOOK.page.height) },
            margin: Object.fromEntries(
              ['top', 'right', 'bottom', 'left'].map((side) => [side, twips(LOOK.page.margin)]),
            ),
          },
        },
        footers: { default: footerOf(title) },
        children: [
          paragraph(title, blank, { heading: HeadingLevel.HEADING_1 }),
          ...subtitle.map((line) => paragraph(line, blank, { style: 'Subtitle' })),
          ...blocks.flatMap((block, index) => written(block, blank, blocks[index + 1])),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toArrayBuffer(file))
}

const BULLET_REFERENCE = 'bullets'
const FONT = LOOK.fonts[1]

const BULLETS = {
  reference: BULLET_REFERENCE,
  levels: [
    {
      level: 0,
      format: LevelFormat.BULLET,
      text: '–',
      alignment: AlignmentType.LEFT,
      style: { paragraph: { indent: { left: twips(16), hanging: twips(12) } } },
    },
  ],
}

const HEADINGS = {
  1: HeadingLevel.HEADING_1,
  2: HeadingLevel.HEADING_2,
  3: HeadingLevel.HEADING_3,
}

const STYLES = {
  default: {
    document: {
      run: {
        font: FONT,
        size: halves(LOOK.sizes.text),
        color: LOOK.ink,
        language: { value: 'fr-FR', eastAsia: 'fr-FR', bidirectional: 'fr-FR' },
      },
      paragraph: { spacing: { after: twips(6), line: 264 } },
    },
    heading1: headingStyle(LOOK.sizes.title, LOOK.accent, 0, 4),
    heading2: headingStyle(LOOK.sizes[2], LOOK.accent, 14, 4),
    heading3: headingStyle(LOOK.sizes[3], LOOK.ink, 10, 3),
  },
  paragraphStyles: [
    {
      ...quietStyle('Subtitle', 'Subtitle', LOOK.quiet, 8),
      paragraph: { contextualSpacing: true, spacing: { after: twips(8) } },
    },
    quietStyle('Note', 'Note', LOOK.quiet, 6),
    quietStyle('Footer', 'footer', LOOK.quiet, 0),
    {
      id: 'Caption',
      name: 'caption',
      basedOn: 'Normal',
      run: { bold: true },
      paragraph: { keepNext: true, spacing: { before: 0, after: twips(3) } },
    },
    {
      id: 'Cell',
      name: 'Cell',
      basedOn: 'Normal',
      run: { size: halves(LOOK.sizes.text - 0.5) },
      paragraph: { spacing: { after: 0 } },
    },
    {
      id: 'Figure',
      name: 'Figure',
      basedOn: 'Normal',
      run: { bold: true, color: LOOK.accent, size: halves(LOOK.sizes[2]) },
      paragraph: { keepNext: true, spacing: { after: 0 } },
    },
  ],
}

function headingStyle(size: number, color: string, before: number, after: number) {
  return {
    run: { font: FONT, bold: true, size: halves(size), color },
    paragraph: { keepNext: true, spacing: { before: twips(before), after: twips(after) } },
  }
}

function quietStyle(id: string, name: string, color: string, after: number) {
  return {
    id,
    name,
    basedOn: 'Normal',
    run: { size: halves(LOOK.sizes.note), color },
    paragraph: { spacing: { after: twips(after) } },
  }
}

function written(
  block: OfficeBlock,
  blank: string | undefined,
  next: OfficeBlock | undefined,
): (ParagraphType | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [paragraph(block.text, blank, { heading: HEADINGS[block.level] })]
    case 'paragraph':
      return [paragraph(block.text, blank, { keepNext: next?.kind === 'table' })]
    case 'note':
      return [paragraph(block.text, blank, { style: 'Note' })]
    case 'list':
      return block.items.map((item) =>
        paragraph(item, blank, {
          numbering: { reference: BULLET_REFERENCE, level: 0 },
          spacing: { after: twips(3) },
        }),
      )
    case 'figures':
      return block.figures.flatMap(({ value, label }) => [
        paragraph(value, blank, { style: 'Figure' }),
        paragraph(label, blank, {}),
      ])
    case 'table':
      return table(block, blank, next === undefined)
  }
}

function table(
  { caption, columns, rows }: Extract<OfficeBlock, { kind: 'table' }>,
  blank: string | undefined,
  isLast: boolean,
): (ParagraphType | Table)[] {
  const widths = columnWidths(columns).map(twips)
  const isTogether = rows.length <= ROWS_TOGETHER
  const cell = (text: string, index: number, isHead: boolean, isLastRow = false) =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      ...(isHead ? { shading: { type: ShadingType.CLEAR, fill: LOOK.head, color: 'auto' } } : {}),
      children: [
        paragraph(
          text,
          blank,
          {
            style: 'Cell',
            keepNext: isHead || (isTogether && !isLastRow),
            alignment: columns[index]?.align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
          },
          isHead,
        ),
      ],
    })
  return [
    paragraph(caption, blank, { style: 'Caption' }),
    new Table({
      width: { size: twips(TEXT_WIDTH), type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      borders: BORDERS,
      margins: { top: twips(3), bottom: twips(3), left: twips(4), right: twips(4) },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: columns.map(({ heading }, index) => cell(heading, index, true)),
        }),
        ...rows.map(
          (row, rank) =>
            new TableRow({
              cantSplit: true,
              children: row.map((text, index) =>
                cell(text, index, false, rank === rows.length - 1),
              ),
            }),
        ),
      ],
    }),
    // Tables that follow each other would be one; the last needs a paragraph too, which takes no room of its own.
    new Paragraph({
      spacing: { after: 0, line: isLast ? 20 : 160, lineRule: LineRuleType.EXACT },
      children: [],
    }),
  ]
}

const BORDER = { style: BorderStyle.SINGLE, size: 4, color: LOOK.line }
const BORDERS = {
  top: BORDER,
  bottom: BORDER,
  left: BORDER,
  right: BORDER,
  insideHorizontal: BORDER,
  insideVertical: BORDER,
}

function paragraph(
  text: string,
  blank: string | undefined,
  options: IParagraphOptions,
  bold = false,
): ParagraphType {
  const runs = partsOf(safeText(text).replaceAll('\t', ' '), blank).flatMap((part) =>
    part.text.split('\n').map(
      (line, index) =>
        new TextRun({
          text: line,
          ...(index > 0 ? { break: 1 } : {}),
          ...(bold ? { bold } : {}),
          ...(part.isBlank
            ? { shading: { type: ShadingType.CLEAR, fill: LOOK.blank, color: 'auto' } }
            : {}),
        }),
    ),
  )
  return new Paragraph({ ...options, children: runs })
}

function footerOf(title: string): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'Footer',
        alignment: AlignmentType.RIGHT,
        children: [
          new TextRun({
            children: [`${oneLine(title)} – `, PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  })
}

function twips(points: number): number {
  return Math.round(points * 20)
}

function halves(points: number): number {
  return Math.round(points * 2)
}
