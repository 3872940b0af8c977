import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { nextInstanceId } from './instance.ts'

test('the instance id is the time, and more than the last one whatever the clock says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ronghe-plant-instance-'))
  try {
    const directory = join(folder, 'new')
    assert.equal(nextInstanceId(directory, 1_700_000_000_000_000), 1_700_000_000)
    assert.equal(nextInstanceId(directory, 1_700_000_000_900_000), 1_700_000_001)
    assert.equal(nextInstanceId(directory, 1_600_000_000_000_000), 1_700_000_002)
    assert.equal(nextInstanceId(directory, 1_800_000_000_000_000), 1_800_000_000)
    writeFileSync(join(directory, 'agent-instance'), 'damaged')
    assert.equal(nextInstanceId(directory, 1_800_000_005_000_000), 1_800_000_005)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
