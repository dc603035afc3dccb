import type { Hono } from 'hono'
import type { Env } from '../../src/http/route.ts'

/** A browser with its cookies, in front of the application. */
export interface Visitor {
  cookies: Map<string, string>
  get(path: string): Promise<Response>
  /** Sends a form of this site. */
  post(path: string, form?: Record<string, string>): Promise<Response>
}

/** A browser that has been nowhere yet. */
export function visitor(app: Hono<Env>, baseUrl: string): Visitor {
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...Object.fromEntries(new Headers(init.headers)),
      ...(cookie ? { cookie } : {}),
    }
    const answer = await app.request(path, { ...init, headers })
    for (const given of answer.headers.getSetCookie()) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(given) ?? []
      if (/max-age=0/i.test(attributes)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    get: (path) => ask(path, {}),
    post: (path, form = {}) =>
      ask(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: new URL(baseUrl).origin,
          'sec-fetch-site': 'same-origin',
        },
        body: new URLSearchParams(form).toString(),
      }),
  }
}
