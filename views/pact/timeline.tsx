import type { DatedMilestone } from '../../src/pact/actions/milestones-around.ts'
import { longDate, shortDate } from '../format.ts'
import { Table } from '../shared/table.tsx'
import { type Mark, timelineLayout } from './timeline-layout.ts'

interface TimelineProps {
  /** Prefix of the elements' names: one page may have several. */
  id: string
  title: string
  marks: Mark[]
  /** Calendar day in Paris. */
  today: string
}

interface MilestonesProps {
  title: string
  milestones: DatedMilestone[]
  today: string
}

/** Milestones of several actions under a heading of their own; nothing where there are none. */
export function Milestones({ title, milestones, today }: MilestonesProps) {
  if (milestones.length === 0) return null
  const marks = milestones.map(({ title, dueOn, reachedOn, action }) => ({
    day: dueOn,
    label: `${title} – ${action.title}`,
    reachedOn,
  }))
  return (
    <>
      <h2 id="jalons">Jalons</h2>
      <Timeline id="frise" title={title} marks={marks} today={today} />
    </>
  )
}

const LINE_X = 10
const LABEL_X = 26
const LINE_HEIGHT = 20

/**
 * Milestones down a line, drawn on the server: a full point is reached, a hollow one is not, and its label says so too.
 * The same stands in the table below, which needs no eyes.
 */
export function Timeline({ id, title, marks, today }: TimelineProps) {
  if (marks.length === 0) return null
  const { width, height, marks: placed, todayY } = timelineLayout(marks, today)
  const reached = marks.filter(({ reachedOn }) => reachedOn !== null).length
  return (
    <figure class="timeline">
      <figcaption id={`${id}-titre`}>{title}</figcaption>
      <p id={`${id}-resume`} class="unseen">
        {`${reached} sur ${marks.length} atteints ; du ${longDate(placed[0]?.day ?? today)} au ${longDate(placed.at(-1)?.day ?? today)}. Le tableau qui suit donne chaque date.`}
      </p>
      <svg
        role="img"
        aria-labelledby={`${id}-titre ${id}-resume`}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
      >
        <g aria-hidden="true">
          <line class="timeline-line" x1={LINE_X} x2={LINE_X} y1="4" y2={height - 4} />
          {todayY !== null && (
            <line class="timeline-today" x1="0" x2={LABEL_X - 6} y1={todayY} y2={todayY} />
          )}
          {placed.map(({ day, reachedOn, y, labelY, lines }) => (
            <>
              <circle
                class={reachedOn !== null ? 'timeline-reached' : 'timeline-awaited'}
                cx={LINE_X}
                cy={y}
                r="6"
              />
              <text class="timeline-day" x={LABEL_X} y={labelY + 5}>
                {shortDate(day)}
                {reachedOn !== null ? ' : atteint' : day < today ? ' : attendu' : ''}
              </text>
              <text class="timeline-label" x={LABEL_X} y={labelY + 5}>
                {lines.map((line) => (
                  <tspan x={LABEL_X} dy={LINE_HEIGHT}>
                    {line}
                  </tspan>
                ))}
              </text>
            </>
          ))}
        </g>
      </svg>
      <details>
        <summary>{title} : le tableau</summary>
        <Table caption={title} unseen columns={['Jalon', 'Prévu le', 'Atteint']}>
          {placed.map(({ day, label, reachedOn }) => (
            <tr>
              <th scope="row">{label}</th>
              <td data-label="Prévu le">{shortDate(day)}</td>
              <td data-label="Atteint">
                {reachedOn === null ? 'pas encore' : `le ${shortDate(reachedOn)}`}
              </td>
            </tr>
          ))}
        </Table>
      </details>
    </figure>
  )
}
