import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { EvidenceRow } from '@ronghe/kit/contract'
import type { Condition } from '@ronghe/scoring'
import { formOf, sha256 } from '../form/form.ts'
import { smallForm } from '../test/framework.ts'
import { type World, world } from '../test/world.ts'
import { saidRows } from './evidence-words.ts'
import { conditionText } from './verdict.ts'

let house: World
before(async () => {
  house = await world()
})
after(() => house.close())

const content = JSON.stringify(smallForm())
const form = formOf(content, sha256(content))

function said(condition: Condition, locale: 'zh' | 'en'): string {
  const say = (key: string, values = {}) => house.house.translate(locale, key, values)
  return conditionText(form, condition, say, locale)
}

describe('a condition is read in words', () => {
  const cases: [Condition, string, string][] = [
    [{ fact: 'process', in: ['discrete'] }, '生产类型：离散型', 'Production: Discrete'],
    [
      { fact: 'process', in: ['other', 'process'] },
      '生产类型：other / 流程型',
      'Production: other / Process',
    ],
    [{ fact: 'trade', startsWith: ['34', '35'] }, 'trade以 34 / 35 开头', 'trade begins with 34 / 35'],
    [
      {
        all: [{ answer: 'rate', atLeast: '60' }, { not: { answer: 'rate', below: '90' } }],
      },
      '数控化率 ≥ 60，且不是（数控化率 < 90）',
      'NC rate ≥ 60; and not (NC rate < 90)',
    ],
    [
      {
        any: [
          { answer: 'rate', below: '1' },
          { node: 'gone', atLeast: '2' },
        ],
      },
      '数控化率 < 1，或gone ≥ 2',
      'NC rate < 1; or gone ≥ 2',
    ],
  ]
  for (const [condition, zh, en] of cases) {
    test(zh, () => {
      assert.deepEqual([said(condition, 'zh'), said(condition, 'en')], [zh, en])
    })
  }
})

describe('rows of evidence are read in words', () => {
  const rows: EvidenceRow[] = [
    {
      ...{ kind: 'trace.bizStep', id: 'https://ref.gs1.org/cbv/BizStep-arriving', label: 'BizStep-arriving' },
      facts: { events: 3 },
    },
    { kind: 'trace.bizStep', id: 'urn:own:step', label: 'BizStep-of_our_own', facts: { events: 1 } },
    {
      ...{ kind: 'registry.organisation', id: 'one', label: '示例甲' },
      facts: { verification: 'approved', regionCode: '450102' },
    },
    { kind: 'registry.organisation', id: 'two', label: '示例乙', facts: { regionCode: '999999' } },
  ]

  test('steps, states and divisions have their words, what nobody knows keeps its code', async () => {
    const wordsIn = async (locale: 'zh' | 'en') => {
      const all = await house.house.act({ ...systemCaller, locale }, (ctx) => {
        return saidRows({ ...ctx, t: (key, values) => house.house.translate(locale, key, values) }, rows)
      })
      assert.deepEqual(
        all.map(({ words: _words, ...row }) => row),
        rows,
      )
      return all.map(({ words }) => words)
    }
    assert.deepEqual(await wordsIn('zh'), [
      { label: '到达' },
      {},
      { verification: '已认证', regionCode: '兴宁区' },
      {},
    ])
    const en = await wordsIn('en')
    assert.deepEqual(en[0], { label: 'Arriving' })
    assert.equal(en[2]?.regionCode, 'Xingning')
  })
})
