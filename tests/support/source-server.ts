import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One item as a publisher writes it; `text` is the HTML of its description. */
export interface PublishedItem {
  guid?: string
  title: string
  link?: string
  pubDate?: string
  text?: string
}

/** A publisher's server on this machine, whose answer a test changes. */
export interface SourceServer {
  url: string
  /** What was asked of it, in order. */
  requests: IncomingMessage[]
  answer: (request: IncomingMessage, response: ServerResponse) => void
  /** Serves these items as RSS from now on, with these headers. */
  publish(items: PublishedItem[], headers?: Record<string, string>): void
  /** Serves no more than what stands before these words from now on. */
  cutBefore(words: string): void
  close(): Promise<void>
}

/** A server of an empty feed on a free port of this address. */
export async function startSource(address = '127.0.0.1'): Promise<SourceServer> {
  let body = ''
  const server = createServer((request, response) => {
    source.requests.push(request)
    source.answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, address, listening))
  const source: SourceServer = {
    url: `http://${address}:${(server.address() as AddressInfo).port}/flux.xml`,
    requests: [],
    answer: () => {},
    publish(items, headers = {}) {
      body = rssOf(items)
      source.answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers })
        response.end(body)
      }
    },
    cutBefore(words) {
      body = body.slice(0, body.indexOf(words))
    },
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  source.publish([])
  return source
}

/** What a consultation's item says: « Acheteur », « Référence », « Date limite » as platforms write them. */
export function described(facts: {
  buyer?: string
  reference?: string
  deadline?: string
  more?: string
}): string {
  const lines = [
    facts.buyer && `Acheteur : ${facts.buyer}`,
    facts.reference && `Référence : ${facts.reference}`,
    facts.deadline && `Date limite de remise des offres : ${facts.deadline}`,
    facts.more,
  ]
  return lines.map((line) => (line ? `<p>${line}</p>` : '')).join('')
}

export function rssOf(items: PublishedItem[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Consultations</title>
${items.map(itemOf).join('\n')}
</channel></rss>`
}

function itemOf({ guid, title, link, pubDate, text }: PublishedItem): string {
  const element = (name: string, value: string | undefined) =>
    value === undefined ? '' : `<${name}>${escaped(value)}</${name}>`
  return `<item>${element('title', title)}${element('link', link)}${
    guid === undefined ? '' : `<guid isPermaLink="false">${escaped(guid)}</guid>`
  }${element('pubDate', pubDate)}${element('description', text)}</item>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
