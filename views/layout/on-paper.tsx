import type { Frame } from './layout.tsx'

/** Where what was printed is read as it stands now; on screens it is in the address bar. */
export function OnPaper({ frame }: { frame: Frame }) {
  return (
    <p class="on-paper">
      À jour sur <strong>{frame.baseUrl + frame.path}</strong>
    </p>
  )
}
