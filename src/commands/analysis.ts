import { askingMail } from '../../views/mail/analysis-asking.ts'
import { cellText } from '../../views/analysis/figures-text.ts'
import { numberText, plural, shortDate } from '../../views/format.ts'
import { YEAR_STATE_LABELS } from '../../views/words/analysis.ts'
import { yearRefusalSentence } from '../../views/words/analysis-problems.ts'
import { indicatorTitle } from '../../views/words/indicators.ts'
import { computeYear } from '../analysis/compute.ts'
import { INDICATORS } from '../analysis/indicators/catalogue.ts'
import { liveLines } from '../analysis/lines.ts'
import { moveYear } from '../analysis/years/move-year.ts'
import { openYear } from '../analysis/years/open-year.ts'
import { listYears } from '../analysis/years/read-year.ts'
import { lastSnapshot } from '../analysis/years/snapshots.ts'
import { verifyYear } from '../analysis/years/verify-year.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'

export const analysisList: Command = {
  name: 'analysis list',
  summary: 'liste les analyses annuelles et où elles en sont',
  usage: `analysis list
  Une ligne par année : état, gel, version de la méthode, empreinte des données.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, {}, 0, analysisList.usage)
    if (!read.ok) return refused(read.sentence)
    const years = await listYears(deps.db)
    if (years.length === 0) say('Aucune analyse encore.')
    for (const { year, state, freezesOn } of years) {
      const snapshot = await lastSnapshot(deps.db, year)
      const frozen = snapshot
        ? `gelée le ${shortDate(snapshot.takenAt)}, méthode ${snapshot.method}, ${snapshot.dataHash}`
        : `gel à partir du ${shortDate(freezesOn)}`
      say(`${year}  ${YEAR_STATE_LABELS[state]} – ${frozen}`)
    }
    return done
  },
}

export const analysisCompute: Command = {
  name: 'analysis compute',
  summary: 'calcule les chiffres d’une année sur les données du moment',
  usage: `analysis compute ANNÉE [--json]
  Rien n’est gelé ni enregistré. Avec --json, tous les chiffres ; sans, l’ensemble de chaque indicateur.`,
  async run(args, { deps, say }) {
    const read = readYearArguments(args, { json: { type: 'boolean' } }, analysisCompute.usage)
    if (!read.ok) return refused(read.sentence)
    const figures = await computeYear(deps.db, read.year, await liveLines(deps.db, read.year))
    if (read.values['json'] === true) {
      say(JSON.stringify(figures))
      return done
    }
    for (const { slug, tables } of figures.indicators) {
      const whole = tables.find(({ breakdown }) => breakdown === 'all')?.cells[0]
      const unit = INDICATORS.find((indicator) => indicator.slug === slug)?.spreadUnit ?? null
      const told = whole ? cellText(whole, unit) : 'pas encore mesuré'
      const missing = whole && whole.missing > 0 ? `, inconnus : ${numberText(whole.missing)}` : ''
      say(`${indicatorTitle(slug)} : ${told}${missing}`)
    }
    return done
  },
}

export const analysisFreeze: Command = {
  name: 'analysis freeze',
  summary: 'gèle les données d’une année',
  usage: `analysis freeze ANNÉE
  Ouvre l’analyse de cette année si elle ne l’est pas, puis gèle ses données : les acheteurs ont quinze jours pour les
  vérifier. Refusé avant la date du calendrier, et une seconde fois.`,
  async run(args, context) {
    const read = readYearArguments(args, {}, analysisFreeze.usage)
    if (!read.ok) return refused(read.sentence)
    return freeze(read.year, context)
  },
}

export const analysisVerify: Command = {
  name: 'analysis verify',
  summary: 'recalcule une année gelée et compare',
  usage: `analysis verify ANNÉE
  Recalcule, sur les lignes gelées et avec la méthode d’alors, l’empreinte des données et chaque chiffre. Dit ce qui
  diffère ; réussit seulement si rien ne diffère.`,
  async run(args, { deps, say }) {
    const read = readYearArguments(args, {}, analysisVerify.usage)
    if (!read.ok) return refused(read.sentence)
    const { year } = read
    const found = await verifyYear(deps.db, year)
    if (found.kind === 'nothing-frozen') return refused(`Rien n’est gelé de ${year}.`)
    if (found.kind === 'unknown-method')
      return refused(
        `L’analyse de ${year} suit la version ${found.method} de la méthode, que ce programme ne connaît pas : servez-vous d’une version plus récente.`,
      )
    const { dataHash, differences, figures, method, edition } = found
    if (dataHash.kept !== dataHash.now)
      say(`Empreinte des données : ${dataHash.kept} à la publication, ${dataHash.now} maintenant.`)
    for (const { indicator, table, group, kept, now } of differences)
      say(
        `${indicator || 'périmètre'} / ${table} / ${group ?? '–'} : ${kept} à la publication, ${now} maintenant.`,
      )
    if (dataHash.kept !== dataHash.now || differences.length > 0)
      return refused(`L’analyse de ${year} ne se retrouve pas : ses lignes gelées ont changé.`)
    say(
      `Analyse de ${year}, gel n° ${edition}, méthode ${method} : empreinte et ${plural(figures, 'chiffre', 'chiffres')} identiques.`,
    )
    return done
  },
}

async function freeze(year: number, { deps, say }: CommandContext): Promise<CommandResult> {
  const author = { partnerId: null, actor: 'command:analysis freeze', now: deps.now() }
  const telling = { config: deps.config, mailOf: askingMail }
  const written = await deps.db.transaction(async (tx) => {
    await openYear(tx, author, year)
    const row = (await listYears(tx)).find((each) => each.year === year)
    if (!row) return null
    const { version } = row
    return moveYear(tx, author, { year, version }, { to: 'frozen', reason: '' }, telling)
  })
  if (written === null) return refused(`L’année ${year} n’a pas commencé.`)
  if (!written.ok) return refused(written.problems.map(yearRefusalSentence).join(' '))
  await deps.versions.refresh()
  say(`Données de ${year} gelées : les acheteurs peuvent les vérifier.`)
  return done
}

function readYearArguments(
  args: string[],
  options: Record<string, { type: 'boolean' }>,
  usage: string,
) {
  const read = readArguments(args, options, 1, usage)
  if (!read.ok) return read
  const [year] = /^20\d\d$/.exec(read.positionals[0] ?? '') ?? []
  return year === undefined
    ? { ok: false as const, sentence: `Une année est attendue, par exemple 2026.\n${usage}` }
    : { ok: true as const, year: Number(year), values: read.values }
}
