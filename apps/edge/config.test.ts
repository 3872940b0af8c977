import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ConfigFault, checkConfig, configFaults, limitsOf } from './config.ts'
import { limitDefaults } from './schema.ts'

const right = {
  server: 'mqtt://127.0.0.1:1883',
  group: 'plant',
  node: 'edge-1',
  username: 'u',
  password: 'p',
  buffer: { directory: '/tmp/none', bytesMax: 1_048_576 },
  devices: [
    { device: 'm1', adapter: 'mtconnect', url: 'http://127.0.0.1:5000/M1', tags: 'all' },
    {
      device: 'm2',
      adapter: 'opcua',
      endpoint: 'opc.tcp://127.0.0.1:4840',
      securityMode: 'SignAndEncrypt',
      securityPolicy: 'Basic256Sha256',
      tags: [
        { name: 'load', nodeId: 'ns=1;s=load', type: 'number', deadband: { percent: 1, low: 0, high: 100 } },
      ],
    },
  ],
}

function fields(given: unknown): string[] {
  return configFaults(given).map(({ field, rule }) => `${field} ${rule.replace('edge.config.', '')}`)
}

test('a right configuration has no faults, and its silent limits are the defaults', () => {
  assert.deepEqual(configFaults(right), [])
  assert.deepEqual(limitsOf(checkConfig(right)), limitDefaults)
  assert.equal(limitsOf(checkConfig({ ...right, limits: { batchMs: 5 } })).batchMs, 5)
})

test('the example of the README is right', () => {
  const example: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'edge.example.json'), 'utf8'))
  assert.deepEqual(configFaults(example), [])
})

test('every fault is told at once, each with its field and its rule', () => {
  const wrong = {
    server: 'http://x',
    group: 'a/b',
    node: '',
    username: 'u',
    buffer: { directory: '', bytesMax: 5, more: 1 },
    windowMax: 1.5,
    language: 'fr',
    limits: { waitMsMin: 10, waitMsMax: 5 },
    devices: [
      { device: 'm', adapter: 'mtconnect', url: 'x', tags: 'every', heartbeatMs: 20_000 },
      {
        device: 'M',
        adapter: 'opcua',
        endpoint: 'opc.tcp://a',
        securityMode: 'Sign',
        tags: [
          { name: 'a', nodeId: 'x', deadband: { percent: 200, low: 1, high: 0 } },
          { name: 'a', nodeId: 'ns=1;s=x', type: 'text', deadband: -1 },
          5,
        ],
      },
      { adapter: 'profinet' },
      7,
    ],
  }
  assert.deepEqual(fields(wrong).toSorted(), [
    'buffer.bytesMax minimum',
    'buffer.directory minLength',
    'buffer.more unknown',
    'devices[0].heartbeatMs heartbeat',
    'devices[0].tags type',
    'devices[0].url httpUrl',
    'devices[1].device repeated',
    'devices[1].securityPolicy security',
    'devices[1].tags[0].deadband.low above',
    'devices[1].tags[0].deadband.percent maximum',
    'devices[1].tags[0].nodeId nodeId',
    'devices[1].tags[1].deadband deadbandType',
    'devices[1].tags[1].deadband minimum',
    'devices[1].tags[1].name repeated',
    'devices[1].tags[2] type',
    'devices[2].adapter oneOf',
    'devices[3] type',
    'group identifier',
    'language oneOf',
    'limits.waitMsMin above',
    'node identifier',
    'node minLength',
    'password required',
    'server mqttUrl',
    'windowMax type',
  ])
  assert.throws(() => checkConfig(wrong), ConfigFault)
})

test('brokers, nodes and files are judged field by field as machines are', () => {
  const tags = [{ name: 'v', topic: 'a/#/b', path: 'x[', scale: 0, deadband: -1 }]
  const wrong = [
    { device: 'a', adapter: 'mqtt', url: 'http://b', zone: 'Berlin', quietMsMax: 5, tags },
    { device: 'b', adapter: 'mqtt', url: 'mqtt://b', tags: 'all' },
    { device: 'c', adapter: 'mqtt', url: 'mqtt://b', tags: [{ ...tags[0], deadband: 0, tag: 1 }] },
    { device: 'd', adapter: 'sparkplug', url: 'mqtt://b', sourceGroup: 'a/b', tags: 'all' },
    { device: 'e', adapter: 'file', path: '../x', format: 'xls', speed: 0, timeFormat: 'h', tags: 'all' },
  ]
  assert.deepEqual(fields({ ...right, devices: wrong }).toSorted(), [
    'devices[0].quietMsMax minimum',
    'devices[0].tags[0].deadband minimum',
    'devices[0].tags[0].path path',
    'devices[0].tags[0].scale notZero',
    'devices[0].tags[0].topic topic',
    'devices[0].url mqttUrl',
    'devices[0].zone zone',
    'devices[1].tags type',
    'devices[2].tags[0].tag unknown',
    'devices[3].sourceGroup identifier',
    'devices[3].sourceNode required',
    'devices[4].format oneOf',
    'devices[4].path filePath',
    'devices[4].speed minimum',
    'devices[4].timeFormat oneOf',
  ])
})

test('what is no configuration at all is a fault, not an accident', () => {
  for (const given of [null, 5, 'x', []]) assert.deepEqual(fields(given), ['. type'])
  assert.equal(fields({}).length, 7)
})

let directory = ''
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'edge-config-'))
})
after(() => rmSync(directory, { recursive: true }))

function run(args: string[], environment: Record<string, string>) {
  const { LC_ALL: _all, LC_MESSAGES: _messages, ...inherited } = process.env
  const main = join(import.meta.dirname, 'main.ts')
  return spawnSync(process.execPath, [main, ...args], {
    env: { ...inherited, ...environment },
    encoding: 'utf8',
  })
}

test('the process refuses a wrong file in the language of the system or of the file', () => {
  const path = join(directory, 'edge.json')
  writeFileSync(path, JSON.stringify({ ...right, server: 'x', devices: [] }))
  const chinese = run(['--config', path], { LANG: 'zh_CN.UTF-8' })
  assert.equal(chinese.status, 1)
  assert.match(
    chinese.stderr,
    /配置有 2 处错误：\n {2}server: 应为 MQTT 服务器地址.*\n {2}devices: 至少 1 项/,
  )
  const english = run(['--config', path], { LANG: 'en_GB.UTF-8' })
  assert.match(english.stderr, /The configuration has 2 faults:\n {2}server: must be the address/)
  writeFileSync(path, JSON.stringify({ ...right, server: 'x', language: 'en' }))
  assert.match(run(['--config', path], { LANG: 'C' }).stderr, /must be the address/)
})

test('a missing file and a missing argument are said plainly', () => {
  const missing = run(['--config', join(directory, 'none.json')], { LANG: 'C' })
  assert.equal(missing.status, 1)
  assert.match(missing.stderr, /无法读取配置文件 .*none\.json/)
  assert.match(run([], { LANG: 'C' }).stderr, /--config/)
  assert.match(run(['--what'], { LANG: 'en' }).stderr, /Usage/)
})
