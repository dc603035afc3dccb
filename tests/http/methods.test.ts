import { expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

it.each([...new Set(ROUTES.map(({ path }) => path))])(
  '%s says which methods it takes when it is asked with another',
  async (path) => {
    const example = ROUTES.find((route) => route.path === path)?.example
    const asked =
      path.includes('{') && example ? example : path.replaceAll(/:\w+\{.*?\\(\.\w+)\}/g, '1$1')
    const taken = ROUTES.filter((route) => takes(route.path, asked)).map(({ method }) => method)
    for (const method of ['get', 'post', 'put', 'delete', 'patch']) {
      if (taken.some((each) => each === method)) continue
      const answer = await program.app.request(asked, { method: method.toUpperCase() })
      expect(`${method} ${answer.status}`).toBe(`${method} 405`)
      expect(answer.headers.get('allow')).toMatch(/^(?:(?:GET, HEAD|POST|PUT), )+OPTIONS$/)
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  },
)

/** Whether a route's path is one of this address: `/consultations/:externalId` of `/consultations/batch`. */
function takes(path: string, asked: string): boolean {
  const pattern = path.replaceAll('.', String.raw`\.`).replaceAll(/:\w+(?:\{.*\})?/g, '[^/]+')
  return path === asked || new RegExp(`^${pattern}$`).test(asked)
}

it('says of an address that nobody knows that there is none, whatever the method', async () => {
  for (const method of ['GET', 'POST', 'DELETE'])
    expect((await program.app.request('/nulle/part/du/tout', { method })).status).toBe(404)
})
