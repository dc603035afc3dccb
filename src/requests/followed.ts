import { missingPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import { requestBy, type RequestRow } from './links.ts'

/** A private page is kept by nobody, and tells no other site where it is. */
export const PRIVATE = {
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'same-origin',
}

/** A firm before its own request. */
export interface Followed {
  secret: string
  request: RequestRow
}

/** Answers for the request that the address's secret leads to; a missing page for any other secret. */
export async function withFollowed(
  c: GuichetContext,
  answer: (followed: Followed) => Promise<Response>,
): Promise<Response> {
  const secret = c.req.param('token') ?? ''
  const request = await requestBy(c.var.deps.db, secret)
  return request ? answer({ secret, request }) : missingPage(c)
}
