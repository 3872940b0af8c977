import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CaseWorld, caseWorld } from '../test/cases.ts'
import { noticesSince } from '../test/notices.ts'
import { as, day, inDatabase, type Person, refused, upload } from '../test/world.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
let caseId = ''
let own = { id: '', receipt: '' }
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'b', 'city', 'region', 'assessor']) people[name] = await as(house, name)
  people.stranger = await as(house, null)
  caseId = (await who('a').startCase({ body: { procedureId: house.procedure.RECOG } })).id
  await inDatabase(house, (sql) => {
    return sql`update assess_cases set stage = 'notice', notice_from = '2026-03-03',
      notice_until = '2026-03-10' where id = ${caseId}`
  })
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person
const said = { name: '群众甲', contact: '0771-0000000', text: '该车间尚未建成，附照片' }
const pdf = { name: '照片.pdf', content: '%PDF-1.7 picture' }
const office = (...names: string[]) =>
  Buffer.concat([Buffer.from('504b030414000600', 'hex'), Buffer.from(names.join(' '))])

function send(file: { name: string; content: string | Uint8Array }, receipt = own.receipt, id = own.id) {
  return upload(house, who('stranger'), `/assess/objections/${id}/files?receipt=${receipt}`, file)
}

describe('an objection to a public notice', () => {
  test('gives its author a receipt, tells the officials of the city, and keeps the hash alone', async () => {
    await noticesSince(house, 'assess.')
    own = await who('stranger').object({ params: { caseId }, body: said })
    assert.match(own.receipt, /^[0-9a-f]{32}$/)
    assert.deepEqual(await noticesSince(house, 'assess.'), ['assess.notice.objected 450102'])
    const kept = await inDatabase(house, (sql) => sql`select o::text as text from assess_objections o`)
    assert.equal(kept[0]?.text.includes(own.receipt), false)
    const seen = await who('stranger').objection({
      params: { objectionId: own.id },
      query: { receipt: own.receipt },
    })
    assert.deepEqual(
      [seen.holder, seen.text, seen.answer, seen.files, seen.mayAdd],
      ['示例甲', said.text, null, [], true],
    )
  })

  test('is read by its receipt alone; another one, or none, finds nothing', async () => {
    const params = { objectionId: own.id }
    const other = await who('stranger').object({ params: { caseId }, body: { ...said, name: '群众乙' } })
    for (const receipt of [other.receipt, '0'.repeat(32)])
      await assert.rejects(who('a').objection({ params, query: { receipt } }), refused('kit.notFound'))
    const wrong = who('stranger').objection({ params, query: { receipt: 'x' } })
    await assert.rejects(wrong, refused('kit.input.invalid', 'receipt'))
    assert.equal((await send(pdf, other.receipt)).status, 404)
  })

  test('takes PDF, pictures and Office documents, told by their content and not by their name', async () => {
    assert.equal((await send(pdf)).status, 200)
    const word = ['[Content_Types].xml', 'word/document.xml']
    assert.equal((await send({ name: '说明.docx', content: office(...word) })).status, 200)
    const refusedOnes: [string, string | Uint8Array][] = [
      ['照片.png', 'MZ program'],
      ['说明.pdf', '<html><script>alert(1)</script>'],
      ['说明.docx', office(...word, 'word/vbaProject.bin')],
      ['材料.zip', office('readme.txt')],
      ['空.pdf', ''],
    ]
    for (const [name, content] of refusedOnes) {
      const { status, body } = await send({ name, content })
      assert.deepEqual(
        [status, body.code, body.fields[0]?.field],
        [400, 'assess.objection.kind', 'file'],
        name,
      )
    }
  })

  test('takes five papers of five megabytes at most, and writes nothing of what it refuses', async () => {
    const large = Buffer.alloc(5_242_881)
    large.write('%PDF-1.7')
    assert.equal((await send({ name: '大.pdf', content: large })).body.code, 'assess.objection.large')
    const more = [0, 1, 2, 3, 4].map((at) => ({ ...pdf, content: `%PDF-1.7 page ${at}` }))
    const statuses = await Promise.all(more.map(async (file) => (await send(file)).status))
    assert.deepEqual(statuses.toSorted(), [200, 200, 200, 409, 409])
    const query = { receipt: own.receipt }
    const seen = await who('stranger').objection({ params: { objectionId: own.id }, query })
    assert.deepEqual([seen.files.length, seen.mayAdd], [5, false])
  })

  test('its papers are read by the officials of the firm, and by nobody else', async () => {
    const { objections } = await who('city').case({ params: { caseId } })
    const mine = objections.find(({ id }) => id === own.id)
    const fileId = mine?.files[0]?.id ?? ''
    const read = (person: Person) =>
      fetch(`${house.url}/api/assess/objections/${own.id}/files/${fileId}`, { headers: person.headers })
    const answer = await read(who('region'))
    assert.equal(answer.headers.get('content-disposition')?.startsWith('attachment'), true)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(await answer.text(), pdf.content)
    assert.equal((await read(who('a'))).status, 403)
    assert.equal((await read(who('stranger'))).status, 401)
    assert.deepEqual((await who('a').case({ params: { caseId } })).objections, [])
  })

  test('is answered once; then its author reads the answer, and adds nothing more', async () => {
    const params = { objectionId: own.id }
    await who('city').answerObjection({ params, body: { answer: '已现场核实，车间在产', upheld: false } })
    const seen = await who('stranger').objection({ params, query: { receipt: own.receipt } })
    assert.deepEqual(
      [seen.answer, seen.upheld, seen.answeredAt, seen.mayAdd],
      ['已现场核实，车间在产', false, '2026-03-03T02:00:00.000Z', false],
    )
    assert.equal((await send(pdf)).body.code, 'assess.objection.answered')
  })

  test('after the notice nobody objects any more', async () => {
    house.time.move(8 * day)
    await assert.rejects(who('stranger').object({ params: { caseId }, body: said }), refused('kit.notFound'))
  })
})
