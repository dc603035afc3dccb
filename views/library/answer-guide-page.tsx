import type { GuideFigures } from '../../src/library/guide-figures.ts'
import { euros, percent, plural, shortDate } from '../format.ts'
import type { Frame } from '../layout/layout.tsx'
import { Table } from '../shared/table.tsx'
import {
  articleText,
  Checklist,
  figureText,
  GuidePage,
  Step,
  timesAmount,
  Words,
} from './guide-parts.tsx'

const STEPS = [
  { id: 'decider', label: 'Décider si l’on répond' },
  { id: 'dossier', label: 'Retirer le dossier' },
  { id: 'lire', label: 'Lire le règlement' },
  { id: 'questions', label: 'Poser ses questions, faire la visite' },
  { id: 'candidature', label: 'Préparer la candidature' },
  { id: 'offre', label: 'Écrire l’offre' },
  { id: 'deposer', label: 'Déposer' },
  { id: 'apres', label: 'Après le dépôt' },
  { id: 'liste', label: 'Liste de contrôle à imprimer' },
]

const days = (value: number) => plural(value, 'jour', 'jours')

/** « Comment répondre à une consultation », from the notice to the deposit, for a firm that does it for the first time. */
export function AnswerGuidePage({ frame, figures }: { frame: Frame; figures: GuideFigures }) {
  return (
    <GuidePage
      frame={frame}
      title="Comment répondre à une consultation"
      lead="De l’avis au dépôt, en huit étapes, pour une entreprise qui répond pour la première fois. La liste de contrôle est à la fin."
      on={figures.on}
      steps={STEPS}
    >
      <Step id="decider" title="1. Décider si l’on répond">
        <p>
          Une demi-heure suffit. Regardez dans cet ordre : la date limite, l’objet et le lot qui
          vous concerne, le lieu, le montant de ce lot, la visite si elle est obligatoire, les
          critères de choix.
        </p>
        <ul>
          <li>
            Un marché découpé en lots se prend lot par lot : une électricienne peut ne répondre
            qu’au lot électricité. C’est la règle, et l’acheteur qui n’en fait pas doit dire
            pourquoi (art. L. 2113-10 et L. 2113-11).
          </li>
          <li>
            « Réservé » n’est pas un avantage mais une fermeture : seules les structures nommées
            (entreprises adaptées, insertion, économie sociale et solidaire) peuvent répondre.
          </li>
          <li>
            Trop gros ou trop large pour vous seul ?{' '}
            <a href="/documents/guides/se-grouper">Vous pouvez vous grouper</a>.
          </li>
          <li>
            Peu de jours, aucune idée du montant, un cahier des charges écrit pour un autre produit
            : ne pas répondre est aussi une décision.
          </li>
          <li>
            Pas prêt cette fois ? <a href="/programmation">Les achats à venir</a> disent ce que les
            acheteurs prévoient, et l’on en parle avec eux aux{' '}
            <a href="/rencontres">rencontres acheteurs-entreprises</a>, avant toute consultation.
          </li>
        </ul>
        <Amounts figures={figures} />
        <Words words={['consultation', 'lot', 'mapa', 'petit-marche']} />
      </Step>

      <Step id="dossier" title="2. Retirer le dossier">
        <p>
          Sur la page de la consultation, « Comment répondre » donne l’adresse officielle. C’est le
          plus souvent une plateforme ; pour un petit marché, ce peut être une adresse électronique
          ou postale. Guichet ne reçoit aucune offre.
        </p>
        <ul>
          <li>
            Laissez une adresse électronique quand vous retirez le dossier : l’acheteur prévient
            ceux qui se sont fait connaître si quelque chose change. Prenez une adresse que deux
            personnes lisent.
          </li>
          <li>
            Abonnez-vous aussi à la recherche qui vous a montré cette consultation : un rectificatif
            y arrive comme une nouvelle entrée.
          </li>
          <li>Comptez les pièces et ouvrez-les toutes le jour même.</li>
          <li>
            Pour de petits travaux, des acheteurs de l’Aude emploient{' '}
            <a href="/modele">le même modèle de consultation</a> : lu une fois, il se reconnaît d’un
            acheteur à l’autre.
          </li>
        </ul>
        <Words
          words={['profil-d-acheteur', 'dce', 'rc', 'cctp', 'ccap', 'dpgf', 'acte-d-engagement']}
        />
      </Step>

      <Step id="lire" title="3. Lire le règlement">
        <p>
          Tout ce que l’acheteur attend s’y trouve. Relevez sur une feuille, avec la page où vous
          l’avez lu :
        </p>
        <ul>
          <li>la date et l’heure limites, et la fin des questions ;</li>
          <li>la liste exacte des pièces, séparée entre candidature et offre ;</li>
          <li>le format demandé, et si une signature l’est à ce stade ;</li>
          <li>les critères de choix et leur poids ;</li>
          <li>si les variantes sont admises, et si un groupement l’est ;</li>
          <li>la visite : obligatoire, conseillée, sur rendez-vous.</li>
        </ul>
        <p>
          Combien de jours avez-vous ? Pour un appel d’offres ouvert, au moins{' '}
          {figureText(figures.openDays, days)} quand les offres se remettent par voie électronique.
          En procédure adaptée la loi ne donne pas de chiffre : le délai doit tenir compte de la
          complexité et du temps nécessaire pour répondre (art. R. 2151-1).
        </p>
      </Step>

      <Step id="questions" title="4. Poser ses questions, faire la visite">
        <ul>
          <li>
            Posez vos questions par écrit, là où le règlement le dit, et avant sa date : la réponse
            est donnée à tous. Une question sur une quantité fausse rend service à tout le monde.
          </li>
          <li>
            Si le dossier change de façon importante, la date limite doit être repoussée
            (art. R. 2151-4). Guichet montre l’ancienne date et la nouvelle.
          </li>
          <li>
            Une visite obligatoire manquée ferme la porte : mettez-la à l’agenda avant tout le
            reste, et gardez l’attestation que l’on vous y remet.
          </li>
          <li>
            Un doute sur la procédure ? Chaque signataire du pacte a un correspondant PME : la page
            de l’acheteur et <a href="/contacts">« Qui peut m’aider ? »</a> le nomment.
          </li>
        </ul>
      </Step>

      <Step id="candidature" title="5. Préparer la candidature">
        <p>
          La candidature dit qui vous êtes et ce que vous savez faire. Préparez-la une fois,
          datez-la, et reprenez-la d’une consultation à l’autre.
        </p>
        <ul>
          <li>
            Qui vous êtes : identité, SIRET, pouvoir de la personne qui signe, attestations
            demandées.
          </li>
          <li>
            Ce que vous pouvez : effectif, matériel, chiffre d’affaires. L’acheteur ne peut pas
            exiger un chiffre d’affaires annuel supérieur à{' '}
            {figureText(figures.turnoverCap, timesAmount)}, sauf à le justifier.
          </li>
          <li>
            Ce que vous avez fait : trois chantiers ou prestations proches, avec l’année, le montant
            et quelqu’un à appeler. Une entreprise récente montre les références de ses salariés et
            ses moyens.
          </li>
          <li>
            Une qualification demandée : donnez-la, ou la preuve d’une compétence équivalente quand
            le règlement l’admet.
          </li>
        </ul>
        <p>Ne joignez pas ce qui n’est pas demandé : cela se lit, et cela ne compte pas.</p>
      </Step>

      <Step id="offre" title="6. Écrire l’offre">
        <ul>
          <li>
            Remplissez l’acte d’engagement et tout le tableau de prix, sans ligne vide et sans
            toucher à sa forme. Refaites les additions.
          </li>
          <li>
            Écrivez le mémoire technique dans l’ordre des critères, un chapitre pour chacun, et
            donnez à chaque critère autant de pages qu’il a de poids.
          </li>
          <li>
            Répondez pour ce chantier-là : qui viendra, avec quoi, dans quel ordre, comment vous
            protégez les usagers. Une page recopiée d’un autre dossier se voit.
          </li>
          <li>
            Une offre à laquelle il manque une pièce, ou qui change ce que demande l’acheteur,
            risque d’être écartée comme irrégulière sans que sa qualité soit regardée.
          </li>
        </ul>
        <Words words={['memoire-technique', 'critere', 'variante', 'offre-irreguliere']} />
      </Step>

      <Step id="deposer" title="7. Déposer">
        <ul>
          <li>
            Visez la veille. L’heure limite est celle de Paris, souvent midi, et le dépôt d’un gros
            fichier prend du temps.
          </li>
          <li>
            Faites un essai sur la plateforme quelques jours avant, avec l’ordinateur qui servira :
            elle propose le plus souvent une consultation de test.
          </li>
          <li>Nommez les fichiers court, sans accent, dans l’ordre de la liste du règlement.</li>
          <li>Gardez l’accusé de réception : il porte l’heure.</li>
        </ul>
      </Step>

      <Step id="apres" title="8. Après le dépôt">
        <ul>
          <li>
            L’acheteur peut vous demander une précision ou une pièce : répondez dans le délai qu’il
            donne, par le même chemin.
          </li>
          <li>
            Le résultat paraît sur la page de la consultation. Si ce n’est pas vous, demandez
            pourquoi : la réponse vaut une formation. Depuis le 1er janvier 2026, si le titulaire
            est empêché, l’acheteur peut prendre l’offre classée deuxième (art. R. 2181-7).
          </li>
          <li>
            Un refus que vous ne comprenez pas, un paiement qui n’arrive pas :{' '}
            <a href="/saisines/nouvelle">écrivez au correspondant PME, ou demandez une médiation</a>
            .
          </li>
          <li>
            Si c’est vous, demandez l’avance : elle est due quand le marché dépasse{' '}
            {figureText(figures.advanceAmount, euros)} et sa durée {monthsText(figures)}. Son taux
            pour une PME est d’au moins {rates(figures)}.
          </li>
        </ul>
        <Words words={['avance', 'pme']} />
      </Step>

      <Step id="liste" title="Liste de contrôle">
        <p class="unprinted">
          À imprimer, ou à cocher ici : rien n’est enregistré, et les coches partent avec la page.
        </p>
        <Checklist
          name="avant"
          label="Avant d’écrire"
          items={[
            'Date et heure limites notées à l’agenda, avec une alerte sept jours avant et la veille',
            'Visite obligatoire prise, attestation gardée',
            'Consultation non réservée, ou réservée à nous',
            'Tous les fichiers du dossier ouverts et lus',
            'Questions posées par écrit avant leur date limite',
            'Décidé : seul, en groupement, ou avec un sous-traitant',
          ]}
        />
        <Checklist
          name="candidature"
          label="Candidature"
          items={[
            'Identité, SIRET et pouvoir du signataire',
            'Attestations demandées, en cours de validité à la date du dépôt',
            'Effectif, moyens, chiffre d’affaires',
            'Références proches, avec année et montant',
            'Qualifications demandées, ou équivalences',
            'En groupement : les pièces de chaque membre',
          ]}
        />
        <Checklist
          name="offre"
          label="Offre"
          items={[
            'Acte d’engagement rempli en entier',
            'Tableau de prix sans ligne vide, additions refaites, hors taxes et toutes taxes',
            'Mémoire technique dans l’ordre des critères',
            'Calendrier d’exécution, si demandé',
            'Échantillons, si demandés',
            'Dernières réponses de l’acheteur et rectificatifs pris en compte',
          ]}
        />
        <Checklist
          name="depot"
          label="Dépôt"
          items={[
            'Liste des pièces du règlement pointée une dernière fois',
            'Signature, si elle est demandée à ce stade',
            'Fichiers relus par une autre personne',
            'Dépôt fait la veille',
            'Accusé de réception enregistré',
          ]}
        />
        <p>
          Besoin d’aide ? Les chambres forment à la réponse :{' '}
          <a href="/pacte/formations">formations</a>. Qui appeler, et pour quoi :{' '}
          <a href="/contacts">« Qui peut m’aider ? »</a>. Une question sur une consultation ou un
          acheteur : <a href="/saisines/nouvelle">posez-la ici</a>.
        </p>
      </Step>
    </GuidePage>
  )
}

function Amounts({ figures }: { figures: GuideFigures }) {
  const { dispenseWorks, dispenseOthers, notice, formalWorks, formalOthers, on } = figures
  return (
    <Table
      caption={<>Où chercher, selon le montant hors taxes (règles au {shortDate(on)})</>}
      columns={['Ce que doit l’acheteur', 'Travaux', 'Fournitures et services']}
    >
      <tr>
        <th scope="row">Aucune publicité obligatoire : petit marché</th>
        <td data-label="Travaux">sous {figureText(dispenseWorks, euros)}</td>
        <td data-label="Fournitures et services">sous {figureText(dispenseOthers, euros)}</td>
      </tr>
      <tr>
        <th scope="row">Un avis au BOAMP ou dans un journal d’annonces légales</th>
        <td data-label="Travaux">
          à partir de {figureText(largest(notice, dispenseWorks), euros)}
        </td>
        <td data-label="Fournitures et services">
          à partir de {figureText(largest(notice, dispenseOthers), euros)}
        </td>
      </tr>
      <tr>
        <th scope="row">Une procédure formalisée, publiée aussi au Journal officiel de l’Union</th>
        <td data-label="Travaux">à partir de {figureText(formalWorks, euros)}</td>
        <td data-label="Fournitures et services">
          à partir de {figureText(formalOthers, euros)} pour une collectivité
        </td>
      </tr>
    </Table>
  )
}

/** No notice is compulsory below the threshold of the dispense, were it the higher one. */
function largest(one: GuideFigures['notice'], other: GuideFigures['notice']) {
  return one !== null && other !== null && other.value > one.value ? other : one
}

/** The article is the amount's. */
function monthsText({ advanceMonths }: GuideFigures): string {
  return advanceMonths === null ? 'non précisé' : plural(advanceMonths.value, 'mois', 'mois')
}

function rates({ advanceRate, advanceRateOfLarge, advanceRateOfState }: GuideFigures): string {
  const told = (figure: GuideFigures['advanceRate']) =>
    figure === null ? 'non précisé' : percent(figure.value)
  const article = advanceRate?.article ? ` (${articleText(advanceRate.article)})` : ''
  return `${told(advanceRate)} pour une collectivité, ${told(advanceRateOfLarge)} pour une grande, dont les charges de fonctionnement dépassent 60 millions d’euros, et ${told(advanceRateOfState)} pour l’État${article}`
}
