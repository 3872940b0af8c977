import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { standFirm } from '@ronghe/registry/testing'
import { cellMin } from '../benchmark.ts'
import { levelsForm } from '../test/levels.ts'
import {
  as,
  inDatabase,
  openWindow,
  type Person,
  refused,
  startRun,
  type World,
  world,
} from '../test/world.ts'

let house: World
let firm: Person
let runId = ''

/** Invented firms beside the ones of the world: a city, a trade, a size, and a total each. */
const others = [
  { region: '450102', trade: '3451', size: 'medium', total: '1.00' },
  { region: '450102', trade: '3452', size: 'medium', total: '1.10' },
  { region: '450102', trade: '3453', size: 'medium', total: '0.50' },
  { region: '450102', trade: '1340', size: 'medium', total: '0.80' },
  { region: '450102', trade: '1340', size: 'small', total: '1.80' },
  { region: '450202', trade: '1340', size: 'small', total: '2.00' },
  { region: '450202', trade: '1340', size: 'small', total: '0.20' },
  { region: '450202', trade: '1340', size: 'small', total: '0.40' },
  { region: '450202', trade: '3460', size: 'small', total: '0.60' },
  { region: '450202', trade: '3460', size: 'large', total: '0.90' },
].map((one, at) => ({ ...one, id: `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}` }))

before(async () => {
  house = await world({ files: [levelsForm()] })
  firm = await as(house, 'a')
  const platform = await as(house, 'platform')
  const { rows } = await platform.frameworks({ query: { q: 'LEVELS' } })
  const frameworkId = rows[0]?.id ?? ''
  const windowId = await openWindow(house, frameworkId, 2026)
  runId = await startRun(firm, {} as { process: string })
  for (const question of ['level1.people', 'level1.equipment'])
    await firm.saveAnswer({ params: { runId, question }, body: { value: 'most', revision: 0 } })
  for (const [at, one] of others.entries()) {
    await standFirm(house.house, one.id, one.region)
    await inDatabase(
      house,
      (sql) => sql`insert into assess_runs (id, organisation_id, framework_id, framework_code, window_id,
          year, facts, questions, status, total, trade_code, size_class, region_code, created_at, created_by,
          submitted_at)
        values (gen_random_uuid(), ${one.id}, ${frameworkId}, 'LEVELS', ${windowId}, 2026, '{}', 4,
          'accepted', ${one.total}, ${one.trade}, ${one.size}, ${one.region}, now(), 'test',
          ${new Date(house.time.now().getTime() - 1_000_000 + at * 1000)})`,
    )
  }
})
after(() => house.close())

describe('A9: a firm among ten others', () => {
  test('before it submits it sees the others without a place of its own', async () => {
    const { cells, total } = await firm.benchmark({ params: { runId } })
    assert.equal(total, null)
    const [all] = cells
    assert.deepEqual([all?.scope, all?.firms, all?.percentile], ['all', 10, null])
  })

  test('after it submitted it has a place; groups under five and their rests are held back', async () => {
    const { run } = await firm.run({ params: { runId } })
    await firm.submitRun({ params: { runId }, body: { revision: run.revision } })
    const { cells, total, high } = await firm.benchmark({ params: { runId } })
    assert.deepEqual([total, high], ['1.00', '2.00'])
    assert.deepEqual(
      cells.map(({ scope, key, firms, percentile, median }) => [scope, key, firms, percentile, median]),
      [
        ['all', '', 10, 60, '0.80'],
        ['region', '450100', 5, 40, '1.00'],
        ['trade', '34', 5, 60, '0.90'],
        ['size', 'medium', null, null, null],
      ],
    )
  })

  test('bars of what is shown have five firms or none', async () => {
    const { cells } = await firm.benchmark({ params: { runId } })
    for (const { firms, bars } of cells) {
      const sum = bars.reduce((all, bar) => all + bar.firms, 0)
      assert.equal(sum, firms ?? 0)
      for (const bar of bars) assert.ok(bar.firms === 0 || bar.firms >= cellMin)
    }
  })

  test('a place opens to the group that it was counted from; the firm sees no other firm', async () => {
    const told = await firm.peerGroup({ params: { runId }, query: { scope: 'trade' } })
    assert.deepEqual(
      [told.cell.firms, told.cell.percentile, told.below, told.cellMin, told.waiting],
      [5, 60, 3, 5, null],
    )
    const held = await firm.peerGroup({ params: { runId }, query: { scope: 'size' } })
    assert.deepEqual([held.cell.firms, held.below, held.cell.bars], [null, null, []])
    await assert.rejects(firm.peers({ params: { runId }, query: {} }), refused('kit.forbidden'))
    await assert.rejects(
      (await as(house, 'b')).peerGroup({ params: { runId }, query: { scope: 'all' } }),
      refused('kit.notFound'),
    )
  })

  test('an official sees the firms of his division, those that count and those that wait', async () => {
    const region = await as(house, 'region')
    const told = await region.peerGroup({ params: { runId }, query: { scope: 'all' } })
    assert.deepEqual([told.cell.firms, told.waiting], [10, 1])
    const counted = await region.peers({ params: { runId }, query: { isCounted: true } })
    assert.equal(counted.total, told.cell.firms)
    const waiting = await region.peers({ params: { runId }, query: { isCounted: false } })
    assert.deepEqual(
      waiting.rows.map(({ runId: id }) => id),
      [runId],
    )
    const city = await as(house, 'city')
    const { rows } = await city.peers({ params: { runId }, query: { sort: '-total' } })
    assert.deepEqual(
      rows.map(({ total }) => total),
      ['1.80', '1.10', '1.00', '1.00', '0.80', '0.50'],
    )
    assert.ok(rows.every(({ regionCode }) => regionCode.startsWith('4501')))
  })

  test('sums by division: a mean of five and more, and no other that follows from it', async () => {
    const summary = await (await as(house, null)).summary({ query: { framework: 'LEVELS' } })
    assert.equal(summary.firms, 11)
    assert.equal(summary.meanTotal, '0.94')
    assert.deepEqual(
      summary.rows.map(({ key, firms, meanTotal }) => [key, firms, meanTotal]),
      [
        ['450100', 6, '1.03'],
        ['450200', 5, '0.82'],
      ],
    )
  })

  test('a firm counts where it is now; beside a small division the next smallest is held back', async () => {
    for (const one of others) if (one.trade === '3460') await standFirm(house.house, one.id, '450302')
    const { rows } = await (await as(house, null)).summary({ query: { framework: 'LEVELS' } })
    assert.deepEqual(
      rows.map(({ key, firms, meanTotal }) => [key, firms, meanTotal]),
      [
        ['450100', 6, '1.03'],
        ['450200', 3, null],
        ['450300', 2, null],
      ],
    )
  })
})
