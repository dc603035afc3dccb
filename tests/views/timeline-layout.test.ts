import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mark, timelineLayout } from '../../views/pact/timeline-layout.ts'

const LINE_HEIGHT = 20

const days = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const marks = fc.array(
  fc.record({
    day: days,
    label: fc.string({ minLength: 1, maxLength: 200 }),
    reachedOn: fc.option(days, { nil: null }),
  }),
  { minLength: 1, maxLength: 40 },
)

describe('a timeline', () => {
  it('lets no label overlap another, nor leave the drawing, whatever the dates', () => {
    fc.assert(
      fc.property(marks, days, (given: Mark[], today) => {
        const { marks: placed, height, width } = timelineLayout(given, today)
        expect(width).toBeLessThanOrEqual(288)
        let free = 0
        for (const { labelY, lines } of placed) {
          expect(labelY).toBeGreaterThanOrEqual(free)
          free = labelY + (lines.length + 1) * LINE_HEIGHT
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(30)
        }
        expect(free).toBeLessThanOrEqual(height)
      }),
    )
  })

  it('keeps the order of days, and today between its neighbours', () => {
    const { marks: placed, todayY } = timelineLayout(
      [
        { day: '2026-12-15', label: 'Fin', reachedOn: null },
        { day: '2026-01-05', label: 'Début', reachedOn: '2026-01-06' },
        { day: '2026-06-01', label: 'Milieu', reachedOn: '2026-01-06' },
      ],
      '2026-09-01',
    )
    expect(placed.map(({ label }) => label)).toEqual(['Début', 'Milieu', 'Fin'])
    expect(todayY).toBeGreaterThan(placed[1]?.y ?? 0)
    expect(todayY).toBeLessThan(placed[2]?.y ?? 0)
  })

  it('shows no today where it is outside of what is drawn', () => {
    const one = [{ day: '2026-01-05', label: 'Début', reachedOn: '2026-01-06' }]
    expect(timelineLayout(one, '2026-09-01').todayY).toBeNull()
  })
})
