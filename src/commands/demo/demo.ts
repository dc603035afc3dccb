import { eq } from 'drizzle-orm'
import { readLists } from '../../consultations/lists.ts'
import { recordDrafts } from '../../consultations/records/record.ts'
import { consultations } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import { markDemonstration, readSettings } from '../../db/settings.ts'
import { tidyTitle } from '../../sources/french/title.ts'
import { addSources } from '../../sources/register.ts'
import { sourceHealth } from '../../sources/schema.ts'
import { readArguments } from '../arguments.ts'
import { type Command, type CommandContext, done, refused } from '../command.ts'
import { calendarFrom } from './calendar.ts'
import { tellContracts } from './contracts.ts'
import { addDirectory } from './directory.ts'
import { holdsAnything } from './holds-anything.ts'
import { scenarios } from './scenarios.ts'
import { tellProgramme } from './tell-programme.ts'
import { tellPact } from './pact/tell-pact.ts'
import { tellAnalyses } from './tell-analyses.ts'
import { tellAlerts } from './tell-alerts.ts'
import { tellContacts } from './tell-contacts.ts'
import { makeLibraryFiles, tellLibrary } from './tell-library.ts'
import { tellTemplate } from './tell-template.ts'
import { tellRencontres } from './tell-rencontres.ts'
import { tellRequests } from './tell-requests.ts'
import { DEMO_SOURCES, type DemoSourceKey, demoSourceUrl, SILENT_SOURCE } from './sources.ts'
import { type Step, stepsOf } from './story.ts'

export const demo: Command = {
  name: 'demo',
  summary: 'remplit une base vide de consultations inventées',
  usage: `demo [--if-empty]
  Remplit la base de partenaires, de sources et de consultations de démonstration, datées autour d’aujourd’hui et
  marquées comme telles. Refuse une base qui contient déjà quelque chose ; avec --if-empty, la laisse comme elle est.
  « npm run demo » le fait dans une base à part, puis ouvre le guichet.`,
  async run(args, context) {
    const read = readArguments(args, { 'if-empty': { type: 'boolean' } }, 0, demo.usage)
    if (!read.ok) return refused(read.sentence)
    const { deps, say } = context
    if (await holdsAnything(deps.db)) {
      if (read.values['if-empty'] !== true)
        return refused(
          'Cette base contient déjà des partenaires, des sources ou des consultations : la démonstration ne remplit qu’une base vide (choisissez un autre DATA_DIR ou une autre DATABASE_URL).',
        )
      say('La base est déjà remplie : elle reste comme elle est.')
      return done
    }
    const told = await fill(context)
    await deps.versions.refresh()
    say(`${told} consultations de démonstration, toutes inventées.`)
    return done
  },
}

/** Writes the whole demonstration, or nothing; answers how many consultations it has. */
async function fill({ deps, say }: CommandContext): Promise<number> {
  const now = deps.now()
  const lists = await readLists(deps.db)
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  if (!deps.office) throw new Error('the documents of the demonstration are written on Node')
  const made = await makeLibraryFiles(deps.office, now)
  const steps = stepsOf(scenarios(calendarFrom(now)))
  return deps.db.transaction(async (tx) => {
    await markDemonstration(tx)
    await addDirectory(tx)
    say('Partenaires, acheteurs et communes enregistrés.')
    const ids = await addDemoSources(tx, now)
    for (const { source, at, draft } of steps) {
      const readAt = new Date(Math.min(at.getTime() + READ_AFTER_MS, now.getTime()))
      await recordDrafts(tx, ids[source], [draft], {
        ...lists,
        ocidPrefix: settings.ocidPrefix,
        now: readAt,
        firstRead: false,
        demonstration: true,
        titleOf: tidyTitle,
      })
    }
    await tellHealth(tx, ids, steps, now)
    await tellContracts(tx, now)
    await tellProgramme(tx, now, lists)
    await tellPact(tx, { now, config: deps.config, tagAuthority: settings.tagAuthority })
    await tellContacts(tx, now)
    await tellRencontres(tx, { now, config: deps.config, tagAuthority: settings.tagAuthority })
    await tellLibrary(tx, { now, config: deps.config, made })
    await tellRequests(tx, { now, config: deps.config })
    await tellTemplate(tx, now)
    // Out of all that came before.
    await tellAnalyses(tx, { now, config: deps.config })
    await tellAlerts(tx, now)
    return tx.$count(consultations)
  })
}

/** How long after its publication an item was found, as a poller would. */
const READ_AFTER_MS = 12 * 60_000

async function addDemoSources(tx: Tx, now: Date): Promise<Record<DemoSourceKey, number>> {
  const keys = Object.keys(DEMO_SOURCES) as DemoSourceKey[]
  const list = keys.map((key) => ({
    url: demoSourceUrl(key),
    partner: DEMO_SOURCES[key].partner,
    kind: 'rss',
    name: DEMO_SOURCES[key].name,
  }))
  const added = await addSources(tx, list, { now, demonstration: true })
  if (!added.ok) throw new Error(JSON.stringify(added.problems))
  return Object.fromEntries(keys.map((key, position) => [key, added.ids[position]])) as Record<
    DemoSourceKey,
    number
  >
}

/** No look is ever taken at these sources: their health is told as if one just had been. */
async function tellHealth(
  tx: Tx,
  ids: Record<DemoSourceKey, number>,
  steps: Step[],
  now: Date,
): Promise<void> {
  for (const key of Object.keys(ids) as DemoSourceKey[]) {
    const own = steps.filter((step) => step.source === key)
    await tx
      .update(sourceHealth)
      .set({
        triedAt: now,
        succeededAt: now,
        changedAt: own.at(-1)?.at ?? now,
        items: new Set(own.map((step) => step.draft.externalId)).size,
        ...(key === SILENT_SOURCE && {
          succeededAt: new Date(now.getTime() - SILENCE_MS),
          failures: 7,
          errorCode: 'timeout',
        }),
      })
      .where(eq(sourceHealth.sourceId, ids[key]))
  }
}

const SILENCE_MS = 2 * 24 * 3_600_000
