import type { WholeRequest } from '../../src/requests/queries.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { KIND_LABELS, themeLabel } from '../words/requests.ts'

interface SaidProps {
  whole: WholeRequest
  tradeLabel: (word: string) => string
}

/** What the firm said of itself and of its request. */
export function Said({ whole, tradeLabel }: SaidProps) {
  const { request, buyer } = whole
  return (
    <dl class="facts">
      <FactLine label="Nature">{KIND_LABELS[request.kind]}</FactLine>
      <FactLine label="Acheteur">
        {buyer ? <a href={`/acheteurs/${buyer.slug}`}>{buyer.name}</a> : request.buyerName}
      </FactLine>
      <FactLine label="Consultation ou marché">{request.about}</FactLine>
      <FactLine label="Sujet">{request.theme && themeLabel(request.theme)}</FactLine>
      <FactLine label="Entreprise">{request.firm}</FactLine>
      <FactLine label="SIRET">{request.siret}</FactLine>
      <FactLine label="Personne">{request.person}</FactLine>
      <FactLine label="E-mail">{request.email}</FactLine>
      <FactLine label="Téléphone">
        {request.phone && (
          <a href={`tel:${request.phone.replaceAll(/[^+\d]/g, '')}`}>{request.phone}</a>
        )}
      </FactLine>
      <FactLine label="Commune">{request.commune}</FactLine>
      <FactLine label="Métier">{request.trade && tradeLabel(request.trade)}</FactLine>
      <FactLine label="Effectif">
        {request.headcount === null ? null : String(request.headcount)}
      </FactLine>
      {request.kind === 'mediation' &&
        (buyer === null || buyer.partnerId !== request.partnerId) && (
          <FactLine label="Nom donné à l’acheteur">
            {request.mayNameFirm ? 'accepté' : 'pas pour l’instant'}
          </FactLine>
        )}
    </dl>
  )
}
