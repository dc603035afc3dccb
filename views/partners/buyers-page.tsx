import type { ListedBuyer } from '../../src/partners/queries.ts'
import { plural, upperFirst } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { PARTNER_KIND_LABELS } from '../words/partners.ts'

/** Every buyer known, partners told apart. */
export function BuyersPage({ frame, buyers }: { frame: Frame; buyers: ListedBuyer[] }) {
  const letters = [...Map.groupBy(buyers, ({ name }) => initialOf(name))]
  const partners = buyers.filter(({ partner }) => partner)
  return (
    <Layout
      frame={frame}
      title="Acheteurs publics de l’Aude"
      description="Les acheteurs publics de l’Aude dont les consultations paraissent ici."
      current="acheteurs"
    >
      <div class="intro">
        <h1>Acheteurs publics de l’Aude</h1>
        <p>
          {plural(buyers.length, 'acheteur', 'acheteurs')}, dont{' '}
          {plural(partners.length, 'partenaire', 'partenaires')} du pacte.{' '}
          <a href="/?partenaires=oui">Voir les consultations des partenaires</a>
        </p>
      </div>
      {buyers.length === 0 && (
        <p>Les acheteurs apparaîtront ici avec leurs premières consultations.</p>
      )}
      <div class="directory">
        {letters.map(([letter, members]) => (
          <section aria-labelledby={`lettre-${letter}`}>
            <h2 id={`lettre-${letter}`}>{letter}</h2>
            <ul class="plain">
              {members.map(({ slug, name, partner }) => (
                <li>
                  <a href={`/acheteurs/${slug}`}>{upperFirst(name)}</a>{' '}
                  {partner && (
                    <span class="tag">
                      {partner.signatorySince ? 'Signataire' : PARTNER_KIND_LABELS[partner.kind]}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Layout>
  )
}

function initialOf(name: string): string {
  const [letter = '#'] = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase()
  return /[A-Z]/.test(letter) ? letter : '#'
}
