import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { errorOf, type FormError, SubmitButton, TextField } from '../shared/form.tsx'
import { LongTime } from '../shared/time.tsx'
import { Table } from '../shared/table.tsx'

interface TokensPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  tokens: { id: string; name: string; madeAt: Date; usedAt: Date | null; revokedAt: Date | null }[]
  typed: string
  errors: FormError[]
}

/** What a partner's own programs sign with. */
export function TokensPage({ frame, partner, tokens, typed, errors }: TokensPageProps) {
  const title = `Jetons de l’API : ${partner.name}`
  return (
    <InnerPage
      frame={frame}
      title={title}
      back={{ href: '/espace', label: 'Espace partenaires' }}
      errors={errors}
    >
      <p>
        Un jeton permet à un logiciel de votre organisme d’annoncer des consultations en son nom, et
        rien d’autre. Un jeton par logiciel : ainsi vous pouvez en révoquer un sans arrêter les
        autres.
      </p>
      {tokens.length > 0 && <Tokens partner={partner} tokens={tokens} />}
      <h2>Faire un jeton</h2>
      <form method="post" action={`/espace/${partner.slug}/jetons`} class="entry" novalidate>
        <TextField
          name="nom"
          label="À quoi servira-t-il ?"
          hint="Par exemple « logiciel de rédaction des marchés »"
          maxlength={80}
          value={typed}
          error={errorOf(errors, 'nom')}
        />
        <SubmitButton>Faire le jeton</SubmitButton>
      </form>
    </InnerPage>
  )
}

function Tokens({ partner, tokens }: Pick<TokensPageProps, 'partner' | 'tokens'>) {
  return (
    <Table
      caption="Jetons et leur dernier appel"
      columns={['Usage', 'Fait', 'Dernier appel', 'État']}
    >
      {tokens.map(({ id, name, madeAt, usedAt, revokedAt }) => (
        <tr>
          <th scope="row">{name}</th>
          <td data-label="Fait">{longDate(madeAt)}</td>
          <td data-label="Dernier appel">{usedAt ? <LongTime when={usedAt} /> : 'aucun'}</td>
          <td data-label="État">
            {revokedAt ? (
              <>révoqué {longDate(revokedAt)}</>
            ) : (
              <form method="post" action={`/espace/${partner.slug}/jetons/${id}/revocation`}>
                <button type="submit" class="link">
                  Révoquer<span class="unseen"> « {name} »</span>
                </button>
              </form>
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}
