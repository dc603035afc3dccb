import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { writeCalendar } from '../../src/feeds/calendar.ts'
import type { CalendarEvent } from '../../src/feeds/entry.ts'
import { anyText, calendarEvent, HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'

const FEED = {
  name: 'Consultations, Aude; électricité',
  description: 'Dates limites et visites',
  url: 'https://guichet.example/consultations.ics?metier=electricite',
}

interface ReadEvent {
  component: ICAL.Component
  event: ICAL.Event
  /** Milliseconds since 1970. */
  start: number
  end: number
}

/** The events as another parser understands them, with the zones that the file itself describes. */
function readEvents(text: string): ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      component,
      event,
      start: event.startDate.toUnixTime() * 1000,
      end: event.endDate.toUnixTime() * 1000,
    }
  })
}

function readOne(event: CalendarEvent): ReadEvent {
  const [read] = readEvents(writeCalendar(FEED, [event]))
  if (!read) throw new Error('no event')
  return read
}

function unfolded(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n')
}

/** RFC 5545 §3.1: lines end with CRLF and have at most 75 octets; no other line end or control character. */
function checkLines(text: string): void {
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  const lines = text.slice(0, -2).split('\r\n')
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line).not.toMatch(/(?!\t)\p{Cc}/u)
    expect(line.isWellFormed()).toBe(true)
  }
}

describe('a calendar', () => {
  it('is read in a process that does not live in Paris', () => {
    expect(new Date('2026-07-01T00:00:00Z').getTimezoneOffset()).not.toBe(-120)
  })

  it('writes an event with its zone, its number of changes and its alarms', () => {
    const lines = unfolded(writeCalendar(FEED, [calendarEvent(42, { sequence: 3 })]))
    expect(lines).toEqual(
      expect.arrayContaining([
        'VERSION:2.0',
        'X-WR-CALNAME:Consultations\\, Aude\\; électricité',
        'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
        'X-PUBLISHED-TTL:PT1H',
        'TZID:Europe/Paris',
        'UID:2026-42-visite@guichet.example',
        'SEQUENCE:3',
        'DTSTAMP:20261121T083000Z',
        'LAST-MODIFIED:20261121T083000Z',
        'CREATED:20261120T080000Z',
        'DTSTART;TZID=Europe/Paris:20261203T140000',
        'DTEND;TZID=Europe/Paris:20261203T150000',
        'SUMMARY:Visite obligatoire – école Jean-Jaurès\\, lot 6 Électricité (Narbonne)',
        'DESCRIPTION:Avis officiel : https://example.fr/avis\\nSur rendez-vous\\; apporter un casque\\, des bottes.',
        'LOCATION:Narbonne',
        'URL;VALUE=URI:https://guichet.example/consultations/2026-42-renovation',
        'TRANSP:TRANSPARENT',
        'STATUS:CONFIRMED',
        'TRIGGER:-P7D',
        'TRIGGER:-P1D',
      ]),
    )
    expect(lines.filter((line) => line === 'BEGIN:VALARM')).toHaveLength(2)
    expect(lines.filter((line) => line === 'BEGIN:VTIMEZONE')).toHaveLength(1)
  })

  it('gives a deadline as a point in time: no end, no duration', () => {
    const { component, start } = readOne(
      calendarEvent(1, { start: new Date('2026-12-15T11:00:00Z'), durationMinutes: 0 }),
    )
    expect(component.getFirstProperty('dtstart')?.toICALString()).toBe(
      'DTSTART;TZID=Europe/Paris:20261215T120000',
    )
    expect(component.getFirstProperty('dtend')).toBeNull()
    expect(component.getFirstProperty('duration')).toBeNull()
    expect(start).toBe(Date.parse('2026-12-15T11:00:00Z'))
  })

  it('marks a cancelled event, which no longer rings', () => {
    const { component } = readOne(calendarEvent(1, { cancelled: true }))
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect(component.getAllSubcomponents('valarm')).toEqual([])
  })

  it('keeps an address with commas and semicolons an address', () => {
    const { component } = readOne(calendarEvent(1, { url: 'https://guichet.example/a;b?c=d,e' }))
    const url = String(component.getFirstPropertyValue('url'))
    expect(decodeURIComponent(url)).toBe('https://guichet.example/a;b?c=d,e')
    expect(url).not.toContain('\\')
  })

  it('is the same bytes for the same content, and valid without events', () => {
    expect(writeCalendar(FEED, [calendarEvent(1)])).toBe(writeCalendar(FEED, [calendarEvent(1)]))
    expect(readEvents(writeCalendar(FEED, []))).toEqual([])
    checkLines(writeCalendar(FEED, []))
  })

  it('has the right instants through both changes of the hour, minute by minute where it matters', () => {
    const nights = ['2026-03-28T23:00:00Z', '2026-10-24T22:00:00Z'].map((text) => Date.parse(text))
    const events = nights.flatMap((night, index) =>
      Array.from({ length: 60 }, (_, step) =>
        calendarEvent(index * 1000 + step, {
          start: new Date(night + step * 5 * 60_000),
          durationMinutes: 45,
        }),
      ),
    )
    const read = readEvents(writeCalendar(FEED, events))
    expect(read.map(({ start, end }) => [start, end])).toEqual(
      events.map(({ start }) => [start.getTime(), start.getTime() + 45 * 60_000]),
    )
  })

  it('has the right instants at random moments', () => {
    const instant = fc.oneof(
      fc.date({ min: new Date('2010-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
      fc.date({ min: new Date('2026-03-28'), max: new Date('2026-03-31'), noInvalidDate: true }),
      fc.date({ min: new Date('2026-10-24'), max: new Date('2026-10-27'), noInvalidDate: true }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(instant, fc.nat(5000)), { maxLength: 10 }), (moments) => {
        const events = moments.map(([moment, durationMinutes], index) => {
          moment.setUTCMilliseconds(0)
          return calendarEvent(index, { start: moment, durationMinutes })
        })
        expect(
          readEvents(writeCalendar(FEED, events)).map(({ start, end }) => [start, end]),
        ).toEqual(
          events.map(({ start, durationMinutes }) => [
            start.getTime(),
            start.getTime() + durationMinutes * 60_000,
          ]),
        )
      }),
      { numRuns: RUNS },
    )
  })

  it('folds, escapes and survives any text, which another parser reads back', () => {
    const check = (text: string) => {
      const event = calendarEvent(1, {
        uid: text,
        summary: text,
        location: text,
        description: text,
      })
      const written = writeCalendar({ ...FEED, name: text, description: text }, [event])
      checkLines(written)
      expect(unfolded(written).filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1)
      const [read] = readEvents(written)
      const visible = (read?.event.summary ?? '').replaceAll(/\s/g, '')
      expect(visible).toBe(
        text.replaceAll(/(?!\s)\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]|\s/gu, ''),
      )
    }
    HOSTILE_TEXTS.forEach(check)
    fc.assert(fc.property(anyText, check), { numRuns: RUNS })
  })
})
