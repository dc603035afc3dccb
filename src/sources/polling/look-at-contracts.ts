import { fingerprinted } from '../../contracts/fingerprint.ts'
import { readDecp } from '../../contracts/decp/read.ts'
import type { ImportOutcome } from '../../contracts/record-contracts.ts'
import { recordContracts } from '../../contracts/record-contracts.ts'
import type { Deps } from '../../deps.ts'
import { fetchStream } from '../fetch/fetch.ts'
import {
  failedLook,
  type Health,
  type Look,
  type LookOptions,
  slower,
  type Source,
} from './look.ts'

/** Bytes of one file of essential data, as they come over the network. */
const LIMIT = 1024 * 1024 * 1024
const TIMEOUT_MS = 60 * 60_000

/**
 * Asks a source for its essential data with its validators, and records them as they come: all of them or, where the
 * file breaks, none. On Node only.
 */
export async function lookAtContracts(
  deps: Deps,
  source: Source,
  health: Health,
  { whole, signal }: LookOptions,
): Promise<Look> {
  const { sha256 } = deps
  if (!sha256) return failed('needs-node')
  const fetched = await fetchStream(
    deps,
    {
      url: source.url,
      etag: whole ? null : health.etag,
      lastModified: whole ? null : health.lastModified,
      allowPrivate: deps.config.allowPrivateSources,
      contact: deps.config.baseUrl,
      limit: LIMIT,
      timeout: TIMEOUT_MS,
      signal,
    },
    async (chunks) => {
      const { bytes, told } = fingerprinted(chunks, sha256())
      const now = deps.now()
      return recordContracts(
        deps.db,
        {
          name: source.url,
          sourceId: source.id,
          reading: readDecp(bytes, now.toISOString().slice(0, 10)),
          fingerprint: told,
        },
        { now, all: false, demonstration: source.demonstration, keep: true },
      )
    },
  )
  if (fetched.kind === 'failed') return failedLook(fetched)
  const { etag, lastModified } = fetched
  const answer = slower(fetched, null)
  if (fetched.kind === 'not-modified')
    return { kind: 'unchanged', answer, validators: { etag, lastModified } }
  return lookOf(fetched.value, { answer, etag, lastModified })
}

function lookOf(
  outcome: ImportOutcome,
  {
    answer,
    ...validators
  }: Pick<Extract<Look, { kind: 'recorded' }>, 'answer'> & {
    etag: string | null
    lastModified: string | null
  },
): Look {
  if (!outcome.ok) {
    const { problem, line, rows } = outcome.ending
    return failed(`decp-${problem}`, rows > 0 ? String(line) : null)
  }
  const { counts, sha256 } = outcome.report
  return {
    kind: 'recorded',
    answer,
    validators: { ...validators, bodyHash: sha256 },
    items: counts.read,
    counts: { added: counts.added, changed: counts.changed, unchanged: counts.unchanged },
  }
}

function failed(code: string, detail: string | null = null): Look {
  return { kind: 'failed', code, detail, status: null, retryAfter: null }
}
