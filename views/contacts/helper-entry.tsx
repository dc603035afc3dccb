import type { Helper } from '../../src/contacts/who-helps.ts'
import { longDate } from '../format.ts'
import { Checked } from './checked.tsx'
import { Reach } from './reach.tsx'

/** Somebody to turn to, with the rule that says so. */
export function HelperEntry({ helper, today }: { helper: Helper; today: string }) {
  const { kind, body, contact, certain, rule } = helper
  const reached = contact ?? body
  const isToDesignate = kind === 'correspondent' && contact === null
  return (
    <article>
      <h3 class="card-title">
        {kind === 'correspondent' ? `${body.name} – correspondant PME` : <BodyLink {...body} />}
      </h3>
      {!certain && (
        <p>
          <strong class="tag">À confirmer</strong> selon votre commune ou votre nombre de salariés
        </p>
      )}
      {isToDesignate && (
        <p>
          <strong>à désigner</strong> : personne n’est encore nommé chez cet acheteur.
        </p>
      )}
      {contact && (
        <p>
          {[contact.person, contact.function].filter(Boolean).join(', ') ||
            'Personne : à compléter'}
        </p>
      )}
      {contact === null && body.role !== '' && <p>{body.role}</p>}
      {!isToDesignate && (
        <>
          <Reach
            phones={reached.phones.length > 0 || reached.email ? reached.phones : body.phones}
            email={reached.email ?? body.email}
            website={body.website}
            office={reached.office || body.office}
            card={cardOf(helper)}
            name={contact?.person ?? body.name}
          />
          <Checked checkedOn={reached.checkedOn} source="" today={today} />
        </>
      )}
      <p class="hint">
        Pourquoi : {rule.reason} Règle du guichet depuis le{' '}
        <time datetime={rule.inForceFrom}>{longDate(rule.inForceFrom)}</time>, source :{' '}
        {rule.sourceUrl ? (
          <a href={rule.sourceUrl} rel="external">
            {rule.source}
          </a>
        ) : (
          rule.source
        )}
        .
      </p>
    </article>
  )
}

function BodyLink({ slug, name }: { slug: string; name: string }) {
  return <a href={`/contacts/organismes/${slug}`}>{name}</a>
}

function cardOf({ kind, body, contact }: Helper): string {
  if (kind === 'correspondent') return `/contacts/correspondants/${body.slug}.vcf`
  return contact?.slug
    ? `/contacts/fiches/${contact.slug}.vcf`
    : `/contacts/organismes/${body.slug}.vcf`
}
