/** What a program is told that asked for what cannot be (RFC 9457). */
export interface Problem {
  status: number
  /** The end of its `type` address: which kind of problem it is. */
  kind: string
  /** French, short. */
  title: string
  /** English, for who writes the program. */
  detail: string
  /** What is wrong where: JSON pointers (RFC 6901) into the body, and the row of a batch. */
  errors?: { pointer: string; detail: string; row?: number }[]
}

/** The answer for a problem: `application/problem+json`. */
export function problemAnswer(
  { status, kind, ...told }: Problem,
  baseUrl: string,
  headers: Record<string, string> = {},
): Response {
  const body = { type: `${baseUrl}/api/v1/problemes#${kind}`, status, ...told }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json; charset=utf-8' },
  })
}
