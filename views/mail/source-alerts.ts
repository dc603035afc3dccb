import type { AlertMail, SourceAlert } from '../../src/sources/alerts.ts'
import { plural } from '../format.ts'
import { alertSentence, recoverySentence } from '../words/source-alerts.ts'
import { oneLine } from './one-line.ts'

/** Lines of one kind at most: the page tells the rest. */
const MOST = 30

/** The message about sources in trouble, and about those that are no longer. */
export const sourceAlertsMail: AlertMail = ({ begun, ended, baseUrl }) => ({
  subject: subjectOf(begun, ended),
  text: [
    'Bonjour,',
    ...section('Ces sources demandent votre attention :', begun, alertSentence),
    ...section('Ces sources sont rétablies :', ended, recoverySentence),
    ...(begun.length > 0
      ? [
          'Ce qu’elles ont déjà publié reste affiché, et elles sont interrogées de nouveau d’elles-mêmes. Si l’adresse a changé, dites-le à l’administrateur du guichet.',
        ]
      : []),
    `État des sources : ${baseUrl}/sources`,
    'Ce message est envoyé une fois par incident, et une fois à son rétablissement.',
  ].join('\n\n'),
})

function subjectOf(begun: SourceAlert[], ended: SourceAlert[]): string {
  const [first] = begun.length > 0 ? begun : ended
  const several = begun.length > 0 ? begun.length : ended.length
  const what = begun.length > 0 ? 'sans relevé' : 'rétablie'
  if (several === 1 && first?.kind === 'empty' && begun.length > 0)
    return oneLine(`Source vide : ${first.source.name}`)
  if (several === 1 && first) return oneLine(`Source ${what} : ${first.source.name}`)
  return begun.length > 0
    ? `${plural(several, 'source demande', 'sources demandent')} votre attention`
    : `${plural(several, 'source rétablie', 'sources rétablies')}`
}

function section(
  heading: string,
  alerts: SourceAlert[],
  sentence: (alert: SourceAlert) => string,
): string[] {
  if (alerts.length === 0) return []
  const lines = alerts.slice(0, MOST).map((alert) => `- ${alert.partner.name} : ${sentence(alert)}`)
  const rest = alerts.length - lines.length
  return [[heading, ...lines, ...(rest > 0 ? [`- et ${rest} autres.`] : [])].join('\n')]
}
