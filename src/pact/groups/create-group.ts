import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { withFreeSlug } from '../../partners/free-slug.ts'
import type { Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { groups } from './schema.ts'
import { checkGroup, followedOfGroup, type GroupValues } from './values.ts'

/** Adds a working group with its mission letter. Answers its key and its address word, or all that is wrong. */
export async function createGroup(
  tx: Tx,
  author: Author,
  values: GroupValues,
  options: { externalId?: string } = {},
): Promise<Written<{ id: number; slug: string }>> {
  const problems = await checkGroup(tx, values)
  if (problems.length > 0) return { ok: false, problems }
  const added = await withFreeSlug(values.title, async (slug) => {
    const [group] = await tx
      .insert(groups)
      .values({ ...values, slug, externalId: options.externalId ?? null })
      .onConflictDoNothing({ target: groups.slug })
      .returning()
    return group ?? null
  })
  const { id, axisId } = added
  await keepVersion(
    tx,
    author,
    { kind: 'group', subject: id, groupId: id, axisId },
    { before: null, after: followedOfGroup(added) },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true, id, slug: added.slug }
}
