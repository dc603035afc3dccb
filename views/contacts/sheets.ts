import type { Sheet, SheetField } from '../shared/form-sheet.tsx'
import type { FormOption } from '../shared/form.tsx'
import {
  BODY_KIND_OPTIONS,
  PROBLEM_OPTIONS,
  TARGET_OPTIONS,
  THEME_OPTIONS,
} from '../words/contacts.ts'

interface Back {
  href: string
  label: string
}

/** The way back from a form, to where the partner or an administrator works. */
export function backTo({ base, partner }: { base: string; partner: object | null }): Back {
  return { href: base, label: partner ? 'Nos contacts' : 'Contacts, aides et règles' }
}

const OPTIONAL = { optional: true }

const PLACES: SheetField = {
  kind: 'text',
  name: 'territoires',
  label: 'Territoire servi',
  hint: 'Communes, intercommunalités ou départements, un par ligne. Vide : partout. Ce n’est pas l’adresse du bureau.',
  ...OPTIONAL,
}

const HELPS_WITH: SheetField = {
  kind: 'ticks',
  name: 'problemes',
  label: 'Aide pour',
  options: PROBLEM_OPTIONS,
  ...OPTIONAL,
}

const REACH: SheetField[] = [
  {
    kind: 'text',
    name: 'telephones',
    label: 'Téléphones',
    hint: 'Un par ligne, avec une précision entre parenthèses au besoin : 04 00 00 00 00 (standard)',
    ...OPTIONAL,
  },
  { kind: 'email', name: 'courriel', label: 'Adresse électronique', ...OPTIONAL },
  { kind: 'line', name: 'bureau', label: 'Adresse du bureau', ...OPTIONAL },
]

/** Where it comes from; a partner may leave it empty and is the source itself. */
function sources(isPartner: boolean): SheetField[] {
  return [
    {
      kind: 'line',
      name: 'source',
      label: 'Source',
      hint: isPartner
        ? 'D’où vient l’information. Vide : votre organisme.'
        : 'D’où vient l’information : un site, un arrêté, un appel au standard. Elle est publique : ne nommez personne.',
      optional: isPartner,
    },
    { kind: 'url', name: 'source_url', label: 'Adresse de la source', ...OPTIONAL },
  ]
}

const SAVED = 'Ce que vous enregistrez est daté d’aujourd’hui comme vérifié.'

/** The form of a body; a partner's own has its name and kind already. */
export function bodySheet(title: string, back: Back, isPartner: boolean): Sheet {
  return {
    title,
    lead: SAVED,
    back,
    submit: 'Enregistrer',
    fields: [
      ...(isPartner
        ? []
        : ([
            { kind: 'line', name: 'nom', label: 'Nom' },
            { kind: 'select', name: 'nature', label: 'Nature', options: BODY_KIND_OPTIONS },
          ] satisfies SheetField[])),
      {
        kind: 'text',
        name: 'role',
        label: 'Ce qu’il fait pour les entreprises',
        hint: 'Une ou deux phrases',
        optional: isPartner,
      },
      HELPS_WITH,
      PLACES,
      ...REACH,
      { kind: 'url', name: 'site', label: 'Site', ...OPTIONAL },
      ...sources(isPartner),
    ],
  }
}

/** The form of a contact; `instances`: bodies in which one may sit. */
export function contactSheet(
  title: string,
  back: Back,
  isPartner: boolean,
  { trades, instances }: { trades: FormOption[]; instances: FormOption[] },
): Sheet {
  return {
    title,
    lead: SAVED,
    back,
    submit: 'Enregistrer',
    fields: [
      {
        kind: 'line',
        name: 'fonction',
        label: 'Fonction',
        hint: 'Par exemple : conseillère commande publique, délégué régional',
      },
      {
        kind: 'line',
        name: 'personne',
        label: 'Prénom et nom',
        hint: 'Avec son accord : la fiche est publique.',
        ...OPTIONAL,
      },
      ...REACH,
      PLACES,
      HELPS_WITH,
      {
        kind: 'ticks',
        name: 'metiers',
        label: 'Métiers conseillés',
        hint: 'Aucun : tous les métiers.',
        options: trades,
        ...OPTIONAL,
      },
      ...(instances.length === 0
        ? []
        : ([
            {
              kind: 'ticks',
              name: 'siege_dans',
              label: 'Siège aussi à',
              options: instances,
              ...OPTIONAL,
            },
          ] satisfies SheetField[])),
      ...sources(isPartner),
    ],
  }
}

/** The form that takes something out of the list, with the reason. */
export function removalSheet(title: string, back: Back): Sheet {
  return {
    title,
    lead: 'La page dira que cette fiche est retirée, quand et pourquoi. Les noms, téléphones et adresses électroniques sont effacés.',
    back,
    submit: 'Retirer',
    fields: [
      {
        kind: 'line',
        name: 'motif',
        label: 'Pourquoi, et à qui s’adresser maintenant',
        hint: 'Par exemple : poste supprimé, voir le conseiller entreprises',
      },
    ],
  }
}

/** The form of a support scheme. */
export function schemeSheet(
  title: string,
  back: Back,
  { bodies, partners }: { bodies: FormOption[]; partners: FormOption[] },
): Sheet {
  return {
    title,
    lead: SAVED,
    back,
    submit: 'Enregistrer',
    fields: [
      { kind: 'line', name: 'titre', label: 'Titre' },
      { kind: 'select', name: 'theme', label: 'Thème', options: THEME_OPTIONS },
      { kind: 'text', name: 'objet', label: 'Ce que c’est', hint: 'Deux ou trois phrases' },
      { kind: 'text', name: 'public', label: 'Pour qui', ...OPTIONAL },
      { kind: 'text', name: 'montant', label: 'Combien', ...OPTIONAL },
      { kind: 'text', name: 'demarches', label: 'Que faire', ...OPTIONAL },
      { kind: 'line', name: 'droit', label: 'Textes', hint: 'Articles de loi', ...OPTIONAL },
      {
        kind: 'select',
        name: 'organisme',
        label: 'À qui s’adresser',
        options: bodies,
        ...OPTIONAL,
      },
      {
        kind: 'select',
        name: 'partenaire',
        label: 'Partenaire qui tient la fiche',
        hint: 'Il est prié de la vérifier chaque année. Aucun : les administrateurs.',
        options: partners,
        ...OPTIONAL,
      },
      ...sources(false),
    ],
  }
}

/** The form of a routing rule. */
export function ruleSheet(title: string, back: Back, bodies: FormOption[]): Sheet {
  return {
    title,
    lead: 'Une règle ne s’efface pas : donnez-lui un dernier jour, et ajoutez la suivante.',
    back,
    submit: 'Enregistrer',
    fields: [
      { kind: 'select', name: 'probleme', label: 'Pour quel besoin', options: PROBLEM_OPTIONS },
      {
        kind: 'select',
        name: 'vers',
        label: 'Vers qui',
        options: [...TARGET_OPTIONS, ...bodies],
      },
      {
        kind: 'number',
        name: 'rang',
        label: 'Rang',
        hint: 'De 1 à 999 : le plus petit est proposé en premier.',
      },
      {
        kind: 'number',
        name: 'effectif_a_partir_de',
        label: 'À partir de tant de salariés',
        ...OPTIONAL,
      },
      {
        kind: 'number',
        name: 'effectif_moins_de',
        label: 'Moins de tant de salariés',
        ...OPTIONAL,
      },
      PLACES,
      { kind: 'text', name: 'motif', label: 'Pourquoi', hint: 'Une phrase, montrée au public' },
      { kind: 'line', name: 'source', label: 'Source' },
      { kind: 'url', name: 'source_url', label: 'Adresse de la source', ...OPTIONAL },
      { kind: 'day', name: 'depuis', label: 'En vigueur depuis le' },
      { kind: 'day', name: 'jusqu_au', label: 'Jusqu’au', ...OPTIONAL },
    ],
  }
}

/** The form of « Comment nous achetons ». */
export function practiceSheet(back: Back): Sheet {
  return {
    title: 'Comment nous achetons',
    lead: `Paraît sur votre page d’acheteur. Laissez vide ce que vous ne voulez pas dire. ${SAVED}`,
    back,
    submit: 'Enregistrer',
    fields: [
      {
        kind: 'text',
        name: 'services',
        label: 'Services, et qui achète quoi',
        hint: 'Un par ligne : Direction des bâtiments : travaux, entretien, chauffage',
        ...OPTIONAL,
      },
      {
        kind: 'text',
        name: 'seuils',
        label: 'Seuils internes',
        hint: 'Un par ligne, du montant HT : 5 000 : trois devis',
        ...OPTIONAL,
      },
      {
        kind: 'text',
        name: 'petits_marches',
        label: 'Comment vous annoncez les petits marchés',
        ...OPTIONAL,
      },
      { kind: 'text', name: 'allotissement', label: 'Allotissement', ...OPTIONAL },
      {
        kind: 'text',
        name: 'paiement',
        label: 'Paiement',
        hint: 'Délai constaté, avances, facturation',
        ...OPTIONAL,
      },
      {
        kind: 'text',
        name: 'plateforme',
        label: 'Plateforme',
        hint: 'Où retirer les dossiers et déposer les offres',
        ...OPTIONAL,
      },
      ...sources(true),
    ],
  }
}

/** The form of a partner's one SME correspondent. */
export function correspondentSheet(back: Back): Sheet {
  return {
    title: 'Correspondant PME',
    lead: `Une seule personne par organisme. Tout laisser vide : la page publique dit « à désigner ». ${SAVED}`,
    back,
    submit: 'Enregistrer',
    fields: [
      { kind: 'line', name: 'correspondant_nom', label: 'Prénom et nom', ...OPTIONAL },
      { kind: 'line', name: 'correspondant_fonction', label: 'Fonction', ...OPTIONAL },
      { kind: 'email', name: 'correspondant_courriel', label: 'Adresse électronique', ...OPTIONAL },
      {
        kind: 'text',
        name: 'correspondant_telephones',
        label: 'Téléphones',
        hint: 'Un par ligne',
        ...OPTIONAL,
      },
    ],
  }
}
