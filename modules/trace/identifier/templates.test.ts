import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { decide, insertPartner } from '../access/store/partners.ts'
import { as, firm, neighbour, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'
import { refused } from '../test/world.ts'
import type { TemplateField } from './contract.ts'

let house: TestHouse
const prefix = '88.123.4567'
const wei = () => as(house, 'wei')
before(async () => {
  house = await traceHouse()
  await wei().addPrefix({ body: { prefix: '6901234' } })
  await wei().addIdentifierPrefix({ body: { identifierPrefix: prefix } })
})
after(() => house.close())

const field = (name: string, part: Partial<TemplateField> = {}): TemplateField => ({
  ...{ name, title: `字段${name}`, type: 'text', isRequired: false, audience: 'public', ...part },
})
const fields = [
  field('name', { isRequired: true }),
  field('ratio', { type: 'number' }),
  field('weight', { type: 'number', unit: 'kg', audience: 'partner' }),
  field('cost', { type: 'number', audience: 'own' }),
]
const save = (version: number, part: object = {}, who = 'wei', templateName = 'gearbox') => {
  const body = { title: '减速器', fields, version, ...part }
  return as(house, who).saveIdentifierTemplate({ params: { templateName }, body })
}
const register = (suffix: string, attributes: Record<string, string>) =>
  wei().registerIdentifiers({ body: { prefix, template: 'gearbox', rows: [{ suffix, attributes }] } })

type Value = { type: string; data: { format: string; value: unknown }; unit?: string; version?: number }
async function resolve(suffix: string, who = '-') {
  const response = await fetch(`${house.url}/identifiers/${prefix}/${suffix}`, {
    headers: { 'x-person': who },
  })
  const { values } = (await response.json()) as { values: Value[] }
  return { values, cache: response.headers.get('cache-control') }
}
const typesFor = async (suffix: string, who?: string) =>
  (await resolve(suffix, who)).values.map(({ type }) => type)

describe('T51 a data template', () => {
  test('is the firm’s own, in versions that stay; an older one is not saved over a newer', async () => {
    assert.deepEqual(await save(0), { version: 1 })
    assert.deepEqual(await save(1, { title: '齿轮箱', note: '改名' }), { version: 2 })
    await assert.rejects(save(1), refused(409, 'trace.identifier.templateChangedSince'))
    const { rows } = await wei().identifierTemplate({ params: { templateName: 'gearbox' } })
    assert.deepEqual(
      rows.map(({ version, title, note, changedBy }) => [version, title, note, changedBy]),
      [
        [2, '齿轮箱', '改名', 'a'],
        [1, '减速器', null, 'a'],
      ],
    )
    const names = async (who: string) =>
      (await as(house, who).identifierTemplates({})).rows.map(({ name }) => name)
    assert.deepEqual(await names('wei'), ['gearbox', 'product', 'item', 'equipment'])
    assert.deepEqual(await names('other'), ['product', 'item', 'equipment'])
    await assert.rejects(save(2, {}, 'reader'), refused(403, 'kit.forbidden'))
    await assert.rejects(
      as(house, 'other').identifierTemplate({ params: { templateName: 'gearbox' } }),
      refused(404, 'trace.identifier.templateUnknown'),
    )
  })

  test('is refused where its fields cannot be', async () => {
    const cases: [TemplateField[], string][] = [
      [[field('a'), field('a')], 'twice'],
      [[field('template')], 'reservedName'],
      [[field('a', { type: 'choice' })], 'choices'],
      [[field('a', { choices: ['x'] })], 'choices'],
      [[field('a', { type: 'choice', choices: ['x', 'x'] })], 'twice'],
      [[field('a', { unit: 'kg' })], 'unitOfNumber'],
    ]
    for (const [list, rule] of cases)
      await assert.rejects(save(2, { fields: list }), refused(400, 'kit.input.invalid', rule))
    assert.equal((await wei().identifierTemplate({ params: { templateName: 'gearbox' } })).rows.length, 2)
  })

  test('checks what is registered and described, by field', async () => {
    const wrong = await register('G1', { ratio: '十', colour: '红' })
    assert.deepEqual(
      wrong.faults.map(({ field: name }) => name),
      ['attributes.colour', 'attributes.name', 'attributes.ratio'],
    )
    await register('G1', { name: '减速器', ratio: '10', weight: '38.5', cost: '900' })
    const identifier = `${prefix}/G1`
    await assert.rejects(
      wei().describeIdentifier({ body: { identifier, attributes: { name: '减速器', ratio: 'x' } } }),
      refused(400, 'kit.input.invalid', 'notANumber'),
    )
    const attributes = { name: '减速器', ratio: '12.5', weight: '38.5', cost: '900' }
    const line = await wei().describeIdentifier({ body: { identifier, attributes } })
    assert.deepEqual([line.attributes.ratio, line.templateVersion], ['12.5', 2])
    await assert.rejects(
      as(house, 'other').describeIdentifier({ body: { identifier, attributes } }),
      refused(404, 'trace.identifier.unknown'),
    )
    await assert.rejects(
      wei().registerIdentifiers({ body: { prefix, template: 'unknown', rows: [{ suffix: 'G9' }] } }),
      refused(400, 'kit.input.invalid', 'templateUnknown'),
    )
  })

  test('tells each who resolves what is meant for it, typed and with its unit', async () => {
    assert.deepEqual(await typesFor('G1'), ['TEMPLATE', 'name', 'ratio'])
    assert.deepEqual(await typesFor('G1', 'other'), ['TEMPLATE', 'name', 'ratio'])
    const own = await resolve('G1', 'wei')
    assert.deepEqual(
      own.values.map(({ type, data, unit }) => [type, data.format, data.value, unit]),
      [
        ['TEMPLATE', 'string', 'gearbox', undefined],
        ['name', 'string', '减速器', undefined],
        ['ratio', 'number', 12.5, undefined],
        ['weight', 'number', 38.5, 'kg'],
        ['cost', 'number', 900, undefined],
      ],
    )
    assert.equal(own.cache, 'private, no-store')
    assert.equal(own.values[0]?.version, 2)
    await house.house.act(systemCaller, async ({ sql, now }) => {
      const row = {
        ...{ organisationId: firm, partnerId: neighbour, organisationName: '甲', partnerName: '乙' },
        ...{ state: 'granted' as const, reason: null, askedAt: now, decidedAt: now, decidedBy: null },
      }
      await insertPartner(sql, row, null)
      await decide(sql, row)
    })
    assert.deepEqual(await typesFor('G1', 'other'), ['TEMPLATE', 'name', 'ratio', 'weight'])
  })

  test('of a later version changes nothing of what was checked before, until it is described', async () => {
    await save(2, { fields: [field('name', { audience: 'own' }), field('zone', { isRequired: true })] })
    assert.deepEqual(await typesFor('G1'), ['TEMPLATE', 'name', 'ratio'])
    const body = { identifier: `${prefix}/G1`, attributes: { name: '减速器', zone: '南宁' } }
    await wei().describeIdentifier({ body })
    assert.deepEqual(await typesFor('G1'), ['TEMPLATE', 'zone'])
  })

  test('has its fields in tables of identifiers', async () => {
    const send = async (zone: string) => {
      const content = `编码,数据模板,name,zone\r\n${prefix}/G2,齿轮箱,减速器,${zone}`
      const path = '/trace/identifiers/import?dryRun=false'
      const { body } = await upload(house, 'wei', path, { name: 'x.csv', content })
      return body as unknown as { written: boolean; faults: { row: number; column: string }[] }
    }
    await save(3, { title: '齿轮箱', fields: [field('name'), field('zone', { isRequired: true })] })
    const { faults } = await send('')
    assert.deepEqual(
      faults.map(({ row, column }) => [row, column]),
      [[2, 'zone']],
    )
    assert.equal((await send('柳州')).written, true)
    assert.deepEqual(await typesFor('G2'), ['TEMPLATE', 'name', 'zone'])
  })
})
