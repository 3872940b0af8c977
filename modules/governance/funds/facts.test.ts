import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { registry } from '@ronghe/registry/contract'
import { governance } from '../contract.ts'
import { type FundWorld, fundWorld } from '../test/funds.ts'
import { organisationOf } from '../test/supervision.ts'
import { addMachines } from '../test/world.ts'
import { factNames } from './eligibility.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

/** What the programme that asks for every fact found of a firm. */
async function foundOf(who: string): Promise<Map<string, string | null>> {
  const conditions = factNames.map((fact) => ({ fact, operator: 'is' as const, value: '?' }))
  const programmeId = await w.programme({ conditions })
  const { rows } = await (await w.by(who)).fittingProgrammes()
  const asked = rows.find((one) => one.programmeId === programmeId)
  return new Map(asked?.conditions.map((one) => [one.fact, one.found]))
}

test('the facts of a firm are those of the registry and of its machines, and never typed', async () => {
  const { headers } = await w.by('a')
  const api = client(registry, { base: w.house.url, headers: () => headers })
  const me = await api.me()
  const firm = await api.organisation({ params: { organisationId: me.organisation?.id ?? '' } })
  const found = await foundOf('a')
  for (const fact of ['kind', 'regionCode', 'verification', 'isKey'] as const)
    assert.equal(found.get(fact), String(firm[fact]), fact)
  for (const fact of ['tradeCode', 'sizeClass', 'revenueFen'] as const)
    assert.equal(found.get(fact), firm[fact] === null ? null : String(firm[fact]), fact)
  assert.deepEqual([found.get('machines'), found.get('machinesConnected')], ['1', '0'])
})

test('a machine more, and one that is heard, is found at once', async () => {
  const machine = { firm: 'firm-a' as const, isKeyProcess: true, isNumericalControl: false }
  const heard = { isConnected: true, isOnline: true, isProved: false, isRetired: false }
  await addMachines(w.house, [{ ...machine, ...heard }])
  const found = await foundOf('a')
  assert.deepEqual([found.get('machines'), found.get('machinesConnected')], ['2', '1'])
  assert.equal(found.get('rateEvidenced'), '0', 'no controller has proved its control')
})

test('of a firm without machines the rate is not known, and another’s are not counted for it', async () => {
  const found = await foundOf('b')
  assert.equal(found.get('rateEvidenced') ?? null, null)
  assert.equal(found.get('machines') ?? '0', '0')
})

test('a stranger and a person without a firm have nothing that fits', async () => {
  const stranger = client(governance, { base: w.house.url })
  await assert.rejects(stranger.fittingProgrammes(), { status: 401 })
  for (const who of ['region', 'city', 'e1', 'operator'])
    await assert.rejects((await w.by(who)).fittingProgrammes(), { status: 403 }, who)
})

test('what fits today may not fit tomorrow: it is judged when it is asked', async () => {
  const officials = await w.by('region')
  const programmeId = await w.programme({ conditions: [{ fact: 'isKey', operator: 'is', value: 'true' }] })
  const fits = async () => {
    const { rows } = await (await w.by('a')).fittingProgrammes()
    return rows.find((one) => one.programmeId === programmeId)?.fits
  }
  assert.equal(await fits(), true)
  const key = client(registry, { base: w.house.url, headers: () => officials.headers })
  const organisationId = await organisationOf(w.house, 'a')
  await key.markKey({ params: { organisationId }, body: { isKey: false } })
  assert.equal(await fits(), false)
})
