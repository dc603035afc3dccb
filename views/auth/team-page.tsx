import type { Member, Waiting } from '../../src/auth/members.ts'
import { ROLES } from '../../src/auth/policy.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { ChoiceField, errorOf, type FormError, SubmitButton, TextField } from '../shared/form.tsx'
import { Table } from '../shared/table.tsx'
import { roleLabel, roleOptions } from '../words/roles.ts'

/** What was typed to invite somebody. */
export interface TypedInvitation {
  email: string
  name: string
  role: string
}

interface TeamPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  members: Member[]
  waiting: Waiting[]
  /** Invitations are mailed; else a link is shown. */
  mail: boolean
  typed: TypedInvitation
  errors: FormError[]
}

/** Who may do what for a partner. */
export function TeamPage(props: TeamPageProps) {
  const { frame, partner, members, waiting, errors } = props
  const title = `Équipe : ${partner.name}`
  return (
    <InnerPage
      frame={frame}
      title={title}
      back={{ href: '/espace', label: 'Espace partenaires' }}
      errors={errors}
    >
      {waiting.length > 0 && (
        <>
          <h2>En attente d’un rôle</h2>
          <p>
            Ces personnes ont été reconnues comme agents de votre organisme. Donnez un rôle à celles
            que vous connaissez.
          </p>
          {waiting.map((each) => (
            <WaitingForm partner={partner} waiting={each} errors={errors} />
          ))}
        </>
      )}
      <h2>Membres</h2>
      {members.length === 0 ? (
        <p>Personne encore : invitez quelqu’un.</p>
      ) : (
        <Members partner={partner} members={members} />
      )}
      <InvitationForm {...props} />
    </InnerPage>
  )
}

function Members({ partner, members }: Pick<TeamPageProps, 'partner' | 'members'>) {
  return (
    <Table
      caption="Agents et leurs rôles"
      columns={['Nom', 'Rôle', 'Depuis', <span class="unseen">Action</span>]}
    >
      {members.map(({ id, name, email, role, givenAt, disabledAt }) => (
        <tr>
          <th scope="row">
            {name}
            <br />
            <span class="quiet">{email}</span>
            {disabledAt && <strong class="tag">accès suspendu</strong>}
          </th>
          <td data-label="Rôle">{roleLabel(role)}</td>
          <td data-label="Depuis">{longDate(givenAt)}</td>
          <td data-label="Action">
            <a href={`/espace/${partner.slug}/equipe/${id}`}>
              Modifier<span class="unseen"> le rôle de {name}</span>
            </a>
          </td>
        </tr>
      ))}
    </Table>
  )
}

function WaitingForm({
  partner,
  waiting: { id, name, email, askedAt },
  errors,
}: {
  partner: TeamPageProps['partner']
  waiting: Waiting
  errors: FormError[]
}) {
  const error = errorOf(errors, `demande-${id}`)
  const field = `champ-demande-${id}`
  return (
    <form
      method="post"
      action={`/espace/${partner.slug}/equipe/demandes/${id}`}
      class="entry"
      novalidate
    >
      <p>
        <strong>{name}</strong>, {email}, depuis le {longDate(askedAt)}
      </p>
      <div class="form-field">
        <label for={field}>Rôle de {name}</label>
        {error && (
          <p class="field-error" id={`${field}-erreur`}>
            <span class="unseen">Erreur : </span>
            {error}
          </p>
        )}
        <select
          id={field}
          name="role"
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={error ? `${field}-erreur` : undefined}
        >
          <option value="">Choisir</option>
          {ROLES.map((role) => (
            <option value={role}>{roleLabel(role)}</option>
          ))}
        </select>
      </div>
      <p class="form-actions">
        <button type="submit" class="button" name="reponse" value="accord">
          Donner ce rôle
        </button>
        <button type="submit" class="button button-quiet" name="reponse" value="refus">
          Refuser
        </button>
      </p>
    </form>
  )
}

function InvitationForm({ partner, mail, typed, errors }: TeamPageProps) {
  return (
    <>
      <h2>Inviter quelqu’un</h2>
      <p>
        {mail
          ? 'Un courriel lui sera envoyé, avec un lien qui sert une fois, pendant trois jours.'
          : 'Un lien à lui transmettre s’affichera. Il sert une fois, pendant trois jours.'}
      </p>
      <form method="post" action={`/espace/${partner.slug}/equipe`} class="entry" novalidate>
        <TextField
          name="courriel"
          type="email"
          label="Adresse électronique professionnelle"
          hint="Par exemple camille.martin@ville.fr"
          maxlength={254}
          value={typed.email}
          error={errorOf(errors, 'courriel')}
        />
        <TextField
          name="nom"
          label="Prénom et nom"
          maxlength={100}
          value={typed.name}
          error={errorOf(errors, 'nom')}
        />
        <ChoiceField
          name="role"
          label="Rôle"
          values={[typed.role]}
          options={roleOptions(ROLES)}
          error={errorOf(errors, 'role')}
        />
        <SubmitButton>Inviter</SubmitButton>
      </form>
    </>
  )
}
