import { eq } from 'drizzle-orm'
import { ContactAdministrationPage } from '../../views/contacts/administration-page.tsx'
import { ContactDeskPage } from '../../views/contacts/desk-page.tsx'
import {
  backTo,
  bodySheet,
  correspondentSheet,
  practiceSheet,
} from '../../views/contacts/sheets.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { contactErrors } from '../../views/words/contact-problems.ts'
import { CONTACTS_DONE } from '../../views/words/contacts.ts'
import { partnerProblemText } from '../../views/words/partner-problems.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { currentLists } from '../consultations/lists.ts'
import { commit, doneIn } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'
import { editPartner, findTypedPartner } from '../partners/edit-partner.ts'
import type { PartnerProblem } from '../partners/read-partners.ts'
import { buyers } from '../partners/schema.ts'
import { parisDay } from '../rules/calendar.ts'
import { checkCorrespondent, checkEntry } from './check.ts'
import {
  ADMINISTRATION,
  authorOf,
  contextOf,
  DESK,
  entryNamed,
  lastChanges,
  type Place,
  placeOf,
  whenSaved,
} from './desk.ts'
import { listRules } from './list-rules.ts'
import { makeOwnBody, ownBody } from './own-body.ts'
import { practicesOf } from './practices.ts'
import { refused } from './problem.ts'
import { readEntry } from './read-entries.ts'
import { saveBody } from './save-body.ts'
import { savePractice } from './save-practice.ts'
import { answeredForBy, answeredForByNobody } from './to-check.ts'
import { bodyFields, practiceFields, typedBody, typedPractice } from './typed-entries.ts'

const { page, write } = routesFor('administer')
const managers = routesFor('manage-partner')
const managerSheets = sheetsFor('manage-partner', sheetWords(contactErrors, 'aide'))
const partnerSheets = sheetsFor(
  'manage-partner',
  sheetWords(
    (problems: PartnerProblem[]) =>
      problems.map((problem) => ({
        name: problem.field?.startsWith('correspondant_') ? problem.field : null,
        text: partnerProblemText(problem),
      })),
    'aide',
  ),
)

/** What administrators and partners have of contacts to look after, and what each partner says of itself. */
export const contactDeskRoutes: Route[] = [
  page(ADMINISTRATION, administrationPage),
  write(`${ADMINISTRATION}/verification`, check),
  managers.page(DESK, { example: '/espace/narbonne/contacts' }, deskPage),
  managers.write(`${DESK}/verification`, check),
  ...ownBodyForm(),
  ...correspondentForm(),
  ...practiceForm(),
]

async function placeIn(c: GuichetContext): Promise<Place> {
  return placeOf(c, await currentLists(c.var.deps))
}

async function administrationPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const shown = {
    frame: await frameOf(c, ADMINISTRATION),
    entries: await answeredForByNobody(db, parisDay(now())),
    rules: await listRules(db, null),
    done: doneIn(c, CONTACTS_DONE),
  }
  return c.html(renderPage(<ContactAdministrationPage {...shown} />))
}

async function deskPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const [buyer] = await db
    .select({ slug: buyers.slug })
    .from(buyers)
    .where(eq(buyers.partnerId, partner.id))
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    entries: await answeredForBy(db, partner.id, parisDay(now())),
    buyer: buyer?.slug ?? null,
    changes: await lastChanges(db, partner.id),
    done: doneIn(c, CONTACTS_DONE),
  }
  return c.html(renderPage(<ContactDeskPage {...shown} />))
}

/** « Encore exact »: one click for one entry of those that the one who asks answers for. */
async function check(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const { base, partner, today } = await placeIn(c)
  const entries = partner
    ? await answeredForBy(db, partner.id, today)
    : await answeredForByNobody(db, today)
  const entry = entryNamed(entries, formOf(c).get('quoi') ?? '')
  if (!entry) return missingPage(c)
  await commit(c, (tx) => checkEntry(tx, entry, today, authorOf(c)))
  return c.redirect(`${base}?fait=verifie`, 303)
}

/** What a partner is and does for firms; its name and kind are the directory's. */
function ownBodyForm(): Route[] {
  return managerSheets.sheet({
    path: `${DESK}/organisme`,
    async load(c: GuichetContext) {
      const partner = actingPartner(c)
      return { ...(await placeIn(c)), partner, body: await ownBody(c.var.deps.db, partner.id) }
    },
    sheet: (place) => bodySheet('Ce que nous faisons pour les entreprises', backTo(place), true),
    initial: ({ body, lists }) =>
      body ? bodyFields(body, lists.gazetteer) : new URLSearchParams({ version: '0' }),
    async write(tx, place, form, _, c) {
      const { partner, today } = place
      const version = versionIn(form)
      if ((place.body?.version ?? 0) !== version) return refused('stale')
      const body = await makeOwnBody(tx, partner.id, c.var.deps.now())
      const fields = bodyFields(body, place.lists.gazetteer)
      for (const kept of ['nom', 'nature']) form.set(kept, fields.get(kept) ?? '')
      const { slug: identifiant, demonstration } = body
      const known = { identifiant, source: partner.name, today, demonstration }
      const typed = typedBody(form, known, partner.slug)
      const read = readEntry('organismes', typed, 1, contextOf(place))
      return read.ok
        ? saveBody(tx, read.entry, authorOf(c), place.body?.version ?? body.version)
        : read
    },
    next: whenSaved,
  })
}

/** A partner's one SME correspondent, under the same rules as the directory's file. */
function correspondentForm(): Route[] {
  return partnerSheets.sheet({
    path: `${DESK}/correspondant`,
    async load(c: GuichetContext) {
      const partner = actingPartner(c)
      const known = await findTypedPartner(c.var.deps.db, partner.id)
      return known ? { ...(await placeIn(c)), partner, known } : missingPage(c)
    },
    sheet: (place) => correspondentSheet(backTo(place)),
    initial: ({ known }) => {
      const { name, function: does, email, phones } = known.typed.correspondent
      return new URLSearchParams({
        correspondant_nom: name,
        correspondant_fonction: does,
        correspondant_courriel: email,
        correspondant_telephones: phones,
      })
    },
    async write(tx, { partner, known, today }, form, _, c) {
      const field = (name: string) => (form.get(`correspondant_${name}`) ?? '').trim()
      const correspondent = {
        name: field('nom'),
        function: field('fonction'),
        email: field('courriel'),
        phones: field('telephones'),
      }
      const edit = {
        partnerId: partner.id,
        typed: { ...known.typed, correspondent },
        by: agentOf(c).actor,
      }
      const edited = await editPartner(tx, edit, c.var.deps.now())
      if (edited.ok) await checkCorrespondent(tx, partner.id, today)
      return edited
    },
    next: whenSaved,
  })
}

function practiceForm(): Route[] {
  return managerSheets.sheet({
    path: `${DESK}/pratiques`,
    async load(c: GuichetContext) {
      const partner = actingPartner(c)
      const practice = await practicesOf(c.var.deps.db, partner.slug)
      return { ...(await placeIn(c)), partner, practice }
    },
    sheet: (place) => practiceSheet(backTo(place)),
    initial: ({ practice }) => practiceFields(practice),
    async write(tx, place, form, _, c) {
      const { partner, practice, today } = place
      const known = {
        identifiant: partner.slug,
        source: partner.name,
        today,
        demonstration: practice?.demonstration ?? false,
      }
      const read = readEntry('pratiques', typedPractice(form, known), 1, contextOf(place))
      return read.ok ? savePractice(tx, read.entry, authorOf(c), versionIn(form)) : read
    },
    next: whenSaved,
  })
}
