/** Builds what an award notice says of its lots. */
export function result(parts: string[]): string {
  return `<efac:NoticeResult><cbc:TotalAmount currencyID="EUR">100000</cbc:TotalAmount>${parts.join('')}</efac:NoticeResult>`
}

/** Nobody was chosen, for the reason of a code. */
export function closed(lotId: string, reason: string): string {
  return lotResult(
    lotId,
    `<cbc:TenderResultCode>clos-nw</cbc:TenderResultCode><efac:DecisionReason><efbc:DecisionReasonCode>${reason}</efbc:DecisionReasonCode></efac:DecisionReason>`,
  )
}

export function awarded(lotId: string): string {
  return lotResult(lotId, '<cbc:TenderResultCode>selec-w</cbc:TenderResultCode>')
}

export function stillOpen(lotId: string): string {
  return lotResult(lotId, '<cbc:TenderResultCode>open-nw</cbc:TenderResultCode>')
}

function lotResult(lotId: string, inside: string): string {
  return `<efac:LotResult>${inside}<efac:TenderLot><cbc:ID>${lotId}</cbc:ID></efac:TenderLot></efac:LotResult>`
}
