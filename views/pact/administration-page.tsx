import type { errorReports, pactUses } from '../../src/pact/schema.ts'
import type { ProblemRow } from '../../src/pact/overview.ts'
import { longMoment, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import type { CommitmentRow } from './commitments-page.tsx'

interface PactAdministrationPageProps {
  frame: Frame
  axes: { slug: string; title: string }[]
  problems: ProblemRow[]
  commitments: CommitmentRow[]
  reports: (typeof errorReports.$inferSelect)[]
  uses: (typeof pactUses.$inferSelect)[]
}

const AT = '/espace/administration/pacte'

/** What administrators keep of the pact, and what readers wrote. */
export function PactAdministrationPage(props: PactAdministrationPageProps) {
  const { frame, axes, problems, commitments, reports, uses } = props
  return (
    <InnerPage
      frame={frame}
      title="Administration du pacte"
      current="pacte"
      back={{ href: '/espace', label: 'Espace partenaires' }}
    >
      <ul>
        <li>
          <a href={`${AT}/pacte`}>Titre, objet, signature, terme, principes</a>
        </li>
        <li>
          <a href={`${AT}/texte`}>Déposer une version du texte</a>
        </li>
      </ul>
      <p class="hint">
        Les signataires et leurs dates viennent du fichier des partenaires. Les documents s’ajoutent
        depuis l’espace d’un partenaire.
      </p>
      <h2 id="axes">Axes</h2>
      <ul>
        {axes.map(({ slug, title }) => (
          <li>
            <a href={`${AT}/axes/${slug}`}>{title}</a>
          </li>
        ))}
      </ul>
      <h2 id="problemes">Problèmes partagés</h2>
      <ul>
        {problems.map(({ id, title }) => (
          <li>
            <a href={`${AT}/problemes/${id}`}>{title}</a>
          </li>
        ))}
      </ul>
      <p>
        <a href={`${AT}/problemes/nouveau`}>Ajouter un problème partagé</a>
      </p>
      <h2 id="engagements">Engagements</h2>
      <ul>
        {commitments.map(({ id, position, title, retiredOn }) => (
          <li>
            {position}. <a href={`${AT}/engagements/${id}`}>{title}</a>
            {retiredOn !== null && ` – n’est plus demandé depuis le ${shortDate(retiredOn)}`}
          </li>
        ))}
      </ul>
      <p>
        <a href={`${AT}/engagements/nouveau`}>Ajouter un engagement</a>
      </p>
      <h2 id="signalements">Signalements à traiter</h2>
      {reports.length === 0 && <p>Aucun signalement n’attend.</p>}
      <ul>
        {reports.map(({ id, page, words, email, receivedAt }) => (
          <li>
            <a href={`${AT}/signalements/${id}`}>
              {longMoment(receivedAt)}
              {page !== '' && ` – ${page}`}
            </a>{' '}
            : {words}
            {email !== null && ` (${email})`}
          </li>
        ))}
      </ul>
      <h2 id="demandes">Demandes et utilisations</h2>
      {uses.length === 0 && <p>Aucune demande.</p>}
      {uses.map((use) => (
        <Use use={use} />
      ))}
    </InnerPage>
  )
}

function Use({ use }: { use: PactAdministrationPageProps['uses'][number] }) {
  const { id, organisation, siret, tool, words, email, receivedAt, confirmedAt, declinedAt } = use
  const settled = confirmedAt ?? declinedAt
  return (
    <section aria-label={organisation}>
      <p>
        <strong>{organisation}</strong>
        {siret !== null && ` (${siret})`} :{' '}
        {tool === null ? 'souhaite rejoindre le pacte' : `utilise ${tool}`}, le{' '}
        {longMoment(receivedAt)}
        {email !== null && ` – ${email}`}
        {settled !== null && (confirmedAt !== null ? ' – confirmé' : ' – écarté')}
      </p>
      {words !== '' && <p class="as-written">{words}</p>}
      {settled === null && (
        <form method="post" action={`${AT}/demandes/${id}`}>
          <p>
            <button type="submit" class="button" name="reponse" value="oui">
              Confirmer
            </button>{' '}
            <button type="submit" class="button button-quiet" name="reponse" value="non">
              Écarter
            </button>
          </p>
        </form>
      )}
    </section>
  )
}
