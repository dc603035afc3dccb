import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ErrorSummary, errorOf, type FormError, TextField } from '../shared/form.tsx'
import { LongTime } from '../shared/time.tsx'

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
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <p class="back">
          <a href="/espace">Espace partenaires</a>
        </p>
        <h1>{title}</h1>
        <ErrorSummary errors={errors} />
        <p>
          Un jeton permet à un logiciel de votre organisme d’annoncer des consultations en son nom,
          et rien d’autre. Un jeton par logiciel : ainsi vous pouvez en révoquer un sans arrêter les
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
          <button type="submit" class="button">
            Faire le jeton
          </button>
        </form>
      </div>
    </Layout>
  )
}

function Tokens({ partner, tokens }: Pick<TokensPageProps, 'partner' | 'tokens'>) {
  return (
    <div class="stack">
      <table>
        <caption>Jetons et leur dernier appel</caption>
        <thead>
          <tr>
            <th scope="col">Usage</th>
            <th scope="col">Fait</th>
            <th scope="col">Dernier appel</th>
            <th scope="col">État</th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  )
}
