import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { unzip, zipOf } from '../archive/index.ts'
import { packOf, signingKey, verifyPack } from './index.ts'

const key = signingKey(Buffer.alloc(32, 7))
const about = { subject: 'goal', madeAt: '2026-11-28T00:00:00.000Z', madeBy: '张三', source: 'test' }
const parts = [
  { name: 'goal.json', content: Buffer.from('{"value":4.5}\n') },
  { name: 'rows/firms.csv', content: Buffer.from('firm,rate\n甲,0.5\n') },
]
const howTo = 'How to verify this pack offline:'
const pack = packOf(parts, about, { key, howTo })
const changed = (name: string, change: (content: Buffer) => Buffer) =>
  zipOf(unzip(pack).map((one) => (one.name === name ? { name, content: change(one.content) } : one)))
const pem = unzip(pack)
  .find((one) => one.name === 'public-key.pem')
  ?.content.toString()

describe('a pack', () => {
  test('as it was made has no fault, and is the same bytes again', () => {
    assert.deepEqual(verifyPack(pack), [])
    assert.deepEqual(verifyPack(pack, pem), [])
    assert.ok(pack.equals(packOf(parts, about, { key, howTo })))
  })

  test('names every file of which one byte was changed', () => {
    const flip = (content: Buffer) => {
      const copy = Buffer.from(content)
      copy[2] = (copy[2] ?? 0) ^ 1
      return copy
    }
    for (const { name } of parts)
      assert.deepEqual(verifyPack(changed(name, flip)), [{ path: name, fault: 'changed' }])
    const manifest = changed('manifest.json', (content) => {
      return Buffer.from(content.toString().replace('张三', '李四'))
    })
    assert.deepEqual(verifyPack(manifest), [{ path: 'manifest.json', fault: 'signature' }])
    assert.deepEqual(verifyPack(changed('manifest.sig', flip)), [
      { path: 'manifest.json', fault: 'signature' },
    ])
  })

  test('names what is missing, what was put in, and what stands twice', () => {
    const all = unzip(pack)
    const without = zipOf(all.filter((one) => one.name !== 'goal.json'))
    assert.deepEqual(verifyPack(without), [{ path: 'goal.json', fault: 'missing' }])
    const more = zipOf([...all, { name: 'more.csv', content: Buffer.from('x') }])
    assert.deepEqual(verifyPack(more), [{ path: 'more.csv', fault: 'unlisted' }])
    const twice = zipOf([...all, { name: 'goal.json', content: parts[0]?.content ?? Buffer.alloc(0) }])
    assert.deepEqual(verifyPack(twice), [{ path: 'goal.json', fault: 'unlisted' }])
  })

  test('that somebody signed anew with a key of their own is told by the trusted key', () => {
    const forged = packOf(parts, about, { key: signingKey(Buffer.alloc(32, 9)), howTo })
    assert.deepEqual(verifyPack(forged), [])
    assert.deepEqual(verifyPack(forged, pem), [{ path: 'public-key.pem', fault: 'otherKey' }])
  })

  test('that is none says so', () => {
    assert.deepEqual(verifyPack(Buffer.from('nothing')), [{ path: '', fault: 'manifest' }])
    assert.deepEqual(verifyPack(zipOf(parts)), [{ path: 'manifest.json', fault: 'manifest' }])
  })

  test('takes no part that would leave its folder or stand for a part of its own', () => {
    for (const name of ['../a', '/a', 'a/../b', 'manifest.json', 'SHA256SUMS', ''])
      assert.throws(
        () => packOf([{ name, content: Buffer.alloc(1) }], about, { key, howTo }),
        RangeError,
        name,
      )
  })

  test('any changed byte of any part is found, wherever it stands', () => {
    const [first] = parts
    assert.ok(first)
    fc.assert(
      fc.property(fc.nat(first.content.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bad = changed(first.name, (content) => {
          const copy = Buffer.from(content)
          copy[at] = (copy[at] ?? 0) ^ by
          return copy
        })
        assert.deepEqual(verifyPack(bad), [{ path: first.name, fault: 'changed' }])
      }),
      { seed: 9, numRuns: 100 },
    )
  })
})

describe('a list in a pack', () => {
  const rowsOf = (rows: unknown) => Buffer.from(JSON.stringify(rows))
  const firms = [
    { key: 'a', machines: 9 },
    { key: 'b', machines: 7 },
    { key: 'c', machines: 3 },
  ]
  const whole = packOf([{ name: 'rows.json', content: rowsOf(firms) }], about, { key, howTo })
  const now = (rows: unknown) =>
    verifyPack(
      zipOf(unzip(whole).map((one) => (one.name === 'rows.json' ? { ...one, content: rowsOf(rows) } : one))),
    )
  const changedTo = (rows: unknown) => now(rows)[0]?.rows

  test('names the row that was changed, put in or taken out', () => {
    assert.deepEqual(changedTo(firms.with(1, { key: 'b', machines: 8 })), [
      { row: 2, fault: 'changed', name: 'b' },
    ])
    assert.deepEqual(changedTo([...firms, { key: 'd', machines: 1 }]), [
      { row: 4, fault: 'added', name: 'd' },
    ])
    assert.deepEqual(changedTo(firms.slice(1)), [{ row: 1, fault: 'missing', name: '' }])
    assert.deepEqual(changedTo(firms.toReversed()), [], 'the same rows in another order')
    assert.deepEqual(now(firms), [])
    assert.deepEqual(now({ firms }), [{ path: 'rows.json', fault: 'changed' }], 'no list any more')
    assert.deepEqual(changedTo([1, ...firms.slice(1)]), [{ row: 1, fault: 'changed', name: '1' }])
    assert.deepEqual(changedTo([...firms, {}]), [{ row: 4, fault: 'added', name: '' }])
  })

  test('any one row that was changed is named by its place', () => {
    fc.assert(
      fc.property(fc.nat(firms.length - 1), fc.integer({ min: 100, max: 1e6 }), (at, machines) => {
        const found = changedTo(firms.with(at, { key: 'x', machines }))
        assert.deepEqual(found, [{ row: at + 1, fault: 'changed', name: 'x' }])
      }),
      { seed: 9, numRuns: 50 },
    )
  })
})

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('the tools of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ronghe-pack-'))
  for (const { name, content } of unzip(pack)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

  test('sha256sum finds every file as it was, and the one that was changed', {
    skip: has('sha256sum') ? false : 'no sha256sum on this machine',
  }, () => {
    assert.match(run('sha256sum', '-c', 'SHA256SUMS'), /goal\.json: OK/)
    writeFileSync(join(folder, 'goal.json'), '{"value":99}\n')
    assert.throws(() => run('sha256sum', '-c', 'SHA256SUMS'), /goal\.json: FAILED|did NOT match/)
  })

  test('openssl finds the signature good, and that of another manifest bad', {
    skip: has('openssl') ? false : 'no openssl on this machine',
  }, (t) => {
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', 'public-key.pem', '-rawin']
    const files = ['-in', 'manifest.json', '-sigfile', 'manifest.sig']
    assert.match(run('openssl', ...verify, ...files), /Verified Successfully/)
    writeFileSync(join(folder, 'manifest.json'), '{}')
    assert.throws(() => run('openssl', ...verify, ...files))
  })
})
