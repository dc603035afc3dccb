import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import type { RecordContext } from './draft.ts'
import { currentLists } from './lists.ts'

/** What writing consultations needs to know when no source is being read: an agent or an operator decides something. */
export async function recordingContext(
  deps: Pick<Deps, 'db' | 'keep' | 'now'>,
  titleOf: RecordContext['titleOf'],
): Promise<RecordContext> {
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  return {
    ...(await currentLists(deps)),
    ocidPrefix: settings.ocidPrefix,
    now: deps.now(),
    firstRead: false,
    demonstration: false,
    titleOf,
  }
}
