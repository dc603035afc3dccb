import type { Page } from 'playwright-core'

/**
 * What a page loses in the view in which it stands, all its parts unfolded, one line each: something to scroll sideways
 * (WCAG 1.4.10; a table may scroll in a part with a name that the keyboard reaches), text beyond an edge, and lines of
 * text on top of each other (1.4.4, 1.4.12). Text of charts counts as a picture's: a table says it too.
 */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
    const faults: string[] = []
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth > clientWidth) faults.push(`${scrollWidth} pixels wide in ${clientWidth}`)

    const scrolls = ({ overflowX }: CSSStyleDeclaration) => /auto|scroll/.test(overflowX)
    const clips = ({ overflowX, overflowY }: CSSStyleDeclaration) =>
      /hidden|clip/.test(overflowX + overflowY)
    for (const part of document.querySelectorAll<HTMLElement>('body *')) {
      if (part.scrollWidth <= part.clientWidth + 1 || part.clientWidth === 0) continue
      if (/^(input|textarea|select)$/i.test(part.tagName) || !scrolls(getComputedStyle(part)))
        continue
      const isNamed = part.hasAttribute('aria-label') || part.hasAttribute('aria-labelledby')
      if (part.tabIndex < 0 || !isNamed)
        faults.push(`scrolls out of reach: ${part.outerHTML.slice(0, 80)}`)
    }

    interface Line {
      block: Element
      text: string
      box: DOMRect
    }
    const lines: Line[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (
        text === '' ||
        !parent ||
        parent.closest('option, script, style, .unseen, .skip, textarea, svg[role=img]')
      )
        continue
      if (!parent.checkVisibility({ visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const boxes = [...range.getClientRects()].filter(
        ({ width, height }) => width > 1 && height > 1,
      )
      const hidden = clippingAncestor(parent)
      if (hidden && hidden.clientWidth <= 1) continue
      let block: Element = parent
      while (getComputedStyle(block).display.startsWith('inline') && block.parentElement)
        block = block.parentElement
      for (const box of boxes) {
        const left = box.left + scrollX
        const isOut = left < -1 || left + box.width > clientWidth + 1
        if (isOut && !insideScroller(parent)) faults.push(`beyond the edge: ${text.slice(0, 60)}`)
        const around = hidden?.getBoundingClientRect()
        if (around && (box.right > around.right + 1 || box.bottom > around.bottom + 2))
          faults.push(`cut: ${text.slice(0, 60)}`)
        lines.push({ block, text, box })
      }
    }
    function clippingAncestor(element: Element): Element | null {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (clips(getComputedStyle(at))) return at
      return null
    }
    function insideScroller(element: Element): boolean {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (scrolls(getComputedStyle(at))) return true
      return false
    }

    lines.sort((a, b) => a.box.top - b.box.top)
    for (const [index, one] of lines.entries()) {
      for (const other of lines.slice(index + 1, index + 60)) {
        const overlapY = Math.min(one.box.bottom, other.box.bottom) - other.box.top
        if (overlapY <= 0) break
        if (
          one.block === other.block ||
          one.block.contains(other.block) ||
          other.block.contains(one.block)
        )
          continue
        const overlapX =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        // The box of a line is higher than its letters.
        if (overlapX > 2 && overlapY > 0.45 * Math.min(one.box.height, other.box.height))
          faults.push(`on top of each other: ${one.text.slice(0, 40)} / ${other.text.slice(0, 40)}`)
      }
    }
    return [...new Set(faults)].slice(0, 8)
  })
}
