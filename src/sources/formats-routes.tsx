import { renderPage } from '../../views/layout/render-page.ts'
import { emptyCsv, emptyWorkbook } from '../../views/sources/file-template.ts'
import { FormatsPage } from '../../views/sources/formats-page.tsx'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { COLUMN_KEYS, COLUMNS } from './file/template.ts'
import { SOURCE_KINDS } from './kinds/all.ts'

const { page, data } = routesFor('public')

/** What can be read of whom: the documentation of every kind of source, and the template of the file. */
export const formatRoutes: Route[] = [
  page('/sources/formats', { title: 'Formats des sources', keep: [] }, async (c) => {
    const columns = COLUMN_KEYS.map((key) => COLUMNS[key])
    const kinds = Object.values(SOURCE_KINDS)
    const frame = await frameOf(c, '/sources/formats')
    return c.html(renderPage(<FormatsPage frame={frame} kinds={kinds} columns={columns} />))
  }),
  data('/sources/formats/consultations.csv', { keep: [] }, () =>
    download(emptyCsv(), 'text/csv; charset=utf-8', 'consultations.csv'),
  ),
  data('/sources/formats/consultations.xlsx', { keep: [] }, async () =>
    download(await emptyWorkbook(), XLSX, 'consultations.xlsx'),
  ),
]

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function download(bytes: Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  return new Response(bytes, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  })
}
