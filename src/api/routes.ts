import { findingWords } from '../../views/words/rules.ts'
import { apiSourceName, PROBLEM_WORDS } from '../../views/words/api.ts'
import { actingPartner, agentOf } from '../auth/guard.ts'
import { problemAnswer } from '../http/problem.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { recordContext } from '../sources/record-context.ts'
import { typingContext } from '../posting/typing-context.ts'
import type { WarningAnswer } from './answer-schema.ts'
import { batchSchema, type PushedBatch } from './batch-schema.ts'
import { findingPointer, type PushedFinding } from './check-pushed.ts'
import { consultationSchema } from './consultation-schema.ts'
import { listQuery } from './list-query.ts'
import { externalIdSchema } from './external-id.ts'
import { readPackage } from './ocds/read-package.ts'
import type { Operation } from './operation.ts'
import { API_ROOT, type OperationId, OPERATIONS } from './operations.ts'
import { awardSchema, cancellationSchema } from './outcome-schema.ts'
import { type OwnRecord, recordsAfter, recordsNamed } from './own-records.ts'
import { readBody } from './read-body.ts'
import { type Fault, invalidBody, pointerOf, PROBLEM_STATUS, type Refusal } from './refusal.ts'
import { etagOf, statedOf } from './stated.ts'
import {
  type Precondition,
  type Pusher,
  type Writing,
  writeOperations,
} from './write-operations.ts'

/** The calls of partners' programs. */
export const apiRoutes: Route[] = [
  route('listConsultations', list),
  route('writeBatch', batch),
  route('getConsultation', get),
  route('putConsultation', put),
  route('cancelConsultation', cancel),
  route('awardConsultation', award),
  route('takeOcds', ocds),
]

function route(id: OperationId, handler: (c: GuichetContext) => Promise<Response>): Route {
  const { method, path } = OPERATIONS[id]
  const policy = 'write-consultations'
  return { method, path: `${API_ROOT}${path}`, kind: 'api', policy, handler }
}

async function get(c: GuichetContext): Promise<Response> {
  const externalId = c.req.param('externalId') ?? ''
  const { db, config } = c.var.deps
  const known = await recordsNamed(db, actingPartner(c).id, [externalId])
  const record = known.get(externalId)
  if (!record) return refuse(c, { kind: 'not-found', detail: 'Nothing was pushed under this id.' })
  const stated = statedOf(record, config.baseUrl)
  const etag = await etagOf(stated)
  if (listed(c.req.header('if-none-match'), etag))
    return new Response(null, { status: 304, headers: { etag } })
  return json(stated, 200, { etag })
}

async function list(c: GuichetContext): Promise<Response> {
  const { db, config } = c.var.deps
  const asked = listQuery.safeParse(c.req.query())
  if (!asked.success)
    return refuse(c, {
      kind: 'query',
      detail: asked.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; '),
    })
  const limit = Number(asked.data.limit ?? 50)
  const after = Number(asked.data.after ?? 0)
  const found = await recordsAfter(db, actingPartner(c).id, after, limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const more = `${config.baseUrl}${API_ROOT}/consultations?limit=${limit}&after=${last?.id}`
  return json(
    {
      consultations: page.map((record) => statedOf(record, config.baseUrl)),
      next: found.length > limit ? more : null,
    },
    200,
  )
}

async function put(c: GuichetContext): Promise<Response> {
  return writeOne(c, 'putConsultation', (body) => {
    const parsed = consultationSchema.safeParse(body)
    return parsed.success
      ? { ok: true, operation: { operation: 'put', consultation: parsed.data } }
      : { ok: false, refusal: invalidBody(parsed.error) }
  })
}

async function cancel(c: GuichetContext): Promise<Response> {
  return writeOne(c, 'cancelConsultation', (body) => {
    const parsed = cancellationSchema.safeParse(body)
    return parsed.success
      ? { ok: true, operation: { operation: 'cancel', cancellation: parsed.data } }
      : { ok: false, refusal: invalidBody(parsed.error) }
  })
}

async function award(c: GuichetContext): Promise<Response> {
  return writeOne(c, 'awardConsultation', (body) => {
    const parsed = awardSchema.safeParse(body)
    return parsed.success
      ? { ok: true, operation: { operation: 'award', award: parsed.data } }
      : { ok: false, refusal: invalidBody(parsed.error) }
  })
}

type OneRead =
  | {
      ok: true
      operation:
        | Pick<Extract<Operation, { operation: 'put' }>, 'operation' | 'consultation'>
        | Pick<Extract<Operation, { operation: 'cancel' }>, 'operation' | 'cancellation'>
        | Pick<Extract<Operation, { operation: 'award' }>, 'operation' | 'award'>
    }
  | { ok: false; refusal: Refusal }

async function writeOne(
  c: GuichetContext,
  id: 'putConsultation' | 'cancelConsultation' | 'awardConsultation',
  read: (body: unknown) => OneRead,
): Promise<Response> {
  const externalId = externalIdSchema.safeParse(c.req.param('externalId'))
  if (!externalId.success)
    return refuse(c, { kind: 'invalid', detail: 'The external id in the address is not one.' })
  const sent = await readBody(c.req.raw, OPERATIONS[id].body.most)
  if (!sent.ok) return refuse(c, sent.refusal)
  const body = read(sent.body)
  if (!body.ok) return refuse(c, body.refusal)
  const operation = {
    externalId: externalId.data,
    pointer: (field: string) => field,
    ...body.operation,
  }
  const writing = await write(c, [operation], (known) =>
    preconditionOf(c, known.get(externalId.data) ?? null),
  )
  if (!writing.ok) return refuse(c, writing.refusal)
  const [written] = writing.written
  if (!written) throw new Error('one operation is one result')
  const stated = statedOf(written.record, c.var.deps.config.baseUrl)
  const headers: Record<string, string> = { etag: await etagOf(stated) }
  const isNew = written.result === 'created'
  if (isNew)
    headers['location'] = `${API_ROOT}/consultations/${encodeURIComponent(externalId.data)}`
  return json(
    { result: written.result, warnings: warningsOf(operation, written.findings), stated },
    isNew ? 201 : 200,
    headers,
  )
}

async function batch(c: GuichetContext): Promise<Response> {
  const sent = await readBody(c.req.raw, OPERATIONS.writeBatch.body.most)
  if (!sent.ok) return refuse(c, sent.refusal)
  const parsed = batchSchema.safeParse(sent.body)
  if (!parsed.success) return refuse(c, invalidBody(parsed.error, 1))
  return writeMany(c, parsed.data.operations.map(operationOf), undefined)
}

const BODIES = { put: 'consultation', cancel: 'cancellation', award: 'award' } as const

function operationOf(given: PushedBatch['operations'][number], row: number): Operation {
  const base = pointerOf(['operations', row])
  const bodyAt = `${base}/${BODIES[given.operation]}`
  // What is wrong with no field in particular is wrong with the operation.
  return { ...given, row, pointer: (field) => (field === '' ? base : `${bodyAt}${field}`) }
}

async function ocds(c: GuichetContext): Promise<Response> {
  const sent = await readBody(c.req.raw, OPERATIONS.takeOcds.body.most)
  if (!sent.ok) return refuse(c, sent.refusal)
  const read = readPackage(sent.body)
  return read.ok ? writeMany(c, read.operations, read.unread) : refuse(c, read.refusal)
}

async function writeMany(
  c: GuichetContext,
  operations: Operation[],
  unread: Fault[] | undefined,
): Promise<Response> {
  const writing = await write(c, operations)
  if (!writing.ok) return refuse(c, writing.refusal)
  const { baseUrl } = c.var.deps.config
  const results = writing.written.map(({ operation, result, findings, record }) => ({
    row: operation.row ?? 0,
    externalId: operation.externalId,
    reference: record.consultation.reference,
    url: statedOf(record, baseUrl).url,
    result,
    warnings: warningsOf(operation, findings),
  }))
  return json({ results, ...(unread ? { unread } : {}) }, 200)
}

async function write(
  c: GuichetContext,
  operations: Operation[],
  precondition?: Precondition,
): Promise<Writing> {
  const { deps } = c.var
  const writing = await writeOperations(deps.db, await pusherOf(c), operations, precondition)
  if (writing.ok) await deps.versions.refresh()
  return writing
}

async function pusherOf(c: GuichetContext): Promise<Pusher> {
  const { deps } = c.var
  const { partner, rules } = await typingContext(deps, actingPartner(c).id)
  const recording = await recordContext(deps, partner)
  const { trades, gazetteer, now } = recording
  return {
    actor: agentOf(c).actor,
    sourceName: apiSourceName(partner.shortName),
    judging: { partner, trades, gazetteer, now, rules },
    recording,
  }
}

/** If-Match and If-None-Match of a write (RFC 9110, 13.1): what the caller last saw must still stand. */
async function preconditionOf(
  c: GuichetContext,
  record: OwnRecord | null,
): Promise<Refusal | null> {
  const ifMatch = c.req.header('if-match')
  const ifNoneMatch = c.req.header('if-none-match')
  const etag = record && (await etagOf(statedOf(record, c.var.deps.config.baseUrl)))
  if (ifMatch !== undefined && !listed(ifMatch, etag))
    return {
      kind: 'precondition',
      detail: etag
        ? `It has changed: its ETag is now ${etag}.`
        : 'Nothing stands under this id: If-Match finds nothing.',
    }
  if (listed(ifNoneMatch, etag))
    return { kind: 'precondition', detail: `It exists already, with the ETag ${etag}.` }
  return null
}

/** Whether a list of entity tags names this one; `*` names any. */
function listed(header: string | undefined, etag: string | null): boolean {
  if (header === undefined || etag === null) return false
  return header.split(',').some((each) => each.trim() === '*' || each.trim() === etag)
}

function warningsOf(operation: Operation, findings: PushedFinding[]): WarningAnswer[] {
  return findings.map(({ finding, kept }) => {
    const { lead, text } = findingWords(finding)
    const { code, severity, article, proposal } = finding
    return {
      code,
      severity,
      pointer: operation.pointer(findingPointer(finding)),
      title: lead,
      detail: text,
      article,
      proposal: proposal && `${proposal.date}T${proposal.hour}`,
      kept,
    }
  })
}

function refuse(c: GuichetContext, { kind, detail, errors }: Refusal): Response {
  const status = PROBLEM_STATUS[kind]
  const { title } = PROBLEM_WORDS[kind]
  const problem = { status, kind, title, detail, ...(errors ? { errors } : {}) }
  return problemAnswer(problem, c.var.deps.config.baseUrl)
}

function json(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  })
}
