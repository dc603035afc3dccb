import type { OfficeBlock, OfficeDocument } from '../../src/office/block.ts'
import type { Facts } from '../../src/consultations/facts.ts'
import { isPrice } from '../../src/templates/asked-documents.ts'
import {
  type BlockKey,
  filledText,
  type GlossaryEntry,
  type TemplateDocument,
  type TemplateTexts,
} from '../../src/templates/blocks.ts'
import type { Filling } from '../../src/templates/filling.ts'
import { cutAtWord } from '../cut.ts'
import { euros, longMoment, percent, plural, shortDate, upperFirst } from '../format.ts'
import { CONTRACT_FORM_LABELS } from '../words/contract-forms.ts'
import { RESERVED_LABELS } from '../words/reserved.ts'
import { DOCUMENT_LABELS, MODEL_DOCUMENT_LABELS } from '../words/templates.ts'
import { blank, MARK, withoutBlanks } from './blank.ts'
import { deadlineText, estimateText, TEMPLATE_VALUES } from './template-values.ts'

/** The version of the model that documents are made with. */
export interface TemplateText {
  number: number
  /** Null: the steering committee has not adopted it. */
  adoptedOn: string | null
  texts: TemplateTexts
  glossary: GlossaryEntry[]
}

/** One of the model's documents for a consultation, or blank where nothing is known of it. */
export function templateDocument(
  which: TemplateDocument,
  filling: Filling,
  template: TemplateText,
  now: Date,
): OfficeDocument {
  const { buyer, facts } = filling.known
  const text: Text = (key) => textBlocks(template.texts[key], filling)
  const object = facts.object ?? blank('l’objet des travaux')
  const head = {
    title: DOCUMENT_LABELS[which],
    subtitle: [
      buyer.name || blank('le nom de l’acheteur'),
      [object, facts.reference].filter((part) => part !== undefined).join(', référence '),
    ],
    author: buyer.name || 'Acheteur public',
    madeAt: now,
  }
  const blocks = CONTENTS[which](filling, text, template)
  if (which !== 'summary') return { ...head, blank: MARK, blocks }
  return {
    ...head,
    subtitle: head.subtitle.map(short(LONGEST_CELL)),
    blocks: blocks.map(atAGlance),
    onePage: true,
  }
}

/** « Modèle commun de consultation, version 2 adoptée le 05/10/2026 » */
export function versionText({ number, adoptedOn }: Omit<TemplateText, 'texts' | 'glossary'>) {
  return adoptedOn === null
    ? `projet de modèle commun de consultation (version ${number}, non adoptée)`
    : `modèle commun de consultation, version ${number} adoptée le ${shortDate(adoptedOn)}`
}

type Text = (key: BlockKey) => OfficeBlock[]
type Contents = (filling: Filling, text: Text, template: TemplateText) => OfficeBlock[]

const CONTENTS: Record<TemplateDocument, Contents> = {
  letter: letterBlocks,
  deed: deedBlocks,
  prices: priceBlocks,
  summary: summaryBlocks,
}

function letterBlocks(filling: Filling, text: Text, template: TemplateText): OfficeBlock[] {
  const { facts } = filling.known
  return [
    ...text('letter-intro'),
    heading('1. Ce que nous achetons'),
    essentials(filling),
    ...(facts.description ? typedBlocks(facts.description) : []),
    ...text('subject'),
    ...lotBlocks(facts, text),
    heading('2. Les dates'),
    dates(filling),
    ...text('calendar'),
    ...visitBlocks(facts, text),
    heading('3. Comment répondre'),
    ...text('answer'),
    ...text('consortium'),
    ...(facts.reserved && facts.reserved !== 'none'
      ? [
          paragraph(
            `${RESERVED_LABELS[facts.reserved]}. Les autres entreprises ne peuvent pas répondre seules.`,
          ),
        ]
      : []),
    heading('4. Ce que vous remettez'),
    ...text('asked-documents'),
    list(askedLines(filling)),
    ...(filling.turnover === null ? [] : text('turnover')),
    { kind: 'heading', level: 3, text: 'Demandé à la seule entreprise retenue' },
    ...text('winner-documents'),
    ...(filling.asked.winnerBesides.length > 0
      ? [paragraph('Et aussi, de la seule entreprise retenue :'), list(filling.asked.winnerBesides)]
      : []),
    heading('5. Comment nous choisissons'),
    ...text('choice'),
    criteria(facts),
    ...text('negotiation'),
    ...variantBlocks(facts, text),
    heading('6. Après la date limite'),
    ...text('after'),
    heading('7. Le marché'),
    ...text('price'),
    ...text('advance'),
    ...text('payment'),
    ...text('subcontracting'),
    ...text('insurance'),
    ...clauses('Clauses sociales', facts.socialClauses),
    ...clauses('Clauses environnementales', facts.environmentalClauses),
    heading('8. Questions, aide et recours'),
    ...text('help'),
    madeWith(template, filling),
    heading('Les mots de cette lettre'),
    {
      kind: 'table',
      caption: 'Glossaire',
      columns: [
        { heading: 'Mot', width: 2 },
        { heading: 'Ce qu’il veut dire', width: 5 },
      ],
      rows: template.glossary.map(({ term, meaning }) => [term, meaning]),
    },
  ]
}

function deedBlocks(filling: Filling, text: Text, template: TemplateText): OfficeBlock[] {
  const { buyer, facts } = filling.known
  const lots = facts.lots ?? []
  return [
    ...text('deed-intro'),
    heading('1. Le marché'),
    pairs('Marché', 'Ce qui est prévu', [
      ['Objet', facts.object ?? blank('l’objet des travaux')],
      ['Acheteur', buyer.name || blank('le nom de l’acheteur')],
      ['SIRET de l’acheteur', buyer.siret ?? blank('14 chiffres')],
      ['Référence', facts.reference ?? blank('la référence, ou « sans »')],
      ...(lots.length > 0
        ? [['Lots auxquels je réponds', ''] satisfies [string, string]]
        : facts.divided === undefined
          ? [
              [
                'Lots auxquels je réponds',
                blank('garder cette ligne si le marché est en lots'),
              ] satisfies [string, string],
            ]
          : []),
    ]),
    heading('2. L’entreprise'),
    pairs(
      'À remplir par l’entreprise',
      'Réponse',
      [
        ['Nom', ''],
        ['SIRET', ''],
        ['Adresse', ''],
        ['Personne à joindre, et sa fonction', ''],
        ['Téléphone et adresse électronique', ''],
        ['En groupement : noms et SIRET des autres membres, part de chacun, mandataire', ''],
        ...(filling.turnover === null
          ? []
          : [
              [
                `Chiffre d’affaires du dernier exercice (minimum ${euros(filling.turnover)})`,
                '',
              ] satisfies [string, string],
            ]),
      ],
      [3, 4],
    ),
    heading('3. Déclaration sur l’honneur'),
    ...text('honour'),
    heading('4. Engagement et prix'),
    ...text('commitment'),
    {
      kind: 'table',
      caption: 'Prix',
      columns: [
        { heading: lots.length > 0 ? 'Lot' : 'Travaux', width: 4 },
        { heading: 'Montant HT', width: 2, align: 'right' },
        { heading: 'TVA', width: 2, align: 'right' },
        { heading: 'Montant TTC', width: 2, align: 'right' },
      ],
      rows: (lots.length > 0
        ? lots.map(({ number, title }) => `${number}. ${title}`)
        : ['Ensemble des travaux']
      ).map((name) => [name, '', '', '']),
    },
    heading('5. Sous-traitance'),
    ...text('subcontracting'),
    {
      kind: 'table',
      caption: 'Sous-traitants envisagés (laisser vide s’il n’y en a pas)',
      columns: [
        { heading: 'Entreprise et SIRET', width: 4 },
        { heading: 'Travaux confiés', width: 4 },
        { heading: 'Montant HT', width: 2, align: 'right' },
      ],
      rows: [
        ['', '', ''],
        ['', '', ''],
      ],
    },
    heading('6. Conditions'),
    ...text('deed-terms'),
    pairs('Choix de l’entreprise', 'Réponse', [
      ['Avance', '☐ je la demande   ☐ j’y renonce'],
      ['Compte à créditer', 'relevé d’identité bancaire demandé à la seule entreprise retenue'],
    ]),
    madeWith(template, filling),
    heading('7. Signatures'),
    ...text('signature'),
    {
      kind: 'table',
      caption: 'Signatures, une fois l’offre retenue',
      columns: [
        { heading: 'À remplir', width: 2 },
        { heading: 'Pour l’entreprise', width: 4 },
        { heading: 'Pour l’acheteur', width: 4 },
      ],
      rows: [
        ['Nom et qualité', '', ''],
        ['Date', '', ''],
        ['Signature', '\n\n', ''],
      ],
    },
  ]
}

/** Rows for what is priced, where nobody said yet how many there are. */
const PRICE_ROWS = 6
/** Lots with a table of their own. */
const MOST_LOTS = 60

function priceBlocks(filling: Filling, text: Text, template: TemplateText): OfficeBlock[] {
  const { facts } = filling.known
  const lots = facts.lots ?? []
  const isUnits = facts.contractForm === 'framework-orders'
  const table = (caption: string): OfficeBlock => ({
    kind: 'table',
    caption,
    columns: [
      { heading: 'Désignation', width: 8 },
      { heading: 'Unité', width: 2 },
      { heading: 'Quantité', width: 3, align: 'right' },
      { heading: 'Prix unitaire HT', width: 3, align: 'right' },
      { heading: 'Total HT', width: 3, align: 'right' },
    ],
    rows: [
      [blank('désignation des ouvrages, unités et quantités, par l’acheteur'), '', '', '', ''],
      ...Array.from({ length: PRICE_ROWS }, () => ['', '', '', '', '']),
      ['Total HT', '', '', '', ''],
      [`TVA à ${blank('le taux')}`, '', '', '', ''],
      ['Total TTC', '', '', '', ''],
    ],
  })
  return [
    ...text(isUnits ? 'unit-prices' : 'prices-open'),
    ...(isUnits
      ? []
      : [
          { kind: 'heading', level: 3, text: 'Si le prix est forfaitaire' } as const,
          ...text('lump-sum'),
          { kind: 'heading', level: 3, text: 'Si les prix sont unitaires' } as const,
          ...text('unit-prices'),
        ]),
    heading('Prix de l’entreprise'),
    pairs('À remplir par l’entreprise', 'Réponse', [['Nom et SIRET', '']]),
    ...(lots.length > 0
      ? lots
          .slice(0, MOST_LOTS)
          .flatMap(({ number, title }) => [
            heading(`Lot ${number} – ${title}`),
            table(`Prix du lot ${number}`),
          ])
      : [table('Prix des travaux')]),
    madeWith(template, filling),
  ]
}

/** Code points of what stands on one line, or three, of a page to be seen at a glance. */
const LONGEST_LINE = 120
const LONGEST_CELL = 160
/** What is handed in, line by line. */
const MOST_LINES = 8

function summaryBlocks(filling: Filling, text: Text, template: TemplateText): OfficeBlock[] {
  const { facts } = filling.known
  const { deadline, lots = [] } = facts
  const asked = askedLines(filling)
  return [
    ...text('summary-intro'),
    {
      kind: 'figures',
      figures: [
        ...(deadline
          ? [{ value: shortDate(deadline), label: `date limite : ${deadlineText(facts)}` }]
          : []),
        ...(lots.length > 0
          ? [{ value: String(lots.length), label: lots.length > 1 ? 'lots' : 'lot' }]
          : []),
        ...(filling.paymentDays === null
          ? []
          : [
              {
                value: plural(filling.paymentDays, 'jour', 'jours'),
                label: 'au plus pour être payé',
              },
            ]),
      ],
    },
    essentials(filling, [
      ...(deadline ? [] : [['Date limite', deadlineText(facts)] satisfies [string, string]]),
      ['Lots', shortLots(facts)],
      ['Visite', visitLine(facts)],
      ['Comment répondre', `${upperFirst(valueOf('réponse', filling))}`],
      ['Critères', criteriaLine(facts)],
      ['Questions', valueOf('contact', filling)],
    ]),
    heading('Ce que vous remettez'),
    list(asked.slice(0, MOST_LINES)),
    ...(asked.length > MOST_LINES
      ? [paragraph(`Et ${asked.length - MOST_LINES} autres : voir la lettre de consultation.`)]
      : []),
    note(
      'Les attestations fiscales, sociales et d’assurance ne sont demandées qu’à l’entreprise retenue. Aucun Kbis, aucun formulaire DC1, DC2 ou DUME, aucune signature pour déposer.',
    ),
    madeWith(template, filling, 'Ce qui n’est pas précisé ici se lit dans la lettre.'),
  ]
}

/** Nothing to fill in, and nothing longer than one page has room for. */
function atAGlance(block: OfficeBlock): OfficeBlock {
  switch (block.kind) {
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(short(LONGEST_CELL))) }
    case 'list':
      return { ...block, items: block.items.map(short(LONGEST_LINE)) }
    case 'figures':
      return block
    case 'heading':
    case 'paragraph':
    case 'note':
      return { ...block, text: withoutBlanks(block.text) }
  }
}

function short(most: number): (text: string) => string {
  return (text) => cutAtWord(withoutBlanks(text), most)
}

function essentials(filling: Filling, more: [string, string][] = []): OfficeBlock {
  const { buyer, facts } = filling.known
  const others = (facts.buyers ?? [])
    .map(({ name }) => name)
    .filter((name) => name !== buyer.name)
    .join(', ')
  const isFramework = facts.contractForm !== undefined && facts.contractForm !== 'ordinary'
  return pairs('L’essentiel', 'Ce qui est prévu', [
    ['Objet', facts.object ?? blank('l’objet des travaux')],
    [
      'Acheteur',
      [buyer.name || blank('le nom de l’acheteur'), others].filter(Boolean).join(', avec '),
    ],
    ['Lieu', valueOf('lieu', filling)],
    ['Montant estimé', estimateText(facts)],
    ['Durée', valueOf('durée', filling)],
    ['Début prévu', valueOf('début', filling)],
    ...(facts.renewals ? [['Reconductions', facts.renewals] satisfies [string, string]] : []),
    ...(isFramework ? [['Forme', frameworkLine(facts)] satisfies [string, string]] : []),
    ['Procédure', procedureLine(filling)],
    ...more,
  ])
}

function frameworkLine({ contractForm = 'ordinary', frameworkMaximum }: Partial<Facts>): string {
  const most =
    frameworkMaximum === undefined
      ? blank('le montant maximal de l’accord-cadre')
      : `${euros(frameworkMaximum)} HT au plus`
  return `${CONTRACT_FORM_LABELS[contractForm]}, ${most}`
}

function procedureLine({ known, dispense }: Filling): string {
  const { procedure } = known.facts
  if (procedure === 'adapted') return 'procédure adaptée (code de la commande publique)'
  if (dispense?.applies === 'yes' && dispense.below !== null)
    return withArticles(
      `petit marché : sous ${euros(dispense.below)} HT, la loi n’exige ni publicité ni mise en concurrence (art. ${dispense.article ?? blank('l’article en vigueur')}) ; l’acheteur choisit de consulter`,
    )
  return blank('la procédure : petit marché ou procédure adaptée')
}

function lotBlocks({ lots = [], divided }: Partial<Facts>, text: Text): OfficeBlock[] {
  if (lots.length > 0)
    return [
      ...text('lots'),
      {
        kind: 'table',
        caption: 'Lots',
        columns: [
          { heading: 'Lot', width: 1 },
          { heading: 'Travaux', width: 6 },
        ],
        rows: lots.map(({ number, title }) => [number, title]),
      },
    ]
  if (divided === false) return text('no-lots')
  return [
    paragraph(
      blank(
        divided
          ? 'la liste des lots'
          : 'la liste des lots, ou la raison pour laquelle il n’y en a pas',
      ),
    ),
  ]
}

function dates({ known: { facts } }: Filling): OfficeBlock {
  const { questionsUntil, siteVisit, expectedStart } = facts
  return {
    kind: 'table',
    caption: 'Calendrier',
    columns: [
      { heading: 'Étape', width: 2 },
      { heading: 'Date', width: 5 },
    ],
    rows: [
      ...(siteVisit?.dates ?? []).map((at) => ['Visite', longMoment(at)]),
      [
        'Dernières questions',
        questionsUntil ? longMoment(questionsUntil) : blank('la date limite des questions'),
      ],
      ['Remise des offres', deadlineText(facts)],
      ['Début prévu', expectedStart ?? blank('la date ou la période de démarrage')],
    ],
  }
}

function visitBlocks({ siteVisit }: Partial<Facts>, text: Text): OfficeBlock[] {
  switch (siteVisit?.obligation) {
    case 'compulsory':
      return text('visit-compulsory')
    case 'advised':
      return text('visit-advised')
    case 'none':
      return [paragraph('Il n’y a pas de visite du site.')]
    case undefined:
      return [paragraph(blank('la visite du site : aucune, conseillée ou obligatoire'))]
  }
}

function variantBlocks({ variants }: Partial<Facts>, text: Text): OfficeBlock[] {
  switch (variants) {
    case 'allowed':
      return text('variants-allowed')
    case 'required':
      return [paragraph(`Variantes : une variante est exigée : ${blank('laquelle')}.`)]
    case 'refused':
      return text('variants-refused')
    case undefined:
      return [paragraph(blank('les variantes : autorisées ou non'))]
  }
}

function criteria(facts: Partial<Facts>): OfficeBlock {
  const known = facts.criteria ?? []
  return {
    kind: 'table',
    caption: 'Critères et poids',
    columns: [
      { heading: 'Critère', width: 5 },
      { heading: 'Poids', width: 2, align: 'right' },
    ],
    rows:
      known.length > 0
        ? known.map(({ name, weight }) => [
            upperFirst(name),
            weight === null ? blank('le poids') : percent(weight),
          ])
        : [[blank('chaque critère'), blank('le poids de chaque critère')]],
  }
}

function criteriaLine({ criteria: known = [] }: Partial<Facts>): string {
  if (known.length === 0) return blank('les critères et leur poids')
  return upperFirst(
    known
      .map(({ name, weight }) => `${name} ${weight === null ? blank('le poids') : percent(weight)}`)
      .join(', '),
  )
}

/** What is handed in with a bid, line by line. */
function askedLines({ known: { facts }, asked }: Filling): string[] {
  const ofNote = (facts.criteria ?? []).map(({ name }) => name).filter((name) => !isPrice(name))
  return [
    ...asked.model.map((each) => {
      const label = MODEL_DOCUMENT_LABELS[each]
      switch (each) {
        case 'technical-note':
          return `${label} (${ofNote.join(', ')})`
        case 'qualifications':
          return `${label} : ${(facts.qualifications ?? []).join(', ')}`
        case 'samples':
          return `${label} : ${facts.samples}`
        case 'deed':
        case 'prices':
        case 'visit-certificate':
          return label
      }
    }),
    ...asked.typed,
  ]
}

const LOTS_ON_ONE_LINE = 8

function shortLots({ lots = [], divided }: Partial<Facts>): string {
  if (lots.length === 0)
    return divided === false ? 'pas de lots' : blank('les lots, ou « pas de lots »')
  const shown = lots.slice(0, LOTS_ON_ONE_LINE).map(({ number, title }) => `${number}. ${title}`)
  return [
    ...shown,
    ...(lots.length > shown.length ? [`et ${lots.length - shown.length} autres`] : []),
  ].join(' ; ')
}

function visitLine({ siteVisit }: Partial<Facts>): string {
  if (!siteVisit) return blank('la visite du site : aucune, conseillée ou obligatoire')
  if (siteVisit.obligation === 'none') return 'aucune'
  const said = [
    siteVisit.obligation === 'compulsory' ? 'obligatoire' : 'conseillée',
    ...siteVisit.dates.map(longMoment),
    siteVisit.booking ?? '',
  ]
  return said.filter((part) => part !== '').join(', ')
}

function clauses(title: string, text: string | undefined): OfficeBlock[] {
  return text ? [{ kind: 'heading', level: 3, text: title }, ...typedBlocks(text)] : []
}

function madeWith(
  template: TemplateText,
  { on }: Filling,
  ending = 'Ce qui est entre crochets reste à compléter.',
): OfficeBlock {
  return note(
    `Établi le ${shortDate(on)} avec le ${versionText(template)}. Montants, délais et articles : code de la commande publique en vigueur ce jour-là. ${ending}`,
  )
}

function textBlocks(text: string, filling: Filling): OfficeBlock[] {
  const blocks: OfficeBlock[] = []
  for (const line of text.split('\n')) {
    const said = withArticles(filledText(line, (name) => valueOf(name, filling))).trim()
    const last = blocks.at(-1)
    if (!line.startsWith('- ')) {
      if (said !== '') blocks.push(paragraph(said))
    } else if (last?.kind === 'list') last.items.push(said.slice(2))
    else blocks.push(list([said.slice(2)]))
  }
  return blocks
}

/** No line ends inside « art. R. 2122-8 ». */
function withArticles(text: string): string {
  return text.replaceAll(/\b(art\.|[LRD]\.) (?=[LRD]\. |\d)/g, '$1\u00A0')
}

/** What a buyer typed: its own lines, none of its words taken for ours. */
function typedBlocks(text: string): OfficeBlock[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(paragraph)
}

function valueOf(name: string, filling: Filling): string {
  const value = Object.hasOwn(TEMPLATE_VALUES, name) ? TEMPLATE_VALUES[name] : undefined
  return value ? value(filling) : blank(name)
}

function heading(text: string): OfficeBlock {
  return { kind: 'heading', level: 2, text }
}

function paragraph(text: string): OfficeBlock {
  return { kind: 'paragraph', text }
}

function note(text: string): OfficeBlock {
  return { kind: 'note', text }
}

function list(items: string[]): OfficeBlock {
  return { kind: 'list', items }
}

function pairs(
  caption: string,
  heading: string,
  rows: [string, string][],
  widths = [2, 5],
): OfficeBlock {
  return {
    kind: 'table',
    caption,
    columns: [
      { heading: 'Renseignement', width: widths[0] ?? 1 },
      { heading, width: widths[1] ?? 1 },
    ],
    rows,
  }
}
