import { type Framework, load, type Scorer } from '@ronghe/scoring'

export const indicatorKinds = ['goals', 'punctual', 'closed', 'neverRed', 'signed'] as const
export type IndicatorKind = (typeof indicatorKinds)[number]

/** What an appraisal counts; points are of a hundred. */
export type Scheme = {
  indicators: { kind: IndicatorKind; nameZh: string; nameEn: string; weight: number }[]
  /** Most that reasons may add or take away. */
  additionsMax: number
  deductionsMax: number
  /** The total of a vetoed body is held at this. */
  vetoAtMost: number
  /** A body of which nothing is to be counted: its weight goes to the others, or it has no points. */
  missing: 'drop' | 'lowest'
}

/** Words of the contract for what is wrong with a scheme, by field; empty when nothing is. */
export function schemeFaults(scheme: Scheme): { field: string; rule: string }[] {
  const { indicators } = scheme
  const rule = (name: string) => `governance.appraisal.rule.${name}`
  const faults = []
  if (indicators.reduce((sum, one) => sum + one.weight, 0) !== 100)
    faults.push({ field: 'scheme.indicators', rule: rule('weights') })
  if (new Set(indicators.map((one) => one.kind)).size !== indicators.length)
    faults.push({ field: 'scheme.indicators', rule: rule('kindTwice') })
  return faults
}

const whole = { low: '0', high: '100' }

/** The scheme as a tree of the scoring engine, whose derivation every total keeps. */
export function scorerOf(code: string, version: number, scheme: Scheme): Scorer {
  const { additionsMax, deductionsMax, vetoAtMost, missing } = scheme
  const upTo = (most: number) => ({ low: '0', high: String(most) })
  const framework: Framework = {
    ...{ code: 'appraisal', version: `${code}.${version}`, name: { zh: code }, facts: [] },
    ...{ rounding: { digits: 2, mode: 'halfEven' }, missing: { kind: 'lowest' } },
    root: {
      ...{ code: 'total', combine: 'sum' },
      children: [
        {
          ...{ code: 'indicators', combine: 'mean', weight: '1', weightsSum: '100' },
          children: scheme.indicators.map((one) => ({
            code: one.kind,
            name: { zh: one.nameZh, en: one.nameEn },
            weight: String(one.weight),
            rule: { kind: 'linear', from: whole, to: whole },
            missing: { kind: missing },
          })),
        },
        ...(additionsMax > 0
          ? [
              {
                ...{ code: 'additions', weight: '1' },
                rule: { kind: 'linear' as const, from: upTo(additionsMax), to: upTo(additionsMax) },
              },
            ]
          : []),
        ...(deductionsMax > 0
          ? [
              {
                ...{ code: 'deductions', weight: '1' },
                rule: {
                  ...{ kind: 'linear' as const, from: upTo(deductionsMax), reverse: true },
                  to: { low: `-${deductionsMax}`, high: '0' },
                },
                missing: { kind: 'value' as const, value: '0' },
              },
            ]
          : []),
        {
          ...{ code: 'vetoes', weight: '0' },
          rule: { kind: 'threshold', at: '1', reached: '0', missed: '0' },
        },
      ],
    },
    vetoes: [
      {
        ...{ code: 'veto', when: { answer: 'vetoes', atLeast: '1' }, whenUnknown: 'pass' },
        effect: { kind: 'total', atMost: String(vetoAtMost) },
      },
    ],
  }
  const loaded = load(framework)
  if ('faults' in loaded) throw new Error(`a scheme cannot be scored: ${JSON.stringify(loaded.faults)}`)
  return loaded.scorer
}
