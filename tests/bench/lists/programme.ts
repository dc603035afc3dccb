import { inventPurchases, ONE_BUYER, ONE_PATH } from '../../support/many-purchases.ts'
import type { ListBench } from './list-bench.ts'

export const programme: ListBench = {
  rows: 'planned purchases',
  pages: [
    { name: 'programme', path: '/programmation', what: 'planned purchases' },
    {
      name: 'programme-trade',
      path: '/programmation?metier=nettoyage',
      what: 'planned purchases of a trade',
    },
    {
      name: 'programme-buyer',
      path: `/programmation?acheteur=${ONE_BUYER}`,
      what: 'planned purchases of a buyer',
    },
    {
      name: 'programme-published',
      path: '/programmation?statut=publie',
      what: 'planned purchases that became consultations',
    },
    {
      name: 'programme-search',
      path: '/programmation?q=toiture',
      what: 'planned purchases by a common word',
    },
    { name: 'programme-line', path: ONE_PATH, what: 'one planned purchase' },
  ],
  fill: inventPurchases,
}
