import type { Config } from '../../config.ts'
import type { Tx } from '../../db/db.ts'
import { storeDocument } from '../../documents/store-document.ts'
import {
  publishItem,
  type Publisher,
  publishVersion,
  type VersionValues,
} from '../../library/publish-item.ts'
import { usePractice } from '../../library/use-practice.ts'
import { withdrawItem } from '../../library/withdraw.ts'
import type { Office } from '../../office/block.ts'
import { partners } from '../../partners/schema.ts'
import { DOCUMENTS, type FileStory, PRACTICES } from './library-story.ts'
import { type Days, daysAround } from './pact/days.ts'
import { DEMONSTRATION } from './pact/step.ts'

/** PDF files of the demonstration by their names, made before anything is written. */
export type MadeFiles = Map<string, Uint8Array<ArrayBuffer>>

/** Writes the PDF files that the library's story needs. */
export async function makeLibraryFiles(office: Office, now: Date): Promise<MadeFiles> {
  const stories = DOCUMENTS.flatMap(({ versions }) => versions.map(([, , file]) => file))
  return new Map(
    await Promise.all(
      stories.filter(isPdf).map(async (file) => {
        const { title, subtitle, parts } = file
        const bytes = await office.pdf({
          title,
          subtitle,
          author: 'Guichet (démonstration)',
          madeAt: now,
          blocks: parts.flatMap(([heading, paragraphs]) => [
            { kind: 'heading' as const, level: 2 as const, text: heading },
            ...paragraphs.map((text) => ({ kind: 'paragraph' as const, text })),
          ]),
        })
        return [file.name, bytes] as const
      }),
    ),
  )
}

interface Telling {
  tx: Tx
  config: Config
  days: Days
  made: MadeFiles
  by: (partner: string, at: number) => Publisher
}

/** Tells the library of invented documents and practices, through the functions that agents use. */
export async function tellLibrary(
  tx: Tx,
  { now, config, made }: { now: Date; config: Config; made: MadeFiles },
): Promise<void> {
  const days = daysAround(now)
  const ids = new Map((await tx.select().from(partners)).map(({ slug, id }) => [slug, id]))
  const by = (partner: string, at: number) => {
    const partnerId = ids.get(partner)
    if (partnerId === undefined) throw new Error(`the demonstration knows no « ${partner} »`)
    return { partnerId, actor: DEMONSTRATION, now: days.instant(at) }
  }
  const telling: Telling = { tx, config, days, made, by }
  for (const { by: partner, values, versions, withdrawn } of DOCUMENTS) {
    const told = versions.map(
      ([at, note, file]) =>
        [at, async () => filesVersion(telling, partner, at, note, file)] as const,
    )
    const id = await tellVersions(telling, partner, values, told)
    if (withdrawn) done(await withdrawItem(tx, by(partner, withdrawn[0]), id, withdrawn[1]))
  }
  for (const { by: partner, values, versions, uses } of PRACTICES) {
    const told = versions.map(
      ([at, note, practice]) =>
        [at, async () => ({ datedOn: days.day(at), note, practice, documentIds: [] })] as const,
    )
    const id = await tellVersions(telling, partner, { ...values, kind: 'practice' }, told)
    for (const [at, who] of uses) done(await usePractice(tx, by(who, at), id, true))
  }
}

async function tellVersions(
  { tx, by }: Telling,
  partner: string,
  values: Parameters<typeof publishItem>[2],
  versions: (readonly [number, () => Promise<VersionValues>])[],
): Promise<number> {
  const [first, ...later] = versions
  if (!first) throw new Error(`« ${values.title} » has no version`)
  const [at, version] = first
  const published = await publishItem(tx, by(partner, at), values, await version())
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  for (const [on, next] of later)
    done(await publishVersion(tx, by(partner, on), published.id, await next()))
  return published.id
}

async function filesVersion(
  { tx, config, days, made, by }: Telling,
  partner: string,
  at: number,
  note: string,
  file: FileStory,
): Promise<VersionValues> {
  const pdf = made.get(file.name)
  if (isPdf(file) && !pdf) throw new Error(`no file ${file.name}`)
  const text = { name: file.name.replace(/pdf$/, 'txt'), bytes: textOf(file) }
  const files = [
    ...(pdf ? [{ name: file.name, bytes: pdf }] : []),
    ...(!pdf || file.alsoText ? [text] : []),
  ]
  const documentIds: string[] = []
  for (const each of files) {
    const stored = await storeDocument(tx, each, by(partner, at), config)
    if (!stored.ok) throw new Error(`${each.name}: ${stored.problem}`)
    documentIds.push(stored.document.id)
  }
  return { datedOn: days.day(at), note, practice: null, documentIds }
}

function isPdf({ name }: FileStory): boolean {
  return name.endsWith('.pdf')
}

function textOf({ title, subtitle, parts }: FileStory): Uint8Array<ArrayBuffer> {
  const blocks = parts.flatMap(([heading, paragraphs]) => [heading, ...paragraphs])
  return new TextEncoder().encode(`${[title, ...subtitle, ...blocks].join('\n\n')}\n`)
}

function done(written: { ok: boolean } | null): void {
  if (written?.ok !== true) throw new Error(JSON.stringify(written))
}
