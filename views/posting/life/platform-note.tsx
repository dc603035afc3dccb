import type { Platform } from '../../../src/posting/platform.ts'
import { webAddress } from '../../feeds/body.ts'

/** Where a platform exists, questions, documents and bids stay there. */
export function PlatformNote({ platform }: { platform: Platform }) {
  const address = webAddress(platform.address)
  return (
    <div class="note">
      <p>
        Cette consultation passe par un profil d’acheteur : questions, dossier et offres y restent,
        pour que toutes les entreprises lisent la même chose au même endroit.
      </p>
      {address && (
        <p>
          <a href={address} rel="external">
            Ouvrir {new URL(address).host}
          </a>
        </p>
      )}
      <p>Le guichet signale de lui-même que le dossier a changé.</p>
    </div>
  )
}
