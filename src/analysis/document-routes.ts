import { yearWorkbook } from '../../views/analysis/workbook.ts'
import { PREPARING } from '../../views/words/made-documents.ts'
import { missingPage } from '../http/errors.tsx'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { sendMadeDocument } from '../office/made-documents.ts'
import { documentName } from './document-names.ts'
import { readPublicYear } from './public-year.ts'

const { data } = routesFor('public')

/** A published year as files for an office: the document that a Node process made, the workbook. */
export const analysisDocumentRoutes: Route[] = [
  data('/analyses/:year/analyse.pdf', { example: '/analyses/2024/analyse.pdf' }, sendPdf),
  data(
    '/analyses/:year/analyse.xlsx',
    {
      keep: ['analysis', 'partners', 'pact'],
      limit: 'export',
      example: '/analyses/2024/analyse.xlsx',
    },
    sendWorkbook,
  ),
]

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function sendPdf(c: GuichetContext): Promise<Response> {
  const [year] = /^20\d\d$/.exec(c.req.param('year') ?? '') ?? []
  if (year === undefined) return missingPage(c)
  return (await sendMadeDocument(c, documentName(Number(year)))) ?? c.text(PREPARING, 404)
}

async function sendWorkbook(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const published = await readPublicYear(db, c.req.param('year'), now())
  if (!published) return missingPage(c)
  const { figures, snapshot, read } = published
  return new Response(await yearWorkbook(figures, snapshot.coverage), {
    headers: {
      'content-type': XLSX,
      'content-disposition': `attachment; filename="analyse-${read.row.year}.xlsx"`,
    },
  })
}
