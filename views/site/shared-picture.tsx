import { cutAtWord } from '../cut.ts'

/** What a picture for messengers says, in the order in which it is read. */
export interface SharedPicture {
  /** What sort of page it is: « Consultation ». */
  kind: string
  title: string
  /** Under it: of whom, until when. */
  lines: string[]
  /** Where it is read: the host of the service. */
  host: string
}

const WIDTH = 1200
const HEIGHT = 630
const MARGIN = 80
const TITLE = { size: 62, leading: 74, most: 3 }
const LINE = { size: 38, leading: 54, most: 3 }

/** The picture as SVG, 1200 by 630 pixels, in the colours of the service; texts too long for it are cut at a word. */
export function sharedPicture({ kind, title, lines, host }: SharedPicture): string {
  const titles = wrapped(title, TITLE)
  const below = lines.flatMap((line) => wrapped(line, { ...LINE, most: 2 })).slice(0, LINE.most)
  const titleTop = 232
  const linesTop = titleTop + titles.length * TITLE.leading + 8
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      font-family="Source Sans 3"
    >
      <rect width={WIDTH} height={HEIGHT} fill="#faf6ee" />
      <rect width={WIDTH} height="96" fill="#6b1d38" />
      <g transform={`translate(${MARGIN} 24)`}>
        <path
          fill="#fdf6ec"
          fill-rule="evenodd"
          d="M4 6a2 2 0 0 1 2-2h36a2 2 0 0 1 2 2v28h-9V24a11 11 0 0 0-22 0v10H4Z"
        />
        <path fill="#fdf6ec" d="M2 34h44v3H2Z" />
        <path fill="none" stroke="#fdf6ec" stroke-width="2.5" d="M4 41q5-3.5 10 0t10 0 10 0 10 0" />
      </g>
      <text x={MARGIN + 68} y="61" font-size="38" font-weight="700" fill="#fdf6ec">
        Guichet
      </text>
      <text x={WIDTH - MARGIN} y="60" font-size="30" text-anchor="end" fill="#fdf6ec">
        {host}
      </text>
      <text x={MARGIN} y="160" font-size="32" font-weight="700" fill="#7b2240">
        {kind}
      </text>
      {titles.map((line, at) => (
        <text
          x={MARGIN}
          y={titleTop + 10 + at * TITLE.leading}
          font-size={TITLE.size}
          font-weight="700"
          fill="#251e19"
        >
          {line}
        </text>
      ))}
      {below.map((line, at) => (
        <text x={MARGIN} y={linesTop + 20 + at * LINE.leading} font-size={LINE.size} fill="#251e19">
          {line}
        </text>
      ))}
    </svg>
  ).toString()
}

/** The text in at most so many lines of the picture's width, the last one cut at a word. */
function wrapped(text: string, { size, most }: { size: number; most: number }): string[] {
  const room = (WIDTH - 2 * MARGIN) / size
  const lines: string[] = []
  let line = ''
  // What XML cannot hold is no letter.
  const words = text
    .replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .split(/\s+/)
    .filter(Boolean)
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= room) {
      line = longer
      continue
    }
    if (lines.length === most - 1) return [...lines, fitting([line, ...words.slice(at)], room)]
    if (line !== '') lines.push(line)
    line = widthOf(word) <= room ? word : fitting([word], room)
  }
  return line === '' ? lines : [...lines, line]
}

function fitting(words: string[], room: number): string {
  const whole = words.join(' ').trim().slice(0, 200)
  for (let length = whole.length; length > 1; length -= 1) {
    const shorter = cutAtWord(whole, length)
    if (widthOf(shorter) <= room) return shorter
  }
  return whole.slice(0, 1)
}

/** In ems of the bold face, a little more than it is: pictures need not be full. */
function widthOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + letterWidth(letter), 0)
}

function letterWidth(letter: string): number {
  if (/[ .,;:'’ijlI|!()[\]/-]/.test(letter)) return 0.31
  if (/[frtJ]/.test(letter)) return 0.4
  if (/[mwMWÆŒ—…%@]/.test(letter)) return 0.89
  if (/[A-ZÀ-ÝN]/.test(letter)) return 0.66
  return /[\u0020-\u024F\u2010-\u203A€]/.test(letter) ? 0.56 : 1
}
