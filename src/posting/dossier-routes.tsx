import * as z from 'zod'
import { AnswerPage } from '../../views/posting/life/answer-page.tsx'
import { DocumentPage } from '../../views/posting/life/document-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { errorOf, type FormError } from '../../views/shared/form.tsx'
import {
  ANSWER_MISSING,
  CHANGED_MEANWHILE,
  DOCUMENT_MISSING,
  LINK_WRONG,
  ONE_DOCUMENT,
  QUESTION_MISSING,
  TOO_LONG,
} from '../../views/words/life.ts'
import { typedSourceName } from '../../views/words/posting.ts'
import { uploadErrors } from '../../views/words/upload-problems.ts'
import { agentOf, formOf } from '../auth/guard.ts'
import type { Facts, PublishedDocument } from '../consultations/facts.ts'
import { publishDocuments } from '../documents/publish-document.ts'
import { documentById, documentPath } from '../documents/queries.ts'
import { receiveUpload, uploadStatus } from '../documents/receive-upload.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import type { Finding } from '../rules/finding.ts'
import { answeredIn, checkLife } from './check-life.ts'
import type { FactChange } from './fact-change.ts'
import { followedSources } from './followed-sources.ts'
import { platformOf } from './platform.ts'
import { readChange } from './read-change.ts'
import type { TypedFields } from './schema.ts'
import { momentFields } from './typed-fields.ts'
import { typedIn } from './typed-in.ts'
import { type Acting, sayDecision, withConsultation } from './with-consultation.ts'

const { page, write, upload } = routesFor('write-consultations')

/** Answers and documents for all firms, where no platform takes them. */
export const dossierRoutes: Route[] = [
  page('/espace/:partner/consultations/:reference/reponses', (c) =>
    withConsultation(c, (acting) => answerPage(c, acting, { question: '', answer: '' }, [])),
  ),
  write('/espace/:partner/consultations/:reference/reponses', (c) =>
    withConsultation(c, (acting) => answer(c, acting)),
  ),
  page('/espace/:partner/consultations/:reference/documents', (c) =>
    withConsultation(c, (acting) =>
      documentPage(c, acting, { typed: {}, findings: findingsOf(acting) }),
    ),
  ),
  upload('/espace/:partner/consultations/:reference/documents', (c) =>
    withConsultation(c, (acting) => addDocument(c, acting)),
  ),
]

const LONGEST_QUESTION = 2_000
const LONGEST_ANSWER = 5_000
const LONGEST_NAME = 200
const LONGEST_REASON = 500

async function answer(c: GuichetContext, acting: Acting): Promise<Response> {
  const { consultation, context } = acting
  const form = formOf(c)
  const typed = {
    question: form.get('question')?.trim() ?? '',
    answer: form.get('reponse')?.trim() ?? '',
  }
  if (await platformFor(c, acting)) return answerPage(c, acting, typed, [], 422)
  const errors: FormError[] = [
    ...textErrors('question', typed.question, QUESTION_MISSING, LONGEST_QUESTION),
    ...textErrors('reponse', typed.answer, ANSWER_MISSING, LONGEST_ANSWER),
  ]
  if (errors.length > 0) return answerPage(c, acting, typed, errors)
  const answers = [...(consultation.facts.answers ?? []), { ...typed, on: context.today }]
  const said = await sayDecision(c, acting, typedSourceName(context.partner.shortName), {
    version: form.get('version') ?? '',
    change: { answers, statusReason: undefined },
    action: 'consultation.answer',
    after: { answers: answers.length },
  })
  if (said) return c.redirect(`${acting.base}?fait=reponse`, 303)
  return withConsultation(c, (fresh) =>
    answerPage(c, fresh, typed, [{ name: null, text: CHANGED_MEANWHILE }]),
  )
}

function textErrors(name: string, text: string, missing: string, longest: number): FormError[] {
  if (text === '') return [{ name, text: missing }]
  return text.length > longest ? [{ name, text: TOO_LONG }] : []
}

async function answerPage(
  c: GuichetContext,
  acting: Acting,
  typed: { question: string; answer: string },
  errors: FormError[],
  status?: 422,
): Promise<Response> {
  const { consultation, partner, base } = acting
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    consultation,
    base,
    platform: await platformFor(c, acting),
    answers: consultation.facts.answers ?? [],
    typed,
    errors,
  }
  return c.html(renderPage(<AnswerPage {...page} />), status ?? (errors.length > 0 ? 422 : 200))
}

async function platformFor(c: GuichetContext, { consultation }: Acting) {
  return platformOf(consultation.facts, await followedSources(c.var.deps.db, consultation.id))
}

interface Shown {
  typed: TypedFields
  errors?: FormError[]
  findings?: Finding[]
  refused?: boolean
  received?: { id: string; name: string } | null
  status?: 413 | 415 | 422 | 503
}

async function addDocument(c: GuichetContext, acting: Acting): Promise<Response> {
  const { consultation, context, partner } = acting
  const giver = { partnerId: partner.id, actor: agentOf(c).actor, now: c.var.deps.now() }
  if (await platformFor(c, acting)) return documentPage(c, acting, { typed: {}, status: 422 })
  const upload = await receiveUpload(c, giver)
  const typed = typedIn(upload.fields)
  const extension = extensionIn(acting, typed)
  const findings = findingsOf(acting, extension)
  if (!upload.ok) {
    const received = await receivedBefore(c, acting, typed)
    const errors = uploadErrors(upload.problems)
    const status = uploadStatus(upload.problems)
    return documentPage(c, acting, { typed, errors, findings, received, status })
  }
  const [stored] = upload.documents
  const received = stored ?? (await receivedBefore(c, acting, typed))
  const errors = errorsIn(typed, received !== null, upload.documents.length)
  if (errors.length > 0) return documentPage(c, acting, { typed, errors, findings, received })
  const { kept, ready } = answeredIn(findings, typed)
  if (!ready) return documentPage(c, acting, { typed, findings, received, refused: true })
  const added = received ? fileOf(received, typed, context.today) : linkOf(typed, context.today)
  const documents = [...(consultation.facts.documents ?? []), added]
  const said = await sayDecision(
    c,
    acting,
    typedSourceName(context.partner.shortName),
    {
      version: typed.version?.[0] ?? '',
      change: { ...extension, documents, statusReason: word(typed, 'motif') || undefined },
      kept,
      action: 'consultation.add-document',
      after: { document: added.name },
    },
    async (tx) => {
      if (received) await publishDocuments(tx, [received.id], giver)
    },
  )
  if (said) return c.redirect(`${acting.base}?fait=document`, 303)
  return withConsultation(c, (fresh) =>
    documentPage(c, fresh, {
      typed,
      errors: [{ name: null, text: CHANGED_MEANWHILE }],
      findings,
      received,
    }),
  )
}

interface Received {
  id: string
  name: string
  size: number
}

/** The file that an earlier try of this form brought, which the agent need not choose again. */
async function receivedBefore(
  c: GuichetContext,
  { partner }: Acting,
  typed: TypedFields,
): Promise<Received | null> {
  const document = await documentById(c.var.deps.db, typed.recu?.[0] ?? '')
  const isOurs = document?.partnerId === partner.id
  return document && isOurs && !document.publishedAt && !document.withdrawnAt ? document : null
}

function word(typed: TypedFields, name: string): string {
  return typed[name]?.[0]?.trim() ?? ''
}

function errorsIn(typed: TypedFields, hasFile: boolean, files: number): FormError[] {
  const link = word(typed, 'lien')
  const errors: FormError[] = []
  if (!hasFile && link === '') errors.push({ name: 'fichier', text: DOCUMENT_MISSING })
  if (files > 1 || (hasFile && link !== '')) errors.push({ name: 'lien', text: ONE_DOCUMENT })
  if (link !== '' && !isWebAddress(link)) errors.push({ name: 'lien', text: LINK_WRONG })
  if (word(typed, 'nom').length > LONGEST_NAME) errors.push({ name: 'nom', text: TOO_LONG })
  if (word(typed, 'motif').length > LONGEST_REASON) errors.push({ name: 'motif', text: TOO_LONG })
  return errors.filter((error) => errorOf(errors, error.name ?? '') === error.text)
}

const httpsAddress = z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(2_000)

function isWebAddress(text: string): boolean {
  return httpsAddress.safeParse(text).success
}

function fileOf({ id, name, size }: Received, typed: TypedFields, on: string): PublishedDocument {
  const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''
  const shown = word(typed, 'nom')
  const isWhole = shown === '' || shown.toLowerCase().endsWith(ending.toLowerCase())
  return {
    name: shown === '' ? name : isWhole ? shown : shown + ending,
    href: documentPath({ id, name }),
    bytes: size,
    on,
  }
}

function linkOf(typed: TypedFields, on: string): PublishedDocument {
  const href = new URL(word(typed, 'lien')).href
  return { name: word(typed, 'nom') || new URL(href).host, href, bytes: null, on }
}

/** The later date that goes with the document, where the one proposed was taken. */
function extensionIn({ consultation, context }: Acting, typed: TypedFields): FactChange {
  const taken = word(typed, 'prendre')
  const { facts, own } = consultation
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(taken) || !facts.deadline) return {}
  const read = readChange(facts, own, momentFields('deadline', taken), context.reading)
  const { deadline } = read.ok ? read.change : {}
  return deadline && deadline.instant > facts.deadline.instant ? { deadline } : {}
}

/** What adding a document today demands, whatever it is. */
function findingsOf({ consultation, context }: Acting, extension: FactChange = {}): Finding[] {
  if (consultation.state !== 'open' && consultation.state !== 'planned') return []
  const documents: Facts['documents'] = [...(consultation.facts.documents ?? [])]
  const { rules, today } = context
  return checkLife(
    consultation.facts,
    { documents, ...extension },
    {},
    { publishedAt: consultation.publishedAt, today, rules, calendar: frenchHolidays },
  )
}

async function documentPage(c: GuichetContext, acting: Acting, shown: Shown): Promise<Response> {
  const { consultation, partner, base } = acting
  const { typed, errors = [], findings = [], refused = false, received = null, status } = shown
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    consultation,
    base,
    platform: await platformFor(c, acting),
    documents: consultation.facts.documents ?? [],
    typed,
    received,
    errors,
    findings,
    refused,
  }
  const html = renderPage(<DocumentPage {...page} />)
  return c.html(html, status ?? (errors.length > 0 || refused ? 422 : 200))
}
