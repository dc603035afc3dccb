import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { withFreeSlug } from '../../partners/free-slug.ts'
import type { Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { actionPartners, actions } from './schema.ts'
import { type ActionValues, checkAction, followedOfAction } from './values.ts'

/** Adds an action, « à lancer ». Answers its key and its address word, or all that is wrong. */
export async function createAction(
  tx: Tx,
  author: Author,
  values: ActionValues,
  options: { externalId?: string; reason?: string } = {},
): Promise<Written<{ id: number; slug: string }>> {
  const problems = await checkAction(tx, values)
  if (problems.length > 0) return { ok: false, problems }
  const { partnerIds, ...row } = values
  const added = await withFreeSlug(values.title, async (slug) => {
    const [action] = await tx
      .insert(actions)
      .values({
        ...row,
        slug,
        externalId: options.externalId ?? null,
        status: 'to-launch',
        movedAt: author.now,
      })
      .onConflictDoNothing({ target: actions.slug })
      .returning()
    return action ?? null
  })
  if (partnerIds.length > 0)
    await tx
      .insert(actionPartners)
      .values(partnerIds.map((partnerId) => ({ actionId: added.id, partnerId })))
  await keepVersion(
    tx,
    author,
    {
      kind: 'action',
      subject: added.id,
      actionId: added.id,
      groupId: added.groupId,
      axisId: added.axisId,
    },
    { before: null, after: followedOfAction(added, partnerIds), reason: options.reason ?? '' },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id, slug: added.slug }
}
