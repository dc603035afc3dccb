import type { GuideFigures } from '../../src/library/guide-figures.ts'
import type { Frame } from '../layout/layout.tsx'
import { Table } from '../shared/table.tsx'
import { Checklist, figureText, GuidePage, Step, timesAmount, Words } from './guide-parts.tsx'

const STEPS = [
  { id: 'pourquoi', label: 'Quand cela vaut la peine' },
  { id: 'ou-sous-traiter', label: 'Se grouper ou sous-traiter' },
  { id: 'conjoint-solidaire', label: 'Conjoint ou solidaire' },
  { id: 'mandataire', label: 'Le mandataire' },
  { id: 'acheteur', label: 'Ce que l’acheteur peut demander' },
  { id: 'pieces', label: 'Remplir les pièces' },
  { id: 'entre-vous', label: 'S’entendre avant' },
  { id: 'partenaires', label: 'Trouver des partenaires' },
  { id: 'liste', label: 'Liste de contrôle à imprimer' },
]

/** « Se grouper pour répondre »: cotraitance explained to firms that have never done it. */
export function GroupingGuidePage({ frame, figures }: { frame: Frame; figures: GuideFigures }) {
  return (
    <GuidePage
      frame={frame}
      title="Se grouper pour répondre"
      lead="Répondre à plusieurs, c’est la cotraitance : chaque entreprise signe, travaille et est payée pour sa part, sans créer de société."
      on={figures.on}
      steps={STEPS}
    >
      <Step id="pourquoi" title="1. Quand cela vaut la peine">
        <p>Cela vaut la peine quand :</p>
        <ul>
          <li>le lot réunit deux métiers et vous n’en avez qu’un ;</li>
          <li>le volume ou le calendrier dépasse vos équipes ;</li>
          <li>les références ou le chiffre d’affaires demandés ne sont atteints qu’ensemble ;</li>
          <li>l’accord-cadre couvre un territoire trop large pour une seule entreprise.</li>
        </ul>
        <p>Mieux vaut répondre seul, ou attendre, quand :</p>
        <ul>
          <li>un lot à votre mesure existe déjà dans la consultation ;</li>
          <li>il reste moins de dix jours et vous ne vous connaissez pas ;</li>
          <li>personne ne veut être mandataire ;</li>
          <li>l’autre n’apporte qu’une petite part : sous-traitez-la.</li>
        </ul>
        <p>
          Les capacités d’un groupement s’apprécient ensemble (art. R. 2142-25) : il n’est pas
          demandé à chacun d’avoir tout. Le plafond du chiffre d’affaires exigible,{' '}
          {figureText(figures.turnoverCap, timesAmount)}, vaut aussi pour lui.
        </p>
        <Words words={['groupement', 'groupement-de-commandes']} />
      </Step>

      <Step id="ou-sous-traiter" title="2. Se grouper ou sous-traiter">
        <p>
          Le cotraitant est lié à l’acheteur : il signe le marché et son prix y figure. Le
          sous-traitant n’est lié qu’à l’entreprise qui lui confie une partie du travail ;
          l’acheteur doit l’accepter, avec ses conditions de paiement, mais ne le choisit pas.
        </p>
        <p>
          Pour une part importante, ou pour garder vos références à votre nom, groupez-vous. Pour
          une tâche limitée, sous-traitez. On peut faire les deux.
        </p>
      </Step>

      <Step id="conjoint-solidaire" title="3. Conjoint ou solidaire">
        <Table
          caption="Deux formes, définies à l’art. R. 2142-20"
          columns={['Question', 'Conjoint', 'Solidaire']}
        >
          <tr>
            <th scope="row">À quoi s’engage chacun ?</th>
            <td data-label="Conjoint">à sa part, décrite et chiffrée</td>
            <td data-label="Solidaire">à tout le marché, sur son argent</td>
          </tr>
          <tr>
            <th scope="row">Si l’un disparaît</th>
            <td data-label="Conjoint">
              les autres ne doivent que leur part (le mandataire peut devoir plus)
            </td>
            <td data-label="Solidaire">les autres doivent finir son travail</td>
          </tr>
          <tr>
            <th scope="row">Ce qu’il faut écrire</th>
            <td data-label="Conjoint">qui fait quoi et pour combien, sans trou ni double</td>
            <td data-label="Solidaire">la répartition reste entre vous</td>
          </tr>
          <tr>
            <th scope="row">Convient à</th>
            <td data-label="Conjoint">des métiers différents, une première fois</td>
            <td data-label="Solidaire">un même métier, des entreprises qui se connaissent</td>
          </tr>
        </Table>
        <p>
          Écrire « conjoint » ne suffit pas : si la part de chacun n’est pas définie, il est
          difficile de soutenir ensuite que chacun ne devait que la sienne.
        </p>
      </Step>

      <Step id="mandataire" title="4. Le mandataire">
        <p>
          Tout groupement en a un, désigné dans la candidature et dans l’offre (art. R. 2142-24). Il
          parle pour tous avec l’acheteur, coordonne les travaux et dépose la réponse. Si le marché
          le prévoit, le mandataire d’un groupement conjoint répond aussi de la part des autres :
          regardez-le avant de dire oui.
        </p>
        <p>
          Ce n’est pas forcément la plus grosse entreprise : c’est celle qui a quelqu’un pour suivre
          le dossier. Ce travail se paie : convenez d’un prix ou d’un pourcentage.
        </p>
        <Words words={['mandataire', 'habilitation']} />
      </Step>

      <Step id="acheteur" title="5. Ce que l’acheteur peut demander">
        <ul>
          <li>
            Il ne peut pas imposer une forme pour répondre. Il peut l’exiger après l’attribution,
            quand c’est nécessaire à la bonne exécution et que le dossier le disait
            (art. R. 2142-22) : cherchez « forme imposée » dans le règlement.
          </li>
          <li>
            Il peut interdire d’être à la fois candidat seul et membre d’un groupement, ou membre de
            plusieurs (art. R. 2142-21).
          </li>
          <li>
            Entre le dépôt et la signature, on n’ajoute ni ne retire personne, sauf exceptions
            (art. R. 2142-26). Choisissez bien avant.
          </li>
        </ul>
      </Step>

      <Step id="pieces" title="6. Remplir les pièces">
        <ol>
          <li>
            Lettre de candidature : une seule, qui nomme tous les membres, la forme du groupement et
            le mandataire.
          </li>
          <li>
            Renseignements sur l’entreprise : chacun les siens (identité, moyens, références,
            attestations).
          </li>
          <li>
            Signature : tous signent, ou le mandataire signe et joint l’habilitation de chacun
            (art. R. 2142-23).
          </li>
          <li>
            Acte d’engagement : un seul. En conjoint, joignez le tableau de répartition : membre, ce
            qu’il fait, montant hors taxes, compte à créditer. Le total est celui de l’offre.
          </li>
          <li>
            Mémoire technique : un seul texte, une seule voix. Dites qui fait quoi, qui décide sur
            le chantier, et comment vous vous passez le relais.
          </li>
        </ol>
      </Step>

      <Step id="entre-vous" title="7. S’entendre avant">
        <p>
          Écrivez deux pages entre vous avant de déposer, même avec des amis. Elles n’ont pas à être
          données à l’acheteur. Dites au moins :
        </p>
        <ul>
          <li>qui fait quoi, avec quels délais, et qui attend qui ;</li>
          <li>qui paie le temps du mandataire et les dépenses communes ;</li>
          <li>les assurances de chacun ;</li>
          <li>comment un changement du marché se partage ;</li>
          <li>ce qui se passe si l’un est en retard, en défaut ou s’arrête ;</li>
          <li>que vos prix ne servent qu’à cette réponse.</li>
        </ul>
        <p>
          Se grouper doit rendre possible une réponse, non écarter la concurrence : ne vous accordez
          ni sur d’autres consultations, ni avec ceux qui répondent séparément.
        </p>
      </Step>

      <Step id="partenaires" title="8. Trouver des partenaires">
        <ul>
          <li>
            <a href="/attributions">Les marchés attribués</a> disent quelles entreprises travaillent
            déjà près de chez vous, par métier.
          </li>
          <li>
            <a href="/contacts">« Qui peut m’aider ? »</a> nomme les conseillers des chambres et des
            fédérations : ils connaissent les entreprises de votre métier.
          </li>
          <li>
            <a href="/rencontres">Les rencontres acheteurs-entreprises</a> réunissent ceux qui
            travaillent pour les mêmes acheteurs.
          </li>
          <li>
            <a href="/pacte/formations">Les formations</a> réunissent des entreprises qui se posent
            les mêmes questions.
          </li>
        </ul>
      </Step>

      <Step id="liste" title="Liste de contrôle">
        <p class="unprinted">
          À imprimer, ou à cocher ici : rien n’est enregistré, et les coches partent avec la page.
        </p>
        <Checklist
          name="groupement"
          label="Le groupement"
          items={[
            'Règlement lu : groupement admis, forme imposée après l’attribution ou non',
            'Aucun membre ne répond deux fois, si le règlement l’interdit',
            'Forme choisie : conjoint ou solidaire',
            'Mandataire choisi, son travail chiffré',
            'Part de chacun décrite, sans trou ni double',
            'Accord écrit entre nous',
          ]}
        />
        <Checklist
          name="reponse"
          label="La réponse"
          items={[
            'Lettre de candidature avec tous les membres',
            'Renseignements et attestations de chaque membre',
            'Habilitations du mandataire, ou signature de tous',
            'Tableau de répartition dont le total est celui de l’offre',
            'Un seul mémoire technique, relu par tous',
            'Dépôt par le mandataire, la veille',
          ]}
        />
        <p>
          La suite : <a href="/documents/guides/repondre">comment répondre à une consultation</a>,
          pas à pas.
        </p>
      </Step>
    </GuidePage>
  )
}
