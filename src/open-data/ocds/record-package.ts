import type { Facts, Procedure } from '../../consultations/facts.ts'
import type { Change } from '../../consultations/shown.ts'
import { safeText } from '../../feeds/safe-text.ts'
import type { WithHistory } from '../published.ts'
import { releasesOf } from './release.ts'

/** What is said beside a consultation's own data, and in which words. */
export interface OcdsContext {
  baseUrl: string
  /** Who publishes. */
  operator: string
  ocidPrefix: string
  procedureWords: Record<Procedure, string>
  visitWords: Record<Facts['siteVisit']['obligation'], string>
  /** Which fields changes are of, in a sentence. */
  changeWords: (changes: Change[]) => string
}

/** The Licence Ouverte 2.0, where Etalab publishes it. */
export const LICENCE_URL = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'

/** The extensions of OCDS that are used. */
export function extensionsUsed(baseUrl: string): string[] {
  return [
    ...['lots', 'bid', 'location'].map(
      (name) =>
        `https://raw.githubusercontent.com/open-contracting-extensions/ocds_${name}_extension/v1.1.5/extension.json`,
    ),
    `${baseUrl}/donnees/ocds/extension/extension.json`,
  ]
}

/**
 * The record package of one consultation (OCDS 1.1.5): its record, with every release and the compiled one. It is the same
 * text as its line in the bulk files; `publishedDate` is that of the last change.
 */
export function recordPackageText(consultation: WithHistory, context: OcdsContext): string {
  const { ocid, reference } = consultation
  const { baseUrl, operator } = context
  const { releases, compiled } = releasesOf(consultation, context)
  const record = {
    ocid,
    releases: releases.length > 0 ? releases : [compiled],
    compiledRelease: compiled,
  }
  const packaged = {
    uri: `${baseUrl}/donnees/ocds/${reference}.json`,
    version: '1.1',
    extensions: extensionsUsed(baseUrl),
    publisher: { name: operator, uri: `${baseUrl}/` },
    license: LICENCE_URL,
    publicationPolicy: `${baseUrl}/donnees`,
    publishedDate: compiled.date,
    records: [record],
  }
  return JSON.stringify(packaged, (_key, value: unknown) =>
    typeof value === 'string' ? safeText(value) : value,
  )
}
