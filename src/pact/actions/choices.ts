import { asc } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { groups } from '../groups/schema.ts'
import { axes } from '../schema.ts'
import type { ActionChoices } from './filter.ts'

/** The axes, organisations and groups that a filter may name. */
export async function actionChoices(reader: Reader): Promise<ActionChoices> {
  const pilots = await reader
    .select({ id: partners.id, slug: partners.slug, name: partners.shortName })
    .from(partners)
  return {
    axes: await reader
      .select({ id: axes.id, slug: axes.slug, title: axes.title })
      .from(axes)
      .orderBy(asc(axes.position), asc(axes.id)),
    pilots: pilots.toSorted((one, other) => one.name.localeCompare(other.name, 'fr')),
    groups: await reader
      .select({ id: groups.id, slug: groups.slug, title: groups.title })
      .from(groups)
      .orderBy(asc(groups.title), asc(groups.id)),
  }
}
