import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentDisposition, safeFileName } from '../../src/documents/file-name.ts'

describe('the name of a document', () => {
  it.each([
    ['Règlement de consultation.pdf', 'Règlement de consultation.pdf'],
    ['C:\\Dossiers\\CCTP (lot 1).PDF', 'CCTP (lot 1).PDF'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['a\r\nb\0c.pdf', 'abc.pdf'],
    ['facture\u202Efdp.exe', 'facturefdp.exe.pdf'],
    ['a<b>:"c|?*.pdf', 'a_b___c___.pdf'],
    ['', 'document.pdf'],
    ['.pdf', 'pdf.pdf'],
    ['...', 'document.pdf'],
    ['con.pdf', 'document-con.pdf'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(120)}.pdf`],
    ['e\u0301te\u0301.pdf', 'été.pdf'],
    ['\ud800a.pdf', '\ufffda.pdf'],
  ])('is tidied: %j', (given, expected) => {
    expect(safeFileName(given, 'pdf')).toBe(expected)
  })

  it('has no folder, no control character and its ending, whatever was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        const name = safeFileName(given, 'zip')
        expect(name).toMatch(/^[^/\\\p{Cc}\p{Cf}]+\.zip$/iu)
        const header = contentDisposition('attachment', name)
        expect(header).toMatch(/^[\x20-\x7e]+$/)
        const [, extended = ''] = /filename\*=UTF-8''(\S+)$/.exec(header) ?? []
        expect(decodeURIComponent(extended)).toBe(name)
      }),
    )
  })

  it('is told in ASCII too', () => {
    expect(contentDisposition('inline', 'Été “1”.pdf')).toBe(
      `inline; filename="Ete _1_.pdf"; filename*=UTF-8''%C3%89t%C3%A9%20%E2%80%9C1%E2%80%9D.pdf`,
    )
  })
})
