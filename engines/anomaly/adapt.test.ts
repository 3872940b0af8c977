import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { adapt, type Feedback, learn } from './index.ts'
import { scoresOf } from './learn.ts'
import { leaking, pump, settings, signals } from './test/sample.ts'

const model = learn(pump(300, 1), { signals })
const leak: Feedback = { id: 'leak', judgement: 'normal', rows: leaking(30, 0, 2) }
const quiet: Feedback = { id: 'quiet', judgement: 'anomalous', rows: pump(30, 3) }

const feedbacks = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    judgement: fc.constantFrom('normal' as const, 'anomalous' as const),
    rows: fc.nat().map((seed) => leaking(12, seed % 24, seed)),
  }),
  { maxLength: 6 },
)

describe('people’s judgements', () => {
  it('ANO-12 a stretch that people call normal raises no alarm any more', () => {
    assert.ok(scoresOf(model, leak.rows).some((value) => value > model.threshold))
    const changed = adapt(model, [leak])
    assert.ok(scoresOf(changed, leak.rows).every((value) => value <= changed.threshold))
  })

  it('ANO-12 a stretch that people call anomalous raises one from now on', () => {
    const changed = adapt(model, [quiet])
    assert.ok(changed.threshold < model.threshold)
    assert.ok(scoresOf(changed, quiet.rows).some((value) => value > changed.threshold))
  })

  it('ANO-12 a judgement that agrees moves nothing', () => {
    const changed = adapt(model, [{ ...leak, judgement: 'anomalous' }])
    assert.equal(changed.threshold, model.threshold)
    assert.equal(changed.judged.length, 1)
  })

  it('ANO-13 the same id again is a correction', () => {
    const changed = adapt(adapt(model, [leak]), [{ ...leak, judgement: 'anomalous' }])
    assert.equal(changed.threshold, model.threshold)
    assert.equal(changed.judged.length, 1)
  })

  it('ANO-14 a stretch without a score says nothing', () => {
    const empty: Feedback = { id: 'none', judgement: 'normal', rows: [[null, null, null]] }
    assert.deepEqual(adapt(model, [empty]), model)
  })

  it('ANO-12 the learned threshold stays known', () => {
    assert.equal(adapt(model, [leak, quiet]).thresholdLearned, model.thresholdLearned)
  })
})

describe('any judgements', () => {
  it('ANO-13 their sequence, and giving them at once or one by one, does not matter', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          feedbacks.map((list) => list[0] ?? leak),
          { selector: (one) => one.id },
        ),
        (list) => {
          const once = adapt(model, list)
          const backwards = adapt(model, [...list].reverse())
          let steps = model
          for (const one of list) steps = adapt(steps, [one])
          assert.deepEqual(backwards, once)
          assert.deepEqual(steps, once)
        },
      ),
      settings,
    )
  })

  it('ANO-12 no threshold on a fine scale misjudges fewer stretches', () => {
    fc.assert(
      fc.property(feedbacks, (list) => {
        const { judged, threshold } = adapt(model, list)
        const wrong = (limit: number) =>
          judged.filter((one) => one.peakScore > limit !== (one.judgement === 'anomalous')).length
        const peaks = judged.map((one) => one.peakScore).sort((left, right) => left - right)
        const close = peaks.some((peak, at) => at > 0 && peak / peaks[at - 1]! < 1.06)
        if (close) return
        for (let step = 1; step < 400; step += 1) {
          assert.ok(wrong(threshold) <= wrong(model.thresholdLearned * 1.03 ** (step - 200)))
        }
      }),
      settings,
    )
  })

  it('ANO-13 twice the same is once', () => {
    fc.assert(
      fc.property(feedbacks, (list) => {
        assert.deepEqual(adapt(adapt(model, list), list), adapt(model, list))
      }),
      settings,
    )
  })
})
