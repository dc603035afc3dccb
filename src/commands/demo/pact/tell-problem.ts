import { problems } from '../../../pact/schema.ts'
import { type Author, keepVersion } from '../../../pact/versions.ts'
import type { PactTelling } from './step.ts'

/** A shared problem, with the figure that shows it. */
export async function tellProblem(
  { tx, axis, days }: PactTelling,
  author: Author,
  story: {
    axis: string
    title: string
    statement: string
    figure: string
    source: string
    at: number
  },
): Promise<number> {
  const row = {
    axisId: axis(story.axis),
    title: story.title,
    statement: story.statement,
    figure: story.figure,
    figureSource: story.source,
    figureOn: days.day(story.at),
  }
  const [added] = await tx.insert(problems).values(row).returning({ id: problems.id })
  if (!added) throw new Error('a problem was not stored')
  await keepVersion(
    tx,
    author,
    { kind: 'problem', subject: added.id, axisId: row.axisId },
    { before: null, after: row },
  )
  return added.id
}
