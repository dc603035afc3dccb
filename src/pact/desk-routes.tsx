import { AnswersDeskPage } from '../../views/pact/answers-desk-page.tsx'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { answerSheet } from '../../views/pact/frame-sheets.ts'
import { PactDeskPage } from '../../views/pact/pact-desk-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { parisDay } from '../rules/calendar.ts'
import { actingIn } from './acting.ts'
import { lateActions, ownActions } from './actions/list-actions.ts'
import { answerCommitment } from './commitments/answer-commitment.ts'
import { answersOf, askedCommitments, signatoriesOf } from './commitments/read-answers.ts'
import { readEvidence } from './evidence/typed-evidence.ts'
import { mayEditGroup, mayEditMeeting } from './may-edit.ts'
import { validatedMinutes } from './meetings/validated-minutes.ts'
import { groupsAtAGlance, nextMeetings } from './overview.ts'
import { allPapers } from './papers/list-papers.ts'
import { readingFields } from '../forms/read-fields.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'

const BASE = '/espace/:partner/pacte'

const { page } = routesFor('edit-pact')
const { sheet } = sheetsFor('edit-pact', sheetWords(pactErrors))

/** A partner's part in the pact: what it carries, what it answers. */
export const pactDeskRoutes: Route[] = [
  page(BASE, { example: '/espace/narbonne/pacte' }, showDesk),
  page(`${BASE}/engagements`, { example: '/espace/narbonne/pacte/engagements' }, showAnswers),
  ...sheet({
    path: `${BASE}/engagements/:year/:commitment`,
    upload: true,
    async load(c) {
      const { db } = c.var.deps
      const acting = actingIn(c)
      const [year] = /^20\d\d$/.exec(c.req.param('year') ?? '') ?? []
      const asked = await askedCommitments(db)
      const commitment = asked.find(({ id }) => String(id) === c.req.param('commitment'))
      if (year === undefined || !commitment) return missingPage(c)
      const answers = await answersOf(db, Number(year), acting.partner.id)
      const given = answers.find(({ commitmentId }) => commitmentId === commitment.id) ?? null
      const minutes = await validatedMinutes(db)
      return { acting, year: Number(year), commitment, given, minutes }
    },
    sheet: ({ acting, commitment, year, minutes }) =>
      answerSheet(acting.base, commitment, year, minutes),
    initial: ({ given }) =>
      new URLSearchParams(
        given === null
          ? { version: '0' }
          : { version: String(given.version), answer: given.answer, words: given.words },
      ),
    async write(tx, { acting, commitment, year }, form, [documentId]) {
      const fields = readingFields(form)
      const answer = fields.requiredChoice('answer', [
        'under-way',
        'kept',
        'not-kept',
        'not-applicable',
      ])
      const words = fields.text('words')
      const given =
        (form.get('kind') ?? '') !== '' || (form.get('title') ?? '') !== '' || documentId
      const evidence = given ? readEvidence(form, documentId ?? null) : null
      const problems = [...fields.problems, ...(evidence?.problems ?? [])]
      if (problems.length > 0) return { ok: false, problems }
      const partnerId = acting.partner.id
      const at = { commitmentId: commitment.id, partnerId, year, version: versionIn(form) }
      const values = { answer, words, evidence: evidence?.values ?? null }
      return answerCommitment(tx, acting.author, at, values)
    },
    next: ({ acting }) => `${acting.base}/engagements`,
  }),
]

async function showDesk(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const acting = actingIn(c)
  const groups = await groupsAtAGlance(db, acting.now)
  const props = {
    frame: await frameOf(c, c.req.path),
    partner: acting.partner,
    base: acting.base,
    groups: groups.map((group) => ({ ...group, edits: mayEditGroup(acting.hand, group) })),
    actions: await ownActions(db, acting.partner.id),
    late: await lateActions(db, acting.now, 10),
    meetings: await nextMeetings(db, acting.now, 10),
    papers: await allPapers(db),
    holdsCommittee: mayEditMeeting(acting.hand, null),
    today: parisDay(acting.now),
  }
  return c.html(renderPage(<PactDeskPage {...props} />))
}

async function showAnswers(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const acting = actingIn(c)
  const year = Number(parisDay(acting.now).slice(0, 4))
  const years = [year, year - 1]
  const props = {
    frame: await frameOf(c, c.req.path),
    partner: acting.partner,
    base: acting.base,
    commitments: await askedCommitments(db),
    years: await Promise.all(
      years.map(async (each) => ({
        year: each,
        signed: (await signatoriesOf(db, each)).some(({ id }) => id === acting.partner.id),
        answers: await answersOf(db, each, acting.partner.id),
      })),
    ),
  }
  return c.html(renderPage(<AnswersDeskPage {...props} />))
}
