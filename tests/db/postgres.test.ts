import { expect, it } from 'vitest'
import { openPostgres } from '../../src/db/postgres.ts'
import { openTestPostgres } from '../support/databases.ts'

it('a PostgreSQL server gives up on a statement that takes longer than it was allowed', async () => {
  const database = await openTestPostgres()
  const impatient = openPostgres(database.url, { statementTimeout: 50 })
  await expect(impatient.sql`select pg_sleep(20)`).rejects.toThrow('statement timeout')
  await impatient.close()
  await database.close()
})
