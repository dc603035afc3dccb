import type { Reader } from '../../db/db.ts'
import type { ContractFacts, ContractNature } from '../facts.ts'
import { type Asked, statedPages } from '../queries/stated-contracts.ts'
import type { DecpList } from './contract.ts'
import { writeDecp } from './write.ts'

/** Natures by the list of the file that they stand in. */
const LISTS: Record<DecpList, ContractNature[]> = {
  marche: ['contract', 'framework', 'call-off', 'partnership', 'defence'],
  'contrat-concession': [
    'works-concession',
    'services-concession',
    'public-service-concession',
    'public-service-delegation',
  ],
}

/**
 * Which contracts a file has: those known well enough for the schema, or those too that lack some of its mandatory fields
 * (several lots may share a number: they are told apart within one file only). What the board alone tells of is told as
 * OCDS.
 */
export type DecpContents = 'complete' | 'all'

/**
 * A file of the schema 2.0.3 with the contracts of one year (of notification) or of all, a page of it at a time.
 */
export async function* decpFile(
  reader: Reader,
  year: number | null,
  contents: DecpContents = 'complete',
): AsyncGenerator<string> {
  yield '{"marches":{"marche":['
  yield* listed(reader, { year, natures: LISTS.marche }, contents)
  yield '\n],"contrat-concession":['
  yield* listed(reader, { year, natures: LISTS['contrat-concession'] }, contents)
  yield '\n]}}\n'
}

/** A contract that the file leaves out, with the names of the schema's mandatory fields that are not known. */
export interface Incomplete {
  /** The contract's number here. */
  id: number
  list: DecpList
  facts: ContractFacts
  missing: string[]
}

/** Contracts that files of the schema leave out, a page at a time. */
export async function* incompletePages(
  reader: Reader,
  year: number | null,
): AsyncGenerator<Incomplete[]> {
  for await (const page of statedPages(reader, { year }))
    yield page.flatMap(({ id, facts }) => {
      const written = writeDecp(facts)
      return written.ok ? [] : [{ id, list: written.list, facts, missing: written.missing }]
    })
}

async function* listed(
  reader: Reader,
  asked: Asked,
  contents: DecpContents,
): AsyncGenerator<string> {
  let separator = ''
  for await (const page of statedPages(reader, asked)) {
    const entries = page.flatMap(({ facts, beyondBoard }) => {
      const written = writeDecp(facts)
      const isAsked = written.ok || (contents === 'all' && beyondBoard)
      return isAsked ? [`\n${JSON.stringify(written.entry)}`] : []
    })
    if (entries.length === 0) continue
    yield separator + entries.join(',')
    separator = ','
  }
}
