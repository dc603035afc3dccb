import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { type FormError, SubmitLine } from '../shared/form.tsx'

interface HandlersPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  /** Agents of the partner; `difficulties` is null where somebody is not named. */
  agents: { id: string; name: string; email: string; difficulties: boolean | null }[]
  errors: FormError[]
  done: boolean
}

/** A partner's administrators say who reads firms' requests. */
export function HandlersPage({ frame, partner, agents, errors, done }: HandlersPageProps) {
  return (
    <InnerPage
      frame={frame}
      title="Qui traite les saisines"
      back={{ href: `/espace/${partner.slug}/saisines`, label: `Saisines : ${partner.name}` }}
      errors={errors}
      done={done ? 'C’est enregistré.' : null}
    >
      <p>
        Les demandes des entreprises ne sont lues que par les personnes cochées ici : ni les autres
        agents, ni l’administrateur du guichet. Leurs noms sont montrés aux entreprises.
      </p>
      <form method="post" class="entry" novalidate>
        {agents.map(({ id, name, email, difficulties }) => (
          <fieldset class="form-field">
            <legend>
              {name} <span class="quiet">({email})</span>
            </legend>
            <p class="tick">
              <input
                id={`traite-${id}`}
                type="checkbox"
                name="traite"
                value={id}
                checked={difficulties !== null}
              />
              <label for={`traite-${id}`}>Traite les saisines</label>
            </p>
            <p class="tick">
              <input
                id={`difficultes-${id}`}
                type="checkbox"
                name="difficultes"
                value={id}
                checked={difficulties === true}
              />
              <label for={`difficultes-${id}`}>
                Lit aussi les dossiers confidentiels des entreprises en difficulté
              </label>
            </p>
          </fieldset>
        ))}
        <SubmitLine>Enregistrer</SubmitLine>
      </form>
      <p>
        Il manque quelqu’un&nbsp;? <a href={`/espace/${partner.slug}/equipe`}>Inviter un agent</a>.
      </p>
    </InnerPage>
  )
}
