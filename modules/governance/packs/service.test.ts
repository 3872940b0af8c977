import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { unzip, zipOf } from '@ronghe/kit/archive'
import { verifyPack } from '@ronghe/kit/pack'
import { keepToday } from '../figures.ts'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { upload } from '../test/upload.ts'
import { addMachines, as } from '../test/world.ts'

let w: SupervisionWorld
let folder = ''
before(async () => {
  w = await supervisionWorld()
  folder = await mkdtemp(join(tmpdir(), 'ronghe-packs-'))
  const machine = { firm: 'firm-a', isKeyProcess: true, isNumericalControl: true } as const
  const state = { isConnected: false, isOnline: false, isProved: false, isRetired: false }
  await addMachines(w.house, [{ ...machine, ...state }])
  await keepToday(w.house.house)
})
after(async () => {
  await rm(folder, { recursive: true, force: true })
  await w.house.close()
})

async function packOf(who: string, goalKey = 'control') {
  const { headers } = await as(w.house, who)
  const answer = await fetch(`${w.house.url}/api/governance/goals/${goalKey}/pack`, { headers })
  return { status: answer.status, content: Buffer.from(await answer.arrayBuffer()) }
}
function part<T>(content: Buffer, name: string): T {
  const found = unzip(content).find((one) => one.name === name)
  assert.ok(found, name)
  return JSON.parse(found.content.toString('utf8')) as T
}

/** One number of the first row is another. */
function changedIn(content: Buffer): Buffer {
  const [first, ...rest] = JSON.parse(content.toString('utf8')) as { machines: number }[]
  return Buffer.from(`${JSON.stringify([{ ...first, machines: 999 }, ...rest], null, 2)}\n`)
}

describe('a pack for an inspector', () => {
  test('holds the goal with its figures, the firms behind it and its items, and verifies', async () => {
    const id = await w.item(['nanning'], 'issued', 20, { goalKey: 'control' })
    const { status, content } = await packOf('region')
    assert.equal(status, 200)
    const { publicKey } = await (await as(w.house, null)).packKey()
    assert.deepEqual(verifyPack(content, publicKey), [])
    const { declared } = part<{ declared: { value: number } }>(content, 'goal.json')
    assert.equal(declared.value, 100)
    const rows = part<{ organisationName: string; keyProcess: number }[]>(content, 'rows.json')
    assert.deepEqual(rows.map((one) => [one.organisationName, one.keyProcess]).toSorted(), [
      ['企业firm-a', 1],
      ['企业firm-b', 0],
    ])
    const items = part<{ item: { id: string }; events: { action: string }[] }[]>(content, 'items.json')
    assert.deepEqual(
      items.map((one) => one.item.id),
      [id],
    )
    assert.ok(items[0]?.events.some((one) => one.action === 'issue'))
  })

  test('holds what its reader may see and no more', async () => {
    const { content } = await packOf('other-city')
    assert.deepEqual(part(content, 'items.json'), [])
    const names = part<{ organisationName: string }[]>(content, 'rows.json').map(
      (one) => one.organisationName,
    )
    assert.deepEqual(names, ['企业firm-b'], 'the firm of the other city alone')
    assert.equal((await packOf('region', 'nothing')).status, 404)
    const stranger = await fetch(`${w.house.url}/api/governance/goals/control/pack`)
    assert.equal(stranger.status, 401)
  })

  test('holds the documents that were reported, byte for byte', async () => {
    const body = {
      ...{ titleZh: '产业规模', titleEn: 'Output', unitZh: '亿元', unitEn: 'bn', dueOn: '2027-12-31' },
      ...{ formula: '', direction: 'up' as const, frequency: 'year' as const, reportDepartment: 'nanning' },
    }
    await (await w.by('region')).makeIndicator({ body: { key: 'output', ...body } })
    const { headers } = await as(w.house, 'city')
    const query = 'period=2025&value=5&note=公报'
    const file = { name: '../../公报.pdf', content: '%PDF-1.4 proof' }
    await upload(w.house, `/governance/goals/output/reports?${query}`, file, headers)
    const { content } = await packOf('city', 'output')
    assert.deepEqual(verifyPack(content), [])
    const document = unzip(content).find((one) => one.name.startsWith('reports/'))
    assert.equal(document?.content.toString(), file.content)
    assert.match(document?.name ?? '', /^reports\/[0-9a-f]{64}\.pdf$/, 'no name of a stranger’s choosing')
  })

  test('says by which entries of the roster a firm was counted', async () => {
    const { content } = await packOf('region')
    const roster = part<{ name: string; keySince: string; keyUntil: null }[]>(content, 'roster.json')
    const counted = part<{ organisationName: string }[]>(content, 'rows.json')
    assert.deepEqual(
      roster.map(({ name, keySince, keyUntil }) => [name, keySince, keyUntil]).sort(),
      counted.map(({ organisationName }) => [organisationName, '2025-01-01', null]).sort(),
    )
  })

  test('is verified by the command, which names the file and the row that was changed', async () => {
    const { content } = await packOf('region')
    const good = join(folder, 'good.zip')
    await writeFile(good, content)
    const bad = join(folder, 'bad.zip')
    const parts = unzip(content).map((one) =>
      one.name === 'rows.json' ? { ...one, content: changedIn(one.content) } : one,
    )
    await writeFile(bad, zipOf(parts))
    const run = (path: string) =>
      promisify(execFile)(process.execPath, ['tools/pack-verify/run.ts', path], {
        cwd: new URL('../../../', import.meta.url).pathname,
      }).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
      )
    assert.deepEqual((await run(good)).code, 0)
    const told = await run(bad)
    assert.equal(told.code, 1)
    assert.match(told.stdout, /"path":"rows\.json","fault":"changed","rows":\[{"row":1,"fault":"changed"/)
    assert.match(told.stdout, new RegExp(`"name":"${part<{ key: string }[]>(content, 'rows.json')[0]?.key}"`))
  })

  test('that was taken stands in the audit', async () => {
    const { systemCaller } = await import('@ronghe/kit/auth')
    const rows = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`select subject_id from kit_audit where action = 'governance.goal.packed'`,
    )
    assert.ok(rows.length >= 4)
  })
})
