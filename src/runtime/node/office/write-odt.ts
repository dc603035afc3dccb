import { strToU8, zipSync, type Zippable } from 'fflate'
import { escapeMarkup } from '../../../feeds/markup.ts'
import { oneLine, safeText } from '../../../feeds/safe-text.ts'
import { type OfficeBlock, type OfficeDocument, partsOf } from '../../../office/block.ts'
import { columnWidths, LOOK, ROWS_TOGETHER, TEXT_WIDTH } from './look.ts'

/**
 * The document as an OpenDocument text (ODF 1.3, ISO/IEC 26300) of A4 pages in French, with what the DOCX has: heading
 * styles, lists, tables with heading rows, what is to be filled in marked, title, numbered pages. Written by hand because
 * the libraries that write ODT know neither languages nor heading rows of tables.
 */
export function writeOdt(document: OfficeDocument): Uint8Array<ArrayBuffer> {
  const files: Zippable = {
    // First and as it is, so that programs know the file by its beginning (ODF 1.3 part 2, 3.3).
    mimetype: [strToU8(TYPE), { level: 0 }],
    'META-INF/manifest.xml': strToU8(MANIFEST),
    'meta.xml': strToU8(metaOf(document)),
    'styles.xml': strToU8(stylesOf(document)),
    'content.xml': strToU8(contentOf(document)),
  }
  // Dates of the entries are the document's: the same document gives the same bytes.
  return new Uint8Array(zipSync(files, { mtime: document.madeAt }))
}

const TYPE = 'application/vnd.oasis.opendocument.text'
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACES = Object.entries({
  office: 'urn:oasis:names:tc:opendocument:xmlns:office:1.0',
  style: 'urn:oasis:names:tc:opendocument:xmlns:style:1.0',
  text: 'urn:oasis:names:tc:opendocument:xmlns:text:1.0',
  table: 'urn:oasis:names:tc:opendocument:xmlns:table:1.0',
  fo: 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0',
  svg: 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0',
  meta: 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0',
  dc: 'http://purl.org/dc/elements/1.1/',
})
  .map(([prefix, name]) => ` xmlns:${prefix}="${name}"`)
  .join('')

const MANIFEST = `${XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${TYPE}"/>${[
  'content.xml',
  'styles.xml',
  'meta.xml',
]
  .map(
    (path) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="text/xml"/>`,
  )
  .join('')}</manifest:manifest>`

function metaOf({ title, subtitle, author, madeAt }: OfficeDocument): string {
  const at = madeAt.toISOString().slice(0, 19)
  const said = [
    ['meta:generator', 'Guichet'],
    ['dc:title', title],
    ['dc:description', subtitle.join(', ')],
    ['meta:initial-creator', author],
    ['dc:creator', author],
    ['meta:creation-date', at],
    ['dc:date', at],
    ['dc:language', 'fr-FR'],
  ] as const
  const lines = said.map(([name, value]) => `<${name}>${escapeMarkup(oneLine(value))}</${name}>`)
  return whole('document-meta', `<office:meta>${lines.join('')}</office:meta>`)
}

function whole(root: string, inside: string): string {
  return `${XML}<office:${root}${NAMESPACES} office:version="1.3">${inside}</office:${root}>`
}

function stylesOf({ title }: OfficeDocument): string {
  const { page, sizes, fonts, ink, quiet, accent } = LOOK
  const [font] = fonts
  const paragraph = (
    name: string,
    display: string,
    spacing: string,
    text: string,
    attributes = 'style:parent-style-name="Standard"',
  ) =>
    `<style:style style:name="${name}" style:display-name="${display}" style:family="paragraph" ${attributes}><style:paragraph-properties ${spacing}/><style:text-properties ${text}/></style:style>`
  const heading = (level: 1 | 2 | 3, size: number, color: string, before: number, after: number) =>
    paragraph(
      `Heading_20_${level}`,
      `Heading ${level}`,
      `${around(before, after)} fo:keep-with-next="always"`,
      `fo:font-size="${size}pt" fo:font-weight="bold" fo:color="#${color}"`,
      `style:parent-style-name="Standard" style:next-style-name="Standard" style:default-outline-level="${level}" style:class="text"`,
    )
  const small = `fo:font-size="${sizes.note}pt" fo:color="#${quiet}"`
  return whole(
    'document-styles',
    [
      `<office:font-face-decls><style:font-face style:name="${font}" svg:font-family="'${font}', ${fonts[1]}" style:font-family-generic="swiss"/></office:font-face-decls>`,
      '<office:styles>',
      `<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2" style:writing-mode="lr-tb"/><style:text-properties style:font-name="${font}" fo:font-size="${sizes.text}pt" fo:color="#${ink}" fo:language="fr" fo:country="FR"/></style:default-style>`,
      '<style:default-style style:family="table"/>',
      `<style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties ${around(0, 6)} fo:line-height="110%"/></style:style>`,
      heading(1, sizes.title, accent, 0, 4),
      heading(2, sizes[2], accent, 8, 4),
      heading(3, sizes[3], ink, 4, 3),
      paragraph('Subtitle', 'Subtitle', `${around(0, 8)} style:contextual-spacing="true"`, small),
      paragraph('Note', 'Note', around(0, 6), small),
      paragraph('Footer', 'Footer', `${around(0, 0)} fo:text-align="end"`, small),
      paragraph(
        'Caption',
        'Caption',
        `${around(0, 3)} fo:keep-with-next="always"`,
        'fo:font-weight="bold"',
      ),
      paragraph('Cell', 'Cell', around(0, 0), `fo:font-size="${sizes.text - 0.5}pt"`),
      paragraph(
        'Cell_20_right',
        'Cell right',
        'fo:text-align="end"',
        `fo:font-size="${sizes.text - 0.5}pt"`,
        'style:parent-style-name="Cell"',
      ),
      paragraph(
        'Cell_20_heading',
        'Cell heading',
        around(0, 0),
        'fo:font-weight="bold"',
        'style:parent-style-name="Cell"',
      ),
      paragraph(
        'Cell_20_heading_20_right',
        'Cell heading right',
        'fo:text-align="end"',
        'fo:font-weight="bold"',
        'style:parent-style-name="Cell_20_heading"',
      ),
      paragraph('List_20_item', 'List item', around(0, 3), ''),
      paragraph('Before_20_table', 'Before table', 'fo:keep-with-next="always"', ''),
      paragraph(
        'Figure',
        'Figure',
        `${around(6, 0)} fo:keep-with-next="always"`,
        `fo:font-size="${sizes[2]}pt" fo:font-weight="bold" fo:color="#${accent}"`,
      ),
      `<style:style style:name="Blank" style:family="text"><style:text-properties fo:background-color="#${LOOK.blank}"/></style:style>`,
      '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="–"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="16pt" fo:text-indent="-12pt" fo:margin-left="16pt"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>',
      '</office:styles>',
      `<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="${page.width}pt" fo:page-height="${page.height}pt" style:print-orientation="portrait" fo:margin="${page.margin}pt" fo:margin-bottom="${page.margin - 30}pt"/><style:footer-style><style:header-footer-properties fo:min-height="24pt" fo:margin-top="6pt"/></style:footer-style></style:page-layout></office:automatic-styles>`,
      `<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Footer">${inline(oneLine(title))} – <text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>`,
    ].join(''),
  )
}

/** Spaces above and below, in points. */
function around(before: number, after: number): string {
  return `fo:margin-top="${before}pt" fo:margin-bottom="${after}pt"`
}

function contentOf({ title, subtitle, blocks, blank }: OfficeDocument): string {
  const styles: string[] = []
  const body = [
    headingXml(1, title, blank),
    ...subtitle.map((line) => paragraphXml('Subtitle', line, blank)),
    ...blocks.map((block, index) =>
      written(block, blank, `T${index}`, styles, blocks[index + 1]?.kind === 'table'),
    ),
  ]
  return whole(
    'document-content',
    `<office:automatic-styles>${CELL_STYLES}${styles.join('')}</office:automatic-styles><office:body><office:text>${body.join('')}</office:text></office:body>`,
  )
}

const CELL_STYLES = [
  ['Cell', ''],
  ['HeadCell', ` fo:background-color="#${LOOK.head}"`],
]
  .map(
    ([name, more]) =>
      `<style:style style:name="${name}" style:family="table-cell"><style:table-cell-properties fo:padding="3pt" fo:border="0.5pt solid #${LOOK.line}"${more}/></style:style>`,
  )
  .join('')
  .concat(
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>',
  )

function written(
  block: OfficeBlock,
  blank: string | undefined,
  name: string,
  styles: string[],
  isBeforeTable: boolean,
): string {
  switch (block.kind) {
    case 'heading':
      return headingXml(block.level, block.text, blank)
    case 'paragraph':
      return paragraphXml(isBeforeTable ? 'Before_20_table' : 'Standard', block.text, blank)
    case 'note':
      return paragraphXml('Note', block.text, blank)
    case 'list':
      return `<text:list text:style-name="Bullets">${block.items
        .map(
          (item) => `<text:list-item>${paragraphXml('List_20_item', item, blank)}</text:list-item>`,
        )
        .join('')}</text:list>`
    case 'figures':
      return block.figures
        .map(
          ({ value, label }) =>
            paragraphXml('Figure', value, blank) + paragraphXml('Standard', label, blank),
        )
        .join('')
    case 'table':
      return table(block, blank, name, styles)
  }
}

function table(
  { caption, columns, rows }: Extract<OfficeBlock, { kind: 'table' }>,
  blank: string | undefined,
  name: string,
  styles: string[],
): string {
  const widths = columnWidths(columns)
  styles.push(
    `<style:style style:name="${name}" style:family="table"><style:table-properties style:width="${TEXT_WIDTH}pt" table:align="left" table:border-model="collapsing" style:may-break-between-rows="${rows.length > ROWS_TOGETHER}" fo:margin-bottom="8pt"/></style:style>`,
    ...widths.map(
      (width, index) =>
        `<style:style style:name="${name}.${index}" style:family="table-column"><style:table-column-properties style:column-width="${width}pt"/></style:style>`,
    ),
  )
  const cell = (text: string, index: number, isHead: boolean) => {
    const style = `Cell${isHead ? '_20_heading' : ''}${columns[index]?.align === 'right' ? '_20_right' : ''}`
    return `<table:table-cell table:style-name="${isHead ? 'HeadCell' : 'Cell'}" office:value-type="string">${paragraphXml(style, text, blank)}</table:table-cell>`
  }
  const row = (cells: string[], isHead: boolean) =>
    `<table:table-row table:style-name="Row">${cells.map((text, index) => cell(text, index, isHead)).join('')}</table:table-row>`
  return [
    paragraphXml('Caption', caption, blank),
    `<table:table table:name="${escapeMarkup(oneLine(caption))} (${name})" table:style-name="${name}">`,
    widths.map((_, index) => `<table:table-column table:style-name="${name}.${index}"/>`).join(''),
    `<table:table-header-rows>${row(
      columns.map(({ heading }) => heading),
      true,
    )}</table:table-header-rows>`,
    rows.map((cells) => row(cells, false)).join(''),
    '</table:table>',
  ].join('')
}

function headingXml(level: 1 | 2 | 3, text: string, blank: string | undefined): string {
  return `<text:h text:style-name="Heading_20_${level}" text:outline-level="${level}">${runs(text, blank)}</text:h>`
}

function paragraphXml(style: string, text: string, blank: string | undefined): string {
  return `<text:p text:style-name="${style}">${runs(text, blank)}</text:p>`
}

function runs(text: string, blank: string | undefined): string {
  return partsOf(safeText(text).replaceAll('\t', ' '), blank)
    .map((part) =>
      part.isBlank
        ? `<text:span text:style-name="Blank">${inline(part.text)}</text:span>`
        : inline(part.text),
    )
    .join('')
}

/** Text in a paragraph: lines broken, spaces that stand together kept (ODF 1.3 part 3, 6.1.2 and 6.1.3). */
function inline(text: string): string {
  return escapeMarkup(text)
    .replaceAll('\n', '<text:line-break/>')
    .replace(/(?<= ) +/g, (spaces) => `<text:s text:c="${spaces.length}"/>`)
}
