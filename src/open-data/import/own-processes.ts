import { sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import type { Process } from './record-processes.ts'

/**
 * The ocids of those processes that this instance has written itself: their latest release is a notice of the consultation
 * with this ocid, recorded at the same second. An ocid alone does not tell: instances may share a prefix.
 */
export async function ownProcesses(reader: Reader, processes: Process[]): Promise<Set<string>> {
  const told = processes.flatMap(({ ocid, releases }) =>
    releases.flatMap(({ id, date }) => {
      const [, notice] = /-avis-(\d{1,18})$/.exec(String(id ?? '')) ?? []
      return notice === undefined || Number.isNaN(Date.parse(date ?? ''))
        ? []
        : [{ ocid, notice, at: new Date(date ?? '').toISOString() }]
    }),
  )
  if (told.length === 0) return new Set()
  const rows = await reader.execute<{ ocid: string }>(sql`
    select distinct c.ocid
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told (ocid text, notice bigint, at timestamptz)
    join notices n on n.id = told.notice and date_trunc('second', n.recorded_at) = date_trunc('second', told.at)
    join consultations c on c.id = coalesce(n.told_of_id, n.consultation_id) and c.ocid = told.ocid`)
  return new Set([...rows].map(({ ocid }) => ocid))
}
