import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlantConfigFault, readPlantConfig } from './config.ts'
import plant from './plant.json' with { type: 'json' }

function faults(given: unknown): readonly string[] {
  try {
    readPlantConfig(given)
  } catch (error) {
    assert.ok(error instanceof PlantConfigFault)
    return error.faults
  }
  return []
}

test('plant.json is valid, and what is left out has a default', () => {
  assert.equal(readPlantConfig(plant).machines.length, 5)
  const { machines } = plant
  assert.deepEqual(readPlantConfig({ dataDirectory: 'here', machines }), {
    dataDirectory: 'here',
    host: '127.0.0.1',
    mtconnectPort: 5005,
    opcuaPort: 4840,
    historyDays: 7,
    speed: 0,
    streamsMax: 16,
    machines,
  })
})

test('all faults are told at once', () => {
  const machine = { key: '', recording: 'Nobody', protocol: 'mtconnect', shiftHours: 99 }
  const told = faults({
    ...plant,
    mtconnectPort: 70_000,
    historyDays: -1,
    colour: 'red',
    machines: [machine],
  })
  for (const place of ['/mtconnectPort', '/historyDays', '/machines/0/key', '/machines/0/recording']) {
    assert.ok(
      told.some((fault) => fault.startsWith(place)),
      `${place} in ${told.join('; ')}`,
    )
  }
  assert.ok(told.length >= 6, told.join('; '))
  assert.ok(faults(null).length > 0)
  assert.ok(faults({}).length > 0)
})

test('twenty faults are twenty lines', () => {
  const machines = Array.from({ length: 10 }, () => ({ ...plant.machines[0], key: '', recording: 'Nobody' }))
  const told = faults({ ...plant, machines })
  for (const [index] of machines.entries()) {
    for (const field of ['key', 'recording']) {
      const place = `/machines/${index}/${field}`
      assert.ok(
        told.some((fault) => fault.startsWith(place)),
        `${place} in ${told.join('; ')}`,
      )
    }
  }
})

test('a key or a recording cannot be there twice', () => {
  const [first, second] = plant.machines
  assert.deepEqual(faults({ ...plant, machines: [first, { ...second, key: first!.key }] }), [
    '/machines: key turning more than once',
  ])
  assert.deepEqual(faults({ ...plant, machines: [first, { ...first, key: 'other' }] }), [
    '/machines: recording Mazak03 more than once',
  ])
})
