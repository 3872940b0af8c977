import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import en from '../i18n/en.json' with { type: 'json' }
import zh from '../i18n/zh.json' with { type: 'json' }
import { smallForm } from '../test/framework.ts'
import { compareForms } from './compare.ts'
import type { FormShape } from './form.ts'

const words: Record<'zh' | 'en', Record<string, string>> = { zh, en }
const sayIn =
  (locale: 'zh' | 'en') =>
  (key: string, values: Record<string, string | number> = {}) =>
    (words[locale][key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))

function changes(one: unknown, other: unknown, locale: 'zh' | 'en' = 'zh') {
  return compareForms(one as FormShape, other as FormShape, sayIn(locale), locale)
}

describe('comparing versions', () => {
  test('the same file has no change, whatever the order of its lists with codes', () => {
    const one = smallForm()
    const other = smallForm()
    other.framework.root.children.reverse()
    assert.deepEqual(changes(one, one), [])
    assert.deepEqual(changes(one, other), [])
  })

  test('weights, thresholds and questions are named, with what they were and are in words', () => {
    const one = smallForm()
    const other = smallForm({ version: '2' })
    const [base] = other.framework.root.children
    base?.children.splice(3, 1)
    Object.assign(base?.children[0] ?? {}, { weight: '2' })
    Object.assign(other.framework.ladders[0]?.steps[1]?.requires[0] ?? {}, { atLeast: '70' })
    const told = changes(one, { ...other, checks: one.checks }).filter(({ about }) => about !== 'check')
    const found = told.map(({ kind, about, place, aspect, before, after }) => {
      return [kind, about, place.map(({ zh: name }) => name).join(' / '), aspect, before, after]
    })
    assert.deepEqual(found, [
      ['changed', 'file', '测试框架', 'version', '1', '2'],
      ['changed', 'question', '总分 / 基础 / 规划', 'weight', null, '2'],
      ['changed', 'step', '阶段 / 覆盖', 'requires', '基础 ≥ 60', '基础 ≥ 70'],
      [
        'removed',
        'question',
        '总分 / 基础 / 投入占比',
        null,
        '名称: 投入占比 / Share spent\n所属部分: 基础\n计分规则: hundred\n单位: %\n方向: 越大越好\n取值范围: 0 – 100',
        null,
      ],
    ])
  })

  test('in English too, and a question that went to another section is a change', () => {
    const one = smallForm()
    const other = smallForm()
    const [base, use] = other.framework.root.children
    const [plan] = base?.children.splice(0, 1) ?? []
    if (plan) use?.children.push(plan as never)
    Object.assign(other.checks[1] ?? {}, { limit: '150' })
    const found = changes(one, other, 'en').map(({ about, aspect, before, after }) => {
      return [about, aspect, before, after]
    })
    assert.deepEqual(found, [
      ['question', 'section', 'Base', 'Use'],
      ['check', 'check', '≤ 190', '≤ 150'],
    ])
  })

  test('each kind of thing that a file speaks of is told by its word, its aspect, and both contents', () => {
    const big = () => Object.assign(smallForm(), { framework: wholeFramework() })
    for (const [what, change, expected] of eachChange) {
      const other = big()
      change(other as never)
      const told = changes(big(), other).map(({ about, aspect, before, after }) => {
        return [about, aspect, before, after]
      })
      assert.deepEqual(told, [expected], what)
    }
  })

  test('what was added one way was removed the other way', () => {
    const one = smallForm()
    const other = { ...smallForm(), measures: [] }
    const there = changes(one, other).map(({ key, kind }) => `${kind} ${key}`)
    const back = changes(other, one).map(({ key, kind }) => `${kind} ${key}`)
    assert.equal(there.length, 2)
    assert.deepEqual(back.map((text) => text.replace('added', 'removed')).sort(), there.sort())
  })

  test('no text or number of a file can change without a word of it', () => {
    const national = new URL('../../../regions/guangxi/frameworks/gbt23020.json', import.meta.url)
    const files = [smallForm(), JSON.parse(readFileSync(national, 'utf8'))]
    for (const [at, file] of files.entries()) {
      const places = leavesOf(file)
      // Of the long file some sixty places; a code that changes is another thing, and is told as such.
      const step = at === 0 ? 3 : Math.ceil(places.length / 60)
      const silent = places.filter((_, place) => place % step === 0).filter((place) => isSilent(file, place))
      assert.deepEqual(silent, [])
    }
  })

  test('every word that a comparison says is there in both languages', () => {
    const said = new Set<string>()
    const say = (key: string) => {
      said.add(key)
      return key
    }
    const national = new URL('../../../regions/guangxi/frameworks/gbt39116.json', import.meta.url)
    const file = JSON.parse(readFileSync(national, 'utf8')) as FormShape
    const empty = { ...file, checks: [], measures: [] }
    compareForms(smallForm() as unknown as FormShape, file, say, 'zh')
    const aspects = compareForms(empty, file, say, 'zh').map(({ about }) => `assess.compare.about.${about}`)
    for (const key of [...said, ...aspects].filter((one) => !one.includes('.fact.')))
      for (const locale of ['zh', 'en'] as const) assert.ok(words[locale][key], `${locale} ${key}`)
  })
})

/** The small framework with a veto, cases of weights, and rules of its own. */
function wholeFramework() {
  const { framework } = smallForm()
  const [base] = framework.root.children
  const cases = [{ when: { fact: 'process', in: ['discrete'] }, weight: '2' }, { weight: '1' }]
  Object.assign(base?.children[2] ?? {}, { weight: cases, missing: { kind: 'value', value: '10' } })
  Object.assign(base?.children[3] ?? {}, {
    rule: { kind: 'threshold', at: '5', reached: '100', missed: '0' },
  })
  Object.assign(base ?? {}, { fulfilled: { at: '95', value: '100' }, weightsSum: '5' })
  const veto = {
    code: 'accident',
    name: { zh: '重大事故', en: 'Accident' },
    when: { answer: 'scale', in: ['no'] },
    whenUnknown: 'pass',
    effect: { kind: 'ladder', ladder: 'stage', atMost: 'start' },
    source: { text: '细则第 9 条', verified: true },
  }
  return Object.assign(framework, { vetoes: [veto] })
}

type Whole = ReturnType<typeof smallForm> & {
  framework: {
    vetoes: { when: object; whenUnknown: string; effect: { atMost: string | null }; source: object }[]
  }
}
type Expected = [about: string, aspect: string, before: string | null, after: string | null]
const nodeOf = (file: Whole, at: number): Record<string, unknown> =>
  (file.framework.root.children[0]?.children[at] ?? {}) as Record<string, unknown>
const baseOf = (file: Whole): Record<string, unknown> =>
  (file.framework.root.children[0] ?? {}) as unknown as Record<string, unknown>

const eachChange: [string, (file: Whole) => void, Expected][] = [
  [
    'rounding of the whole',
    ({ framework }) => Object.assign(framework.rounding, { mode: 'down' }),
    ['file', 'rounding', '保留 4 位小数，四舍六入五成双', '保留 4 位小数，舍去'],
  ],
  [
    'a missing answer',
    ({ framework }) => Object.assign(framework, { missing: { kind: 'drop' } }),
    ['file', 'missing', '按最低分', '不计入，权重由其他项分担'],
  ],
  [
    'values of a fact',
    ({ framework }) => framework.facts[0]?.values.push('mixed'),
    ['fact', 'values', null, 'mixed'],
  ],
  [
    'a source that was read now',
    ({ framework }) => Object.assign(framework.rules[0] ?? {}, { source: { text: '示例', verified: true } }),
    ['rule', 'source', '示例 (示例阈值)', '示例'],
  ],
  [
    'a rule of the name',
    ({ framework }) => Object.assign(framework.rules[1]?.rule.to ?? {}, { high: '10' }),
    ['rule', 'rule', '按比例计分：0 → 0 分，100 → 100 分', '按比例计分：0 → 0 分，100 → 10 分'],
  ],
  [
    'a case of a weight',
    (file) => {
      nodeOf(file, 2).weight = [{ when: { fact: 'process', in: ['discrete'] }, weight: '3' }, { weight: '1' }]
    },
    ['question', 'weight', '生产类型：离散型 → 2', '生产类型：离散型 → 3'],
  ],
  [
    'a threshold of a question',
    (file) => {
      nodeOf(file, 3).rule = { kind: 'threshold', at: '8', reached: '100', missed: '0' }
    },
    ['question', 'rule', '达到 5 得 100 分，未达到得 0 分', '达到 8 得 100 分，未达到得 0 分'],
  ],
  [
    'what counts as full',
    (file) => {
      baseOf(file).fulfilled = { at: '90', value: '100' }
    },
    ['group', 'fulfilled', '达到 95 计 100 分', '达到 90 计 100 分'],
  ],
  [
    'how a section combines',
    (file) => {
      baseOf(file).combine = 'minimum'
    },
    ['group', 'combine', '加权平均', '取最低'],
  ],
  [
    'a range',
    ({ questions }) => Object.assign(questions.rate.range, { high: '90' }),
    ['question', 'range', '0 – 100', '0 – 90'],
  ],
  [
    'the evidence of a question',
    ({ questions }) => Object.assign(questions.rate.evidence, { query: 'factory.networkedEquipment' }),
    [
      'question',
      'evidence',
      `${zh['assess.query.factory.digitalEquipment']} (factory.digitalEquipment@1)`,
      `${zh['assess.query.factory.networkedEquipment']} (factory.networkedEquipment@1)`,
    ],
  ],
  [
    'from where on a number means an option',
    ({ questions }) => Object.assign(questions.rate.evidence, { bands: [{ atLeast: '80', answer: 'full' }] }),
    ['question', 'bands', null, '≥ 80 → full'],
  ],
  [
    'which proved words mean an option, and from where on',
    ({ questions }) => {
      const options = [{ answer: 'full', anyOf: ['design', 'sales'], atLeast: '50' }]
      Object.assign(questions.rate.evidence, { options })
    },
    ['question', 'bands', null, 'design / sales ≥ 50 → full'],
  ],
  [
    'when a veto holds',
    ({ framework }) => Object.assign(framework.vetoes[0]?.when ?? {}, { in: ['yes'] }),
    ['veto', 'when', '规上：选项no', '规上：选项yes'],
  ],
  [
    'what a veto does',
    ({ framework }) => Object.assign(framework.vetoes[0]?.effect ?? {}, { atMost: 'wide' }),
    ['veto', 'effect', '阶段 最高 起步', '阶段 最高 覆盖'],
  ],
  [
    'a veto that nobody can tell of',
    ({ framework }) => Object.assign(framework.vetoes[0] ?? {}, { whenUnknown: 'apply' }),
    ['veto', 'whenUnknown', '按不成立处理', '按成立处理'],
  ],
  [
    'a check',
    ({ checks }) => Object.assign(checks[0] ?? {}, { in: ['part', 'full'] }),
    ['check', 'check', '规划 为 选项full 时须填 投入占比', '规划 为 选项part / 选项full 时须填 投入占比'],
  ],
  [
    'where a measure is offered',
    ({ measures }) => Object.assign(measures[0] ?? {}, { below: '70' }),
    ['measure', 'below', '60', '70'],
  ],
  [
    'for what a measure is',
    ({ measures }) => measures[0]?.nodes.push('spent'),
    ['measure', 'nodes', null, '投入占比'],
  ],
]

type Path = (string | number)[]

/** The places of all texts, numbers and switches of a file. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys: Path = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value)
  return keys.flatMap((key) => leavesOf((value as Record<string, unknown>)[key], [...path, key]))
}

/** The file with something else at the place says nothing of it. */
function isSilent(file: unknown, path: Path): boolean {
  const other = structuredClone(file) as Record<string, unknown>
  let target = other
  for (const key of path.slice(0, -1)) target = target[key] as Record<string, unknown>
  const last = path.at(-1) ?? ''
  const was = target[last]
  // Kinds and names of rules hang on their neighbours: another one is another file, not another word.
  if (isKind(path, was)) return false
  target[last] = typeof was === 'boolean' ? !was : typeof was === 'number' ? was + 1 : `${was}9`
  return changes(file, other).length === 0
}

const kinds = ['kind', 'combine', 'mode', 'rule', 'monotone', 'fact']
const isKind = (path: Path, was: unknown) =>
  typeof was === 'string' && kinds.includes(String(path.at(-1) ?? ''))
