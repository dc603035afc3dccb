import { currentLists } from '../consultations/lists.ts'
import type { RecordContext } from '../consultations/record.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { tidyTitle } from '../sources/french/title.ts'

/** What recording a partner's statement needs, read before the transaction begins. */
export async function recordContext(
  deps: Deps,
  { demonstration }: { demonstration: boolean },
): Promise<RecordContext> {
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  return {
    ...(await currentLists(deps)),
    ocidPrefix: settings.ocidPrefix,
    now: deps.now(),
    firstRead: false,
    demonstration,
    titleOf: tidyTitle,
  }
}
