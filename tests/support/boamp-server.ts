import { exploreAnswer } from '../../src/commands/explore-answers.ts'
import { type SourceServer, startSource } from './source-server.ts'

/** The open data of BOAMP on this machine, as far as a source of that kind asks for it. */
export interface BoampServer extends SourceServer {
  /** What is new or changed, whatever is asked for. */
  records: unknown[]
  /** Found only by their numbers. */
  archive: unknown[]
  /** Paths and queries asked for since the last call. */
  asked(): string[]
}

/** An empty dataset on a free port of this address; its `url` asks for the Aude. */
export async function startBoamp(address?: string): Promise<BoampServer> {
  const server = await startSource(address)
  let seen = 0
  const boamp: BoampServer = Object.assign(server, {
    url: server.url.replace('/flux.xml', '/catalog/datasets/boamp?departement=11'),
    records: [],
    archive: [],
    asked() {
      const since = server.requests.slice(seen).map(({ url }) => decodeURIComponent(url ?? ''))
      seen = server.requests.length
      return since.map((each) => each.replaceAll('+', ' '))
    },
  })
  boamp.answer = ({ url }, response) => {
    const asked = new URL(url ?? '', boamp.url)
    const byNumber = asked.searchParams.get('where')?.startsWith('idweb in')
    const records = byNumber ? [...boamp.records, ...boamp.archive] : boamp.records
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(exploreAnswer(records, asked))
  }
  return boamp
}
