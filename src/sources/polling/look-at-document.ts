import type { Deps } from '../../deps.ts'
import { joinLinks, linksOfHeader } from '../feed/links.ts'
import { fetchDocument } from '../fetch/fetch.ts'
import {
  failedLook,
  hashOf,
  type Health,
  type Look,
  type LookOptions,
  type Source,
  slower,
  unread,
} from './look.ts'

/** Asks a source for its one document with its validators, and reads it where it differs from the one last read. */
export async function lookAtDocument(
  deps: Deps,
  source: Source,
  health: Health,
  { whole, signal }: LookOptions,
): Promise<Look> {
  const fetched = await fetchDocument(deps, {
    url: source.url,
    etag: whole ? null : health.etag,
    lastModified: whole ? null : health.lastModified,
    allowPrivate: deps.config.allowPrivateSources,
    contact: deps.config.baseUrl,
    signal,
  })
  if (fetched.kind === 'failed') return failedLook(fetched)
  const { etag, lastModified } = fetched
  const asBefore = slower(fetched, health.askedPauseMs)
  if (fetched.kind === 'not-modified')
    return { kind: 'unchanged', answer: asBefore, validators: { etag, lastModified } }
  const { bytes, contentType, finalUrl } = fetched
  const validators = { etag, lastModified, bodyHash: await hashOf(bytes) }
  if (validators.bodyHash === health.bodyHash)
    return { kind: 'unchanged', answer: asBefore, validators }
  // Equal validators are never believed: some servers say « not modified » of what they have changed.
  if (etag !== null && etag === health.etag)
    deps.log('wrong-validators', { source: source.id, etag })
  const reading = await deps.read(source.kind, { bytes, contentType, url: finalUrl })
  if (!reading.ok) return unread(reading)
  const links = reading.links && joinLinks(linksOfHeader(fetched.link, finalUrl), reading.links)
  return {
    kind: 'read',
    answer: slower(fetched, reading.askedPause),
    validators,
    reading: { ...reading, links },
  }
}
