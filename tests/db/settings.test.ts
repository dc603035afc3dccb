import { expect, it } from 'vitest'
import {
  changeSetting,
  clearSetting,
  fixSettings,
  markDemonstration,
  readSettings,
} from '../../src/db/settings.ts'
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
    const fixed = {
      ...first,
      contact: null,
      sourceCode: null,
      demonstration: false,
      statements: expect.objectContaining({ auditRate: null, director: null }),
    }
    const later = { ...first, operator: 'Un autre', tagAuthority: 'autre.example' }
    await database().transaction((tx) => fixSettings(tx, first))
    await database().transaction((tx) => fixSettings(tx, later))
    expect(await readSettings(database())).toEqual(fixed)
  })

  it('are changed one by one by the operator', async () => {
    await database().transaction((tx) => changeSetting(tx, 'contact', 'guichet@example.org'))
    await database().transaction(markDemonstration)
    expect(await readSettings(database())).toMatchObject({
      operator: "CCI de l'Aude",
      contact: 'guichet@example.org',
      demonstration: true,
    })
  })

  it('hold what the operator states, until it is taken back', async () => {
    const state = async () => (await readSettings(database()))?.statements.auditBy
    await database().transaction((tx) => changeSetting(tx, 'auditBy', 'Un cabinet'))
    expect(await state()).toBe('Un cabinet')
    await database().transaction((tx) => clearSetting(tx, 'auditBy'))
    expect(await state()).toBeNull()
  })
})
