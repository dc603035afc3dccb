/** A field that people do not see and are told to leave empty; machines fill it. */
export function Honeypot() {
  return (
    <div class="unseen">
      <label for="champ-website">Laissez ce champ vide</label>
      <input id="champ-website" name="website" tabindex={-1} autocomplete="off" />
    </div>
  )
}
