/** What a mail server or a mailbox provider reports of one of our messages. */
export type DeliveryReport =
  | {
      kind: 'bounce'
      /** Of the message that was not delivered, without angle brackets. */
      messageId: string
      /** `5.1.1` (RFC 3463). */
      status: string
    }
  | { kind: 'complaint'; messageId: string }

/**
 * Reads a report of non-delivery (RFC 3464) or of a complaint (RFC 5965) as it lies in a mailbox. Null for any other
 * message, for delays, for refusals of the sender rather than the address (5.7), and for reports that do not give the
 * message back: without its Message-ID, which nobody else knows, anybody could write one.
 */
export function readDeliveryReport(raw: string): DeliveryReport | null {
  const whole = partOf(raw.replaceAll('\r\n', '\n'))
  const type = whole.headers.get('content-type') ?? ''
  const kind = /report-type\s*=\s*"?([\w-]+)/i.exec(type)?.[1]?.toLowerCase()
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type)
  if (!/^multipart\/report\b/i.test(type) || !boundary) return null
  const parts = partsBetween(whole.body, boundary[1] ?? boundary[2] ?? '')
  const messageId = messageIdIn(parts)
  if (messageId === null) return null
  if (kind === 'feedback-report') return { kind: 'complaint', messageId }
  if (kind !== 'delivery-status') return null
  const status = failedStatus(parts)
  return status === null ? null : { kind: 'bounce', messageId, status }
}

/** The messages of a mailbox file (mbox), or the one that a file is. */
export function messagesIn(file: string): string[] {
  const text = file.replaceAll('\r\n', '\n')
  if (!text.startsWith('From ')) return [text]
  return text.split(/^From .*\n/m).filter((message) => message.trim() !== '')
}

interface Part {
  headers: Map<string, string>
  body: string
}

/** Headers by their names in lower case, folded ones on one line, and what stands after them. */
function partOf(text: string): Part {
  const end = text.indexOf('\n\n')
  const head = end === -1 ? text : text.slice(0, end)
  const headers = new Map<string, string>()
  for (const line of head.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name = '', value = ''] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? []
    if (name !== '' && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value)
  }
  return { headers, body: end === -1 ? '' : text.slice(end + 2) }
}

function partsBetween(body: string, boundary: string): Part[] {
  return `\n${body}`
    .split(`\n--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => partOf(part.replace(/^[ \t]*\n/, '')))
}

/** The Message-ID of the message that came back, whole or its headers alone. */
function messageIdIn(parts: Part[]): string | null {
  const back = parts.find(({ headers }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)\b/i.test(
      headers.get('content-type') ?? '',
    ),
  )
  if (!back) return null
  const id = partOf(back.body).headers.get('message-id') ?? ''
  return /<([^<>\s]+)>/.exec(id)?.[1] ?? null
}

/** The status of a recipient that failed for good. */
function failedStatus(parts: Part[]): string | null {
  const report = parts.find(({ headers }) =>
    /^message\/(?:global-)?delivery-status\b/i.test(headers.get('content-type') ?? ''),
  )
  for (const recipient of report?.body.split(/\n\s*\n/) ?? []) {
    const { headers } = partOf(recipient)
    const status = /^5\.\d{1,3}\.\d{1,3}/.exec(headers.get('status') ?? '')?.[0]
    if (headers.get('action')?.trim().toLowerCase() === 'failed' && status)
      if (!status.startsWith('5.7.')) return status
  }
  return null
}
