const names = (zh: string, en: string) => ({ zh, en })
const option = (code: string, score: string) => ({ code, name: names(`选项${code}`, code), score })

const small = {
  kind: 'assessment',
  framework: {
    code: 'TEST',
    version: '1',
    name: names('测试框架', 'Test framework'),
    source: { text: '测试', verified: true },
    facts: [{ code: 'process', name: names('生产类型', 'Production'), values: ['discrete', 'process'] }],
    rounding: { digits: 4, mode: 'halfEven' },
    missing: { kind: 'lowest' },
    rules: [
      {
        code: 'extent',
        name: names('应用程度', 'Extent'),
        rule: {
          kind: 'choice',
          options: [option('none', '0'), option('part', '50'), option('full', '100')],
        },
        source: { text: '示例', verified: false },
      },
      {
        code: 'hundred',
        rule: {
          kind: 'linear',
          from: { low: '0', high: '100' },
          to: { low: '0', high: '100' },
        },
      },
    ],
    root: {
      code: 'total',
      name: names('总分', 'Total'),
      combine: 'mean',
      rounding: { digits: 2, mode: 'halfEven' },
      children: [
        {
          code: 'base',
          name: names('基础', 'Base'),
          combine: 'mean',
          children: [
            { code: 'plan', name: names('规划', 'Plan'), rule: 'extent' },
            { code: 'tools', name: names('工具', 'Tools'), rule: 'extent', notApplicable: true },
            {
              code: 'rate',
              name: names('数控化率', 'NC rate'),
              rule: 'hundred',
              unit: '%',
              monotone: 'rising',
            },
            {
              code: 'spent',
              name: names('投入占比', 'Share spent'),
              rule: 'hundred',
              unit: '%',
              monotone: 'rising',
            },
          ],
        },
        {
          code: 'use',
          name: names('应用', 'Use'),
          combine: 'mean',
          children: [
            {
              code: 'links',
              name: names('环节', 'Links'),
              rule: {
                kind: 'coverage',
                options: [
                  { code: 'design', name: names('设计', 'Design'), weight: '1' },
                  { code: 'make', name: names('制造', 'Making'), weight: '1' },
                ],
                full: '2',
                to: { low: '0', high: '100' },
              },
            },
            {
              code: 'batch',
              name: names('批次', 'Batches'),
              rule: 'extent',
              when: { fact: 'process', in: ['process'] },
            },
            {
              code: 'scale',
              name: names('规上', 'Above scale'),
              rule: {
                kind: 'choice',
                options: [option('yes', '100'), option('no', '0')],
              },
              weight: '0',
            },
          ],
        },
      ],
    },
    ladders: [
      {
        code: 'stage',
        name: names('阶段', 'Stage'),
        cumulative: true,
        source: { text: '示例阈值', verified: false },
        steps: [
          { code: 'start', name: names('起步', 'Start'), requires: [] },
          {
            code: 'wide',
            name: names('覆盖', 'Wide'),
            requires: [
              { node: 'base', atLeast: '60' },
              { answer: 'links', in: ['make'] },
            ],
          },
        ],
      },
    ],
  },
  questions: {
    rate: {
      evidence: { query: 'factory.digitalEquipment', version: 1 },
      range: { low: '0', high: '100' },
      help: names('数控设备占比', 'Share of NC machines'),
    },
    spent: { range: { low: '0', high: '100' } },
    scale: { evidence: { query: 'registry.aboveScale', version: 1 } },
    plan: { document: true },
  },
  checks: [
    {
      kind: 'needs',
      question: 'spent',
      when: 'plan',
      in: ['full'],
      text: names('有规划须填投入', 'A plan needs what was spent'),
    },
    {
      kind: 'sumAtMost',
      parts: ['rate', 'spent'],
      limit: '190',
      text: names('合计过大', 'Too much together'),
    },
    {
      kind: 'atMost',
      left: 'spent',
      right: 'rate',
      isWarning: true,
      text: names('请核对投入', 'Check what was spent'),
    },
  ],
  measures: [
    {
      code: 'connect',
      kind: 'solution',
      name: names('接入机床', 'Connect machines'),
      nodes: ['rate'],
      below: '60',
      weight: 90,
      link: '/factory/edges',
    },
    {
      code: 'course',
      kind: 'course',
      name: names('培训', 'Course'),
      nodes: ['base'],
      below: '80',
      weight: 40,
    },
  ],
}

/** A small framework with every kind of question, for the tests; nothing of it is a standard's. */
export function smallForm(change: { version?: string; code?: string } = {}) {
  const form = structuredClone(small)
  Object.assign(form.framework, change)
  return form
}

export type SmallForm = ReturnType<typeof smallForm>
