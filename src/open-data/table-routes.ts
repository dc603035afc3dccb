import {
  DICTIONARY,
  DICTIONARY_HEADER,
  dictionaryRows,
  tableSchema,
} from '../../views/open-data/dictionary.ts'
import { SHEETS } from '../../views/open-data/sheets.ts'
import { writeCsv } from '../feeds/csv.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { download } from './download.ts'
import { TABLE_SCOPES, type TableName, TABLES } from './table-names.ts'
import { tablePages } from './tables.ts'

const { data } = routesFor('public')

/** Every table as CSV, plain and compressed, with its schema; and the dictionary of their columns. */
export const tableRoutes: Route[] = [
  ...TABLES.flatMap((name) => [file(name, false), file(name, true)]),
  ...DICTIONARY.map((table): Route =>
    data(`/donnees/${table.name}.schema.json`, { keep: [] }, (c) => c.json(tableSchema(table))),
  ),
  data('/donnees/dictionnaire.csv', { keep: [], limit: 'export' }, (c) =>
    c.body(writeCsv(DICTIONARY_HEADER, dictionaryRows()), 200, {
      'content-type': 'text/csv; charset=utf-8',
    }),
  ),
]

function file(name: TableName, gzip: boolean): Route {
  return data(
    `/donnees/${name}.csv${gzip ? '.gz' : ''}`,
    { limit: 'export' },
    (c: GuichetContext) =>
      download(c, {
        type: 'text/csv; charset=utf-8',
        scopes: TABLE_SCOPES[name],
        gzip,
        pages: () => pagesOf(c, name),
      }),
  )
}

function pagesOf<K extends TableName>(c: GuichetContext, name: K): AsyncGenerator<string> {
  const { db, config } = c.var.deps
  return tablePages(db, name, SHEETS[name], config)
}
