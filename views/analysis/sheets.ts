import type { ContractLine } from '../../src/analysis/years/correct-line.ts'
import type { CorrectedField } from '../../src/analysis/years/schema.ts'
import type { YearState } from '../../src/analysis/years/states.ts'
import { longDate } from '../format.ts'
import type { Sheet } from '../shared/form-sheet.tsx'
import type { FormOption } from '../shared/form.tsx'
import { CORRECTED_FIELD_LABELS, MOVE_LABELS, YEAR_STATE_SENTENCES } from '../words/analysis.ts'
import { SIZE_LABELS } from '../words/sizes.ts'

/** The form that takes a year to its next state. */
export function moveSheet(base: string, year: number, to: YearState): Sheet {
  return {
    title: `Analyse ${year} : ${MOVE_LABELS[to].toLowerCase()}`,
    lead: `${YEAR_STATE_SENTENCES[to]} On ne revient pas en arrière.`,
    back: backTo(base, year),
    submit: MOVE_LABELS[to],
    fields: [
      {
        kind: 'text',
        name: 'reason',
        label: to === 'published' ? 'Motif, s’il manque une signature' : 'Remarque',
        hint: to === 'published' ? 'Il paraît avec l’analyse.' : 'Elle reste dans l’historique.',
        optional: true,
      },
    ],
  }
}

/** The form that moves the day that is awaited. */
export function datesSheet(base: string, year: number, state: YearState): Sheet {
  const day =
    state === 'open'
      ? { name: 'freezesOn', label: 'Gel des données à partir du' }
      : state === 'frozen'
        ? { name: 'checksEndOn', label: 'Dernier jour de vérification par les acheteurs' }
        : { name: 'commentsEndOn', label: 'Dernier jour des commentaires' }
  return {
    title: `Analyse ${year} : déplacer une date`,
    lead: 'Seule la prochaine échéance se déplace, jamais dans le passé.',
    back: backTo(base, year),
    submit: 'Enregistrer',
    fields: [
      { kind: 'day', ...day },
      { kind: 'text', name: 'reason', label: 'Motif' },
    ],
  }
}

/** The form of the written part. */
export function writtenSheet(base: string, year: number): Sheet {
  const finding = (name: string, label: string) => ({
    kind: 'text' as const,
    name,
    label,
    optional: true,
  })
  return {
    title: `Analyse ${year} : partie écrite`,
    lead: 'Elle paraît à côté des phrases calculées. Les trois constats sont nécessaires pour arrêter le texte.',
    back: backTo(base, year),
    submit: 'Enregistrer',
    fields: [
      {
        kind: 'text',
        name: 'firmsSay',
        label: 'Ce que disent les entreprises',
        hint: 'D’après l’enquête de l’année.',
        optional: true,
      },
      {
        kind: 'line',
        name: 'firmsAsked',
        label: 'Nombre d’entreprises qui ont répondu à l’enquête',
        optional: true,
      },
      finding('finding1', 'Premier constat'),
      finding('finding2', 'Deuxième constat'),
      finding('finding3', 'Troisième constat'),
    ],
  }
}

/** The form of what changes next year. */
export function recommendationSheet(base: string, year: number, actions: FormOption[]): Sheet {
  return {
    title: `Analyse ${year} : ce qui change l’an prochain`,
    back: backTo(base, year),
    submit: 'Ajouter',
    fields: [
      { kind: 'text', name: 'words', label: 'Recommandation' },
      {
        kind: 'select',
        name: 'action',
        label: 'Action du pacte qui la met en œuvre',
        options: actions,
      },
    ],
  }
}

/** The form of a comment. */
export function analysisCommentSheet(
  base: string,
  year: number,
  indicators: FormOption[],
  until: string | null,
): Sheet {
  return {
    title: `Analyse ${year} : commenter le projet`,
    lead: `${until === null ? '' : `Jusqu’au ${longDate(until)} inclus. `}Les commentaires sont publiés avec l’analyse, sous le nom de votre organisme, avec la réponse qui leur est faite.`,
    back: backTo(base, year),
    submit: 'Envoyer le commentaire',
    fields: [
      {
        kind: 'select',
        name: 'indicator',
        label: 'Indicateur',
        hint: 'Sans choix : l’analyse dans son ensemble.',
        optional: true,
        options: indicators,
      },
      { kind: 'text', name: 'words', label: 'Commentaire de votre organisme' },
    ],
  }
}

/** The form of an answer to a comment. */
export function analysisAnswerSheet(base: string, year: number, words: string): Sheet {
  return {
    title: `Analyse ${year} : répondre à un commentaire`,
    lead: `« ${words} »`,
    back: backTo(base, year),
    submit: 'Répondre',
    fields: [
      {
        kind: 'text',
        name: 'answer',
        label: 'Réponse',
        hint: 'Elle est publiée avec l’analyse, sous le commentaire, et ne se change plus.',
      },
    ],
  }
}

/** The form of a signature. */
export function signatureSheet(base: string, year: number, partner: string): Sheet {
  return {
    title: `Analyse ${year} : signer`,
    lead: `Vous signez au nom de ${partner}. Une signature ne se retire pas.`,
    back: backTo(base, year),
    submit: 'Signer',
    fields: [
      {
        kind: 'text',
        name: 'dissent',
        label: 'Réserve',
        hint: 'Elle est publiée avec l’analyse, sous le nom de votre organisme.',
        optional: true,
      },
    ],
  }
}

/** The form of an erratum. */
export function erratumSheet(base: string, year: number, indicators: FormOption[]): Sheet {
  return {
    title: `Analyse ${year} : erratum`,
    lead: 'Les chiffres publiés ne changent pas : l’erratum, daté, paraît à côté d’eux.',
    back: backTo(base, year),
    submit: 'Publier l’erratum',
    fields: [
      {
        kind: 'select',
        name: 'indicator',
        label: 'Indicateur',
        hint: 'Sans choix : l’analyse dans son ensemble.',
        optional: true,
        options: indicators,
      },
      { kind: 'text', name: 'words', label: 'Ce qui est à rectifier, et pourquoi' },
      { kind: 'line', name: 'before', label: 'Chiffre publié', optional: true },
      { kind: 'line', name: 'after', label: 'Chiffre rectifié', optional: true },
    ],
  }
}

/** The form that corrects a line. */
export function correctionSheet(base: string, year: number, line: ContractLine): Sheet {
  const fields: CorrectedField[] =
    line.position === 0 ? ['amount', 'size', 'place', 'notified', 'not-ours'] : ['size', 'place']
  return {
    title: 'Corriger un marché',
    lead: [
      line.object ?? 'Objet non précisé',
      line.supplier === null ? '' : `Titulaire : ${line.supplier}`,
      `Numéro ${line.number}`,
    ]
      .filter((part) => part !== '')
      .join(' – '),
    back: { href: `${base}/${year}/lignes`, label: 'Nos marchés' },
    submit: 'Enregistrer la correction',
    fields: [
      {
        kind: 'choice',
        name: 'field',
        label: 'Ce qui est à corriger',
        options: fields.map((field) => ({ value: field, label: CORRECTED_FIELD_LABELS[field] })),
      },
      {
        kind: 'line',
        name: 'amount',
        label: 'Montant HT exact',
        hint: 'En euros, si c’est le montant. Par exemple 84 500.',
        optional: true,
      },
      {
        kind: 'select',
        name: 'size',
        label: 'Taille exacte',
        hint: 'Si c’est la taille.',
        optional: true,
        options: Object.entries(SIZE_LABELS).map(([value, label]) => ({ value, label })),
      },
      {
        kind: 'line',
        name: 'place',
        label: 'Département exact',
        hint: 'Son numéro, si c’est le département. Par exemple 11.',
        optional: true,
      },
      {
        kind: 'day',
        name: 'notified',
        label: 'Date exacte',
        hint: 'Si c’est la date de notification.',
        optional: true,
      },
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Ce qui le montre : l’acte d’engagement, l’avis…',
      },
    ],
  }
}

function backTo(base: string, year: number): Sheet['back'] {
  return { href: `${base}/${year}`, label: `Analyse ${year}` }
}
