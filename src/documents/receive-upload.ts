import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  type MultipartPart,
  parseMultipartRequest,
} from '@remix-run/multipart-parser'
import { eq } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import type { Keeper } from '../http/keeper.ts'
import type { GuichetContext } from '../http/route.ts'
import type { SentFile } from '../../views/shared/kept-form.tsx'
import type { ContentProblem } from './recognise.ts'
import { documents } from './schema.ts'
import {
  type Giver,
  MOST_DOCUMENT_BYTES,
  type PrivateGiver,
  type StoredDocument,
  storeDocument,
} from './store-document.ts'

/**
 * What is wrong with one file, or with the whole: `interrupted` (it did not arrive to its end), `unreadable` (no form
 * with files), `too-many` files or fields, `busy` (others are sending files; try again in a moment).
 */
export interface UploadProblem {
  code: ContentProblem | 'too-large' | 'interrupted' | 'unreadable' | 'too-many' | 'busy'
  /** The file meant, as its sender named it; empty where it is the whole. */
  file: string
  /** The form's field that it came in; empty where it is the whole. */
  field: string
}

/** `fields`: what was typed beside the files, as far as it arrived, for the page to keep. */
export type Upload =
  | { ok: true; fields: URLSearchParams; documents: (StoredDocument & { field: string })[] }
  | { ok: false; fields: URLSearchParams; problems: UploadProblem[] }

const MOST_FILES = 10
const MOST_FIELDS = 300
const MOST_FIELD_BYTES = 64 * 1024

/** How much one form may bring. */
export interface UploadLimits {
  files: number
  /** Of each file. */
  bytes: number
}

const AGENTS_LIMITS: UploadLimits = { files: MOST_FILES, bytes: MOST_DOCUMENT_BYTES }

/**
 * Reads a form with files (multipart/form-data, RFC 7578) and stores its documents: all of them, or none. One file at
 * a time is in memory, and in a process two uploads of agents at a time and two of firms, so that no stranger's slow line
 * holds up agents; others wait their turn for half a minute. An empty file field is no file. Text is taken as `readForm`
 * takes it.
 */
export async function receiveUpload(
  c: GuichetContext,
  giver: Giver | PrivateGiver,
  limits: UploadLimits = AGENTS_LIMITS,
): Promise<Upload> {
  const { keep } = c.var.deps
  const places = placesOf(keep, giver)
  if (!(await takePlace(places))) return refusedWhole('busy')
  try {
    return await receive(c, giver, limits)
  } finally {
    places.free += 1
  }
}

/** The answer's status for what went wrong. */
export function uploadStatus(problems: UploadProblem[]): 413 | 415 | 422 | 503 {
  const codes = problems.map(({ code }) => code)
  if (codes.includes('busy')) return 503
  if (codes.includes('unreadable')) return 415
  return codes.includes('too-large') || codes.includes('too-many') ? 413 : 422
}

const PLACES = 2
const PATIENCE_STEPS = 300
const STEP_MS = 100

interface Places {
  free: number
}

/** By keeper, because that is what a process has one of. */
const placesByKeeper = new WeakMap<Keeper, { agents: Places; firms: Places }>()

function placesOf(keep: Keeper, { partnerId }: Giver | PrivateGiver): Places {
  const places = placesByKeeper.get(keep) ?? { agents: { free: PLACES }, firms: { free: PLACES } }
  placesByKeeper.set(keep, places)
  return partnerId === null ? places.firms : places.agents
}

/** Each waits by a clock of its own: on Workers one request cannot be woken by another. */
async function takePlace(places: Places): Promise<boolean> {
  for (let step = 0; step < PATIENCE_STEPS; step += 1) {
    if (places.free > 0) {
      places.free -= 1
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
  return false
}

async function receive(
  c: GuichetContext,
  giver: Giver | PrivateGiver,
  limits: UploadLimits,
): Promise<Upload> {
  const { db, config } = c.var.deps
  const fields = new URLSearchParams()
  const sentFiles: SentFile[] = []
  // For the page that keeps it, should the database go away.
  c.set('form', fields)
  c.set('sentFiles', sentFiles)
  const stored: (StoredDocument & { field: string })[] = []
  const problems: UploadProblem[] = []
  let outage: { error: unknown } | undefined
  let fieldBytes = 0
  const parts = parseMultipartRequest(c.req.raw, {
    maxFileSize: limits.bytes,
    maxParts: limits.files + MOST_FIELDS,
    maxTotalSize: limits.files * limits.bytes + MOST_FIELD_BYTES,
  })
  try {
    for (;;) {
      const part = await nextPart(parts)
      if (part === null) break
      if ('code' in part) {
        problems.push(part)
        break
      }
      const field = part.name ?? ''
      if (part.filename === undefined) {
        fieldBytes += part.size
        if (fieldBytes > MOST_FIELD_BYTES) {
          problems.push({ code: 'too-large', file: '', field })
          break
        }
        const text = new TextDecoder().decode(part.bytes)
        fields.append(field, text.replaceAll('\0', '').replace(/\r\n?/g, '\n'))
        continue
      }
      if (part.filename === '' && part.size === 0) continue
      if (stored.length + problems.length >= limits.files) {
        problems.push({ code: 'too-many', file: '', field })
        break
      }
      sentFiles.push({ field, name: part.filename })
      if (outage) continue
      const file = { name: part.filename, bytes: new Uint8Array(part.arrayBuffer) }
      const result = await storeDocument(db, file, giver, config).catch((error: unknown) => {
        outage = { error }
      })
      // What was typed may stand behind the file.
      if (!result) continue
      if (result.ok) stored.push({ ...result.document, field })
      else problems.push({ code: result.problem, file: file.name, field })
    }
    if (outage) throw outage.error
  } catch (error) {
    await forget(db, stored)
    throw error
  }
  if (problems.length === 0) return { ok: true, fields, documents: stored }
  await forget(db, stored)
  return { ok: false, fields, problems }
}

/** The next part, null after the last, or what is wrong with the whole. */
async function nextPart(
  parts: AsyncGenerator<MultipartPart, void>,
): Promise<MultipartPart | UploadProblem | null> {
  try {
    const { value, done } = await parts.next()
    // A header that is not UTF-8 is found here, not when a field is looked at.
    if (!done && value) void value.headers
    return done ? null : (value ?? null)
  } catch (error) {
    if (error instanceof MaxFileSizeExceededError) return whole('too-large')
    if (error instanceof MaxPartsExceededError || error instanceof MaxTotalSizeExceededError)
      return whole('too-many')
    const isForm = !(error instanceof MultipartParseError) || /not finished/.test(error.message)
    return whole(isForm && !(error instanceof TypeError) ? 'interrupted' : 'unreadable')
  }
}

/** All or nothing: what this upload had stored before something went wrong. */
async function forget(db: Db, stored: StoredDocument[]): Promise<void> {
  for (const { id } of stored) await db.delete(documents).where(eq(documents.id, id))
}

function refusedWhole(code: UploadProblem['code']): Upload {
  return { ok: false, fields: new URLSearchParams(), problems: [whole(code)] }
}

function whole(code: UploadProblem['code']): UploadProblem {
  return { code, file: '', field: '' }
}
