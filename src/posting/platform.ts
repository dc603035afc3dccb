import type { Facts } from '../consultations/facts.ts'

/** Where questions, documents and bids go. `address` is null where the platform is known by its notice only. */
export interface Platform {
  address: string | null
}

/**
 * The platform of a consultation, where there is one: questions and documents stay there (users.md, decision 10). A notice
 * that was read elsewhere and does not say how to answer is taken to have one.
 */
export function platformOf(facts: Partial<Facts>, followed: string[]): Platform | null {
  const { response, documentsUrl, noticeUrl } = facts
  const hasOne = response ? response.kind === 'platform' : followed.length > 0
  if (!hasOne) return null
  const addresses = [response?.address, documentsUrl, noticeUrl]
  return { address: addresses.find((each) => each && /^https?:\/\//i.test(each)) ?? null }
}
