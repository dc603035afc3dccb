import type { SourcePush } from '../../src/sources/websub/push-state.ts'
import { numberText, shortDate, shortMoment } from '../format.ts'

/** How what is new of a source is pushed, in sentences. */
export function pushSentence(push: SourcePush, now: Date): string {
  const told = stateSentence(push, now)
  if (push.ignored === 0) return told
  const ignored =
    push.ignored === 1
      ? 'Une annonce sans bonne signature a été ignorée.'
      : `${numberText(push.ignored)} annonces sans bonne signature ont été ignorées.`
  return `${told} ${ignored}`
}

function stateSentence(
  { state, since, hub, pushedAt, leaseEndsAt, errorCode }: SourcePush,
  now: Date,
): string {
  const name = URL.parse(hub)?.host ?? hub
  if (state === 'trusted') {
    const last = pushedAt ? ` ; dernière annonce le ${shortMoment(pushedAt, now)}` : ''
    return `Les nouveautés sont annoncées par ${name} dès leur parution${last}.`
  }
  if (state === 'distrusted') {
    const day = since ? ` le ${shortDate(since)}` : ''
    return `${name} n’a pas annoncé une nouveauté trouvée${day} : la source est relevée à son rythme.`
  }
  if (leaseEndsAt !== null)
    return `${name} doit annoncer les nouveautés ; aucune ne l’a encore été.`
  if (errorCode !== null)
    return `Les annonces demandées à ${name} n’ont pas pu l’être ; elles seront redemandées.`
  return `Les annonces des nouveautés sont demandées à ${name}.`
}
