import { html } from 'hono/html'
import { folderOf, importsOf, isRoutes, readSources } from '../support/imports.ts'

/** What stands in src, in layers: each asks only those below it, and those before it in its own. Words are what it is. */
const LAYERS: { name: string; members: Record<string, string> }[] = [
  {
    name: 'What runs it',
    members: {
      runtime: 'Node, commands, two Workers',
      commands: 'the command line and demo',
    },
  },
  {
    name: 'The table of every address',
    members: {
      'app.ts': 'mounts routes of features',
      'reading-routes.ts': 'what readers ask for most',
      'application.ts': 'what each request passes',
    },
  },
  {
    name: 'What gathers from features',
    members: {
      site: 'legal pages, map, health',
      espace: 'the partners’ area',
      hub: 'news to programs',
      alerts: 'news by mail',
      news: 'the pact’s feeds, reports',
      'open-data': 'OCDS, DECP, CSV, DCAT',
    },
  },
  {
    name: 'Features',
    members: {
      analysis: 'the yearly analysis',
      library: 'documents and guides',
      rencontres: 'buyers’ meetings',
      requests: 'what firms ask',
      trainings: 'sessions and registrations',
      pact: 'groups, meetings, actions',
      templates: 'the shared model',
      programme: 'coming purchases',
      api: 'what programs push',
      posting: 'what agents type',
      forms: 'fields and pages of forms',
    },
  },
  {
    name: 'What is read elsewhere',
    members: {
      sources: 'fetches and reads notices',
      contracts: 'contracts, counted once',
      firms: 'sizes and places of firms',
    },
  },
  {
    name: 'What everything is about',
    members: {
      consultations: 'the board, filters, feeds',
      contacts: 'who helps',
      auth: 'agents: who may do what',
      partners: 'partners and buyers',
      rules: 'dated rules of law, pact',
      places: 'communes and distances',
    },
  },
  {
    name: 'The ground',
    members: {
      documents: 'files',
      audit: 'who did what',
      mail: 'messages to be sent',
      jobs: 'work to be done later',
      'deps.ts': 'what a handler is given',
      http: 'keeping, headers, errors',
      office: 'parts of PDF and DOCX',
      db: 'opening, migrating',
      'config.ts': 'the variables',
      feeds: 'writes RSS, Atom, iCal',
    },
  },
]

const GROUND = LAYERS.at(-1)?.members ?? {}
const NAMES = LAYERS.flatMap(({ members }) => Object.keys(members))

const COLUMNS = 6
const BOX = { width: 212, height: 84, gap: 8 }
const MARGIN = 16
const HEADING = 34

/**
 * The picture of docs/contributing/architecture.md as SVG, out of what the code imports; throws where src has something
 * that no layer names, or a layer names what is gone.
 */
export async function architecturePicture(): Promise<string> {
  const sources = [...readSources()].filter(([file]) => file.startsWith('src/'))
  const files = Map.groupBy(sources, ([file]) => folderOf(file))
  const astray = [
    ...NAMES.filter((name) => !files.has(name)),
    ...[...files.keys()].filter((name) => !NAMES.includes(name)),
  ]
  if (astray.length > 0) throw new Error(`LAYERS and src disagree on: ${astray.join(', ')}`)

  const asked = new Map(NAMES.map((name) => [name, askedBy(files.get(name) ?? [])]))
  let y = MARGIN + HEADING
  const layers = LAYERS.map(({ name, members }) => {
    const top = y
    const entries = Object.entries(members)
    y += HEADING + Math.ceil(entries.length / COLUMNS) * (BOX.height + BOX.gap) + BOX.gap
    return html`<text class="layer" x="${MARGIN}" y="${top + 22}">${name}</text> ${entries.map(
        ([member, words], place) =>
          box(
            {
              x: MARGIN + (place % COLUMNS) * (BOX.width + BOX.gap),
              y: top + HEADING + Math.floor(place / COLUMNS) * (BOX.height + BOX.gap),
            },
            { member, words, on: essential(member, asked) },
          ),
      )}`
  })
  const width = 2 * MARGIN + COLUMNS * (BOX.width + BOX.gap) - BOX.gap
  return String(
    await html`<svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 ${width} ${y}"
      role="img"
      aria-labelledby="t"
    >
      <title id="t">The folders of src in layers, each with the features that it asks</title>
      <style>
        text {
          font:
            13px system-ui,
            sans-serif;
          fill: #222;
        }
        .layer {
          font-weight: 600;
          fill: #555;
        }
        .member {
          font:
            600 15px ui-monospace,
            monospace;
        }
        .on {
          fill: #0b5a57;
        }
        rect {
          fill: #f4f7f7;
          stroke: #8aa;
        }
        .page {
          fill: #fff;
          stroke: none;
        }
      </style>
      <rect class="page" width="${width}" height="${y}" />
      <text x="${MARGIN}" y="${MARGIN + 14}">
        A box asks those that it names, what these ask in turn, and the ground.
      </text>
      ${layers}
    </svg> `,
  )
}

/** The folders whose values these files import; routes, which may ask every feature, aside. */
function askedBy(files: [string, string][]): Set<string> {
  const targets = files
    .filter(([file]) => !isRoutes(file))
    .flatMap(([file, text]) => importsOf(file, text))
    .filter(({ to, typeOnly }) => !typeOnly && to.startsWith('src/') && !isRoutes(to))
    .map(({ to }) => folderOf(to))
  return new Set(targets.filter((name) => !(name in GROUND)))
}

/** What one asks beyond the ground, without what those ask in turn. */
function essential(member: string, asked: Map<string, Set<string>>): string[] {
  const reach = (name: string, met = new Set<string>()): Set<string> => {
    for (const next of asked.get(name) ?? []) {
      if (met.has(next)) continue
      met.add(next)
      reach(next, met)
    }
    return met
  }
  const own = [...(asked.get(member) ?? [])].filter((name) => name !== member)
  return NAMES.filter(
    (name) => own.includes(name) && !own.some((other) => other !== name && reach(other).has(name)),
  )
}

function box(
  at: { x: number; y: number },
  { member, words, on }: { member: string; words: string; on: string[] },
) {
  const lines = wrapped(on.length > 0 ? `asks ${on.join(', ')}` : '')
  return html`<g transform="translate(${at.x} ${at.y})">
    <rect width="${BOX.width}" height="${BOX.height}" rx="4" />
    <text class="member" x="10" y="22">${member}</text>
    <text x="10" y="42">${words}</text>
    ${lines.map((line, place) => html`<text class="on" x="10" y="${62 + 16 * place}">${line}</text>`)}
  </g>`
}

/** Words in lines that fit into a box. */
function wrapped(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= 28)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
