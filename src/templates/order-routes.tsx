import { MARK, markedWords } from '../../views/office/blank.ts'
import { templateDocument, versionText } from '../../views/office/consultation-template.ts'
import { amountText } from '../../views/format.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { EraseForm } from '../../views/templates/erase-form.tsx'
import { FillPage } from '../../views/templates/fill-page.tsx'
import { OrderPage } from '../../views/templates/order-page.tsx'
import { OutOfScopePage, outOfScopeText } from '../../views/templates/out-of-scope-page.tsx'
import { fieldLabelOf, typedProblemError } from '../../views/words/posting.ts'
import { templateErrors } from '../../views/words/template-problems.ts'
import { PREPARING } from '../../views/words/made-documents.ts'
import { actingPartner, formOf } from '../auth/guard.ts'
import type { Facts } from '../consultations/facts.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { partsOf } from '../office/block.ts'
import { openDraft } from '../posting/drafts.ts'
import { type FormField, isFormName } from '../posting/form-steps.ts'
import { lotRowsFor, readTyped } from '../posting/read-typed.ts'
import type { TypedFields } from '../posting/schema.ts'
import { bandWord, withBand } from '../posting/typed-fields.ts'
import { parisDay } from '../rules/calendar.ts'
import { typingContext } from '../posting/typing-context.ts'
import { withConsultation } from '../posting/with-consultation.ts'
import { entryBands } from '../rules/entry-bands.ts'
import { loadRules } from '../rules/load-rules.ts'
import type { FileContext } from '../sources/file/read-consultations.ts'
import { COLUMN_KEYS } from '../sources/file/template.ts'
import { TEMPLATE_DOCUMENTS, type TemplateDocument } from './blocks.ts'
import { MEDIA_TYPES, templateFile } from './files.ts'
import { type Filling, fillingOf } from './filling.ts'
import { knownFacts } from './known-facts.ts'
import { documentOf, type FilesBasis, writeFile } from './make-files.ts'
import {
  eraseOrder,
  KEPT_DAYS,
  madeFile,
  type Order,
  orderBySecret,
  orderForAnyone,
  orderForPartner,
  orderOf,
  wantFiles,
} from './orders.ts'
import { isTrapped } from '../forms/trap.ts'
import { readBuyer } from './read-buyer.ts'
import { type TemplateFacts, templateFacts } from './template-facts.ts'
import type { UsedFor } from './uses.ts'
import { templateToUse, templateVersion } from './versions.ts'

const { page, write } = routesFor('public')
const writers = routesFor('write-consultations')

/** The model's documents filled for a consultation: by a partner's agent in one click, by any buyer from a short form. */
export const templateOrderRoutes: Route[] = [
  page('/modele/remplir', { title: 'Remplir le modèle commun' }, (c) =>
    fillPage(c, new URLSearchParams(), []),
  ),
  write('/modele/remplir', { limit: 'registration' }, fill),
  page('/modele/dossiers/:token', (c) => withOrder(c, (order) => publicOrderPage(c, order))),
  write('/modele/dossiers/:token/effacement', { limit: 'registration' }, (c) =>
    withOrder(c, async (order) => {
      await c.var.deps.db.transaction((tx) => eraseOrder(tx, order.id))
      return c.redirect('/modele', 303)
    }),
  ),
  page('/modele/dossiers/:token/:file', { limit: 'export' }, (c) =>
    withOrder(c, (order) => sendFile(c, order)),
  ),
  writers.write('/espace/:partner/brouillons/:id/modele', fromDraft),
  writers.write('/espace/:partner/consultations/:reference/modele', fromConsultation),
  writers.page('/espace/:partner/modele/dossiers/:order', (c) =>
    withOwnOrder(c, (order) => partnerOrderPage(c, order)),
  ),
  writers.page('/espace/:partner/modele/dossiers/:order/:file', { limit: 'export' }, (c) =>
    withOwnOrder(c, (order) => sendFile(c, order)),
  ),
]

/** What the public form asks: what the documents say, and nothing for the board. */
const FILL_FIELDS: FormField[] = [
  'object',
  'description',
  'place',
  'amountBand',
  'divided',
  'lots',
  'deadline',
  'questionsUntil',
  'visit',
  'visitDates',
  'visitBooking',
  'responseKind',
  'responseAddress',
  'documentsUrl',
  'criteria',
  'requiredDocuments',
  'variants',
  'duration',
  'expectedStart',
  'contactName',
  'contactPhone',
  'contactEmail',
]

async function fillPage(
  c: GuichetContext,
  form: URLSearchParams,
  errors: FormError[],
  extraLots = 0,
): Promise<Response> {
  const { db, now } = c.var.deps
  const on = parisDay(now())
  const rules = await loadRules(db)
  const typed = typedIn(form)
  const page = {
    frame: await frameOf(c, '/modele/remplir'),
    fields: FILL_FIELDS,
    buyer: form.get('acheteur') ?? '',
    siret: form.get('siret') ?? '',
    typed,
    errors,
    bands: entryBands({ category: 'works', buyer: 'local', on }, rules).map((band) => ({
      value: bandWord(band),
      label: amountText(band) ?? '',
    })),
    lotRows: lotRowsFor(typed, extraLots),
  }
  return c.html(renderPage(<FillPage {...page} />), errors.length > 0 ? 422 : 200)
}

async function fill(c: GuichetContext): Promise<Response> {
  const { deps } = c.var
  const form = formOf(c)
  if (form.get('action') === 'lots') return fillPage(c, form, [], 3)
  const fields: TypedFields = { ...typedIn(form), category: ['travaux'] }
  const buyer = readBuyer(form, 'name-only')
  const buyerErrors = buyer.ok ? [] : templateErrors(buyer.problems)
  const known = buyer.ok ? buyer.buyer : { name: '-', siret: null }
  const context: FileContext = {
    partner: { name: known.name, shortName: known.name, siret: known.siret ?? '', buys: true },
    trades: [],
    now: deps.now(),
  }
  const errors = [...buyerErrors, ...errorsIn(fields, context)]
  if (errors.length > 0) return fillPage(c, form, errors)
  const { facts } = knownFacts(fields, context)
  const basis = await basisFor(c, templateFacts(known, facts))
  if (!basis) return missingPage(c)
  const refusal = outOfScopeText(basis.filling)
  if (refusal !== null) return fillPage(c, form, [{ name: 'amountBand', text: refusal }])
  if (isTrapped(form)) return c.redirect('/modele', 303)
  const order = { templateNumber: basis.number, facts: basis.filling.known }
  const secret = await deps.db.transaction((tx) => orderForAnyone(tx, order, deps.now()))
  await deps.versions.refresh()
  return c.redirect(`/modele/dossiers/${secret}`, 303)
}

/** The fields that the form asks, and no other. */
function typedIn(form: URLSearchParams): TypedFields {
  const typed: TypedFields = {}
  for (const name of new Set(form.keys())) if (isFormName(name)) typed[name] = form.getAll(name)
  return typed
}

/** What is wrong with what was typed; only the object must be. */
function errorsIn(fields: TypedFields, context: FileContext): FormError[] {
  const read = readTyped(withBand(fields), context)
  if (read.ok) return []
  return read.problems
    .filter(
      ({ code, column }) => code !== 'missing' || column === 'object' || column === 'lotTitle',
    )
    .map(typedProblemError)
}

/** What may be said in documents that are asked for now; null where an instance has no model. */
async function basisFor(
  c: GuichetContext,
  facts: TemplateFacts,
): Promise<{ number: number; filling: Filling } | null> {
  const { db, now } = c.var.deps
  const on = parisDay(now())
  const version = await templateToUse(db, on)
  if (!version) return null
  return { number: version.number, filling: fillingOf(facts, await loadRules(db), on) }
}

async function fromDraft(c: GuichetContext): Promise<Response> {
  const partner = actingPartner(c)
  const draft = await openDraft(c.var.deps.db, partner.id, c.req.param('id') ?? '')
  if (!draft) return missingPage(c)
  const { partner: typingFor, reading } = await typingContext(c.var.deps, partner.id)
  const { facts, leftOut } = knownFacts(draft.fields, reading)
  const back = `/espace/${partner.slug}/brouillons/${draft.id}`
  const buyer = buyerOf(facts, typingFor)
  const words = leftOut.length > 0 ? `?sans=${leftOut.join(',')}` : ''
  return give(c, templateFacts(buyer, facts), { draftId: draft.id }, back, words)
}

function fromConsultation(c: GuichetContext): Promise<Response> {
  return withConsultation(c, ({ consultation, context, base }) => {
    const { facts, id: consultationId } = consultation
    const known = templateFacts(buyerOf(facts, context.partner), facts)
    return give(c, known, { consultationId }, base, '')
  })
}

/** The buyer that a consultation names, else the partner that types it. */
function buyerOf(
  { buyers = [] }: Partial<Facts>,
  partner: { name: string; siret: string },
): TemplateFacts['buyer'] {
  const named = buyers.find(({ coordinator }) => coordinator) ?? buyers[0]
  if (!named) return { name: partner.name, siret: partner.siret }
  return {
    name: named.name,
    siret: named.siret ?? (named.name === partner.name ? partner.siret : null),
  }
}

async function give(
  c: GuichetContext,
  known: TemplateFacts,
  usedFor: UsedFor,
  back: string,
  words: string,
): Promise<Response> {
  const { deps } = c.var
  const partner = actingPartner(c)
  const basis = await basisFor(c, known)
  if (!basis) return missingPage(c)
  if (outOfScopeText(basis.filling) !== null) {
    const page = {
      frame: await frameOf(c, c.req.path),
      back: { href: back, label: 'Revenir à la consultation' },
      filling: basis.filling,
    }
    return c.html(renderPage(<OutOfScopePage {...page} />), 422)
  }
  const order = { templateNumber: basis.number, facts: known }
  const id = await deps.db.transaction((tx) =>
    orderForPartner(tx, partner.id, usedFor, order, deps.now()),
  )
  await deps.versions.refresh()
  return c.redirect(`/espace/${partner.slug}/modele/dossiers/${id}${words}`, 303)
}

async function withOrder(
  c: GuichetContext,
  answer: (order: Order) => Promise<Response>,
): Promise<Response> {
  const order = await orderBySecret(c.var.deps.db, c.req.param('token') ?? '')
  return order ? answer(order) : missingPage(c)
}

async function withOwnOrder(
  c: GuichetContext,
  answer: (order: Order) => Promise<Response>,
): Promise<Response> {
  const order = await orderOf(c.var.deps.db, actingPartner(c).id, c.req.param('order') ?? '')
  return order ? answer(order) : missingPage(c)
}

async function publicOrderPage(c: GuichetContext, order: Order): Promise<Response> {
  const base = `/modele/dossiers/${c.req.param('token')}`
  const shown = await shownOrder(c, order)
  if (!shown) return missingPage(c)
  const page = {
    ...shown,
    frame: await frameOf(c, '/modele'),
    back: { href: '/modele', label: 'Modèle commun de consultation' },
    base,
    leftOut: [],
  }
  return c.html(
    renderPage(
      <OrderPage {...page}>
        <EraseForm action={`${base}/effacement`} />
      </OrderPage>,
    ),
  )
}

async function partnerOrderPage(c: GuichetContext, order: Order): Promise<Response> {
  const { slug } = actingPartner(c)
  const shown = await shownOrder(c, order)
  if (!shown) return missingPage(c)
  const page = {
    ...shown,
    frame: await frameOf(c, c.req.path),
    back: { href: `/espace/${slug}/modele`, label: 'Modèle commun' },
    base: `/espace/${slug}/modele/dossiers/${order.id}`,
    leftOut: COLUMN_KEYS.filter((key) => c.req.query('sans')?.split(',').includes(key)).map(
      fieldLabelOf,
    ),
  }
  return c.html(renderPage(<OrderPage {...page} />))
}

/** What both pages show of an order; asks a Node process for its files where this runtime writes none. */
async function shownOrder(c: GuichetContext, order: Order) {
  const { db, now, office } = c.var.deps
  const basis = await filesBasis(c, order)
  if (!basis) return null
  if (!office) await db.transaction((tx) => wantFiles(tx, order.id, now()))
  const { facts, version, rules, at } = basis
  return {
    filling: fillingOf(facts, rules, parisDay(at)),
    version: versionText(version),
    madeAt: at,
    erasedAt: new Date(at.getTime() + KEPT_DAYS * 86_400_000),
    blanks: new Map(
      // The summary lacks nothing that the others do not.
      TEMPLATE_DOCUMENTS.filter((document) => document !== 'summary').map(
        (document) => [document, blanksOf(basis, document)] as const,
      ),
    ),
    ready: office !== undefined || order.madeAt !== null,
  }
}

/** What is to be filled in a document, each once, as it says it. */
function blanksOf(basis: FilesBasis, document: TemplateDocument): string[] {
  const { blocks, subtitle } = documentOf(basis, document)
  const texts = [
    ...subtitle,
    ...blocks.flatMap((block) => {
      switch (block.kind) {
        case 'table':
          return block.rows.flat()
        case 'list':
          return block.items
        case 'figures':
          return []
        case 'heading':
        case 'paragraph':
        case 'note':
          return [block.text]
      }
    }),
  ]
  const found = texts.flatMap((text) =>
    partsOf(text, MARK).flatMap(({ text: part, isBlank }) => (isBlank ? markedWords(part) : [])),
  )
  return [...new Set(found)]
}

async function filesBasis(c: GuichetContext, order: Order): Promise<FilesBasis | null> {
  const { db } = c.var.deps
  const version = await templateVersion(db, order.templateNumber)
  if (!version) return null
  const { facts, createdAt: at } = order
  return { facts, version, rules: await loadRules(db), at, describe: templateDocument }
}

async function sendFile(c: GuichetContext, order: Order): Promise<Response> {
  const { db, office, now } = c.var.deps
  const file = templateFile(c.req.param('file') ?? '')
  const basis = file && (await filesBasis(c, order))
  if (!file || !basis) return missingPage(c)
  const bytes = office
    ? await writeFile(office, basis, file)
    : await madeFile(db, order.id, file.name)
  if (!bytes) {
    await db.transaction((tx) => wantFiles(tx, order.id, now()))
    return c.text(PREPARING, 404)
  }
  return c.body(bytes, 200, {
    'content-type': MEDIA_TYPES[file.format],
    'content-disposition': `attachment; filename="${file.name}"`,
  })
}
