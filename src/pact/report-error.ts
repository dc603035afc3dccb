import * as z from 'zod'
import type { Tx } from '../db/db.ts'
import { checkSiret } from '../partners/siret.ts'
import type { PactProblem, Written } from './problem.ts'
import { readingFields } from '../forms/read-fields.ts'
import { isTrapped } from '../forms/trap.ts'
import { errorReports, pactUses } from './schema.ts'

/** Keeps what a reader says is wrong. A form whose trap is filled is thanked and forgotten. */
export async function reportError(tx: Tx, form: URLSearchParams, now: Date): Promise<Written> {
  const fields = readingFields(form)
  const row = {
    page: fields.line('page'),
    words: fields.text('words', true),
    email: emailOf(fields.line('email'), fields.problems, false),
  }
  if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
  if (!isTrapped(form)) await tx.insert(errorReports).values({ ...row, receivedAt: now })
  return { ok: true }
}

/** Keeps that an organisation wants to join, or uses a tool; shown once an administrator confirmed it. */
export async function declareUse(
  tx: Tx,
  form: URLSearchParams,
  tools: string[],
  now: Date,
): Promise<Written> {
  const fields = readingFields(form)
  const organisation = fields.line('organisation', true)
  const tool = fields.requiredChoice('tool', ['join', ...tools])
  const words = fields.text('words')
  const typedSiret = fields.line('siret')
  const siret = typedSiret === '' ? null : checkSiret(typedSiret)
  if (siret !== null && !siret.ok) fields.problems.push({ field: 'siret', code: 'siret' })
  const email = emailOf(fields.line('email'), fields.problems, true)
  if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
  if (isTrapped(form)) return { ok: true }
  await tx.insert(pactUses).values({
    organisation,
    siret: siret?.ok ? siret.siret : null,
    tool: tool === 'join' ? null : tool,
    words,
    email,
    receivedAt: now,
  })
  return { ok: true }
}

/** An address as typed, or null where none was; what is wrong with it joins the problems. */
function emailOf(text: string, problems: PactProblem[], required: boolean): string | null {
  if (text === '') {
    if (required) problems.push({ field: 'email', code: 'missing' })
    return null
  }
  if (!z.email().safeParse(text).success || text.length > 254)
    problems.push({ field: 'email', code: 'email' })
  return text
}
