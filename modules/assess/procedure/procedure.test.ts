import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { certification, recognition } from '../test/procedures.ts'
import {
  type CaseFacts,
  drawn,
  endStages,
  movesFor,
  type Party,
  poolHash,
  procedureFaults,
  reviewsSuffice,
  spreadMax,
} from './procedure.ts'

const nothing: CaseFacts = {
  run: false,
  window: false,
  documents: false,
  parties: false,
  closed: false,
  reviews: false,
  notice: false,
  objections: false,
}

describe('a procedure as data', () => {
  test('sound ones have no fault', () => {
    assert.deepEqual(procedureFaults(certification()), [])
    assert.deepEqual(procedureFaults(recognition()), [])
  })

  test('A10: unknown stages, stages that nobody reaches and missing numbers are all told', () => {
    const wrong = recognition()
    wrong.moves[0]!.to = 'nowhere'
    wrong.stages.push({ code: 'lonely', name: { zh: '孤', en: 'Lonely' } })
    delete wrong.reviewers
    delete wrong.noticeDays
    const codes = procedureFaults(wrong).map(({ code, detail }) => `${code} ${detail}`.trim())
    assert.ok(codes.includes('stage.unknown nowhere'), codes.join('; '))
    assert.ok(codes.includes('stage.unreached lonely'), codes.join('; '))
    assert.ok(codes.includes('reviewers.missing') && codes.includes('noticeDays.missing'))
  })

  test('what is no procedure at all is refused with the places of its faults', () => {
    for (const value of [null, [], 'x', {}, { code: 'x' }]) assert.ok(procedureFaults(value).length > 0)
    const odd = { ...certification(), kind: 'other' }
    assert.deepEqual(
      procedureFaults(odd).map(({ path }) => path),
      ['/kind'],
    )
  })

  test('a party sees its own moves from a stage, and what each still lacks', () => {
    const shown = (parties: Party[], facts: Partial<CaseFacts> = {}) =>
      movesFor(certification(), { stage: 'started' }, parties, { ...nothing, ...facts }).map(
        ({ move, lacks }) => [move.code, lacks],
      )
    assert.deepEqual(shown(['firm']), [['apply', ['documents', 'parties']]])
    assert.deepEqual(shown(['firm'], { documents: true }), [['apply', ['parties']]])
    assert.deepEqual(shown(['body']), [])
    assert.deepEqual(shown([]), [])
  })

  test('a notice that runs is not begun again in its stage', () => {
    const again = { code: 'publish', name: { zh: '公示', en: 'Publish' }, from: ['notice'], to: 'notice' }
    const base = recognition()
    const move = { ...again, by: 'region' as const, needs: [], effect: 'notice' as const }
    const procedure = { ...base, moves: [...base.moves, move] }
    const offered = (isOnNotice: boolean) =>
      movesFor(procedure, { stage: 'notice', isOnNotice }, ['region'], nothing).map((one) => one.move.code)
    assert.ok(offered(false).includes('publish'))
    assert.equal(offered(true).includes('publish'), false)
    assert.deepEqual([...offered(true), 'publish'].toSorted(), offered(false).toSorted())
  })

  test('no random walk leaves the stages, and only moves of the stage are offered', () => {
    const procedure = recognition()
    const all = Object.fromEntries(Object.keys(nothing).map((key) => [key, true])) as CaseFacts
    const parties: Party[] = ['firm', 'consultant', 'body', 'city', 'region']
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (choices) => {
        let stage = procedure.stages[0]?.code ?? ''
        for (const choice of choices) {
          const moves = movesFor(procedure, { stage }, parties, all)
          if (moves.length === 0) return
          const { move, lacks } = moves[choice % moves.length]!
          assert.deepEqual(lacks, [])
          assert.ok(move.from.includes(stage))
          stage = move.to
          assert.ok(procedure.stages.some(({ code }) => code === stage))
        }
      }),
      { seed: 20260311, numRuns: 100 },
    )
  })
})

describe('A11: the draw', () => {
  const pool = Array.from({ length: 12 }, (_, at) => `expert-${at}`)

  test('the same seed and pool draw the same experts, in whatever order the pool comes', () => {
    const order = fc.shuffledSubarray(pool, { minLength: pool.length })
    fc.assert(
      fc.property(order, fc.string(), (shuffled, seed) => {
        assert.deepEqual(drawn(shuffled, seed, 3), drawn(pool, seed, 3))
        assert.equal(poolHash(shuffled), poolHash(pool))
      }),
      { seed: 20260312, numRuns: 100 },
    )
  })

  test('nobody is drawn twice, and all of a small pool is drawn', () => {
    assert.equal(new Set(drawn(pool, 'seed', 5)).size, 5)
    assert.deepEqual(drawn(pool.slice(0, 2), 'seed', 3).length, 2)
    assert.deepEqual(drawn([], 'seed', 3), [])
  })

  test('over many seeds everybody comes up about equally often', () => {
    const times = new Map<string, number>()
    for (let seed = 0; seed < 1200; seed += 1)
      for (const id of drawn(pool, `seed-${seed}`, 3)) times.set(id, (times.get(id) ?? 0) + 1)
    for (const id of pool) assert.ok(Math.abs((times.get(id) ?? 0) - 300) < 75, `${id} ${times.get(id)}`)
  })

  test('another pool has another hash', () => {
    assert.notEqual(poolHash(pool), poolHash(pool.slice(1)))
  })

  test('scores that lie far apart want one expert more', () => {
    assert.equal(reviewsSuffice([80, 82], { reviewers: 3 }), false)
    assert.equal(reviewsSuffice([80, 80 + spreadMax, 82], { reviewers: 3 }), true)
    assert.equal(reviewsSuffice([60, 61 + spreadMax, 62], { reviewers: 3 }), false)
    assert.equal(reviewsSuffice([60, 90, 62, 70], { reviewers: 3 }), true)
    assert.equal(reviewsSuffice([60, 66, 62], { reviewers: 3, spread: 5 }), false)
    assert.equal(reviewsSuffice([60, 65, 62], { reviewers: 3, spread: 5 }), true)
  })
})

test('a review without its months is a fault, told with the others', () => {
  const { reviewMonths: _months, ...wrong } = certification()
  assert.deepEqual(procedureFaults({ ...wrong, documents: [] }), [
    { path: '/reviewMonths', code: 'reviewMonths.missing', detail: '' },
  ])
  assert.deepEqual(procedureFaults(certification()), [])
  const shape = procedureFaults({ ...certification(), reviewMonths: 0 })
  assert.deepEqual(
    shape.map(({ path, code }) => [path, code]),
    [['/reviewMonths', 'schema.minimum']],
  )
})

test('stages at which a case ends badly are those of moves that end it or withdraw', () => {
  assert.deepEqual([...endStages(certification())], ['withdrawn'])
  assert.deepEqual([...endStages(recognition())], ['refused'])
})
