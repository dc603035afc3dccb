/**
 * The mark: a ticket window that is also an arch of a canal bridge, with the water below it. Decorative: the
 * service's name always stands beside it.
 */
export function Mark() {
  return (
    <svg
      class="mark"
      viewBox="0 0 48 48"
      width="48"
      height="48"
      aria-hidden="true"
      focusable="false"
    >
      <path
        class="mark-stone"
        fill-rule="evenodd"
        d="M4 6a2 2 0 0 1 2-2h36a2 2 0 0 1 2 2v28h-9V24a11 11 0 0 0-22 0v10H4Z"
      />
      <path class="mark-light" d="M22.5 9h3l1 5h-5Z" />
      <path class="mark-sill" d="M2 34h44v3H2Z" />
      <path class="mark-water" d="M4 41q5-3.5 10 0t10 0 10 0 10 0" />
    </svg>
  )
}
