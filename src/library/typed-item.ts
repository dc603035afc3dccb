import type { FieldReading } from '../forms/read-fields.ts'
import { THEMES } from './filter.ts'
import type { ItemValues, VersionValues } from './publish-item.ts'
import type { LibraryProblem } from './problem.ts'
import type { ItemKind, PracticeText } from './schema.ts'

/** What is written in files; practices have a form of their own. */
export const FILE_KINDS: [ItemKind, ...ItemKind[]] = [
  'leaflet',
  'charter',
  'guide',
  'slides',
  'template',
  'study',
  'other',
]

/** What is typed of an item, whatever its version. */
export function typedItem(fields: FieldReading, kind: ItemKind | null = null): ItemValues {
  const [first = 'answering', ...others] = THEMES
  return {
    kind: kind ?? fields.requiredChoice('kind', FILE_KINDS),
    theme: fields.requiredChoice('theme', [first, ...others]),
    title: fields.line('title', true),
    summary: fields.text('summary', true),
  }
}

/** What is typed of a version in files; from the second on, what it changes has to be told. */
export function typedFiles(
  fields: FieldReading,
  documentIds: string[],
  isFirst: boolean,
): VersionValues {
  return {
    datedOn: fields.requiredDay('datedOn'),
    note: isFirst ? '' : fields.line('note', true),
    practice: null,
    documentIds,
  }
}

/** A practice's own words. */
export function typedPractice(fields: FieldReading): PracticeText {
  return {
    problem: fields.text('problem', true),
    done: fields.text('done', true),
    text: fields.text('text', true),
    law: fields.text('law'),
    contactFunction: fields.line('contactFunction', true),
    contactBody: fields.line('contactBody', true),
  }
}

/** A contact is a function and its body: no e-mail address and no telephone number stands there. */
export function personalIn(practice: PracticeText): LibraryProblem[] {
  return (['contactFunction', 'contactBody'] as const)
    .filter((field) => /@|\d(?:[ .-]?\d){8}/.test(practice[field]))
    .map((field) => ({ field, code: 'personal' }))
}
