import type { Child } from 'hono/jsx'
import { plural } from '../format.ts'
import { Table } from '../shared/table.tsx'

/** How long what people leave is kept, as the jobs that erase it know. */
export interface KeptTimes {
  session: { wholeHours: number; idleHours: number }
  /** Days that links are known after they have ended. */
  linkDays: number
  mailRecipientDays: number
  /** Months after the end of a request. */
  requestMonths: number
  /** Of buyers' meetings: months after one, after an appointment that was given back; of wishes to know of the next. */
  meetings: {
    personsMonths: number
    firmsMonths: number
    givenBackMonths: number
    interestMonths: number
    unconfirmedDays: number
  }
  /** Of trainings: months after a session, after a cancelled registration. */
  trainings: { personsMonths: number; cancelledMonths: number }
  alerts: {
    unconfirmedDays: number
    suspendedDays: number
    bouncedYears: number
    complainedYears: number
  }
  /** Days that documents filled from the shared model wait for who asked for them. */
  templateDays: number
  /** Days that the address of who told of a mistake, or of who wants to join the pact, is known. */
  reportDays: number
  /** Years after that of a planned purchase at whose end its contact is forgotten. */
  purchaseContactYears: number
  /** Days after which the register of firms is asked again. */
  firmDays: number
}

/** One processing of personal data, as article 30 of the GDPR has it registered. */
interface Processing {
  /** Its name in addresses of the page. */
  id: string
  name: string
  /** Whose data, and which. */
  data: string
  why: string
  basis: Basis
  /** Who gets to see them. */
  seenBy: string
  kept: (times: KeptTimes) => string
}

type Basis = 'mission' | 'consent' | 'duty'

/** Article 6, paragraph 1 of the GDPR. */
const BASES: Record<Basis, string> = {
  mission: 'mission d’intérêt public (6.1 e)',
  consent: 'votre accord, que vous pouvez retirer (6.1 a)',
  duty: 'obligation légale de l’acheteur (6.1 c)',
}

/** Everything that is kept of anybody: tests/site/register.test.ts holds it against the tables of the database. */
export const REGISTER: Processing[] = [
  {
    id: 'journal-technique',
    name: 'Journal technique',
    data: 'Visiteurs : aucune donnée. Une ligne par défaut ou par lenteur : heure, sorte de page, durée ; ni adresse réseau, ni recherche, ni navigateur.',
    why: 'Trouver et réparer les défauts.',
    basis: 'mission',
    seenBy: 'Exploitant du service',
    kept: () => 'Le temps que l’hébergement garde ses journaux',
  },
  {
    id: 'abus',
    name: 'Freins aux abus',
    data: 'Qui envoie un formulaire : empreinte de l’adresse réseau ou du compte, et un nombre.',
    why: 'Empêcher qu’une machine envoie des milliers de formulaires.',
    basis: 'mission',
    seenBy: 'Personne : lu par le programme seul',
    kept: () =>
      'La demi-heure ; un jour pour l’empreinte d’une adresse à qui l’on demande de confirmer une alerte',
  },
  {
    id: 'courriels',
    name: 'Envoi de courriels',
    data: 'Destinataires : adresse e-mail, texte du message.',
    why: 'Envoyer ce qui a été demandé, une fois et une seule.',
    basis: 'mission',
    seenBy: 'Exploitant du service et sa messagerie',
    kept: ({ mailRecipientDays }) =>
      `Texte : jusqu’à l’envoi ; adresse : ${days(mailRecipientDays)} après`,
  },
  {
    id: 'alertes',
    name: 'Alertes par e-mail',
    data: 'Abonnés : adresse e-mail, ce qui est suivi, rythme.',
    why: 'Envoyer les nouveautés demandées.',
    basis: 'consent',
    seenBy: 'Exploitant du service',
    kept: ({ alerts }) =>
      `Jusqu’à l’arrêt ; ${days(alerts.unconfirmedDays)} sans confirmation ; ${days(alerts.suspendedDays)} après un refus de la messagerie, puis une empreinte seule : ${years(alerts.bouncedYears)} (refus) ou ${years(alerts.complainedYears)} (plainte)`,
  },
  {
    id: 'flux-pousses',
    name: 'Flux envoyés aux lecteurs (WebSub)',
    data: 'Lecteurs de flux : adresse web du serveur qui les reçoit.',
    why: 'Prévenir en quelques secondes d’un changement.',
    basis: 'consent',
    seenBy: 'Exploitant du service',
    kept: () => 'Jusqu’à la fin de l’abonnement, que le lecteur renouvelle tous les quelques jours',
  },
  {
    id: 'formations',
    name: 'Inscriptions aux formations',
    data: 'Inscrits : entreprise, SIRET, personne, adresse e-mail, commune, métier, présence, avis sur la formation ; adresse de qui veut être prévenu.',
    why: 'Organiser la session, délivrer l’attestation, demander ce qu’il en est après.',
    basis: 'consent',
    seenBy: 'Organisateurs de la formation',
    kept: ({ trainings }) =>
      `${months(trainings.personsMonths)} après la session, ${months(trainings.cancelledMonths)} après une annulation ; ${months(trainings.personsMonths)} au plus pour une adresse à prévenir`,
  },
  {
    id: 'rencontres',
    name: 'Rendez-vous des rencontres avec les acheteurs',
    data: 'Participants : entreprise, SIRET, personne, adresse e-mail, téléphone, ce qu’ils vendent, présence ; adresse de qui veut être prévenu.',
    why: 'Préparer, rappeler ou déplacer un rendez-vous ; compter les entreprises nouvelles.',
    basis: 'consent',
    seenBy: 'L’acheteur rencontré et l’organisateur',
    kept: ({ meetings }) =>
      `Personne : ${months(meetings.personsMonths)} après la rencontre, ${months(meetings.givenBackMonths)} après une annulation ; entreprise : ${months(meetings.firmsMonths)} ; adresse à prévenir : ${months(meetings.interestMonths)}, ou ${days(meetings.unconfirmedDays)} sans confirmation`,
  },
  {
    id: 'demandes',
    name: 'Questions, médiations et autres demandes d’aide',
    data: 'Demandeurs : entreprise, SIRET, personne, adresse e-mail, téléphone, commune, message, pièces jointes ; questionnaire confidentiel d’une entreprise en difficulté.',
    why: 'Répondre, orienter, concilier.',
    basis: 'consent',
    seenBy: 'Agents désignés du partenaire qui répond',
    kept: ({ requestMonths }) =>
      `${months(requestMonths)} après la fin de la demande, ou dès que vous l’effacez ; il reste le type, les dates et l’issue`,
  },
  {
    id: 'modele',
    name: 'Documents faits avec le modèle commun',
    data: 'Acheteurs : ce qu’ils écrivent pour remplir les documents.',
    why: 'Établir ces documents.',
    basis: 'mission',
    seenBy: 'Qui a demandé les documents',
    kept: ({ templateDays }) =>
      `${days(templateDays)} ; l’utilisation reste comptée avec le nom et le SIRET de l’acheteur`,
  },
  {
    id: 'signalements',
    name: 'Erreurs signalées et demandes d’adhésion au pacte',
    data: 'Qui écrit : message, adresse e-mail facultative ; organisme et SIRET de qui veut rejoindre le pacte.',
    why: 'Corriger une page, répondre.',
    basis: 'mission',
    seenBy: 'Administrateurs du pacte',
    kept: ({ reportDays }) => `Adresse : ${days(reportDays)} ; le message reste, sans elle`,
  },
  {
    id: 'comptes',
    name: 'Comptes des agents',
    data: 'Agents des partenaires : nom, adresse e-mail professionnelle, rôles, identifiant chez le fournisseur d’identité ; brouillons et fichiers en préparation.',
    why: 'Savoir qui peut écrire, et pour quel partenaire.',
    basis: 'mission',
    seenBy: 'Administrateurs du partenaire et du guichet',
    kept: () =>
      'Tant que le compte sert ; fermé, il garde le nom et l’adresse aussi longtemps que le journal des écritures',
  },
  {
    id: 'sessions',
    name: 'Sessions et liens de connexion',
    data: 'Agents connectés : début, dernier usage, nom du navigateur, jeton du fournisseur d’identité ; empreintes des liens à usage unique.',
    why: 'Rester connecté ; voir et fermer ses sessions.',
    basis: 'mission',
    seenBy: 'L’agent lui-même',
    kept: ({ session, linkDays }) =>
      `Session : ${session.idleHours} heures sans usage, ${session.wholeHours} heures au plus ; empreinte d’un lien : ${days(linkDays)} après sa fin`,
  },
  {
    id: 'ecritures',
    name: 'Journal des écritures',
    data: 'Agents : identifiant, ce qui a été écrit, déposé, décidé ou signé, quand et pour quel partenaire.',
    why: 'Que chaque collectivité puisse répondre de ce qui est publié en son nom.',
    basis: 'mission',
    seenBy: 'Administrateurs du guichet',
    kept: () => 'Aussi longtemps que le service : ses lignes ne s’effacent pas',
  },
  {
    id: 'pacte',
    name: 'Groupes de travail et commentaires du pacte',
    data: 'Membres et suppléants : nom, adresse e-mail ; agents : ce qu’ils commentent, déposent ou adoptent.',
    why: 'Convoquer les groupes, travailler aux documents du pacte.',
    basis: 'mission',
    seenBy: 'Agents des partenaires ; seul l’organisme est public',
    kept: () => 'La durée du pacte : qui quitte un groupe y reste inscrit avec sa date de départ',
  },
  {
    id: 'contacts',
    name: 'Annuaire de ceux qui aident et correspondants PME',
    data: 'Conseillers et correspondants : nom, fonction, adresse e-mail, téléphones, lieu de travail.',
    why: 'Dire aux entreprises à qui s’adresser.',
    basis: 'mission',
    seenBy: 'Tout le monde',
    kept: () => 'Jusqu’au retrait de la fiche, qui efface la personne',
  },
  {
    id: 'avis',
    name: 'Personnes citées dans les avis, les achats à venir et les rencontres',
    data: 'Personnes à contacter chez l’acheteur ou l’organisateur : nom, téléphone, adresse e-mail, tels que l’acheteur les publie.',
    why: 'Rassembler les avis ; permettre de poser une question à l’acheteur.',
    basis: 'mission',
    seenBy: 'Tout le monde',
    kept: ({ purchaseContactYears }) =>
      `Aussi longtemps que l’avis ou la rencontre est publié ici ; pour un achat à venir, ${years(purchaseContactYears)} après son année`,
  },
  {
    id: 'titulaires',
    name: 'Titulaires de marchés',
    data: 'Entreprises, dont les entrepreneurs individuels : SIRET, nom, taille, commune.',
    why: 'Dire qui obtient les marchés ; calculer l’analyse annuelle.',
    basis: 'duty',
    seenBy: 'Tout le monde',
    kept: ({ firmDays }) =>
      `Aussi longtemps que le marché est publié ; redemandé au registre public après ${days(firmDays)}`,
  },
]

/** The register as a table: one row for each processing. */
export function Register({ kept }: { kept: KeptTimes }): Child {
  return (
    <Table
      caption="Registre des traitements (RGPD, article 30)"
      columns={[
        'Traitement',
        'Personnes et données',
        'Pourquoi',
        'Base (RGPD, article 6)',
        'Qui les voit',
        'Combien de temps',
      ]}
      wide
    >
      {REGISTER.map(({ id, name, data, why, basis, seenBy, kept: keptFor }) => (
        <tr>
          <th scope="row" id={id}>
            {name}
          </th>
          <td data-label="Personnes et données">{data}</td>
          <td data-label="Pourquoi">{why}</td>
          <td data-label="Base">{BASES[basis]}</td>
          <td data-label="Qui les voit">{seenBy}</td>
          <td data-label="Combien de temps">{keptFor(kept)}</td>
        </tr>
      ))}
    </Table>
  )
}

export function days(count: number): string {
  return plural(count, 'jour', 'jours')
}

export function months(count: number): string {
  return plural(count, 'mois', 'mois')
}

export function years(count: number): string {
  return plural(count, 'an', 'ans')
}
