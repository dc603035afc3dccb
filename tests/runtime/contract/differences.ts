/**
 * Where the two runtimes differ by nature, with the reason. Whatever is not here is the same: the suite compares every
 * other header and every byte of a body once it is decoded.
 */
const DIFFERENCES = {
  /** Headers that are left out of the comparison. */
  headers: {
    'content-encoding':
      'Node keeps a gzip and a br form of each rendering; in front of a Worker the edge compresses.',
    'content-length': 'It counts what is sent: the compressed form on Node.',
    'transfer-encoding': 'Each HTTP server cuts streams in its own pieces.',
    'mf-content-encoding': 'The local runtime tells of its own work.',
    'x-request-id': 'Of the request.',
    connection: 'Of the connection.',
    'keep-alive': 'Of the connection.',
    date: 'Node writes it, and for a Worker the edge.',
  },
  /** What a Worker does not do at all. */
  absent: {
    'office documents':
      'DOCX, ODT and PDF are written by a Node process; both serve what it has made.',
    mail: 'A Worker queues messages in the database; a Node process sends them (SMTP).',
    'private addresses':
      'A Worker reaches no source and no scanner at a private address, whatever ALLOW_PRIVATE_SOURCES says.',
    metrics: 'The platform counts its invocations; /metrics tells of a Node process.',
  },
} satisfies Record<string, Record<string, string>>

/** What the application said; the way it was sent is each runtime's. */
export function comparable({ headers }: Response): Record<string, string> {
  const left = Object.fromEntries(headers)
  for (const name of Object.keys(DIFFERENCES.headers)) delete left[name]
  // workerd writes its own default without a space.
  if (left['content-type']) left['content-type'] = left['content-type'].replace(/; ?/g, '; ')
  // Node's compressed forms have ETags of their own, which either runtime takes back.
  if (left['etag']) left['etag'] = left['etag'].replace(/-(?:gzip|br)"$/, '"')
  return left
}
