import { expect, it } from 'vitest'
import { fixSettings, markDemonstration, readSettings } from '../../src/db/settings.ts'
import { describeOnBothDatabases } from '../support/databases.ts'

describeOnBothDatabases('the settings of an instance', (database) => {
  it('are fixed at the first start and stay as they are', async () => {
    expect(await readSettings(database())).toBeNull()
    const first = {
      operator: "CCI de l'Aude",
      tagAuthority: 'guichet.example',
      tagDate: '2026-01-15',
      ocidPrefix: 'ocds-abc123',
    }
    const fixed = { ...first, demonstration: false }
    const later = { ...first, operator: 'Un autre', tagAuthority: 'autre.example' }
    expect(await database().transaction((tx) => fixSettings(tx, first))).toEqual(fixed)
    expect(await database().transaction((tx) => fixSettings(tx, later))).toEqual(fixed)
    expect(await readSettings(database())).toEqual(fixed)
    await database().transaction(markDemonstration)
    expect(await readSettings(database())).toEqual({ ...fixed, demonstration: true })
  })
})
