import type { BothVersions, Sheet } from '../../views/shared/form-sheet.tsx'
import type { Frame } from '../../views/layout/layout.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import type { Action } from '../auth/policy.ts'
import { agentOf, formOf } from '../auth/guard.ts'
import type { Tx } from '../db/db.ts'
import { withdrawDocument } from '../documents/publish-document.ts'
import { receiveUpload, type UploadProblem, uploadStatus } from '../documents/receive-upload.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'

/** What a form's page is made of. */
export interface SheetPage {
  frame: Frame
  sheet: Sheet
  typed: URLSearchParams
  errors: FormError[]
  both: BothVersions[]
  upload: boolean
}

interface Refused {
  code: string
}

/** How a form's page and its messages are written: views are the routes' to ask. */
export interface SheetWords<P extends Refused> {
  page: (page: SheetPage) => string
  errors: (problems: P[]) => FormError[]
  uploadError: (code: UploadProblem['code']) => string
}

/** A form on its own page: what it is about, what it asks, what it begins with, and what it does. */
export interface SheetForm<T, P extends Refused> {
  path: string
  /** Takes a file: partners' addresses only. */
  upload?: boolean
  /** What the address names; an answer where it names nothing, or nothing that may be changed here. */
  load: (c: GuichetContext) => Promise<T | Response>
  sheet: (subject: T) => Sheet | Promise<Sheet>
  /** What the form begins with; with `version` where two hands could be at it. */
  initial?: (subject: T) => URLSearchParams
  /** Writes, all or nothing: what it refuses is rolled back. `documents`: keys of the files that came. */
  write: (
    tx: Tx,
    subject: T,
    form: URLSearchParams,
    documents: string[],
    c: GuichetContext,
  ) => Promise<{ ok: true } | { ok: false; problems: P[] } | null>
  /** Where to go when it is done. */
  next: (subject: T) => string
}

/**
 * Declares forms on pages of their own under one action of the policy: `sheet` gives the two routes of a form, its page
 * and what it sends; `button` that of one that asks nothing: what is refused is shown as a form's page would; `page` that of any other.
 */
export function sheetsFor<P extends Refused>(policy: Action, words: SheetWords<P>) {
  const routes = routesFor(policy)
  return {
    page: routes.page,
    sheet<T>(form: SheetForm<T, P>): Route[] {
      return [
        routes.page(form.path, async (c) => {
          const subject = await form.load(c)
          if (subject instanceof Response) return subject
          const typed = form.initial?.(subject) ?? new URLSearchParams()
          return answer(c, words, form, { subject, typed, errors: [], both: [], status: 200 })
        }),
        routes[form.upload ? 'upload' : 'write'](form.path, (c) => send(c, words, form)),
      ]
    },
    button<T>(form: SheetForm<T, P>): Route {
      return routes.write(form.path, (c) => send(c, words, form))
    },
  }
}

async function send<T, P extends Refused>(
  c: GuichetContext,
  words: SheetWords<P>,
  form: SheetForm<T, P>,
): Promise<Response> {
  const { db, versions, now } = c.var.deps
  const subject = await form.load(c)
  if (subject instanceof Response) return subject
  const giver = { partnerId: c.var.partner?.id ?? 0, actor: agentOf(c).actor, now: now() }
  const received = form.upload ? await receiveUpload(c, giver) : null
  const typed = received ? received.fields : formOf(c)
  if (received && !received.ok) {
    const errors = received.problems.map(({ code, field }) => ({
      name: field === '' ? null : field,
      text: words.uploadError(code),
    }))
    const status = uploadStatus(received.problems)
    return answer(c, words, form, { subject, typed, errors, both: [], status })
  }
  const documents = received ? received.documents.map(({ id }) => id) : []
  const written = await db.transaction(async (tx) => {
    const outcome = await form.write(tx, subject, typed, documents, c)
    if (outcome?.ok !== true) for (const id of documents) await withdrawDocument(tx, id, giver)
    return outcome
  })
  if (written === null) return c.notFound()
  if (written.ok) {
    await versions.refresh()
    return c.redirect(form.next(subject), 303)
  }
  const isStale = written.problems.some(({ code }) => code === 'stale')
  const fresh = isStale ? await form.load(c) : subject
  if (fresh instanceof Response) return fresh
  const theirs = form.initial?.(fresh) ?? new URLSearchParams()
  const both = isStale ? await bothOf(form, fresh, theirs, typed) : []
  if (isStale) typed.set('version', theirs.get('version') ?? '')
  const errors = words.errors(written.problems)
  return answer(c, words, form, { subject: fresh, typed, errors, both, status: 422 })
}

interface Shown<T> {
  subject: T
  typed: URLSearchParams
  errors: FormError[]
  both: BothVersions[]
  status: 200 | 413 | 415 | 422 | 503
}

async function answer<T, P extends Refused>(
  c: GuichetContext,
  words: SheetWords<P>,
  form: SheetForm<T, P>,
  { subject, typed, errors, both, status }: Shown<T>,
): Promise<Response> {
  const sheet = await form.sheet(subject)
  const frame = await frameOf(c, c.req.path)
  const page = { frame, sheet, typed, errors, both, upload: form.upload ?? false }
  return c.html(words.page(page), status)
}

/** Fields that another hand and this one left different. */
async function bothOf<T, P extends Refused>(
  form: SheetForm<T, P>,
  subject: T,
  theirs: URLSearchParams,
  yours: URLSearchParams,
): Promise<BothVersions[]> {
  const { fields } = await form.sheet(subject)
  return fields.flatMap((field) => {
    if (field.kind === 'heading' || field.kind === 'file') return []
    // Why something changes belongs to the change, and stands nowhere yet.
    if (field.name === 'reason' && !theirs.has('reason')) return []
    const [their, your] = [theirs, yours].map((values) => valueOf(values, field.name))
    const label = (values: string | undefined) => labelsOf(field, values ?? '')
    return their === your ? [] : [{ label: field.label, theirs: label(their), yours: label(your) }]
  })
}

function valueOf(values: URLSearchParams, name: string): string {
  const parts = ['year', 'month', 'day'].map((part) => values.get(`${name}.${part}`) ?? '')
  if (parts.some((part) => part !== '')) return parts.map((part) => part.padStart(2, '0')).join('-')
  return values.getAll(name).toSorted().join(', ')
}

function labelsOf(field: Sheet['fields'][number], value: string): string {
  if (!('options' in field)) return value
  return value
    .split(', ')
    .map((each) => field.options.find((option) => option.value === each)?.label ?? each)
    .join(', ')
}

/** The version that a form was made from; -1, which none is, where it tells none. */
export function versionIn(form: URLSearchParams): number {
  const text = form.get('version') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : -1
}
