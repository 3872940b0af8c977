import { canonicalJson } from './canonical.ts'
import type { Framework, FrameworkNode, Input, Rule } from './model.ts'
import { score, tally } from './score.ts'
import { load, type Scorer } from './scorer.ts'
import { naiveScore } from './test/naive.ts'

/** One measurement. */
export type Measurement = { name: string; value: number; unit: string; conditions: string }

const hundred = { low: '0', high: '100' }
const rules: { code: string; rule: Rule }[] = [
  { code: 'linear', rule: { kind: 'linear', from: hundred, to: hundred } },
  { code: 'reverse', rule: { kind: 'linear', from: { low: '0', high: '12.5' }, to: hundred, reverse: true } },
  {
    code: 'choice',
    rule: {
      kind: 'choice',
      options: ['0', '50', '80', '100'].map((one, index) => ({ code: `o${index}`, score: one })),
    },
  },
  { code: 'threshold', rule: { kind: 'threshold', at: '52', reached: '100', missed: '0' } },
  {
    code: 'steps',
    rule: {
      kind: 'steps',
      below: '0',
      steps: ['10', '30', '60', '90'].map((at, index) => ({ at, score: `${25 * (index + 1)}` })),
    },
  },
  {
    code: 'coverage',
    rule: {
      kind: 'coverage',
      options: ['a', 'b', 'c', 'd'].map((code) => ({ code, weight: '1' })),
      full: '4',
      to: hundred,
    },
  },
]

/** 6 aspects × 5 fields × 5 questions of all rules but the logarithm; branches by kind of production. */
function framework(): Framework {
  const fields = (aspect: number): FrameworkNode[] =>
    Array.from({ length: 5 }, (_, field) => ({
      code: `a${aspect}.f${field}`,
      combine: 'mean' as const,
      weight:
        field === 0
          ? [{ when: { fact: 'process', in: ['discrete'] }, weight: '0.3' }, { weight: '0.2' }]
          : '0.175',
      children: Array.from({ length: 5 }, (_, at) => ({
        code: `a${aspect}.f${field}.q${at}`,
        weight: at === 0 ? '0.4' : '0.15',
        rule: rules[(aspect * 25 + field * 5 + at) % rules.length]!.code,
        notApplicable: true,
      })),
    }))
  const aspects = Array.from({ length: 6 }, (_, aspect) => ({
    code: `a${aspect}`,
    combine: 'mean' as const,
    children: fields(aspect),
  }))
  const stages = ['1', '2', '3', '4'].map((code, index) => ({
    code,
    requires: [{ node: `a${index}`, atLeast: '60' }],
  }))
  return {
    code: 'bench',
    version: '1',
    name: { zh: '测量' },
    facts: [{ code: 'process', values: ['discrete', 'process'] }],
    rounding: { digits: 4, mode: 'halfEven' },
    missing: { kind: 'lowest' },
    rules,
    root: { code: 'total', combine: 'mean', rounding: { digits: 2, mode: 'halfEven' }, children: aspects },
    ladders: [{ code: 'stage', cumulative: true, steps: stages }],
  }
}

/** A small generator of our own, so that every run measures the same inputs. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function inputs(scorer: Scorer, count: number): Input[] {
  const draw = generator(1)
  const leaves = [...scorer.leaves]
  return Array.from({ length: count }, () => {
    const answers: Input['answers'] = {}
    for (const [at, code] of leaves.entries()) {
      const kind = rules[at % rules.length]!.code
      const luck = draw(20)
      if (luck === 0) continue
      if (luck === 1) answers[code] = { notApplicable: true }
      else if (kind === 'choice') answers[code] = `o${draw(4)}`
      else if (kind === 'coverage') answers[code] = ['a', 'b', 'c', 'd'].slice(draw(5))
      else answers[code] = (draw(10_000) / 100).toFixed(2)
    }
    return { facts: { process: draw(2) === 0 ? 'discrete' : 'process' }, answers }
  })
}

/**
 * Measures the engine beside its naive twin. Large, it scores 300,000 firms and takes a minute; firms come
 * from 2,000 inputs made beforehand, so that making them is not measured.
 */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const loaded = load(framework())
  if ('faults' in loaded) throw new Error(JSON.stringify(loaded.faults))
  const { scorer } = loaded
  const firms = options.large ? 300_000 : 20
  const made = inputs(scorer, Math.min(firms, 2000))
  const questions = scorer.leaves.size
  const measured = (name: string, count: number, work: (input: Input) => unknown): Measurement => {
    for (const input of made.slice(0, 200)) work(input)
    const start = performance.now()
    for (let at = 0; at < count; at += 1) work(made[at % made.length]!)
    const seconds = (performance.now() - start) / 1000
    const conditions = `${count} firms × ${questions} questions in ${seconds.toPrecision(3)} s on one core`
    return { name: `scoring.${name}`, value: Math.round(count / seconds), unit: 'firms/s', conditions }
  }
  return [
    measured('tally', firms, (input) => tally(scorer, input)),
    measured('score', firms, (input) => score(scorer, input)),
    measured('canonical', Math.ceil(firms / 5), (input) => canonicalJson(score(scorer, input))),
    measured('twin', Math.ceil(firms / 1000), (input) => naiveScore(scorer.framework, input)),
  ]
}
