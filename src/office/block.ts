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
}

export type OfficeBlock =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
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
}
