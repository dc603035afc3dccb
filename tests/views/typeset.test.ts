import { expect, it } from 'vitest'
import { typeset } from '../../views/layout/typeset.ts'

it('sets what people typed as French is printed', () => {
  expect(typeset('<p>Où ? Le lot : « gros œuvre », 60 % ! l&#39;Aude ; jusqu&#39;à 5 €</p>')).toBe(
    '<p>Où\u00A0? Le lot\u00A0: «\u00A0gros œuvre\u00A0», 60\u00A0%\u00A0! l’Aude\u00A0; jusqu’à 5\u00A0€</p>',
  )
})

it('leaves titles, fields, code and scripts as they were typed: they are sent, copied and run again', () => {
  const page = [
    '<title>Erreur : page ?</title>',
    '<input name="q" value="quoi : l&#39;eau ?"/>',
    '<textarea name="t">\nAllons-y : l&#39;eau !</textarea>',
    '<select><option value="a : b">a</option></select>',
    '<pre>a ? b : c</pre><code>« x »</code>',
    '<script type="application/ld+json">{"a" : "b ?"}</script>',
    '<p>&#39;seul&#39; et 3&#39;</p>',
  ].join('')
  expect(typeset(page)).toBe(page)
})

it('leads where the address as it was given leads', () => {
  expect(
    typeset('<a href="https://x.example/l&#39;avis" aria-label="L&#39;avis : x">l&#39;avis</a>'),
  ).toBe('<a href="https://x.example/l&#39;avis" aria-label="L’avis\u00A0: x">l’avis</a>')
})

it('sets the headings that narrow tables repeat beside each cell', () => {
  expect(typeset('<td data-label="CCI de l&#39;Aude">3</td>')).toBe(
    '<td data-label="CCI de l’Aude">3</td>',
  )
})
