import { renderPage } from '../../views/layout/render-page.ts'
import { ImportPage, TrialPage } from '../../views/programme/import-pages.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { tableProblemSentence } from '../../views/words/file-problems.ts'
import { emptyProgrammeCsv, FILE_REFUSALS } from '../../views/words/programme-import.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { agentOf } from '../auth/guard.ts'
import { currentLists } from '../consultations/lists.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { type AtDesk, atDesk } from './desk.ts'
import { type ImportContext, importProgramme, planImport } from './import-programme.ts'
import { readProgrammeFile } from './read-programme-file.ts'
import { receiveFile } from './receive-file.ts'
import { LINE_COLUMNS } from './template.ts'
import { findUpload, forgetUpload, keepUpload } from './uploads.ts'

const BASE = '/espace/:partner/programmation/import'

const { page, data, write, upload } = routesFor('write-consultations')

/** Importing a file of planned purchases: sent, tried, then imported or not. */
export const programmeImportRoutes: Route[] = [
  page(BASE, { example: '/espace/narbonne/programmation/import' }, (c) =>
    atDesk(c, (desk) => importPage(c, desk, [], [])),
  ),
  upload(BASE, (c) => atDesk(c, (desk) => receive(c, desk))),
  data(`${BASE}/modele.csv`, { example: '/espace/narbonne/programmation/import/modele.csv' }, (c) =>
    c.body(emptyProgrammeCsv(), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="programmation-modele.csv"',
    }),
  ),
  page(`${BASE}/:upload`, (c) => atDesk(c, (desk) => trial(c, desk))),
  write(`${BASE}/:upload`, (c) => atDesk(c, (desk) => apply(c, desk))),
]

/** Problems of a file that are told at once. */
const SHOWN = 30

async function importPage(
  c: GuichetContext,
  { partner, base }: AtDesk,
  errors: FormError[],
  problems: string[],
  status: 200 | 413 | 422 = errors.length > 0 ? 422 : 200,
): Promise<Response> {
  const shown = { frame: await frameOf(c, c.req.path), partner, base, errors, problems }
  return c.html(renderPage(<ImportPage {...shown} />), status)
}

async function receive(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { db } = c.var.deps
  const received = await receiveFile(c.req.raw)
  const refuse = (text: string, problems: string[] = [], status: 413 | 422 = 422) =>
    importPage(c, desk, [{ name: 'fichier', text }], problems, status)
  if (!received.ok)
    return refuse(FILE_REFUSALS[received.problem], [], received.problem === 'too-large' ? 413 : 422)
  const read = await readProgrammeFile(received.bytes, received.format)
  if (!read.ok) {
    const sentences = read.problems.map((problem) => tableProblemSentence(problem, LINE_COLUMNS))
    return refuse('Ce fichier ne peut pas être lu.', sentences.slice(0, SHOWN))
  }
  const giver = { partnerId: desk.partner.id, agentId: agentOf(c).id, now: desk.author.now }
  const id = await db.transaction((tx) =>
    keepUpload(tx, { name: received.name, lines: read.lines }, giver),
  )
  return c.redirect(`${desk.base}/import/${id}`, 303)
}

async function trial(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { db } = c.var.deps
  const { partner, base } = desk
  const upload = await findUpload(db, c.req.param('upload') ?? '', partner.id)
  if (!upload) return missingPage(c)
  const context = await contextFor(c, desk)
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    base,
    name: upload.name,
    plan: await planImport(db, upload.lines, context),
    tradeLabel: tradeLabelIn(context.trades),
  }
  return c.html(renderPage(<TrialPage {...shown} />))
}

/** What was tried is judged again: somebody may have changed a line meanwhile. */
async function apply(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { db } = c.var.deps
  const { partner, author, base } = desk
  const upload = await findUpload(db, c.req.param('upload') ?? '', partner.id)
  if (!upload) return missingPage(c)
  const context = await contextFor(c, desk)
  const plan = await commit(c, async (tx) => {
    const done = await importProgramme(tx, upload.lines, author, context)
    if (done.every(({ effect }) => effect.kind !== 'refused')) await forgetUpload(tx, upload.id)
    return done
  })
  const isRefused = plan.some(({ effect }) => effect.kind === 'refused')
  return isRefused
    ? c.redirect(`${base}/import/${upload.id}`, 303)
    : c.redirect(`${base}?fait=importe`, 303)
}

async function contextFor(c: GuichetContext, { buyer, author }: AtDesk): Promise<ImportContext> {
  const lists = await currentLists(c.var.deps)
  return { ...lists, now: author.now, demonstration: buyer.demonstration, buyer }
}
