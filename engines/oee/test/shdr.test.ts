import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { microsOf, readShdr } from './shdr.ts'

const second = 1_000_000
const start = Date.UTC(2016, 9, 20, 16, 0, 0) * 1000

/** A line at so many seconds after the start. */
function line(seconds: number, ...fields: string[]): string {
  const time = new Date((start + seconds * second) / 1000).toISOString()
  return [time, ...fields].join('|')
}

describe('times of a log', () => {
  const cases: [string, number | null][] = [
    ['2016-10-20T16:00:00Z', start],
    ['2016-10-20T16:00:00.5Z', start + 500_000],
    ['2016-10-20T16:00:00.819Z', start + 819_000],
    ['2016-10-20T16:00:00.534597Z', start + 534_597],
    ['2016-10-20T16:00:00.0937509Z', start + 93_750],
    ['2016-10-20T16:00:00.000001', start + 1],
    ['2017', null],
    ['2016-10-20', null],
    ['2016-13-40T16:00:00Z', null],
    ['', null],
    ['time', null],
  ]
  for (const [text, micros] of cases) {
    it(`${text || 'nothing'}: ${micros ?? 'no time'}`, () => {
      assert.equal(microsOf(text), micros)
    })
  }
})

describe('reading a log', () => {
  it('makes a point of each tag and value of a line', () => {
    const log = readShdr(line(1, 'execution', 'ACTIVE', 'mode', 'AUTOMATIC'))
    assert.deepEqual(log.signals, {
      execution: [{ timeMicros: start + second, value: 'ACTIVE', quality: 'good' }],
      mode: [{ timeMicros: start + second, value: 'AUTOMATIC', quality: 'good' }],
    })
    assert.equal(log.firstMicros, start + second)
    assert.equal(log.lastMicros, start + second)
  })

  it('takes unavailable, however written, and an empty value for not known', () => {
    const log = readShdr(
      [line(0, 'a', 'UNAVAILABLE'), line(1, 'a', 'Unavailable'), line(2, 'a', '')].join('\n'),
    )
    assert.deepEqual(
      log.signals.a?.map((point) => point.quality),
      ['bad', 'bad', 'bad'],
    )
  })

  it('takes of a condition its level, and not its code for a tag', () => {
    const text = [
      line(0, 'system_cond', 'Normal', '', '', '', ''),
      line(1, 'logic_cond', 'Warning', '235', '', '', 'MAGAZINE MANUAL INTERRUPT'),
      line(2, 'Btravel', 'Unavailable', '', '', '', ''),
    ].join('\n')
    const { signals } = readShdr(text)
    assert.deepEqual(Object.keys(signals), ['system_cond', 'logic_cond', 'Btravel'])
    assert.equal(signals.logic_cond?.[0]?.value, 'Warning')
    assert.equal(signals.Btravel?.[0]?.quality, 'bad')
  })

  it('takes tags named as conditions for conditions, whatever their shape', () => {
    const { signals } = readShdr(line(0, 'alarm', 'odd', '7'), new Set(['alarm']))
    assert.deepEqual(Object.keys(signals), ['alarm'])
  })

  it('reads lines ended either way, and counts those it cannot read', () => {
    const log = readShdr(
      ['2017', line(0, 'a', '1'), 'nonsense|a|2', line(1, 'a'), '', line(2, 'a', '3')].join('\r\n'),
    )
    assert.equal(log.unreadable, 3)
    assert.deepEqual(
      log.signals.a?.map((point) => point.value),
      ['1', '3'],
    )
  })

  it('keeps the sequence of a tag where its times go back: two clocks write a log', () => {
    const text = [
      line(0, 'execution', 'ACTIVE'),
      line(10.375, 'execution', 'UNAVAILABLE'),
      line(10.328, 'execution', 'READY'),
      line(10.328, 'mode', 'AUTOMATIC'),
    ].join('\n')
    const log = readShdr(text)
    assert.deepEqual(
      log.signals.execution?.map((point) => [point.timeMicros - start, point.value]),
      [
        [0, 'ACTIVE'],
        [10_375_000, 'UNAVAILABLE'],
        [10_375_001, 'READY'],
      ],
    )
    assert.equal(log.signals.mode?.[0]?.timeMicros, start + 10_328_000)
    assert.equal(log.disordered, 1)
  })

  it('keeps the last of several words at one time', () => {
    const { signals, disordered } = readShdr([line(0, 'a', 'X'), line(0, 'a', 'Y')].join('\n'))
    assert.deepEqual(
      signals.a?.map((point) => [point.timeMicros - start, point.value]),
      [
        [0, 'X'],
        [1, 'Y'],
      ],
    )
    assert.equal(disordered, 0)
  })

  it('accepts any tag name, and an empty log', () => {
    assert.deepEqual(Object.keys(readShdr(line(0, '__proto__', '1')).signals), ['__proto__'])
    assert.deepEqual(readShdr(''), {
      signals: {},
      firstMicros: null,
      lastMicros: null,
      unreadable: 0,
      disordered: 0,
    })
  })
})
