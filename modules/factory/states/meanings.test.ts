import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meaningOf } from './meanings.ts'

test('names of MTConnect agents and of OPC UA servers for CNC say the same meanings', () => {
  const expected = {
    execution: 'EXECUTION',
    Program_Status: 'EXECUTION',
    EStop_State: 'EMERGENCY_STOP',
    emergency_stop: 'EMERGENCY_STOP',
    PartCountAct: 'PART_COUNT',
    'Controller Mode': 'CONTROLLER_MODE',
  }
  for (const [name, meaning] of Object.entries(expected)) assert.equal(meaningOf(name), meaning, name)
})

test('a name that says nothing has no meaning', () => {
  for (const name of ['', 'Sload', 'execution time', 'constructor', '__proto__'])
    assert.equal(meaningOf(name), null, name)
})
