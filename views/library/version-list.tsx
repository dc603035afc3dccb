import type { ItemVersion } from '../../src/library/read-item.ts'
import { longDate } from '../format.ts'
import { Files } from './files.tsx'

interface VersionListProps {
  versions: ItemVersion[]
  /** Where a version without files is read; null: nowhere of its own. */
  hrefOf: (version: ItemVersion) => string | null
}

/** Versions with their day, what they changed, and what to download. */
export function VersionList({ versions, hrefOf }: VersionListProps) {
  return (
    <ul class="history">
      {versions.map((version) => {
        const { number, datedOn, note, withdrawnAt, withdrawnReason, files } = version
        const href = withdrawnAt === null ? hrefOf(version) : null
        const label = `Version ${number} du ${longDate(datedOn)}`
        return (
          <li>
            <p>{href === null ? label : <a href={href}>{label}</a>}</p>
            {note !== '' && <p class="as-written">Ce qui change : {note}</p>}
            {withdrawnAt === null ? (
              <Files files={files} />
            ) : (
              <p>
                Retirée le {longDate(withdrawnAt)} : {withdrawnReason}
              </p>
            )}
          </li>
        )
      })}
    </ul>
  )
}
