import type { OfficeFormat } from '../office/block.ts'
import type { TemplateDocument } from './blocks.ts'

/** A file that the model gives. */
export interface TemplateFile {
  /** `lettre-de-consultation.docx` */
  name: string
  document: TemplateDocument
  format: OfficeFormat
}

const WORDS: Record<TemplateDocument, string> = {
  letter: 'lettre-de-consultation',
  deed: 'acte-d-engagement',
  prices: 'cadre-de-prix',
  summary: 'resume-pour-les-entreprises',
}

/** Documents that are edited come in both formats of office programs, the summary as it is sent to firms. */
export const TEMPLATE_FILES: TemplateFile[] = [
  ...(['letter', 'deed', 'prices'] as const).flatMap((document) =>
    (['docx', 'odt'] as const).map((format) => file(document, format)),
  ),
  file('summary', 'pdf'),
]

/** The file of this name; undefined where there is none. */
export function templateFile(name: string): TemplateFile | undefined {
  return TEMPLATE_FILES.find((each) => each.name === name)
}

/** Under which name the blank file of a version is kept among the documents that were made. */
export function blankName(number: number, { name }: TemplateFile): string {
  return `modele-commun-${number}-${name}`
}

export const MEDIA_TYPES: Record<OfficeFormat, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  pdf: 'application/pdf',
}

function file(document: TemplateDocument, format: OfficeFormat): TemplateFile {
  return { name: `${WORDS[document]}.${format}`, document, format }
}
