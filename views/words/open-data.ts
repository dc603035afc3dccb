import { plural } from '../format.ts'

/** How the source that a partner's OCDS files are kept under is called. */
export function ocdsSourceName(partner: string): string {
  return `${partner} (fichiers OCDS)`
}

/** What an import of OCDS came to. */
export interface OcdsCounts {
  read: number
  added: number
  changed: number
  unchanged: number
  /** Awards of consultations that nobody has told of. */
  unknown: number
}

export function ocdsSummary({ read, added, changed, unchanged, unknown }: OcdsCounts): string {
  const parts = [
    plural(read, 'consultation lue', 'consultations lues'),
    plural(added, 'nouvelle', 'nouvelles'),
    plural(changed, 'modifiée', 'modifiées'),
    plural(unchanged, 'inchangée', 'inchangées'),
  ]
  if (unknown > 0)
    parts.push(
      plural(
        unknown,
        'laissée de côté (ni titre, ni consultation connue)',
        'laissées de côté (ni titre, ni consultation connue)',
      ),
    )
  return `${parts.join(', ')}.`
}

export function ocdsProgress(read: number): string {
  return `${plural(read, 'consultation lue', 'consultations lues')}…`
}

/** Lines of a file that are no OCDS, each with what is wrong with it. */
export function ocdsRefusal(problems: { line: number; problem: string }[], more: boolean): string {
  const lines = problems.map(({ line, problem }) => `Ligne ${line} : ${problem}`)
  return [...lines, ...(more ? ['…'] : []), 'Rien n’a été importé.'].join('\n')
}

/** What was left out of consultations, and how often. */
export function ocdsNote(note: string, times: number): string {
  return `Non repris : ${note} (${plural(times, 'fois', 'fois')})`
}
