import { expect, it } from 'vitest'
import { readMigrationFiles } from '../../src/db/migration-files.ts'
import { lockProblems } from '../support/migration-locks.ts'

/** Files that landed before there was an instance with many rows, or this rule; they are never changed. */
const BEFORE = '0048'

it('no migration keeps readers or writers of a growing table waiting', () => {
  const files = readMigrationFiles().filter(({ name }) => name >= BEFORE)
  expect(
    files.flatMap(({ name, sql }) => lockProblems(sql).map((each) => `${name}: ${each}`)),
  ).toEqual([])
})

it.each([
  ['CREATE INDEX "notices_x" ON "notices" USING btree ("kind");', 'concurrently if not exists'],
  ['CREATE UNIQUE INDEX "lots_x" ON "lots" ("x");', 'concurrently if not exists'],
  ['ALTER TABLE "lots" ALTER COLUMN "title" SET DATA TYPE varchar;', 'add a column beside'],
  ['ALTER TABLE "lots" ALTER COLUMN "title" SET NOT NULL;', 'is not null'],
  [
    'ALTER TABLE "lots" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "public"."buyers"("id");',
    'not valid',
  ],
  ['ALTER TABLE "lots" ADD CONSTRAINT "c" CHECK (x > 0);', 'not valid'],
  ['ALTER TABLE "lots" ADD CONSTRAINT "u" UNIQUE("x");', 'using index'],
  ['ALTER TABLE "lots" ADD COLUMN "x" uuid DEFAULT gen_random_uuid() NOT NULL;', 'add it empty'],
  ['UPDATE "consultations" SET "title" = "title";', 'by a job in batches'],
  ['-- no-transaction\nCREATE INDEX CONCURRENTLY "x" ON "lots" ("x");', 'run again'],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS "x" ON "lots" ("x");', '-- no-transaction'],
  [
    'ALTER TABLE lots ADD CONSTRAINT c CHECK (x > 0) NOT VALID;--> statement-breakpoint\nALTER TABLE lots VALIDATE CONSTRAINT c;',
    'in a later file',
  ],
])('what would is refused with what to do instead: %s', (sql, remedy) => {
  expect(lockProblems(sql)).toEqual([expect.stringContaining(remedy)])
})

it.each([
  'CREATE TABLE "lots" ("x" int);--> statement-breakpoint\nCREATE INDEX "x" ON "lots" ("x");',
  'CREATE INDEX "x" ON "pact_axes" ("x");',
  'ALTER TABLE "new_small" ADD CONSTRAINT "f" FOREIGN KEY ("l") REFERENCES "public"."lots"("id");',
  'ALTER TABLE "lots" ADD COLUMN "x" timestamp DEFAULT now() NOT NULL;',
  'ALTER TABLE "lots" ADD CONSTRAINT "c" CHECK (x > 0) NOT VALID;',
  'ALTER TABLE "lots" VALIDATE CONSTRAINT "c";',
  '-- short lock: the check of 0050 is valid\nALTER TABLE "lots" ALTER COLUMN "x" SET NOT NULL;',
  '-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "x" ON "lots" ("x");\n--> statement-breakpoint\nALTER TABLE "lots" VALIDATE CONSTRAINT "c";',
])('what keeps nobody waiting passes: %s', (sql) => {
  expect(lockProblems(sql)).toEqual([])
})
