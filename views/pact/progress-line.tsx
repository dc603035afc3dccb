import { numberText, plural } from '../format.ts'

/** « 12 actions réalisées sur 20 » in words, and the same as a bar. */
export function ProgressLine({ id, done, all }: { id: string; done: number; all: number }) {
  if (all === 0) return <p>Aucune action pour l’instant.</p>
  return (
    <p>
      <label for={id}>
        <strong>{plural(done, 'action réalisée', 'actions réalisées')}</strong> sur{' '}
        {numberText(all)}
      </label>{' '}
      <progress id={id} value={done} max={all}>
        {done} sur {all}
      </progress>
    </p>
  )
}
