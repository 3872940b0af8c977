import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { attribute } from '../attribute.ts'
import type { Interval } from '../interval.ts'
import { figures } from '../report.ts'
import { type Agreement, agreementOf, nistStates } from './agreement.ts'
import { readShdr, type ShdrLog } from './shdr.ts'

/**
 * The default rules beside the running-time counters of real controllers (SPEC.md, OEE-40 to OEE-48). A
 * slice of the logs is in testdata; the whole logs, and any others of the same kind, are read where they
 * are found.
 */

const here = dirname(fileURLToPath(import.meta.url))
const sliceDirectory = join(here, '..', 'testdata')
const sharedDirectory = process.env.RONGHE_SHARED ?? join(here, '..', '..', '..', '..', 'shared', 'data')
const rawDirectory = join(sharedDirectory, 'nist-sms', 'raw')
const partsDirectory = join(sharedDirectory, 'nist-sms', 'parts')
const dayMicros = 86_400_000_000
/** A machine-day of the test bed begins at 05:00 UTC, as the first lines of its logs show. */
const dayStart = 'T05:00:00Z'
/**
 * Largest share by which our time of started programs may differ from the controller's automatic time. On the
 * machine-days known to us it differs by 0.3 % at most; days not known to us may poll more slowly.
 */
const autoTolerance = 0.01
/** Below this much the polling of the adapters, up to 5 s a change, makes a share meaningless. */
const comparableSeconds = 600

type Day = { name: string; log: ShdrLog; window: Interval; agreement: Agreement }

describe('the NIST machines, by the default rules', () => {
  const days = dayFiles(sliceDirectory).map(readDay)

  it('OEE-47 agrees with the automatic time of the Mazak controllers on the slice', () => {
    const mazaks = days.filter((day) => day.name.startsWith('Mazak'))
    assert.equal(mazaks.length, 2)
    mazaks.forEach(assertAgreement)
  })

  it('OEE-43 takes a held program for delay: the cutting clock stands still in it', () => {
    const mazak = dayNamed(days, 'Mazak03-20160502')
    const { cut, auto } = mazak.agreement
    assert.ok(auto && cut)
    assert.ok(auto.heldSeconds > 700, 'the day has held programs')
    assert.ok(auto.counterSeconds > auto.productionSeconds + 0.9 * auto.heldSeconds, 'automatic time goes on')
    assert.ok(cut.counterSeconds < cut.productionSeconds, 'cutting is part of production')
  })

  it('OEE-46 has GFAgie01, which has no counters, produce in automatic mode and set up by hand', () => {
    const { agreement } = dayNamed(days, 'GFAgie01')
    assert.equal(agreement.auto, null)
    assert.equal(agreement.cut, null)
    assert.equal(Math.round(agreement.productionSeconds), 385)
    assert.equal(Math.round(agreement.manualSeconds), 8)
  })

  it('OEE-46 has the Hurco, which has no mode, produce while its program runs', () => {
    const { agreement } = dayNamed(days, 'Hurco04')
    assert.ok(agreement.auto)
    assert.ok(agreement.productionSeconds > 1000)
    const ratio = agreement.auto.cycleSeconds / agreement.auto.counterSeconds
    assert.ok(ratio >= 0.99 && ratio < 1.05, `the program clock pauses at tool changes only: ${ratio}`)
  })

  it('OEE-48 keeps the machine unknown before its first word and after its last', () => {
    const { log, window } = dayNamed(days, 'Mazak03-20160502')
    const states = nistStates(log.signals, window)
    assert.equal(states.at(0)?.state, 'unknown')
    assert.equal(states.at(-1)?.state, 'unknown')
    const shift = { id: 'shift', kind: 'shift' as const, ...window }
    const attribution = attribute({ window, calendar: [shift], observations: states })
    const report = figures({ attribution, counts: null })
    assert.equal(report.figures.times.calendar, BigInt(dayMicros))
    assert.equal(report.figures.oee.missing, 'noCounts')
    const known = report.figures.knownRatio.value ?? 0
    assert.ok(known > 0.3 && known < 0.34, `${known}`)
  })

  it('prints the agreement of the slice', () => {
    const table = tableOf(days)
    console.log(table)
    assert.match(table, /GFAgie01-20160610 .* no counters\n/)
  })
})

describe('the NIST machines, all days found', () => {
  const found = [...dayFiles(rawDirectory), ...dayFiles(partsDirectory)]
  const skip =
    found.length === 0 && `no logs in ${rawDirectory}; set RONGHE_SHARED to the folder with nist-sms`

  it('OEE-47 agrees with the controllers on every machine-day there is', { skip }, () => {
    const days = found.map(readDay)
    console.log(tableOf(days))
    const mazaks = days.filter((day) => day.name.startsWith('Mazak'))
    mazaks.forEach(assertAgreement)
    for (const { name, log, window } of days) {
      const states = nistStates(log.signals, window)
      assert.equal(states.at(0)?.fromMicros, window.fromMicros, name)
      assert.equal(states.at(-1)?.toMicros, window.toMicros, name)
    }
  })
})

/** Days on which the controller counted too little to compare are left out, for that reason alone. */
function assertAgreement({ name, agreement }: Day): void {
  const { auto, cut } = agreement
  if (!auto || auto.counterSeconds < comparableSeconds) return
  const difference = Math.abs(auto.cycleSeconds - auto.counterSeconds) / auto.counterSeconds
  assert.ok(difference <= autoTolerance, `${name}: ${auto.cycleSeconds} s, counter ${auto.counterSeconds} s`)
  if (cut) {
    const most = cut.productionSeconds * (1 + autoTolerance)
    assert.ok(cut.counterSeconds <= most, `${name}: cutting ${cut.counterSeconds} s exceeds production`)
  }
}

function dayFiles(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((file) => /^\w+.*\d.*\.txt$/.test(file))
    .sort()
    .map((file) => join(directory, file))
}

function readDay(file: string): Day {
  const name = basename(file, '.txt')
  const log = readShdr(readFileSync(file, 'utf8'))
  const date = /-(\d{4})(\d\d)(\d\d)-/.exec(name)
  let window = { fromMicros: log.firstMicros ?? 0, toMicros: (log.lastMicros ?? 0) + 1 }
  if (date) {
    const fromMicros = Date.parse(`${date[1]}-${date[2]}-${date[3]}${dayStart}`) * 1000
    window = { fromMicros, toMicros: fromMicros + dayMicros }
  }
  return { name: name.replace(/-\d{8}$/, ''), log, window, agreement: agreementOf(log.signals, window) }
}

function dayNamed(days: readonly Day[], start: string): Day {
  const found = days.find((day) => day.name.startsWith(start))
  assert.ok(found, start)
  return found
}

/**
 * One line per machine-day, in seconds. known, production, held and in cycle: ours, of all known time.
 * compared: our time in cycle over the stretches both know; counter: the controller's own over the same;
 * silent: what the counter grew while the machine was silent; cut share: its cutting clock over our
 * production.
 */
function tableOf(days: readonly Day[]): string {
  const head = [
    'known',
    'production',
    'held',
    'in cycle',
    'compared',
    'counter',
    'difference',
    'ratio',
    'silent',
  ]
  const lines = days.map(({ name, agreement }) => [name, ...cellsOf(agreement)])
  const rows = [['machine and day', ...head, 'cut share'], ...lines]
  const text = rows.map(
    ([name, ...cells]) => name!.padEnd(22) + cells.map((cell) => cell.padStart(12)).join(''),
  )
  return ['Our time of started programs beside the controllers’ own clocks, seconds:', ...text].join('\n')
}

function cellsOf(agreement: Agreement): string[] {
  const { auto, cut } = agreement
  const whole = (seconds: number): string => seconds.toFixed(0)
  const share = (part: number, of: number): string => (of > 0 ? (part / of).toFixed(4) : '–')
  const own = [agreement.knownSeconds, agreement.productionSeconds, agreement.heldSeconds].map(whole)
  if (!auto)
    return [...own, whole(agreement.cycleSeconds), agreement.knownSeconds > 0 ? 'no counters' : 'off']
  return [
    ...own,
    whole(agreement.cycleSeconds),
    whole(auto.cycleSeconds),
    whole(auto.counterSeconds),
    (auto.cycleSeconds - auto.counterSeconds).toFixed(1),
    share(auto.cycleSeconds, auto.counterSeconds),
    whole(auto.silentSeconds),
    cut ? share(cut.counterSeconds, cut.productionSeconds) : '–',
  ]
}
