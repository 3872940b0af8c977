import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readHouse } from './house.ts'
import { faultLine, judge } from './judge.ts'
import ratchet from './ratchet.json' with { type: 'json' }
import { rules } from './rules.ts'
import { houseOfSample, type Sample } from './sample.ts'

const folder = new URL('./rules/', import.meta.url)

describe('the rules', () => {
  it('are all in the list, each in the file of its name, each with samples', () => {
    const files = readdirSync(folder).filter((name) => !name.endsWith('.sample.ts'))
    const names = rules.map(({ name }) => `${name}.ts`)
    assert.deepEqual([...files].sort(), [...names].sort())
    const samples = readdirSync(folder).filter((name) => name.endsWith('.sample.ts'))
    assert.deepEqual(samples.sort(), rules.map(({ name }) => `${name}.sample.ts`).sort())
  })

  for (const rule of rules) {
    describe(rule.name, async () => {
      const { samples } = (await import(`./rules/${rule.name}.sample.ts`)) as { samples: readonly Sample[] }

      it('is proved by a bad sample and a good one', () => {
        assert.ok(samples.some(({ faults }) => faults.length > 0))
        assert.ok(samples.some(({ faults }) => faults.length === 0))
      })

      for (const sample of samples) {
        it(sample.says, () => {
          const found = judge(houseOfSample(sample), [rule])
          assert.deepEqual(
            found.map(({ path, line }) => `${path}:${line}`).sort(),
            [...sample.faults].sort(),
            describeFaults(found),
          )
        })
      }
    })
  }
})

describe('this house', () => {
  // Faults still open, by rule; the numbers may only shrink, and a rule that is not named has none.
  it('has no more faults than are open', () => {
    const faults = judge(readHouse(fileURLToPath(new URL('../../', import.meta.url))), rules)
    const open: Readonly<Record<string, number>> = ratchet
    for (const { name } of rules) {
      const found = faults.filter((fault) => fault.rule === name)
      assert.ok(found.length <= (open[name] ?? 0), describeFaults(found))
    }
  })
})

function describeFaults(faults: readonly Parameters<typeof faultLine>[0][]): string {
  return `found:\n${faults.map(faultLine).join('\n')}`
}
