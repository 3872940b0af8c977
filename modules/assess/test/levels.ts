const names = (zh: string, en: string) => ({ zh, en })
const level = (number: string, zh: string, en: string) => ({
  code: `level${number}`,
  name: names(zh, en),
  combine: 'mean',
  weightsSum: '1',
  fulfilled: { at: '0.8', value: '1' },
  children: [
    {
      code: `level${number}.people`,
      name: names('人员', 'People'),
      weight: '0.4',
      rule: 'fulfilment',
    },
    {
      code: `level${number}.equipment`,
      name: names('装备', 'Equipment'),
      weight: '0.6',
      rule: 'fulfilment',
    },
  ],
})
const option = (code: string, zh: string, en: string, score: string) => ({
  code,
  name: names(zh, en),
  score,
})

const levels = {
  kind: 'assessment',
  framework: {
    code: 'LEVELS',
    version: '1',
    name: names('成熟度', 'Maturity'),
    facts: [],
    rounding: { digits: 4, mode: 'halfEven' },
    missing: { kind: 'lowest' },
    rules: [
      {
        code: 'fulfilment',
        name: names('满足程度', 'Fulfilment'),
        rule: {
          kind: 'choice',
          options: [
            option('full', '全部', 'All', '1'),
            option('most', '大部分', 'Most', '0.8'),
            option('part', '部分', 'Some', '0.5'),
            option('none', '不满足', 'None', '0'),
          ],
        },
        source: { text: '未核对原文', verified: false },
      },
    ],
    root: {
      code: 'total',
      name: names('总分', 'Total'),
      combine: 'sum',
      rounding: { digits: 2, mode: 'halfEven' },
      children: [level('1', '规划级', 'Planned'), level('2', '规范级', 'Standardised')],
    },
    ladders: [
      {
        code: 'level',
        name: names('等级', 'Level'),
        cumulative: true,
        steps: [
          {
            code: '1',
            name: names('规划级', 'Planned'),
            requires: [{ node: 'level1', atLeast: '0.8' }],
          },
          {
            code: '2',
            name: names('规范级', 'Standardised'),
            requires: [{ node: 'level2', atLeast: '0.8' }],
          },
        ],
      },
    ],
    vetoes: [
      {
        code: 'accident',
        name: names('人员不满足', 'No people'),
        when: { answer: 'level1.people', in: ['none'] },
        whenUnknown: 'pass',
        effect: { kind: 'ladder', ladder: 'level', atMost: null },
      },
    ],
  },
  questions: {},
  checks: [],
  measures: [
    {
      code: 'equipment',
      kind: 'solution',
      name: names('装备改造', 'Equipment'),
      nodes: ['level1.equipment', 'level2.equipment'],
      below: '0.8',
      weight: 50,
    },
  ],
}

/** Two levels of maturity in the manner of GB/T 39116: 1 / 0.8 / 0.5 / 0, a level from 0.8 counts whole. */
export function levelsForm() {
  return structuredClone(levels)
}
