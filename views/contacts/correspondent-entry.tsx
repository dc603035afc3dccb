import type { PartnerCorrespondent } from '../../src/contacts/correspondents.ts'
import { PARTNER_KIND_LABELS } from '../words/partners.ts'
import { Checked } from './checked.tsx'
import { Reach } from './reach.tsx'

/** A partner with its one SME correspondent, or « à désigner ». */
export function CorrespondentEntry({
  entry,
  today,
}: {
  entry: PartnerCorrespondent
  today: string
}) {
  const { partner, buyer, body, territory, correspondent, checkedOn, hasPractices } = entry
  return (
    <article id={`correspondant-${partner.slug}`}>
      <h3 class="card-title">
        {buyer ? <a href={`/acheteurs/${buyer}`}>{partner.name}</a> : partner.name}
      </h3>
      <p class="quiet">
        {PARTNER_KIND_LABELS[partner.kind]}
        {territory && ` · territoire : ${territory}`}
      </p>
      {correspondent ? (
        <>
          <p>{[correspondent.name, correspondent.function].filter(Boolean).join(', ')}</p>
          <Reach
            phones={correspondent.phones}
            email={correspondent.email}
            card={`/contacts/correspondants/${partner.slug}.vcf`}
            name={correspondent.name}
          />
          <Checked checkedOn={checkedOn} source={`déclaré par ${partner.name}`} today={today} />
        </>
      ) : (
        <p>
          Correspondant PME : <strong>à désigner</strong>
        </p>
      )}
      {body && (
        <p>
          <a href={`/contacts/organismes/${body}`}>
            Ses conseillers, et ce qu’il fait pour les entreprises
            <span class="unseen"> : {partner.name}</span>
          </a>
        </p>
      )}
      {buyer && hasPractices && (
        <p>
          <a href={`/acheteurs/${buyer}#comment-il-achete`}>
            Comment cet acheteur achète<span class="unseen"> : {partner.name}</span>
          </a>
        </p>
      )}
    </article>
  )
}
