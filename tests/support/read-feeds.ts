import ICAL from 'ical.js'
import type { TestProgram } from './application.ts'
import { childrenOf, readStrictly, textOf } from './strict-xml.ts'

/** An item of an RSS feed. */
export interface Item {
  id: string
  title: string
  body: string
}

/** What a feed carries, in its order. */
export async function rssItems(program: Pick<TestProgram, 'text'>, path: string): Promise<Item[]> {
  const [channel] = childrenOf(readStrictly(await program.text(path)), 'channel')
  return channel
    ? childrenOf(channel, 'item').map((item) => ({
        id: textOf(item, 'guid') ?? '',
        title: textOf(item, 'title') ?? '',
        body: textOf(item, 'description') ?? '',
      }))
    : []
}

export async function rssTitles(
  program: Pick<TestProgram, 'text'>,
  path: string,
): Promise<string[]> {
  return (await rssItems(program, path)).map((item) => item.title)
}

interface ReadEvent {
  uid: string
  summary: string
  sequence: number
  status: string
  /** An instant; of a whole day its beginning here. */
  start: string
  /** The day alone, where it has no time. */
  day: string | null
}

/** The events as another parser understands them, each start as an instant. */
export function readEvents(calendar: string): ReadEvent[] {
  const root = new ICAL.Component(ICAL.parse(calendar))
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return root.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      summary: event.summary,
      sequence: event.sequence,
      status: String(component.getFirstPropertyValue('status')),
      start: new Date(event.startDate.toUnixTime() * 1000).toISOString(),
      day: event.startDate.isDate ? event.startDate.toString().slice(0, 10) : null,
    }
  })
}
