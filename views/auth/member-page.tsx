import type { Member } from '../../src/auth/members.ts'
import { type Role, ROLES } from '../../src/auth/policy.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { ChoiceField, errorOf, type FormError, SubmitButton } from '../shared/form.tsx'
import { roleLabel, roleOptions } from '../words/roles.ts'

interface MemberPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  member: Member
  /** Chosen in the form. */
  role: Role
  /** Nobody else looks after this partner. */
  last: boolean
  /** It is the agent's own role. */
  own: boolean
  errors: FormError[]
}

/** One person's role for a partner, to be changed or taken away. */
export function MemberPage({ frame, partner, member, role, last, own, errors }: MemberPageProps) {
  const title = `Rôle : ${member.name}`
  const action = `/espace/${partner.slug}/equipe/${member.id}`
  return (
    <InnerPage
      frame={frame}
      title={title}
      back={{ href: `/espace/${partner.slug}/equipe`, label: `Équipe : ${partner.name}` }}
      errors={errors}
    >
      <p>
        {own ? 'Vous êtes' : `${member.name} est`} {roleLabel(member.role)} pour {partner.name}.
      </p>
      <form method="post" action={action} class="entry" novalidate>
        {last && <LastWarning own={own} partner={partner.name} />}
        <ChoiceField
          name="role"
          label="Nouveau rôle"
          values={[role]}
          options={roleOptions(ROLES)}
          error={errorOf(errors, 'role')}
        />
        {last && <Confirmation error={errorOf(errors, 'confirme')} />}
        <p class="form-actions">
          <SubmitButton>Enregistrer</SubmitButton>
          <button type="submit" class="button button-quiet" formaction={`${action}/fin`}>
            Retirer ce rôle
          </button>
        </p>
      </form>
    </InnerPage>
  )
}

function LastWarning({ own, partner }: { own: boolean; partner: string }) {
  return (
    <p class="note">
      <strong>Attention :</strong>{' '}
      {own ? 'vous êtes le dernier administrateur' : 'c’est le dernier administrateur'} de {partner}
      . Après cela, seul un administrateur du guichet pourra donner des rôles.
    </p>
  )
}

function Confirmation({ error }: { error: string | undefined }) {
  return (
    <ChoiceField
      name="confirme"
      label="Confirmation"
      values={[]}
      several
      options={[{ value: 'oui', label: 'Oui, laisser le partenaire sans administrateur' }]}
      error={error}
    />
  )
}
