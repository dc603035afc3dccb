import { and, asc, eq, inArray } from 'drizzle-orm'
import { askingMail } from '../../../views/mail/analysis-asking.ts'
import { contractLines } from '../../analysis/schema.ts'
import { addComment, answerComment } from '../../analysis/years/comment.ts'
import { confirmLines, correctLine } from '../../analysis/years/correct-line.ts'
import { addErratum } from '../../analysis/years/erratum.ts'
import { moveYear } from '../../analysis/years/move-year.ts'
import { openYear } from '../../analysis/years/open-year.ts'
import { analysisComments, analysisYears } from '../../analysis/years/schema.ts'
import { shareSheet } from '../../analysis/years/share-sheet.ts'
import { signatoriesOn } from '../../analysis/years/signatories.ts'
import { signAnalysis } from '../../analysis/years/sign.ts'
import { checkingBuyers } from '../../analysis/years/standing.ts'
import type { YearState } from '../../analysis/years/states.ts'
import { addRecommendation, editWrittenPart } from '../../analysis/years/write-part.ts'
import type { Config } from '../../config.ts'
import type { Tx } from '../../db/db.ts'
import { actions } from '../../pact/actions/schema.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { DEMONSTRATION, told } from './pact/step.ts'

const DAY_MS = 86_400_000
/** The written part is the chamber's to hold the pen of. */
const RUNS = 'cci-de-l-aude'

/** What tells a year of the demonstration. */
interface Telling {
  tx: Tx
  config: Config
  year: number
  partners: Map<string, number>
}

/**
 * Tells two yearly analyses, all of it invented, through the functions that agents' forms use: one published, one that
 * signatories comment now; and opens the year under way.
 */
export async function tellAnalyses(
  tx: Tx,
  { now, config }: { now: Date; config: Config },
): Promise<void> {
  const known = await tx.select({ id: partners.id, slug: partners.slug }).from(partners)
  const slugs = new Map(known.map(({ id, slug }) => [slug, id]))
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS)
  // Its data must have been frozen two months ago, after the thirty-first of March.
  const shared = Number(parisDay(before(150)).slice(0, 4)) - 1
  await tellPublished({ tx, config, year: shared - 1, partners: slugs }, before)
  await tellShared({ tx, config, year: shared, partners: slugs }, before)
  const current = Number(parisDay(now).slice(0, 4))
  for (let year = shared + 1; year <= current; year += 1)
    told(await openYear(tx, by(slugs, RUNS, before(90)), year, true))
}

type Before = (days: number) => Date

async function tellPublished(telling: Telling, before: Before): Promise<void> {
  const { tx, year, partners: slugs } = telling
  told(await openYear(tx, by(slugs, RUNS, before(262)), year, true))
  await move(telling, 'frozen', before(261))
  await confirmAll(telling, before(250))
  await move(telling, 'draft', before(244))
  await write(telling, before(243), PUBLISHED_PART)
  await move(telling, 'shared', before(242))
  const comments = [
    {
      partner: 'ffb-aude',
      indicator: 'delai-de-reponse',
      words:
        'La médiane cache les délais d’été : nos adhérents ont renoncé à plusieurs consultations publiées fin juillet.',
    },
    {
      partner: 'carcassonne',
      indicator: null,
      words:
        'Nous demandons que le périmètre dise qu’un de nos services a commencé en cours d’année.',
    },
  ]
  for (const { partner, indicator, words } of comments)
    told(
      await addComment(
        tx,
        by(slugs, partner, before(230)),
        { year, indicator },
        { partnerId: idOf(slugs, partner), agentId: null },
        words,
      ),
    )
  const asked = await tx
    .select({ id: analysisComments.id })
    .from(analysisComments)
    .where(eq(analysisComments.year, year))
    .orderBy(asc(analysisComments.id))
  for (const [index, { id }] of asked.entries())
    told(
      (await answerComment(
        tx,
        by(slugs, RUNS, before(215)),
        { year, id },
        ANSWERS[index % ANSWERS.length] ?? '',
      )) ?? { ok: false },
    )
  await move(telling, 'adopted', before(205))
  for (const { id, slug } of await signatoriesOn(tx, parisDay(before(200)))) {
    const author = by(slugs, slug, before(200))
    const dissent = slug === 'grand-narbonne' ? DISSENT : ''
    told(await signAnalysis(tx, author, { year, partnerId: id }, dissent))
  }
  await move(telling, 'published', before(190))
  const narbonne = by(slugs, 'narbonne', before(189))
  told(await shareSheet(tx, { ...narbonne, partnerId: idOf(slugs, 'narbonne') }, year, true))
  told(
    await addErratum(tx, by(slugs, RUNS, before(120)), year, {
      indicator: 'part-des-pme',
      words: 'Deux marchés notifiés en décembre ont été publiés après le gel des données.',
      before: 'sans ces deux marchés',
      after: 'deux marchés de plus, tous deux obtenus par des PME',
    }),
  )
}

async function tellShared(telling: Telling, before: Before): Promise<void> {
  const { tx, year, partners: slugs } = telling
  told(await openYear(tx, by(slugs, RUNS, before(180)), year, true))
  await move(telling, 'frozen', before(60))
  await correctOne(telling, before(58))
  await confirmAll(telling, before(50))
  await move(telling, 'draft', before(44))
  await write(telling, before(30), SHARED_PART)
  await move(telling, 'shared', before(18))
  for (const { partner, indicator, words } of COMMENTS)
    told(
      await addComment(
        tx,
        by(slugs, partner, before(6)),
        { year, indicator },
        { partnerId: idOf(slugs, partner), agentId: null },
        words,
      ),
    )
}

async function move({ tx, config, year, partners: slugs }: Telling, to: YearState, at: Date) {
  const [row] = await tx.select().from(analysisYears).where(eq(analysisYears.year, year))
  if (!row) throw new Error(`no analysis of ${year}`)
  // Nobody is written to: the agents of the demonstration are invented.
  const telling = { config: { ...config, smtpUrl: '' }, mailOf: askingMail }
  const { version } = row
  told(await moveYear(tx, by(slugs, RUNS, at), { year, version }, { to, reason: '' }, telling))
}

async function confirmAll({ tx, year }: Telling, now: Date): Promise<void> {
  for (const { id } of await checkingBuyers(tx, { year }))
    told(await confirmLines(tx, { partnerId: id, actor: DEMONSTRATION, now }, year))
}

/** Narbonne knows better than the register how big one of its firms is. */
async function correctOne({ tx, year, partners: slugs }: Telling, now: Date): Promise<void> {
  const [line] = await tx
    .select({ line: contractLines.line })
    .from(contractLines)
    .where(
      and(
        eq(contractLines.year, year),
        eq(contractLines.buyer, 'narbonne'),
        inArray(contractLines.size, ['mid-size', 'large']),
      ),
    )
    .orderBy(asc(contractLines.line))
    .limit(1)
  if (!line) return
  const checker = { partnerId: idOf(slugs, 'narbonne'), actor: DEMONSTRATION, now }
  told(
    await correctLine(
      tx,
      checker,
      { year, line: line.line },
      {
        field: 'size',
        after: 'sme',
        reason: 'L’entreprise a déclaré 180 salariés dans son acte d’engagement.',
      },
    ),
  )
}

async function write(
  { tx, year, partners: slugs }: Telling,
  at: Date,
  { firmsSay, firmsAsked, findings, recommendations }: Part,
): Promise<void> {
  const author = by(slugs, RUNS, at)
  const [row] = await tx.select().from(analysisYears).where(eq(analysisYears.year, year))
  if (!row) throw new Error(`no analysis of ${year}`)
  const values = { firmsSay, firmsAsked, findings }
  told(await editWrittenPart(tx, author, { year, version: row.version }, values))
  const titled = await tx
    .select({ id: actions.id, title: actions.title })
    .from(actions)
    .orderBy(asc(actions.id))
  for (const { words, action } of recommendations) {
    const found = titled.find(({ title }) => title === action) ?? titled[0]
    if (found) told(await addRecommendation(tx, author, year, { words, actionId: found.id }))
  }
}

function by(slugs: Map<string, number>, partner: string, now: Date) {
  return { partnerId: idOf(slugs, partner), actor: DEMONSTRATION, now }
}

function idOf(slugs: Map<string, number>, slug: string): number {
  const id = slugs.get(slug)
  if (id === undefined) throw new Error(`no partner ${slug} in the demonstration`)
  return id
}

interface Part {
  firmsSay: string
  firmsAsked: number
  findings: string[]
  /** Each with the title of its action. */
  recommendations: { words: string; action: string }[]
}

const PUBLISHED_PART: Part = {
  firmsSay:
    'Sur 64 entreprises interrogées, 41 disent découvrir les consultations trop tard. Les pièces demandées et les délais courts restent les premiers motifs de renoncement, avant le prix.',
  firmsAsked: 64,
  findings: [
    'Les petites entreprises du département obtiennent surtout des marchés de travaux de moins de 90 000 € HT ; au-delà, leur part baisse vite.',
    'Trop de marchés ne reçoivent qu’une offre, d’abord dans les services.',
    'Les consultations de l’été laissent moins de temps que les autres, alors que les entreprises sont fermées.',
  ],
  recommendations: [
    {
      words: 'Se servir du même modèle pour tous les travaux de moins de 90 000 € HT.',
      action: 'Passer les petits travaux avec le modèle commun',
    },
    {
      words: 'Ne plus demander ce que l’administration peut obtenir elle-même.',
      action: 'Ne plus demander les pièces que l’État détient',
    },
    {
      words: 'Verser l’avance plus tôt aux petites entreprises.',
      action: 'Verser l’avance dès 20 000 € HT',
    },
  ],
}

const SHARED_PART: Part = {
  firmsSay:
    'Sur 71 entreprises interrogées, 33 disent avoir trouvé une consultation par le guichet. Elles demandent de voir plus tôt les achats à venir.',
  firmsAsked: 71,
  findings: [
    'La part des PME progresse en nombre, pas en montant.',
    'Les marchés allotis reçoivent davantage d’offres de petites entreprises que les autres.',
    'Les offres irrégulières restent fréquentes chez celles qui répondent pour la première fois.',
  ],
  recommendations: [
    {
      words: 'Annoncer les achats à venir deux fois par an, avec leur montant approximatif.',
      action: 'Annoncer les achats à venir deux fois par an',
    },
  ],
}

const ANSWERS = [
  'Le dixième des délais les plus courts est ajouté à la phrase, et l’été fait l’objet du troisième constat.',
  'C’est dit dans le périmètre.',
]

const DISSENT =
  'Nous signons, mais la taille des entreprises reste inconnue pour trop de nos marchés de services : la part des PME y est incertaine.'

const COMMENTS = [
  {
    partner: 'capeb-aude',
    indicator: 'offres-irregulieres',
    words: 'Il manque le motif de l’irrégularité : signature, pièce absente ou prix ?',
  },
  {
    partner: 'carcassonne-agglo',
    indicator: 'part-allotie',
    words:
      'Nos accords-cadres de fournitures sont allotis par lieu de livraison, ce que le tableau ne montre pas.',
  },
]
