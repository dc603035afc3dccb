import { currentLists } from '../consultations/lists.ts'
import type { RecordContext } from '../consultations/records/draft.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { tidyTitle } from './french/title.ts'

/** What recording needs beside what is said, read before the transaction begins. */
export async function recordContext(
  deps: Pick<Deps, 'db' | 'keep' | 'now'>,
  { demonstration, firstRead = false }: { demonstration: boolean; firstRead?: boolean },
): Promise<RecordContext> {
  const now = deps.now()
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  return {
    ...(await currentLists(deps)),
    ocidPrefix: settings.ocidPrefix,
    now,
    firstRead,
    demonstration,
    titleOf: tidyTitle,
  }
}
