import {
  type FactName,
  factNames,
  type Reading,
  type RecordFacts,
} from '../../consultations/facts.ts'
import type { SourceItem } from '../kind.ts'
import { amountAmong, writtenAmounts } from './amounts.ts'
import { type DatedWords, datedWords, deadlineAmong, hasImpossibleDeadline } from './deadlines.ts'
import { firstLabel, readLabels } from './labels.ts'
import { readLots, writtenLots } from './lots.ts'
import { Passage } from './passage.ts'
import { categoryNamed, readPhrases } from './phrases.ts'
import { readReply } from './reply.ts'
import { readStatus } from './status.ts'
import { readVisit } from './visits.ts'

/**
 * What the words of one item of a French feed say of a consultation. Each fact carries the words it was read in, a
 * part of the title, the text, the address or a category; what is not said, or said in two ways, is left out. The
 * text is heard before the title, and the feed's own elements (address, categories) before both.
 */
export function readConsultation(
  item: Pick<SourceItem, 'title' | 'text' | 'link' | 'categories'>,
): RecordFacts {
  const text = Passage.of(item.text)
  const title = Passage.of(item.title)
  const dates = [...datedWords(text), ...datedWords(title)]
  return firstOfEach([
    readAddress(item.link),
    readCategoryElements(item.categories),
    readObject(title),
    deadlineAmong(dates),
    readQuestions(dates),
    readStatus(title, text),
    ...[text, title].flatMap((passage) => [
      readLabels(passage),
      readVisit(passage, dates),
      readPhrases(passage),
      readLotsAndAmount(passage),
      readReply(passage),
    ]),
    readDescription(text),
  ])
}

/** Whether an item gives a deadline that cannot be, and none that can. */
export function givesImpossibleDeadline(
  { title, text }: Pick<SourceItem, 'title' | 'text'>,
  facts: RecordFacts,
): boolean {
  return !facts.deadline && [text, title].some((words) => hasImpossibleDeadline(Passage.of(words)))
}

function firstOfEach(readings: RecordFacts[]): RecordFacts {
  const facts: RecordFacts = {}
  for (const reading of readings) {
    for (const name of factNames(reading)) take(facts, reading, name)
  }
  return facts
}

function take<K extends FactName>(facts: RecordFacts, reading: RecordFacts, name: K): void {
  const found: RecordFacts[K] = reading[name]
  if (found !== undefined && facts[name] === undefined) facts[name] = found
}

/** The item's address; on boamp.fr it holds the notice's identifier. */
function readAddress(link: string | null): RecordFacts {
  if (link === null) return {}
  const facts: RecordFacts = { noticeUrl: { value: link, words: link, basis: 'structured' } }
  const host = URL.canParse(link) ? new URL(link).hostname : ''
  const id = /(?<!\d)\d{2}-\d{1,7}(?!\d)/.exec(link)?.[0]
  if (/(?:^|\.)boamp\.fr$/.test(host) && id !== undefined) {
    facts.boampId = { value: id, words: id, basis: 'structured' }
  }
  return facts
}

/** Category elements: CPV codes of that domain, the type of contract, the procedure; none of the last two where they differ. */
function readCategoryElements(categories: SourceItem['categories']): RecordFacts {
  const elements = categories.map(({ label, domain }) => ({
    domain: domain ?? '',
    passage: Passage.of(label).trimmed(),
  }))
  const codes = elements.flatMap(({ domain, passage }) => {
    const code = /^(?:cpv\D{0,5})?(\d{8})(?:-\d)?(?!\d)/.exec(passage.plain)?.[1]
    return code !== undefined && (/cpv/i.test(domain) || passage.plain.startsWith('cpv'))
      ? [{ value: code, words: passage.words }]
      : []
  })
  const types = elements.flatMap(({ passage }) => {
    const value = passage.plain.length <= 40 ? categoryNamed(passage.plain) : null
    return value === null ? [] : [{ value, words: passage.words }]
  })
  const procedures = elements.flatMap(({ passage }) => readPhrases(passage).procedure ?? [])
  const [code] = codes
  return {
    category: agreed(types),
    procedure: agreed(procedures),
    ...(code === undefined
      ? {}
      : {
          cpv: {
            value: [...new Set(codes.map(({ value }) => value))],
            words: code.words,
            basis: 'structured',
          },
        }),
  }
}

function agreed<T>(found: { value: T; words: string | null }[]): Reading<T> | undefined {
  const [first] = found
  if (first === undefined || found.some(({ value }) => value !== first.value)) return undefined
  return { value: first.value, words: first.words, basis: 'structured' }
}

function readObject(title: Passage): RecordFacts {
  const { words } = title
  return words === '' ? {} : { object: { value: words, words, basis: 'extracted' } }
}

function readQuestions(dates: DatedWords[]): RecordFacts {
  const [first] = dates
    .filter(({ role }) => role === 'questions')
    .toSorted((a, b) => (a.moment.instant < b.moment.instant ? -1 : 1))
  if (first === undefined) return {}
  return { questionsUntil: { value: first.moment, words: first.words, basis: 'extracted' } }
}

function readLotsAndAmount(passage: Passage): RecordFacts {
  const lots = writtenLots(passage)
  const outside = writtenAmounts(passage).filter(
    ({ start }) => !lots.some((lot) => lot.start <= start && start < lot.end),
  )
  const found = amountAmong(outside)
  const facts: RecordFacts = readLots(passage, lots)
  if (found === null) return facts
  facts.amount = { value: found.amount, words: found.words, basis: 'extracted' }
  const { max } = found.amount
  if (found.maximum && max !== null) {
    facts.frameworkMaximum = { value: max, words: found.words, basis: 'extracted' }
  }
  return facts
}

/** Prose before the first label; short remarks are no description. */
function readDescription(text: Passage): RecordFacts {
  const { words } = text.part(0, firstLabel(text)).trimmed()
  if (words.length < 40) return {}
  return { description: { value: words, words, basis: 'extracted' } }
}
