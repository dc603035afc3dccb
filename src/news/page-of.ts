import { type NewsFilter, newsQuery } from './filter.ts'

/** The page that shows what a filter asks for, or comes nearest. */
export function pageOf(filter: NewsFilter): string {
  const { action, group, subject } = filter
  if (action) return `/pacte/actions/${action.slug}`
  if (subject === 'actions') return `/pacte/actions${newsQuery({ ...filter, subject: null })}`
  if (subject === 'trainings') return '/pacte/formations'
  if (subject === 'commitments') return '/pacte/engagements'
  return group ? `/pacte/groupes/${group.slug}` : '/pacte'
}
