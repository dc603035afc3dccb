import { expect, it } from 'vitest'
import { FileField } from '../../views/shared/form.tsx'

it('the field of a file is read out with what may be sent, and with what is wrong', () => {
  const field = { name: 'fichier', label: 'Fichier', hint: 'PDF, 20 Mo au plus.' }
  const refused = String(<FileField {...field} error="Choisissez un fichier." />)
  expect(refused).toContain('id="champ-fichier-erreur"')
  expect(refused).toContain('aria-describedby="champ-fichier-aide champ-fichier-erreur"')
  expect(refused).toContain('aria-invalid="true"')
  const asked = String(<FileField {...field} />)
  expect(asked).toContain('aria-describedby="champ-fichier-aide"')
  expect(asked).not.toContain('aria-invalid')
})
