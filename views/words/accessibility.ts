import type { Accessibility } from '../../src/http/accessibility.ts'

/** What every page must say of the service, in the words of the decree 2019-768. */
export const ACCESSIBILITY_LABELS: Record<Accessibility, string> = {
  none: 'Accessibilité : non conforme',
  partial: 'Accessibilité : partiellement conforme',
  full: 'Accessibilité : totalement conforme',
}
