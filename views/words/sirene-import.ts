import type { SireneSaved } from '../../src/firms/import-sirene.ts'
import type { SireneProblem, SireneTally } from '../../src/firms/sirene.ts'
import { numberText, percent, plural } from '../format.ts'

/** Why an extract of the register of firms is not read at all. */
export function extractProblemSentence(
  path: string,
  problem: 'unreadable' | 'archive' | 'columns' | 'nobody-wanted',
): string {
  return `${
    {
      unreadable: `« ${path} » ne peut pas être lu : vérifiez son chemin et ses droits.`,
      archive: `« ${path} » est une archive abîmée, protégée, ou dont le premier fichier n’est pas un .csv : décompressez-la d’abord.`,
      columns: `« ${path} » n’a pas les colonnes attendues : siren et categorieEntreprise (StockUniteLegale), ou siret et codeCommuneEtablissement (StockEtablissement).`,
      'nobody-wanted':
        'Aucune entreprise n’est attendue : importez d’abord des marchés, ou gardez tout le fichier avec --all.',
    }[problem]
  }\nRien n’a été importé.`
}

/** « 3 000 000 lignes lues (41 %) » */
export function sireneProgress(lines: number, share: number): string {
  return `${numberText(lines)} lignes lues (${percent(Math.min(Math.floor(share * 100), 100))})`
}

/** What was read of an extract, once it has been read to its end. */
export function sireneSummary(tally: SireneTally, saved: SireneSaved, all: boolean): string[] {
  const kept = `${plural(saved.firms, 'entreprise', 'entreprises')} et ${plural(saved.establishments, 'établissement', 'établissements')}`
  return [
    `${plural(tally.lines, 'ligne lue', 'lignes lues')} : ${kept} ${all ? 'en tout' : 'parmi les entreprises attendues'}.`,
    ...(tally.refused > 0
      ? [
          `${plural(tally.refused, 'ligne écartée', 'lignes écartées')}${tally.refused > tally.problems.length ? `, dont les ${tally.problems.length} premières` : ''} :`,
        ]
      : []),
  ]
}

/** Why a line is left aside. */
export function sireneProblemSentence({ line, code, value }: SireneProblem): string {
  const why =
    code === 'digits'
      ? 'le numéro n’est ni un SIREN de neuf chiffres ni un SIRET de quatorze'
      : 'la clé du numéro est fausse'
  return `Ligne ${line} : ${why} (« ${value} »).`
}

interface Stopped {
  line: number
  /** csv-parse's, or zlib's. */
  code: string
  saved: SireneSaved
  apply: boolean
}

/** Why an extract was not read to its end, and what became of what came before. */
export function stoppedSentence({ line, code, saved, apply }: Stopped): string {
  const why = /CSV|QUOTE/.test(code) ? (SENTENCES[code] ?? 'ce n’est pas du CSV') : TORN
  const kept =
    apply && saved.firms + saved.establishments > 0
      ? `${plural(saved.firms, 'entreprise lue', 'entreprises lues')} et ${plural(saved.establishments, 'établissement lu', 'établissements lus')} avant cette ligne sont enregistrés ; corrigez le fichier et relancez, rien ne sera compté deux fois.`
      : 'Rien n’a été importé.'
  return `Ligne ${line} : ${why}.\n${kept}`
}

const TORN = 'l’archive est abîmée ou incomplète à partir d’ici ; téléchargez-la de nouveau'

const SENTENCES: Record<string, string> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH:
    'elle n’a pas le même nombre de colonnes que l’en-tête ; le fichier est peut-être coupé',
  CSV_QUOTE_NOT_CLOSED: 'un guillemet reste ouvert jusqu’à la fin du fichier',
  CSV_INVALID_CLOSING_QUOTE: 'un guillemet se ferme au milieu d’une valeur',
  INVALID_OPENING_QUOTE: 'un guillemet s’ouvre au milieu d’une valeur',
  CSV_MAX_RECORD_SIZE: 'elle est démesurément longue ; un guillemet y reste peut-être ouvert',
}
