import type { OfficeBlock, OfficeDocument } from '../../src/office/block.ts'
import type { News } from '../../src/news/news.ts'
import type { PactReport } from '../../src/news/report.ts'
import { STEPS } from '../../src/pact/groups/steps.ts'
import { longDate, numberText, plural, shortDate } from '../format.ts'
import { dateTitle } from '../news/calendar.ts'
import { newsTitle } from '../news/title.ts'
import { lapseText, STATUS_LABELS, STEP_LABELS } from '../words/pact.ts'
import { LIFE_LABELS, spanText } from '../words/trainings.ts'
import type { PactDate } from '../../src/news/dates.ts'

/** The report for the steering committee: the figures of the page, then axis by axis, what is late and what comes. */
export function pactReport(report: PactReport, now: Date): OfficeDocument {
  const { axes, trainings } = report
  return {
    title: 'Rapport au comité de pilotage du pacte',
    subtitle: subtitleOf(report),
    author: report.operator,
    madeAt: now,
    blocks: [
      { kind: 'paragraph', text: report.pact.purpose },
      figures(report),
      ...axes.flatMap((axis) => axisBlocks(axis)),
      ...late(report),
      { kind: 'heading', level: 2, text: 'Ce qui a bougé depuis trente jours' },
      movedTable(report.moved),
      { kind: 'heading', level: 2, text: 'Prochaines dates' },
      nextTable(report.next),
      ...(trainings.length > 0 ? trainingBlocks(report) : []),
      ...commitmentBlocks(report),
      ...decisionBlocks(report),
    ],
  }
}

/** The monthly note, on one page: what moved, what is late, the next dates. */
export function pactNote(report: PactReport, now: Date): OfficeDocument {
  return {
    title: `Pacte : note du mois, ${longDate(report.today).replace(/^\S+ \S+ /, '')}`,
    subtitle: subtitleOf(report),
    author: report.operator,
    madeAt: now,
    blocks: [
      figures(report),
      { kind: 'heading', level: 2, text: 'Ce qui a bougé' },
      someOf(
        report.moved.map((news) => `${shortDate(news.at)} : ${newsTitle(news)}`),
        'Rien n’a bougé depuis trente jours.',
      ),
      { kind: 'heading', level: 2, text: 'Ce qui est en retard' },
      someOf(
        report.late.map(({ title, pilot, dueOn }) =>
          [title, pilot.name, dueOn === null ? '' : `attendue le ${shortDate(dueOn)}`]
            .filter((part) => part !== '')
            .join(', '),
        ),
        'Aucune action n’est en retard.',
        report.lateCount,
      ),
      { kind: 'heading', level: 2, text: 'Prochaines dates' },
      someOf(
        report.next.map((date) => `${longDate(date.day)} : ${dateTitle(date)}`),
        'Rien n’est prévu pour l’instant.',
      ),
    ],
  }
}

/** Lines of each part of the note, so that it stays on one page. */
const NOTE_LINES = 6

function someOf(lines: string[], none: string, count = lines.length): OfficeBlock {
  if (lines.length === 0) return { kind: 'paragraph', text: none }
  const shown = lines.slice(0, NOTE_LINES).map((line) => cut(line, 105))
  const rest = count - shown.length
  return {
    kind: 'list',
    items:
      rest > 0 ? [...shown, `et ${plural(rest, 'autre', 'autres')}, sur la page du pacte`] : shown,
  }
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`
}

function subtitleOf({ today, operator, demonstration, pact }: PactReport): string[] {
  return [
    pact.title,
    `Arrêté au ${longDate(today)}, par ${operator}`,
    ...(demonstration ? ['Démonstration : tout ce qui est dit ici est inventé.'] : []),
  ]
}

function figures({ counts, lateCount, trainings, axes }: PactReport): OfficeBlock {
  const groups = axes.reduce((sum, axis) => sum + axis.groups.length, 0)
  const held = trainings.flatMap(({ sessions }) => sessions).filter(({ state }) => state === 'held')
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0)
  return {
    kind: 'figures',
    figures: [
      { value: numberText(counts.done), label: `actions réalisées sur ${numberText(all)}` },
      { value: numberText(counts['partly-done']), label: 'réalisées en partie' },
      { value: numberText(counts.launched), label: 'lancées' },
      { value: numberText(counts['to-launch']), label: 'à lancer' },
      { value: numberText(lateCount), label: 'en retard' },
      { value: numberText(counts.abandoned), label: 'abandonnées' },
      { value: numberText(groups), label: 'groupes de travail' },
      { value: numberText(held.length), label: 'sessions de formation tenues' },
    ],
  }
}

function axisBlocks({
  axis,
  problems,
  groups,
  counts,
  late,
}: PactReport['axes'][number]): OfficeBlock[] {
  const told = Object.entries(STATUS_LABELS).map(
    ([status, label]) => `${label} : ${numberText(counts[status as keyof typeof counts])}`,
  )
  return [
    { kind: 'heading', level: 2, text: `Axe : ${axis.title}` },
    { kind: 'paragraph', text: axis.aim },
    { kind: 'paragraph', text: `${[...told, `En retard : ${numberText(late)}`].join(' ; ')}.` },
    ...(problems.length > 0
      ? [
          {
            kind: 'list' as const,
            items: problems.map(({ title, figure }) =>
              figure === null
                ? `Problème partagé : ${title}`
                : `Problème partagé : ${title} – ${figure}`,
            ),
          },
        ]
      : []),
    ...(groups.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: `Groupes de travail de l’axe ${axis.title}`,
            columns: [
              { heading: 'Groupe', width: 3 },
              { heading: 'Pilote', width: 2 },
              { heading: 'Étape', width: 2 },
              { heading: 'Rythme', width: 3 },
            ],
            rows: groups.map((group) => [
              group.title,
              group.pilot,
              stepText(group),
              group.lapse === null ? '–' : lapseText(group.lapse),
            ]),
          },
        ]
      : []),
  ]
}

function stepText({ steps, closedOn }: PactReport['axes'][number]['groups'][number]): string {
  if (closedOn !== null) return `clos le ${shortDate(closedOn)}`
  const next = STEPS.find(({ step }) => !steps.includes(step))
  return next
    ? `${STEP_LABELS[next.step].title} (${steps.length} sur ${STEPS.length} closes)`
    : 'toutes closes'
}

function late({ late: actions, lateCount }: PactReport): OfficeBlock[] {
  return [
    { kind: 'heading', level: 2, text: 'Ce qui est en retard' },
    actions.length === 0
      ? { kind: 'paragraph', text: 'Aucune action n’est en retard.' }
      : {
          kind: 'table',
          caption: `${plural(lateCount, 'action dont le pilote a été relancé', 'actions dont les pilotes ont été relancés')} il y a quatorze jours ou plus`,
          columns: [
            { heading: 'Action', width: 5 },
            { heading: 'Pilote', width: 3 },
            { heading: 'Échéance', width: 2 },
          ],
          rows: actions.map(({ title, pilot, dueOn }) => [
            title,
            pilot.name,
            dueOn === null ? '–' : shortDate(dueOn),
          ]),
        },
  ]
}

function movedTable(moved: News[]): OfficeBlock {
  if (moved.length === 0) return { kind: 'paragraph', text: 'Rien n’a bougé depuis trente jours.' }
  return {
    kind: 'table',
    caption: 'Changements, les plus récents d’abord',
    columns: [
      { heading: 'Jour', width: 2 },
      { heading: 'Ce qui a changé', width: 9 },
    ],
    rows: moved.map((news) => [shortDate(news.at), newsTitle(news)]),
  }
}

function nextTable(next: PactDate[]): OfficeBlock {
  if (next.length === 0) return { kind: 'paragraph', text: 'Rien n’est prévu pour l’instant.' }
  return {
    kind: 'table',
    caption: 'Réunions, formations, échéances et jalons à venir',
    columns: [
      { heading: 'Jour', width: 2 },
      { heading: 'Quoi', width: 7 },
      { heading: 'Où, ou par qui', width: 4 },
    ],
    rows: next.map((date) => [shortDate(date.day), dateTitle(date), whereText(date)]),
  }
}

function whereText(date: PactDate): string {
  if (date.kind === 'meeting') return date.meeting.place || '–'
  if (date.kind === 'session') return date.session.place || '–'
  return date.pilot
}

function trainingBlocks({ trainings }: PactReport): OfficeBlock[] {
  return [
    { kind: 'heading', level: 2, text: 'Formations' },
    {
      kind: 'table',
      caption: 'Actions de formation, les dernières qui ont bougé d’abord',
      columns: [
        { heading: 'Formation', width: 4 },
        { heading: 'Organisateur', width: 2 },
        { heading: 'Où elle en est', width: 2 },
        { heading: 'Sessions', width: 4 },
      ],
      rows: trainings.map(({ title, organisers: [organiser], life, sessions }) => [
        title,
        organiser.shortName,
        LIFE_LABELS[life],
        sessions
          .map(
            ({ startsWall, endsWall, registered, seats }) =>
              `${spanText(startsWall, endsWall)} : ${plural(registered, 'inscrit', 'inscrits')} pour ${plural(seats, 'place', 'places')}`,
          )
          .join('\n') || '–',
      ]),
    },
  ]
}

function commitmentBlocks({ commitments }: PactReport): OfficeBlock[] {
  if (!commitments) return []
  const { year, asked, lines } = commitments
  return [
    { kind: 'heading', level: 2, text: `Engagements ${year}` },
    {
      kind: 'paragraph',
      text: `Réponses des signataires aux ${plural(asked, 'engagement', 'engagements')}, par ordre alphabétique : ce n’est pas un classement.`,
    },
    {
      kind: 'table',
      caption: `Réponses pour ${year}`,
      columns: [
        { heading: 'Signataire', width: 4 },
        { heading: 'Tenus', width: 1, align: 'right' },
        { heading: 'En cours', width: 1.3, align: 'right' },
        { heading: 'Non tenus', width: 1.4, align: 'right' },
        { heading: 'Sans objet', width: 1.5, align: 'right' },
        { heading: 'Correspondant PME', width: 3 },
      ],
      rows: lines.map(({ name, correspondent, counts }) => [
        name,
        numberText(counts.kept),
        numberText(counts['under-way']),
        numberText(counts['not-kept']),
        numberText(counts['not-applicable']),
        correspondent ?? 'à désigner',
      ]),
    },
  ]
}

function decisionBlocks({ lastMeeting }: PactReport): OfficeBlock[] {
  if (!lastMeeting || lastMeeting.decisions.length === 0) return []
  const { meeting, decisions } = lastMeeting
  return [
    {
      kind: 'heading',
      level: 2,
      text: `Décisions du comité du ${longDate(meeting.startsWall.slice(0, 10))}`,
    },
    {
      kind: 'table',
      caption: 'Ce qui a été décidé, et ce que c’est devenu',
      columns: [
        { heading: 'Quoi', width: 5 },
        { heading: 'Qui', width: 2 },
        { heading: 'Pour quand', width: 2 },
        { heading: 'Action', width: 3 },
      ],
      rows: decisions.map(({ what, partner, dueOn, action }) => [
        what,
        partner?.name ?? '–',
        dueOn === null ? '–' : shortDate(dueOn),
        action?.title ?? '–',
      ]),
    },
  ]
}
