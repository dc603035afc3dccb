import { inventRequests, ONE_REQUEST } from '../../support/many-requests.ts'
import type { ListBench } from './list-bench.ts'

export const requests: ListBench = {
  rows: 'requests',
  pages: [
    { name: 'requests-figures', path: '/saisines', what: 'public figures of requests' },
    { name: 'requests-new', path: '/saisines/nouvelle?nature=mediation', what: 'the form to ask' },
    { name: 'requests-one', path: `/saisines/suivi/${ONE_REQUEST}`, what: 'a private page' },
  ],
  fill: inventRequests,
}
