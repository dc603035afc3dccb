/** A document to hand over, in the order in which it is read; every runtime's writer of documents takes it. */
export interface OfficeDocument {
  /** One line: the first heading, and what programs show as the document's name. */
  title: string
  /** Lines under the title: of whom, of when. */
  subtitle: string[]
  /** Who answers for it. */
  author: string
  madeAt: Date
  blocks: OfficeBlock[]
  /** How what somebody must still fill in begins in its texts: marked from there to the next « ] ». */
  blank?: string
  /** As PDF it is to be read at a glance: one page, in smaller type where it is much. */
  onePage?: boolean
}

export type OfficeBlock =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  /** In smaller print. */
  | { kind: 'note'; text: string }
  | { kind: 'list'; items: string[] }
  /** Figures to be seen first, each with what it counts. */
  | { kind: 'figures'; figures: { value: string; label: string }[] }
  | { kind: 'table'; caption: string; columns: OfficeColumn[]; rows: string[][] }

export interface OfficeColumn {
  heading: string
  /** Share of the width, beside the others'. */
  width: number
  align?: 'right'
}

/** What a runtime that can write documents gives; the first cell of each row of a table is the row's heading. */
export interface Office {
  /** A tagged PDF in French (PDF/UA-1, ISO 14289-1), its fonts embedded. */
  pdf(document: OfficeDocument): Promise<Uint8Array<ArrayBuffer>>
  /** WordprocessingML (ISO/IEC 29500), to be edited. */
  docx(document: OfficeDocument): Promise<Uint8Array<ArrayBuffer>>
  /** OpenDocument text (ISO/IEC 26300), to be edited. */
  odt(document: OfficeDocument): Promise<Uint8Array<ArrayBuffer>>
}

export type OfficeFormat = keyof Office

/** A text in its parts: those to be filled in, as they begin with `blank`, and what stands between them. */
export function partsOf(
  text: string,
  blank: string | undefined,
): { text: string; isBlank: boolean }[] {
  if (blank === undefined || !text.includes(blank)) return [{ text, isBlank: false }]
  const parts: { text: string; isBlank: boolean }[] = []
  let rest = text
  for (let at = rest.indexOf(blank); at !== -1; at = rest.indexOf(blank)) {
    const end = rest.indexOf(']', at) + 1 || rest.length
    parts.push({ text: rest.slice(0, at), isBlank: false })
    parts.push({ text: rest.slice(at, end), isBlank: true })
    rest = rest.slice(end)
  }
  return [...parts, { text: rest, isBlank: false }].filter((part) => part.text !== '')
}
