import { boundsOf, expandTerm, isTerm, isUnit } from '@ronghe/epcis'
import type { Bounds, Operator, SensorTest } from '../store/query.ts'
import { ids, instant, numbers, texts, uris, wrong } from './values.ts'

const times = new Set(['time', 'startTime', 'endTime'])
const identifiers = new Set(['deviceID', 'dataProcessingMethod', 'bizRules', 'uriValue'])
const addresses = new Set(['microorganism', 'chemicalSubstance'])
const strings = new Set(['stringValue', 'hexBinaryValue'])
const measured = /^(value|minValue|maxValue|meanValue|sDev|percRank|percValue)(?:_(.+))?$/

/** Parameters of sensor reports (EPCIS 2.0 section 8.2.7.1); all of a query must hold of the same report. */
export function sensorTests(
  given: readonly (readonly [string, unknown])[],
  operators: Readonly<Record<string, Operator>>,
): { tests: SensorTest[]; rest: (readonly [string, unknown])[] } {
  const types = given.find(([name]) => name === 'EQ_type')?.[1]
  const asked = types === undefined || types === '' ? [] : typesOf('EQ_type', types)
  const rest: (readonly [string, unknown])[] = []
  const tests: SensorTest[] = []
  for (const [name, value] of given) {
    const [, operation = '', field = ''] = /^(EQ|GT|GE|LT|LE)_(.+)$/.exec(name) ?? []
    const operator = operators[operation]
    const test = operator ? sensorTest(name, field, operator, value, asked) : null
    if (test) tests.push({ field: /^[a-zA-Z]+/.exec(field)![0], test })
    else rest.push([name, value])
  }
  return { tests, rest }
}

function sensorTest(
  name: string,
  field: string,
  operator: Operator,
  value: unknown,
  types: readonly string[],
): SensorTest['test'] | null {
  const [, measure, uom] = measured.exec(field) ?? []
  const isEqual = operator === '='
  if (measure) {
    const values = numbers(name, value, isEqual)
    if (uom === undefined) return { kind: 'number', operator, values }
    const isSpread = measure === 'sDev'
    return { kind: 'measured', operator, bounds: bounds(name, values, uom, { types, isSpread }) }
  }
  if (times.has(field) && !isEqual) return { kind: 'time', operator, value: instant(name, value) }
  if (!isEqual) return null
  if (field === 'type') return { kind: 'equal', values: typesOf(name, value) }
  if (field === 'component') {
    return { kind: 'equal', values: texts(name, value).map((one) => expandTerm('component', one)) }
  }
  if (identifiers.has(field)) return { kind: 'equal', values: ids(name, value) }
  if (addresses.has(field)) return { kind: 'equal', values: uris(name, value) }
  if (strings.has(field)) return { kind: 'equal', values: texts(name, value) }
  if (field !== 'booleanValue') return null
  if (!/^(true|false)$/.test(String(value))) throw wrong(name, 'true or false')
  return { kind: 'equal', values: [String(value)] }
}

function typesOf(name: string, value: unknown): string[] {
  return texts(name, value).map((one) => expandTerm('measurementType', expandTerm('alertType', one)))
}

const vocabulary = 'https://gs1.org/voc/'

/** The values in every unit that measures the same; a unit that is unknown or does not fit is told. */
function bounds(
  name: string,
  values: readonly string[],
  uom: string,
  { types, isSpread }: { types: readonly string[]; isSpread: boolean },
): Bounds {
  if (!isUnit(uom)) throw wrong(name, `a unit of measure of UN/ECE Recommendation 20: ${uom}`)
  const known = types
    .map((one) => one.replace(vocabulary, ''))
    .filter((one) => isTerm('measurementType', one))
  const found = values.flatMap((value) => boundsOf(value, uom, { types: known, isSpread }))
  if (found.length === 0) throw wrong(name, `${uom} does not measure ${known.join(', ')}`)
  return boundsOfDatabase(found)
}

/** Quantities have units of trade too, of which nothing is known but their code. */
export function quantityBounds(name: string, values: readonly string[], uom: string): Bounds {
  if (!/^[A-Z0-9]{2,4}$/.test(uom)) throw wrong(name, `a unit of measure of UN/ECE Recommendation 20: ${uom}`)
  if (!isUnit(uom)) return values.map((value) => ({ uom, over: value, under: '1' }))
  return boundsOfDatabase(values.flatMap((value) => boundsOf(value, uom)))
}

function boundsOfDatabase(found: readonly { uom: string; over: bigint; under: bigint }[]): Bounds {
  return found.map(({ uom, over, under }) => ({ uom, over: String(over), under: String(under) }))
}
