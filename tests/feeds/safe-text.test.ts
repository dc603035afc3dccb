import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, safeText } from '../../src/feeds/safe-text.ts'
import { anyText, HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'

describe('safe text', () => {
  it('keeps ordinary text, accents, emoji, no-break spaces, tabs and line ends', () => {
    const text = 'Réfection\u00A0: œuvre à 12\u202F000 €\n\t👷🏽‍♀️ « fin »'
    expect(safeText(text)).toBe(text)
  })

  it('drops control characters, lone surrogates, U+FFFD and noncharacters', () => {
    expect(safeText('a\u0000b\u000Bc\u001Fd\u007Fe\u0085f\u009Fg')).toBe('abcdefg')
    expect(safeText('a\uD83Db\uDE00c\uFFFDd\uFFFEe\uFFFFf\uFDD0g\u{1FFFF}h')).toBe('abcdefgh')
    expect(safeText('\uD83D\u0000\uDE00')).toBe('')
  })

  it('turns every kind of line end into one', () => {
    expect(safeText('a\r\nb\rc\nd')).toBe('a\nb\nc\nd')
  })

  it('leaves nothing that XML 1.0 refuses, whatever the text, and changes nothing the second time', () => {
    const check = (text: string) => {
      const safe = safeText(text)
      expect(safe.isWellFormed()).toBe(true)
      expect(safe).not.toMatch(/[^\t\n\u0020-\u007E\u00A0-\u{10FFFF}]|[\uFFFD-\uFFFF]/u)
      expect(safeText(safe)).toBe(safe)
    }
    HOSTILE_TEXTS.forEach(check)
    fc.assert(fc.property(anyText, check), { numRuns: RUNS })
  })

  it('puts titles on one line', () => {
    expect(oneLine(' Narbonne\r\n\t —  voirie \u2028')).toBe('Narbonne — voirie')
  })
})
