import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readSheet } from '@ronghe/kit/sheet'
import fc from 'fast-check'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { type Report, type UploadFile, upload } from '../test/upload.ts'
import { as } from '../test/world.ts'

let w: SupervisionWorld
let first = ''
let draft = ''
before(async () => {
  w = await supervisionWorld()
  const api = await w.by('region')
  first = (await api.plans({})).rows[0]?.id ?? ''
  draft = (await api.draftPlan({ body: { basedOn: first, note: '导入' } })).id
})
after(() => w.house.close())

const header =
  '编号,上级编号,类别,次序,条款,名称（中文）,名称（英文）,责任单位（代码，第一位牵头）,期限,目标编号,年度目标（年=值）'
const csv = (...lines: string[]): UploadFile => ({ name: 'plan.csv', content: [header, ...lines].join('\n') })
async function send(file: UploadFile, dryRun = false, who = 'region') {
  const { headers } = await as(w.house, who)
  const { status, body } = await upload(
    w.house,
    `/governance/plans/${draft}/sheet?dryRun=${dryRun}`,
    file,
    headers,
  )
  return { status, report: body as unknown as Report }
}
const nodes = async () =>
  (await (await w.by('region')).planNodes({ params: { planId: draft }, query: { pageSize: 200 } })).rows

describe('a sheet', () => {
  const good = csv(
    '4,,章节,9,四,保障措施,Supporting measures,,,,',
    '4.1,4,task,0,四（一）,加强领导,Leadership,industry；science,2027-06-30,,',
    '4.1-1,4.1,措施,0,四（一）第1句,建立机制,Set up mechanisms,,,,',
  )

  test('in a dry run says what it would do and does nothing', async () => {
    const { report } = await send(good, true)
    assert.deepEqual([report.written, report.rowsNew, report.faults], [false, 3, []])
    assert.ok((await nodes()).every((one) => one.key !== '4.1'))
  })

  test('is written, and the same again changes nothing', async () => {
    const { report } = await send(good)
    assert.deepEqual([report.written, report.rowsNew], [true, 3])
    const task = (await nodes()).find((one) => one.key === '4.1')
    assert.deepEqual([task?.units, task?.dueOn, task?.depth], ['industry; science', '2027-06-30', 1])
    const again = await send(good)
    assert.deepEqual([again.report.rowsNew, again.report.rowsChanged, again.report.rowsSame], [0, 0, 3])
  })

  test('tells every fault by row and column, and one keeps all of it out', async () => {
    const bad = csv(
      '4.2,4,task,0,四（二）,财税,Money,nobody,2027-02-30,,',
      '4.2,4,thing,x,四（二）,,Money,,,nothing,30',
      '4.3,4,task,0,四（三）,人才,Talent,science,2027-06-30,,',
    )
    const { report } = await send(bad)
    assert.equal(report.written, false)
    const told = new Set(report.faults.map((one) => `${one.row} ${one.column}`))
    for (const place of [
      '2 责任单位（代码，第一位牵头）',
      '2 期限',
      '3 编号',
      '3 类别',
      '3 次序',
      '3 名称（中文）',
      '3 目标编号',
      '3 年度目标（年=值）',
    ])
      assert.ok(told.has(place), `${place} of ${[...told].join(', ')}`)
    assert.ok((await nodes()).every((one) => one.key !== '4.3'))
  })

  test('that was given out comes in again unchanged', async () => {
    const { headers } = await as(w.house, 'region')
    for (const format of ['xlsx', 'csv']) {
      const answer = await fetch(`${w.house.url}/api/governance/plans/${draft}/nodes?format=${format}`, {
        headers,
      })
      assert.equal(answer.status, 200)
      const content = new Uint8Array(await answer.arrayBuffer())
      const { report } = await send({ name: `plan.${format}`, content })
      assert.deepEqual([report.faults, report.rowsNew, report.rowsChanged], [[], 0, 0], format)
      assert.equal(report.rowsSame, (await nodes()).length)
      const lines = await readSheet({ name: `plan.${format}`, content: Buffer.from(content) } as never, 1000)
      assert.equal(lines.length, report.rowsTotal)
    }
  })

  test('comes into a draft alone, from an official alone', async () => {
    assert.equal((await send(good, false, 'a')).status, 403)
    const { headers } = await as(w.house, 'region')
    const path = `/governance/plans/${first}/sheet?dryRun=false`
    assert.equal((await upload(w.house, path, good, headers)).status, 409)
  })
})

describe('whatever nodes a sheet has', () => {
  const text = fc.stringMatching(/^[a-zA-Z0-9 中文，。"';]{0,20}$/)
  const line = fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      text,
      fc.subarray(['industry', 'science', 'cities']),
      fc.option(fc.integer({ min: 2020, max: 2035 }), { nil: null }),
      fc.integer({ min: 0, max: 50 }),
    )
    .map(([key, title, units, year, place]) => ({
      ...{ key: `9.${key}`, title: `题${title}`.trim(), units: units.join('；'), place },
      day: year === null ? '2027-01-01' : `${year}-12-31`,
    }))
  const cell = (value: string) => `"${value.replaceAll('"', '""')}"`

  test('they stand in the draft as they stood in the sheet, and come out so again', async () => {
    await send(csv('9,,section,90,九,第九,Ninth,,,,'))
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(line, { selector: (one) => one.key, minLength: 1, maxLength: 5 }),
        async (lines) => {
          const rows = lines.map((one) => {
            const units = one.units === '' ? 'industry' : one.units
            return [one.key, '9', '任务', String(one.place), '九', one.title, 'T', units, one.day, '', '']
          })
          const { report } = await send(csv(...rows.map((cells) => cells.map(cell).join(','))))
          assert.deepEqual(report.faults, [])
          assert.equal(report.rowsTotal, lines.length)
          const kept = new Map((await nodes()).map((one) => [one.key, one]))
          for (const one of lines) {
            const node = kept.get(one.key)
            assert.deepEqual([node?.titleZh, node?.dueOn, node?.place], [one.title, one.day, one.place])
            assert.equal(node?.units, (one.units === '' ? 'industry' : one.units).replaceAll('；', '; '))
          }
          const again = await send(csv(...rows.map((cells) => cells.map(cell).join(','))))
          assert.equal(again.report.rowsSame, lines.length)
        },
      ),
      { seed: 99, numRuns: 6 },
    )
  })
})
