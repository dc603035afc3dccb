interface PagerProps {
  previous: string | null
  next: string | null
  /** On which side the search has stopped before the end of the list; absent or null: nowhere. */
  further?: 'before' | 'after' | null
}

/** Links to what stands before and after in a list paged by key; nothing when it is all there. */
export function Pager({ previous, next, further }: PagerProps) {
  if (!previous && !next) return null
  return (
    <nav class="pager" aria-label="Suite de la liste">
      {previous && (
        <a href={previous} rel="prev">
          {further === 'before' ? '← chercher parmi les plus récentes' : '← précédentes'}
        </a>
      )}
      {next && (
        <a href={next} rel="next">
          {further === 'after' ? 'chercher parmi les plus anciennes →' : 'suivantes →'}
        </a>
      )}
    </nav>
  )
}
