import { cutAtWord } from '../cut.ts'

/** A line of a chart of shares. */
export interface Bar {
  label: string
  /** The figure in words, as in the table. */
  text: string
  /** From 0 to 1; null where no share may be told (fewer than ten cases). */
  share: number | null
}

/** A line of a chart of spreads. */
export interface Range {
  label: string
  text: string
  low: number
  middle: number
  high: number
}

interface ChartProps {
  /** Prefix of the elements' names: a page has many. */
  id: string
  title: string
  /** What is seen, for who does not see it; the table that follows has every figure. */
  description: string
}

const ROW = 60
const LABEL_Y = 16
const TEXT_Y = 34
const BAR_Y = 40
const BAR_HEIGHT = 10
/** Characters that fit the narrowest phone at the size that the style sheet gives. */
const LONGEST = 36

/**
 * Shares as bars, drawn on the server: as wide as their place, each with its label and its figure in words. A mark across
 * a bar, where there is one, is the national figure.
 */
export function BarChart({
  id,
  title,
  description,
  bars,
  mark,
}: ChartProps & { bars: Bar[]; mark?: { share: number; label: string } }) {
  const height = bars.length * ROW + (mark ? 24 : 0)
  return (
    <Drawing id={id} title={title} description={description} height={height}>
      {bars.map(({ label, text, share }, index) => (
        <>
          <Words label={label} text={text} top={index * ROW} />
          {share !== null && (
            <>
              <rect
                class="chart-track"
                x="1"
                y={index * ROW + BAR_Y}
                width="99%"
                height={BAR_HEIGHT}
              />
              <rect
                class="chart-bar"
                x="1"
                y={index * ROW + BAR_Y}
                width={`${along(share)}%`}
                height={BAR_HEIGHT}
              />
              {mark && (
                <line
                  class="chart-mark"
                  x1={`${along(mark.share)}%`}
                  x2={`${along(mark.share)}%`}
                  y1={index * ROW + BAR_Y - 4}
                  y2={index * ROW + BAR_Y + BAR_HEIGHT + 4}
                />
              )}
            </>
          )}
        </>
      ))}
      {mark && (
        <text class="chart-text" x="0" y={height - 6}>
          {cutAtWord(`Trait vertical : ${mark.label}`, LONGEST + 6)}
        </text>
      )}
    </Drawing>
  )
}

/** Spreads on one scale from zero: a line from the lowest tenth to the highest, a point at the median. */
export function RangeChart({ id, title, description, ranges }: ChartProps & { ranges: Range[] }) {
  const most = Math.max(1, ...ranges.map(({ high }) => high))
  return (
    <Drawing id={id} title={title} description={description} height={ranges.length * ROW}>
      {ranges.map(({ label, text, low, middle, high }, index) => {
        const y = index * ROW + BAR_Y + BAR_HEIGHT / 2
        return (
          <>
            <Words label={label} text={text} top={index * ROW} />
            <line class="chart-axis" x1="0" x2="99%" y1={y} y2={y} />
            <line
              class="chart-range"
              x1={`${along(low / most)}%`}
              x2={`${along(high / most)}%`}
              y1={y}
              y2={y}
            />
            <circle class="chart-median" cx={`${along(middle / most)}%`} cy={y} r="6" />
          </>
        )
      })}
    </Drawing>
  )
}

function Words({ label, text, top }: { label: string; text: string; top: number }) {
  return (
    <>
      <text class="chart-label" x="0" y={top + LABEL_Y}>
        {cutAtWord(label, LONGEST)}
      </text>
      <text class="chart-text" x="0" y={top + TEXT_Y}>
        {cutAtWord(text, LONGEST + 4)}
      </text>
    </>
  )
}

function Drawing({
  id,
  title,
  description,
  height,
  children,
}: ChartProps & { height: number; children: unknown }) {
  return (
    <svg
      class="chart"
      role="img"
      aria-labelledby={`${id}-titre ${id}-resume`}
      width="100%"
      height={height}
    >
      <title id={`${id}-titre`}>{title}</title>
      <desc id={`${id}-resume`}>{description}</desc>
      <g aria-hidden="true">{children}</g>
    </svg>
  )
}

/** Percent of the drawing's width: its line ends with the last half. */
function along(share: number): number {
  return Math.round(Math.min(Math.max(share, 0), 1) * 990) / 10
}
