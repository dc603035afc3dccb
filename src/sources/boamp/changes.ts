import { noChanges, type NoticeChanges, type NoticeKind } from '../standing-facts.ts'
import { cancellationFacts } from './cancellation.ts'
import { readCorrections } from './corrections.ts'
import type { NoticeBody } from './notice.ts'

/** What a notice of this kind changes in what earlier ones told. */
export function changesIn(kind: NoticeKind, { statements, ground }: NoticeBody): NoticeChanges {
  if (kind === 'correction') return readCorrections(statements)
  return kind === 'cancellation' ? cancellationFacts(ground) : noChanges()
}
