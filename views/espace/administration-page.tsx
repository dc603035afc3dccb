import type { Waiting } from '../../src/auth/members.ts'
import { longDate, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { Table } from '../shared/table.tsx'

interface AdministrationPageProps {
  frame: Frame
  partners: {
    slug: string
    name: string
    signatorySince: string | null
    signatoryUntil: string | null
  }[]
  waiting: Waiting[]
}

/** What administrators look after. */
export function AdministrationPage({ frame, partners, waiting }: AdministrationPageProps) {
  const title = 'Administration du guichet'
  return (
    <InnerPage frame={frame} title={title} back={{ href: '/espace', label: 'Espace partenaires' }}>
      <ul>
        <li>
          <a href="/espace/administration/agents">Agents</a> : chercher, suspendre, nommer un
          administrateur
        </li>
        <li>
          <a href="/espace/administration/acheteurs">Acheteurs à reconnaître</a>
        </li>
        <li>
          <a href="/espace/administration/journal">Journal</a> : qui a fait quoi, et quand
        </li>
        <li>
          <a href="/sources">État des sources</a>
        </li>
        <li>
          <a href="/espace/administration/entreprises">Entreprises titulaires</a> : leur taille et
          leur lieu, et ce qui n’en est pas connu
        </li>
      </ul>
      {waiting.length > 0 && (
        <>
          <h2>En attente d’un rôle</h2>
          <ul>
            {waiting.map(({ name, email, askedAt, partner }) => (
              <li>
                {name}, {email}, pour <a href={`/espace/${partner.slug}/equipe`}>{partner.name}</a>,
                depuis le {longDate(askedAt)}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Partenaires</h2>
      {partners.length === 0 ? (
        <p>Aucun encore : importez-les par la commande « partners import ».</p>
      ) : (
        <Partners partners={partners} />
      )}
      <p class="quiet">
        {
          'Ajouter un partenaire, changer ses noms ou importer des règles se fait en ligne de commande («\u00a0partners import\u00a0», «\u00a0rules import\u00a0»).'
        }
      </p>
    </InnerPage>
  )
}

function Partners({ partners }: Pick<AdministrationPageProps, 'partners'>) {
  return (
    <Table
      caption="Partenaires et où en est chacun"
      columns={['Partenaire', 'Signataire', 'Équipe', 'Analyses annuelles']}
    >
      {partners.map(({ slug, name, signatorySince, signatoryUntil }) => (
        <tr>
          <th scope="row">
            <a href={`/espace/administration/partenaires/${slug}`}>{name}</a>
          </th>
          <td data-label="Signataire">
            {signatorySince ? `depuis le ${shortDate(signatorySince)}` : 'non'}
            {signatoryUntil && `, jusqu’au ${shortDate(signatoryUntil)}`}
          </td>
          <td data-label="Équipe">
            <a href={`/espace/${slug}/equipe`}>
              Équipe<span class="unseen"> de {name}</span>
            </a>
          </td>
          <td data-label="Analyses annuelles">
            <a href={`/espace/${slug}/analyses`}>
              Analyses<span class="unseen"> annuelles, dans l’espace de {name}</span>
            </a>
          </td>
        </tr>
      ))}
    </Table>
  )
}
