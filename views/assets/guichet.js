// Comforts only: every page works without this file.

const wide = matchMedia('(min-width: 62rem)')

/** On a wide screen the criteria stand open beside the list; on a phone they are folded above it. */
function unfoldCriteria() {
  for (const criteria of document.querySelectorAll('details.criteria')) {
    if (criteria.dataset.seen) continue
    criteria.dataset.seen = 'yes'
    if (wide.matches) criteria.open = true
  }
}

function showCopyButtons() {
  for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = false
}

async function copyAddress(event) {
  const button = event.target.closest?.('button[data-copy]')
  if (!button) return
  const field = document.getElementById(button.dataset.copy)
  const status = document.getElementById(`${button.dataset.copy}-etat`)
  try {
    await navigator.clipboard.writeText(field.value ?? field.textContent)
    status.textContent = button.dataset.copied ?? 'Adresse copiée.'
  } catch {
    if (field.select) field.select()
    else getSelection().selectAllChildren(field)
    status.textContent = 'Sélectionné : copiez avec le clavier.'
  }
}

const announced = 'link[rel=alternate], link[rel=canonical]'

/** The head keeps announcing the feeds of what the page shows: htmx replaces the content only. */
function renewAnnouncements(event) {
  const answer = new DOMParser().parseFromString(event.detail.ctx.text, 'text/html')
  for (const link of document.head.querySelectorAll(announced)) link.remove()
  document.head.append(...answer.head.querySelectorAll(announced))
}

function prepare() {
  unfoldCriteria()
  showCopyButtons()
}

document.addEventListener('click', copyAddress)
document.addEventListener('htmx:after:swap', prepare)
document.addEventListener('htmx:after:swap', renewAnnouncements)
prepare()
