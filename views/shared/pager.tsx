/** Links to what stands before and after in a list paged by key; nothing when it is all there. */
export function Pager({ previous, next }: { previous: string | null; next: string | null }) {
  if (!previous && !next) return null
  return (
    <nav class="pager" aria-label="Suite de la liste">
      {previous && (
        <a href={previous} rel="prev">
          ← précédentes
        </a>
      )}
      {next && (
        <a href={next} rel="next">
          suivantes →
        </a>
      )}
    </nav>
  )
}
