import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileKind, strangersPaper } from './kind.ts'

test('a paper is known by its first bytes, whatever it is called', () => {
  const cases: [string, string | null][] = [
    ['255044462d312e37', 'application/pdf'],
    ['89504e470d0a1a0a0000', 'image/png'],
    ['ffd8ffe000104a46', 'image/jpeg'],
    ['504b030414000600', 'application/zip'],
    ['4d5a900003000000', null],
    ['3c68746d6c3e', null],
    ['2550', null],
    ['', null],
  ]
  for (const [head, wanted] of cases)
    assert.equal(fileKind(Buffer.from(head, 'hex'))?.mediaType ?? null, wanted, head)
})

test('only the beginning counts: a longer head of the same kind is the same', () => {
  const pdf = Buffer.from('255044462d312e37', 'hex')
  for (const length of [4, 5, 8, 100, 10_000]) {
    const content = Buffer.alloc(length)
    pdf.copy(content)
    assert.equal(fileKind(content)?.ending, 'pdf', `${length}`)
  }
  assert.equal(fileKind(pdf.subarray(1)), null)
  assert.equal(fileKind(Buffer.concat([Buffer.from(' '), pdf])), null)
})

test('what is not among those taken is of no kind', () => {
  const zip = Buffer.from('504b030414000600', 'hex')
  assert.equal(fileKind(zip, ['pdf', 'png', 'jpg']), null)
  assert.equal(fileKind(zip, ['zip'])?.isPicture, false)
})

test('of a stranger only PDF, pictures and Office documents without macros are taken', () => {
  const zip = (...names: string[]) =>
    Buffer.concat([Buffer.from('504b030414000600', 'hex'), Buffer.from(names.join(' '))])
  const word = ['[Content_Types].xml', 'word/document.xml']
  const cases: [Buffer, string | null][] = [
    [Buffer.from('%PDF-1.7'), 'pdf'],
    [Buffer.from('89504e470d0a1a0a', 'hex'), 'png'],
    [zip(...word), 'zip'],
    [zip('[Content_Types].xml', 'xl/workbook.xml'), 'zip'],
    [zip(...word, 'word/vbaProject.bin'), null],
    [zip('[Content_Types].xml', 'program.exe'), null],
    [zip('readme.txt'), null],
    [Buffer.from('MZ program'), null],
    [Buffer.from('<html><script>'), null],
  ]
  for (const [content, wanted] of cases)
    assert.equal(strangersPaper(content)?.ending ?? null, wanted, content.toString('latin1'))
})
