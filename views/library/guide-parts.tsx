import type { Child } from 'hono/jsx'
import type { Figure } from '../../src/library/guide-figures.ts'
import { numberText, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { termsOf } from '../words/glossary.ts'

interface GuidePageProps {
  frame: Frame
  title: string
  lead: string
  /** The day that its figures hold for (2026-11-21). */
  on: string
  steps: { id: string; label: string }[]
  children: Child
}

/** A guide: what it holds first, then its steps. */
export function GuidePage({ frame, title, lead, on, steps, children }: GuidePageProps) {
  return (
    <Layout frame={frame} title={title} description={lead} current="aide">
      <article class="prose guide">
        <p class="back">
          <a href="/documents">Documents et guides</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        <p class="quiet">
          Les montants, les délais et les taux sont ceux en vigueur le {shortDate(on)}. Seuls l’avis
          et le dossier de l’acheteur font foi.
        </p>
        <nav aria-label="Sommaire du guide" class="unprinted">
          <ol>
            {steps.map(({ id, label }) => (
              <li>
                <a href={`#${id}`}>{label}</a>
              </li>
            ))}
          </ol>
        </nav>
        {children}
      </article>
    </Layout>
  )
}

/** One step of a guide, under its number. */
export function Step({ id, title, children }: { id: string; title: string; children: Child }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

/** Words of the glossary, explained where they are met. */
export function Words({ words }: { words: string[] }) {
  return (
    <dl class="facts words">
      {termsOf(words).map(({ term, meaning }) => (
        <div>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Boxes to tick on paper or on the page, which keeps nothing. */
export function Checklist({
  name,
  label,
  items,
}: {
  name: string
  label: string
  items: string[]
}) {
  return (
    <fieldset class="form-field checklist">
      <legend>{label}</legend>
      {items.map((item, index) => {
        const id = `${name}-${index + 1}`
        return (
          <p class="tick">
            <input id={id} type="checkbox" autocomplete="off" />
            <label for={id}>{item}</label>
          </p>
        )
      })}
    </fieldset>
  )
}

/** « 50 000 € (art. R. 2191-3) » with `told` for the value; « non précisé » where no rule is in force. */
export function figureText(figure: Figure, told: (value: number) => string): string {
  if (figure === null) return 'non précisé'
  return figure.article === null
    ? told(figure.value)
    : `${told(figure.value)} (${articleText(figure.article)})`
}

/** « art. R. 2161-2 et R. 2161-3 », unbroken but between articles. */
export function articleText(article: string): string {
  return `art.\u00A0${article.replaceAll(/([RL]\.) /g, '$1\u00A0')}`
}

/** « 1,5 fois le montant du marché » */
export function timesAmount(times: number): string {
  return `${numberText(times)} fois le montant du marché`
}
