import { ROUTES } from '../../src/app.ts'

/**
 * Addresses of the demonstration's public pages, one of each pattern of the registry that has an example, with a
 * consultation and a planned purchase. `ask` answers the HTML of an address.
 */
export async function publicPages(ask: (path: string) => Promise<string>): Promise<string[]> {
  const found = ROUTES.filter(
    ({ kind, method, policy }) => kind === 'page' && method === 'get' && policy === 'public',
  ).flatMap(({ path, example }) => example ?? (path.includes(':') ? [] : path))
  const [, consultation = ''] = /href="(\/consultations\/\d{4}-[^"]+)"/.exec(await ask('/')) ?? []
  const [, purchase = ''] =
    /href="(\/programmation\/\d+-[^"]+)"/.exec(await ask('/programmation')) ?? []
  const direct = found.filter((path) => !ELSEWHERE.test(path))
  return [...new Set([...direct, consultation, purchase])]
}

/** To an identity provider, which there is none of; and to the address with all its words. */
const ELSEWHERE = /^\/connexion\/(?:fournisseur|retour)$|^\/programmation\/1$/
