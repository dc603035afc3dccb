import type { ListedVersion } from '../../src/templates/versions.ts'
import { longMoment, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { SubmitButton } from '../shared/form.tsx'
import { TEMPLATE_NAME } from '../words/templates.ts'
import { Standing } from './template-page.tsx'

interface TemplateDeskPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  may: { write: boolean; edit: boolean }
  /** Number of the version that documents are made with. */
  current: number
  declared: boolean
  orders: { id: string; object: string | null; createdAt: Date }[]
  versions: ListedVersion[]
  waiting: { id: number; organisation: string | null; siret: string | null; at: Date }[]
  /** What was just done, by its word in the address. */
  done: string | null
}

const DONE: Record<string, string> = {
  declaree: 'C’est dit : vous paraissez parmi les utilisateurs du modèle.',
  confirm: 'Déclaration confirmée.',
  decline: 'Déclaration écartée.',
  adoptee: 'Version adoptée.',
}

/** The model for a partner: saying that it is used, documents made, versions, declarations to confirm. */
export function TemplateDeskPage(props: TemplateDeskPageProps) {
  const { frame, partner, may, current, declared, orders, done } = props
  const base = `/espace/${partner.slug}/modele`
  const said = done !== null && Object.hasOwn(DONE, done) ? DONE[done] : null
  return (
    <InnerPage
      frame={frame}
      title={TEMPLATE_NAME}
      back={{ href: '/espace', label: 'Espace partenaires' }}
      done={said}
    >
      <p class="lead">Pour {partner.name}</p>
      <p>
        Le bouton « Faire les documents du modèle commun », sur un brouillon ou une consultation,
        donne la lettre, l’acte d’engagement, le cadre de prix et le résumé déjà remplis.{' '}
        <a href="/modele">Lire le modèle</a>
      </p>
      {declared ? (
        <p>Vous avez déclaré utiliser la version {current}.</p>
      ) : (
        may.write && (
          <form method="post" action={`${base}/declaration`}>
            <SubmitButton>Nous utilisons le modèle commun</SubmitButton>
          </form>
        )
      )}
      {orders.length > 0 && (
        <section aria-labelledby="dossiers">
          <h2 id="dossiers">Documents faits depuis sept jours</h2>
          <ul>
            {orders.map(({ id, object, createdAt }) => (
              <li>
                <a href={`${base}/dossiers/${id}`}>{object ?? 'Sans objet encore'}</a>, le{' '}
                {longMoment(createdAt)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {may.edit && <Editing {...props} base={base} />}
    </InnerPage>
  )
}

function Editing({ versions, waiting, base }: TemplateDeskPageProps & { base: string }) {
  const isDraft = versions.some(({ state }) => state === 'draft')
  return (
    <>
      <section aria-labelledby="versions">
        <h2 id="versions">Versions</h2>
        <ul>
          {versions.map((version) => (
            <li>
              <a
                href={
                  version.state === 'draft'
                    ? `${base}/versions/${version.number}`
                    : `/modele/versions/${version.number}`
                }
              >
                Version {version.number}
              </a>
              , <Standing version={version} />
            </li>
          ))}
        </ul>
        {!isDraft && (
          <form method="post" action={`${base}/versions`}>
            <SubmitButton quiet>Commencer une nouvelle version</SubmitButton>
          </form>
        )}
      </section>
      {waiting.length > 0 && (
        <section aria-labelledby="declarations">
          <h2 id="declarations">Déclarations à vérifier</h2>
          <ul>
            {waiting.map(({ id, organisation, siret, at }) => (
              <li>
                {organisation}
                {siret !== null && `, SIRET ${siret}`}, le {shortDate(at)}
                <form method="post" action={`${base}/declarations/${id}`}>
                  <p class="form-actions">
                    <button type="submit" name="reponse" value="confirmer" class="button">
                      Confirmer <span class="unseen">{organisation}</span>
                    </button>
                    <button
                      type="submit"
                      name="reponse"
                      value="ecarter"
                      class="button button-quiet"
                    >
                      Écarter <span class="unseen">{organisation}</span>
                    </button>
                  </p>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
