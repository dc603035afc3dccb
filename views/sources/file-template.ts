import writeWorkbook from 'write-excel-file/universal'
import { COLUMN_KEYS, COLUMNS } from '../../src/sources/file/template.ts'

/** An empty file with every column, as a French spreadsheet opens it: semicolons, UTF-8 with its mark. */
export function emptyCsv(): Uint8Array<ArrayBuffer> {
  const names = COLUMN_KEYS.map((key) => COLUMNS[key].name)
  return new TextEncoder().encode(`\uFEFF${names.join(';')}\r\n`)
}

/** An empty workbook with every column, and on its second sheet what each one takes. */
export async function emptyWorkbook(): Promise<Uint8Array<ArrayBuffer>> {
  const columns = COLUMN_KEYS.map((key) => COLUMNS[key])
  const header = (values: string[]) =>
    values.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true }))
  const help = columns.map(({ name, compulsory, takes, example }) => [
    name,
    compulsory ? 'oui' : '',
    takes,
    example,
  ])
  const file = writeWorkbook([
    {
      sheet: 'Consultations',
      data: [header(columns.map(({ name }) => name))],
      columns: columns.map(() => ({ width: 24 })),
      stickyRowsCount: 1,
    },
    {
      sheet: 'Mode d’emploi',
      data: [
        header(['Colonne', 'Obligatoire', 'Ce qui est attendu', 'Exemple']),
        ...help.map((values) => values.map((value) => ({ value, wrap: true }))),
      ],
      columns: [{ width: 30 }, { width: 12 }, { width: 70 }, { width: 45 }],
      stickyRowsCount: 1,
    },
  ])
  return new Uint8Array(await (await file.toBlob()).arrayBuffer())
}
