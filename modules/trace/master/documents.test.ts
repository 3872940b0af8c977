import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

describe('what a paper is', () => {
  const cases: readonly [string, Uint8Array, string | null][] = [
    ['PDF', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['PNG', bytes('\x89PNG\r\n\x1a\n....'), 'image/png'],
    ['JPEG', bytes('\xff\xd8\xff\xe0....'), 'image/jpeg'],
    ['a page', bytes('<!doctype html><script>'), null],
    ['a picture that runs scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg">'), null],
    ['a program', bytes('MZ\x90\x00'), null],
    ['an archive', bytes('PK\x03\x04'), null],
    ['nothing', bytes(''), null],
    ['half a signature', bytes('%PD'), null],
  ]
  for (const [name, content, mediaType] of cases) {
    test(`${name}: ${mediaType ?? 'refused'}, by its content and not by its name`, async () => {
      const path = '/trace/documents?about=(01)06901234001013&kind=other&audience=own'
      const file = { name: 'paper.pdf', content: new Uint8Array(content) }
      const { status, body } = await upload(house, 'wei', path, file)
      assert.equal(status, mediaType ? 200 : 400)
      if (mediaType) assert.equal(body.mediaType, mediaType)
    })
  }
})

describe('a paper is about', () => {
  const ways: readonly [string, string][] = [
    ['(01)06901234001013', 'https://id.gs1.org/01/06901234001013'],
    ['urn:epc:id:sgtin:6901234.000101.A1', 'https://id.gs1.org/01/06901234001013/21/A1'],
    ['https://shop.example/01/06901234001013/10/L7?17=290101', 'https://id.gs1.org/01/06901234001013/10/L7'],
    ['urn:epc:id:sgln:6901234.00010.0', 'https://id.gs1.org/414/6901234000108'],
    ['urn:epc:id:pgln:6901234.00010', 'https://id.gs1.org/417/6901234000108'],
  ]
  for (const [said, key] of ways) {
    test(`${said}, however that is said`, async () => {
      const about = encodeURIComponent(said)
      const path = `/trace/documents?about=${about}&kind=manual&audience=public&title=t`
      const { body } = await upload(house, 'wei', path, { name: 'm.pdf', content: bytes('%PDF-') })
      assert.deepEqual([body.key, body.title], [key, 't'])
      const { rows } = await as(house, 'wei').documents({ query: { about: key, kind: 'manual' } })
      assert.ok(rows.some((one) => one.key === key))
    })
  }

  test('a lot: its product’s papers are told too, those of another lot are not', async () => {
    const about = async (text: string) => {
      const { rows } = await as(house, 'wei').documents({ query: { about: text, kind: 'manual' } })
      return rows.map(({ key }) => key.replace('https://id.gs1.org', '')).sort()
    }
    assert.deepEqual(await about('(01)06901234001013(10)L7'), [
      '/01/06901234001013',
      '/01/06901234001013/10/L7',
    ])
    assert.deepEqual(await about('(01)06901234001013(10)L8'), ['/01/06901234001013'])
  })
})

describe('papers', () => {
  test('are searched, filtered, sorted and exported', async () => {
    const { rows } = await as(house, 'wei').documents({ query: { audience: 'own', pageSize: 1 } })
    await as(house, 'wei').changeDocument({
      params: { documentId: rows[0]!.id },
      body: {
        kind: 'certificate',
        title: '型式检验',
        titleEn: 'Type test',
        number: 'N-7',
        audience: 'partner',
      },
    })
    const found = async (query: object) =>
      (await as(house, 'wei').documents({ query: query as { q: string } })).rows.map(({ title }) => title)
    assert.deepEqual(await found({ q: 'type test' }), ['型式检验'])
    assert.deepEqual(await found({ q: 'n-7' }), ['型式检验'])
    assert.deepEqual(await found({ audience: 'partner' }), ['型式检验'])
    assert.deepEqual(await found({ isExpired: true }), [])
    assert.equal((await found({ sort: '-title', pageSize: 100 })).at(0), '型式检验')
    const answer = await fetch(`${house.url}/api/trace/documents?format=csv`, {
      headers: { 'x-person': 'wei' },
    })
    assert.match(await answer.text(), /型式检验/)
  })

  test('need a title, a kind and an audience that are known', async () => {
    const [paper] = (await as(house, 'wei').documents()).rows
    const good = { kind: 'other', title: 'x', audience: 'own' } as const
    const wrong = [{ title: ' ' }, { kind: 'poem' }, { audience: 'friends' }, { issuedOn: '2026-13-01' }]
    for (const change of wrong) {
      const body = { ...good, ...change } as typeof good
      const changing = as(house, 'wei').changeDocument({ params: { documentId: paper!.id }, body })
      await assert.rejects(changing, (error: { status?: number }) => error.status === 400)
    }
  })
})

test('a paper that nobody has is unknown to whoever asks', async () => {
  const params = { documentId: '018f0000-0000-7000-8000-0000000000ff' }
  const body = { kind: 'other', title: 'x', audience: 'own' } as const
  const unknown = (error: { status?: number }) => error.status === 404
  await assert.rejects(as(house, 'wei').changeDocument({ params, body }), unknown)
  await assert.rejects(as(house, 'wei').removeDocument({ params }), unknown)
  await assert.rejects(as(house, 'wei').documentFile({ params }), unknown)
})
