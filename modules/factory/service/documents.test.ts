import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, factoryHouse, makeMachine, upload } from '../testing.ts'

let house: TestHouse
let equipmentId: string
before(async () => {
  house = await factoryHouse({ start: false })
  equipmentId = (await makeMachine(house.house, { code: 'M-1' })).machine.id
})
after(() => house.close())

const bytes = (hex: string) => new Uint8Array(Buffer.from(`${hex}00ff00ff`, 'hex'))
const pdf = { name: '说明书.pdf', content: bytes('255044462d312e37') }
const png = { name: 'photo.png', content: bytes('89504e470d0a1a0a') }
const jpeg = { name: 'photo.jpg', content: bytes('ffd8ffe0') }
const program = { name: 'manual.pdf', content: 'MZ a program' }

const documentsPath = () => `/factory/equipment/${equipmentId}/documents`
const photoPath = () => `/factory/equipment/${equipmentId}/photo`

async function fetched(path: string, who: string | null) {
  const { headers } = await as(house, who)
  const answer = await fetch(`${house.url}/api${path}`, { headers })
  return { status: answer.status, headers: answer.headers, content: Buffer.from(await answer.arrayBuffer()) }
}

describe('documents of a machine', () => {
  test('come back byte for byte, under their name, as what their bytes say', async () => {
    const a = await as(house, 'a')
    const added = await upload(house, a.headers, documentsPath(), pdf)
    assert.equal(added.status, 200)
    const [row] = (await a.documents({ params: { equipmentId } })).rows
    assert.deepEqual(
      [row?.name, row?.mediaType, row?.sizeBytes],
      [pdf.name, 'application/pdf', pdf.content.length],
    )
    const got = await fetched(`/factory/documents/${row?.id}`, 'a')
    assert.deepEqual(got.content, Buffer.from(pdf.content))
    assert.equal(got.headers.get('content-type'), 'application/pdf')
    assert.ok(got.headers.get('content-disposition')?.includes(encodeURIComponent(pdf.name)))
  })

  test('a file is judged by its bytes and not by its name', async () => {
    const a = await as(house, 'a')
    const { status, body } = await upload(house, a.headers, documentsPath(), program)
    assert.equal(status, 400)
    const { code, fields } = body as { code: string; fields: { field: string }[] }
    assert.deepEqual([code, fields[0]?.field], ['factory.document.kind', 'file'])
    const empty = await upload(house, a.headers, documentsPath(), { name: 'x.pdf', content: '' })
    assert.equal(empty.status, 400)
    assert.equal((await a.documents({ params: { equipmentId } })).rows.length, 1)
  })

  test('are seen by officials, changed by the firm’s own, and unknown to neighbours', async () => {
    const { rows } = await (await as(house, 'region')).documents({ params: { equipmentId } })
    const path = `/factory/documents/${rows[0]?.id}`
    assert.equal((await fetched(path, 'region')).status, 200)
    assert.equal((await fetched(path, 'b')).status, 404)
    assert.equal((await fetched(path, null)).status, 401)
    for (const [who, status] of [
      ['viewer', 403],
      ['region', 403],
      ['b', 404],
    ] as const) {
      const api = await as(house, who)
      assert.equal((await upload(house, api.headers, documentsPath(), pdf)).status, status, who)
      await assert.rejects(api.removeDocument({ params: { documentId: rows[0]?.id ?? '' } }), { status })
    }
  })

  test('are removed once, and their removal is in the history', async () => {
    const a = await as(house, 'a')
    const [row] = (await a.documents({ params: { equipmentId } })).rows
    const params = { documentId: row?.id ?? '' }
    await a.removeDocument({ params })
    await assert.rejects(a.removeDocument({ params }), { status: 404 })
    assert.equal((await fetched(`/factory/documents/${row?.id}`, 'a')).status, 404)
    const { rows } = await a.equipmentHistory({ params: { equipmentId } })
    assert.deepEqual(rows.map(({ action }) => action).slice(0, 2), [
      'factory.document.removed',
      'factory.document.added',
    ])
  })
})

describe('the photo', () => {
  test('is a picture, and the newest one', async () => {
    const a = await as(house, 'a')
    assert.equal((await fetched(photoPath(), 'a')).status, 404)
    assert.equal((await upload(house, a.headers, photoPath(), pdf)).status, 400)
    for (const [picture, mediaType] of [
      [png, 'image/png'],
      [jpeg, 'image/jpeg'],
    ] as const) {
      assert.equal((await upload(house, a.headers, photoPath(), picture)).status, 200)
      const got = await fetched(photoPath(), 'a')
      assert.deepEqual(
        [got.headers.get('content-type'), got.content],
        [mediaType, Buffer.from(picture.content)],
      )
    }
    assert.equal((await a.oneEquipment({ params: { equipmentId } })).hasPhoto, true)
  })

  test('is not seen by a neighbour or a stranger, nor changed by a viewer', async () => {
    assert.equal((await fetched(photoPath(), 'b')).status, 404)
    assert.equal((await fetched(photoPath(), null)).status, 401)
    const viewer = await as(house, 'viewer')
    assert.equal((await upload(house, viewer.headers, photoPath(), png)).status, 403)
  })
})
