import type { templateDocument } from '../../views/office/consultation-template.ts'
import type { Office, OfficeDocument } from '../office/block.ts'
import type { Rule } from '../rules/rule.ts'
import { parisDay } from '../rules/calendar.ts'
import type { TemplateDocument } from './blocks.ts'
import { fillingOf } from './filling.ts'
import { TEMPLATE_FILES, type TemplateFile } from './files.ts'
import type { TemplateFacts } from './template-facts.ts'
import type { TemplateVersion } from './versions.ts'

/** What the files of an order are made from. */
export interface FilesBasis {
  facts: TemplateFacts
  version: TemplateVersion
  rules: readonly Rule[]
  /** When they were asked for: the rules of that day hold. */
  at: Date
  /** What each document says. */
  describe: typeof templateDocument
}

/** A document of the model as it is for these facts. */
export function documentOf(
  { facts, version, rules, at, describe }: FilesBasis,
  document: TemplateDocument,
): OfficeDocument {
  return describe(document, fillingOf(facts, rules, parisDay(at)), version, at)
}

/** The bytes of one file. */
export function writeFile(
  office: Office,
  basis: FilesBasis,
  { document, format }: TemplateFile,
): Promise<Uint8Array<ArrayBuffer>> {
  return office[format](documentOf(basis, document))
}

/** All the files, one after the other. */
export async function writeFiles(
  office: Office,
  basis: FilesBasis,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }[]> {
  const files = []
  for (const file of TEMPLATE_FILES)
    files.push({ name: file.name, bytes: await writeFile(office, basis, file) })
  return files
}
