import type { Child } from 'hono/jsx'
import { ASK_TITLE } from '../words/requests.ts'

/** Where help is, a line each: what somebody who chose « Aide » may have come for. */
export function WaysToHelp() {
  return (
    <ul class="plain ways">
      <Way href="/saisines/nouvelle" label={ASK_TITLE}>
        écrire à un acheteur ou à un conseiller, sans compte
      </Way>
      <Way href="#trouver" label="À qui parler">
        trouver un correspondant PME, un conseiller, un service
      </Way>
      <Way href="/documents/guides/repondre" label="Comment répondre">
        les étapes, et la liste à cocher
      </Way>
      <Way href="/documents/guides/se-grouper" label="Se grouper">
        répondre à plusieurs entreprises
      </Way>
      <Way href="/contacts/aides" label="Aides et dispositifs">
        avances, paiement, innovation, difficultés
      </Way>
      <Way href="/rencontres" label="Rencontres">
        voir des acheteurs, prendre rendez-vous
      </Way>
      <Way href="/pacte/formations" label="Formations">
        apprendre à répondre
      </Way>
      <Way href="/documents" label="Documents">
        guides, chartes et supports à télécharger
      </Way>
      <Way href="/modele" label="Modèle commun">
        pour les acheteurs : rédiger une consultation
      </Way>
    </ul>
  )
}

function Way({ href, label, children }: { href: string; label: string; children: Child }) {
  return (
    <li>
      <a href={href}>{label}</a> <span class="quiet">{children}</span>
    </li>
  )
}
