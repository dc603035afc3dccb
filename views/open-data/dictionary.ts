import type { Column } from '../../src/open-data/column.ts'
import { TABLES, type TableName } from '../../src/open-data/table-names.ts'
import { SHEETS } from './sheets.ts'
import { ANALYSIS } from './tables/analyses.ts'

/** A column as the dictionary tells of it. */
export type DescribedColumn = Omit<Column<never>, 'cell'>

/** A table as the dictionary tells of it. */
export interface DescribedTable {
  /** Of a table at `/donnees`, or of the yearly analyses. */
  name: TableName | 'analyse'
  title: string
  line: string
  key: string[]
  leadsTo: { column: string; table: string; key: string }[]
  columns: DescribedColumn[]
}

/** Every table with its columns. */
export const DICTIONARY: DescribedTable[] = [
  ...TABLES.map((name): DescribedTable => {
    const { title, line, key, leadsTo = [], columns } = SHEETS[name]
    return { name, title, line, key, leadsTo, columns }
  }),
  ANALYSIS,
]

/** The dictionary as a table: one row per column. */
export const DICTIONARY_HEADER = [
  'fichier',
  'colonne',
  'titre',
  'type',
  'obligatoire',
  'description',
  'valeurs',
  'exemple',
]

export function dictionaryRows(): string[][] {
  return DICTIONARY.flatMap(({ name, columns }) =>
    columns.map((column) => [
      `${name}.csv`,
      column.name,
      column.title,
      TYPE_WORDS[column.type],
      column.required ? 'oui' : 'non',
      column.description,
      (column.values ?? []).join('|'),
      column.example,
    ]),
  )
}

export const TYPE_WORDS: Record<DescribedColumn['type'], string> = {
  string: 'texte',
  integer: 'nombre entier',
  number: 'nombre, point décimal',
  date: 'date (2026-12-15)',
  datetime: 'date et heure de Paris (2026-12-15T12:00:00+01:00)',
  boolean: 'oui ou non',
}

/** The schema of a table (Frictionless Table Schema), as validation tools read it. */
export function tableSchema({ title, line, key, leadsTo, columns }: DescribedTable) {
  const isRequired = (name: string) => columns.some((each) => each.name === name && each.required)
  return {
    $schema: 'https://specs.frictionlessdata.io/schemas/table-schema.json',
    title,
    description: line,
    fields: columns.map((column) => ({
      name: column.name,
      title: column.title,
      description: column.description,
      type: column.type,
      ...(column.type === 'boolean' ? { trueValues: ['oui'], falseValues: ['non'] } : {}),
      // With the offset: Table Schema's own form of an instant is that of UTC only.
      ...(column.type === 'datetime' ? { format: '%Y-%m-%dT%H:%M:%S%z' } : {}),
      example: column.example,
      constraints: {
        required: column.required ?? false,
        ...(column.values ? { enum: column.values } : {}),
      },
    })),
    missingValues: [''],
    ...(key.every(isRequired) ? { primaryKey: key } : {}),
    ...(leadsTo.length > 0
      ? {
          foreignKeys: leadsTo.map(({ column, table, key: field }) => ({
            fields: [column],
            reference: { resource: table, fields: [field] },
          })),
        }
      : {}),
  }
}
