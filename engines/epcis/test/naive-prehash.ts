import type { EventJson, Json, JsonObject } from '../document/model.ts'
import { expandKey, type Namespaces } from '../document/namespaces.ts'
import { expandTerm, type Vocabulary } from '../document/vocabulary.ts'
import { compareCodePoints } from '../hash/sort.ts'
import { canonicalNumber } from '../hash/value.ts'
import { constrainedLink } from '../id/link.ts'
import { naiveLink } from './naive-link.ts'

/** Name, own text, and what is inside: the form in which the reference implementation holds an event. */
type Tree = { name: string; text: string; inside: Tree[] }
type Order = readonly (string | readonly [string, Order])[]

const quantity: Order = [['quantityElement', ['epcClass', 'quantity', 'uom']]]
const epcs: Order = ['epc']
const order: Order = [
  'eventTime',
  'eventTimeZoneOffset',
  'certificationInfo',
  ['epcList', epcs],
  'parentID',
  ['inputEPCList', epcs],
  ['childEPCs', epcs],
  ['quantityList', quantity],
  ['childQuantityList', quantity],
  ['inputQuantityList', quantity],
  ['outputEPCList', epcs],
  ['outputQuantityList', quantity],
  'action',
  'transformationID',
  'bizStep',
  'disposition',
  ['persistentDisposition', ['set', 'unset']],
  ['readPoint', ['id']],
  ['bizLocation', ['id']],
  [
    'sensorElementList',
    [
      [
        'sensorElement',
        [
          [
            'sensorMetadata',
            [
              'time',
              'startTime',
              'endTime',
              'deviceID',
              'deviceMetadata',
              'rawData',
              'dataProcessingMethod',
              'bizRules',
            ],
          ],
          [
            'sensorReport',
            [
              'type',
              'exception',
              'deviceID',
              'deviceMetadata',
              'rawData',
              'dataProcessingMethod',
              'time',
              'microorganism',
              'chemicalSubstance',
              'value',
              'component',
              'stringValue',
              'booleanValue',
              'hexBinaryValue',
              'uriValue',
              'minValue',
              'maxValue',
              'meanValue',
              'sDev',
              'percRank',
              'percValue',
              'uom',
              'coordinateReferenceSystem',
            ],
          ],
        ],
      ],
    ],
  ],
]

const itemNames: Readonly<Record<string, string>> = {
  epcList: 'epc',
  inputEPCList: 'epc',
  outputEPCList: 'epc',
  childEPCs: 'epc',
  quantityList: 'quantityElement',
  childQuantityList: 'quantityElement',
  inputQuantityList: 'quantityElement',
  outputQuantityList: 'quantityElement',
  sensorElementList: 'sensorElement',
  bizTransactionList: 'bizTransaction',
  sourceList: 'source',
  destinationList: 'destination',
}
const typed: ReadonlySet<string> = new Set(['bizTransaction', 'source', 'destination'])

/**
 * The twin of the pre-hash string: it makes a tree of the whole event, takes out of it what the canonical
 * sequence names, and writes what is left behind. Slow, and near to how the reference works.
 */
export function naivePreHash(event: EventJson, namespaces: Namespaces): string {
  const skip = new Set([
    'type',
    '@context',
    'recordTime',
    'eventID',
    'errorDeclaration',
    'comment',
    'rdfs:comment',
  ])
  const inside = Object.entries(event)
    .filter(([key]) => !skip.has(key))
    .flatMap(([key, value]) => treesOf(key, value, namespaces))
  const root: Tree = { name: event.type, text: '', inside }
  const first = inOrder(root, order)
  return `eventType=${event.type}${first}${generic(root.inside)}`
}

function treesOf(key: string, value: Json, namespaces: Namespaces): Tree[] {
  const item = itemNames[key]
  if (item && Array.isArray(value)) {
    const inside = value.flatMap((one) => treesOf(item, one, namespaces))
    return inside.length === 0 ? [] : [{ name: key, text: '', inside }]
  }
  if (Array.isArray(value)) return value.flatMap((one) => treesOf(key, one, namespaces))
  const name = expandKey(key, namespaces)
  if (value === null || typeof value !== 'object')
    return [{ name, text: textOf(key, String(value ?? '')), inside: [] }]
  const entries = Object.entries(value as JsonObject).filter(
    ([one]) => one !== '#text' && !(typed.has(key) && one === key),
  )
  const own = (value as JsonObject)['#text'] ?? (typed.has(key) ? (value as JsonObject)[key] : undefined)
  const inside = entries.flatMap(([one, inner]) => {
    return one === 'type'
      ? [{ name: 'type', text: typeText(key, String(inner)), inside: [] }]
      : treesOf(one, inner, namespaces)
  })
  return [{ name, text: own === undefined ? '' : textOf(key, String(own)), inside }]
}

/** Takes children out in the sequence; extensions of a place or a sensor follow their owner. */
function inOrder(node: Tree, sequence: Order, isRoot = true): string {
  let text = ''
  for (const entry of sequence) {
    const [name, below] = typeof entry === 'string' ? [entry, []] : entry
    const found = node.inside.filter((child) => child.name === name)
    const texts = found.map((child) => {
      const inner = inOrder(child, below, false)
      const own = child.text === '' ? '' : `=${child.text}`
      return own === '' && inner === '' ? '' : name + own + inner
    })
    node.inside = node.inside.filter((child) => child.name !== name || child.inside.length > 0)
    text += texts.sort(compareCodePoints).join('')
  }
  if (isRoot) return text
  const extensions = node.inside.filter(({ name }) => name.includes(':'))
  node.inside = node.inside.filter(({ name }) => !name.includes(':'))
  return text + generic(extensions)
}

function generic(trees: readonly Tree[]): string {
  const texts = trees.map(({ name, text, inside }) => {
    if (typed.has(name)) return `${generic(inside)}${name}=${text}`
    return name + (text === '' ? '' : `=${text}`) + generic(inside)
  })
  return texts.sort(compareCodePoints).join('')
}

const vocabularies: Readonly<Record<string, Vocabulary>> = {
  bizStep: 'bizStep',
  disposition: 'disposition',
  set: 'disposition',
  unset: 'disposition',
  component: 'component',
  exception: 'alertType',
}

function typeText(owner: string, text: string): string {
  if (owner === 'bizTransaction') return canonical(expandTerm('bizTransactionType', text))
  if (typed.has(owner)) return canonical(expandTerm('sourceDestType', text))
  return canonical(expandTerm('measurementType', expandTerm('alertType', text)))
}

function textOf(key: string, text: string): string {
  if (['eventTime', 'time', 'startTime', 'endTime'].includes(key)) return timeText(text)
  const vocabulary = vocabularies[key]
  return canonical(vocabulary ? expandTerm(vocabulary, text) : text)
}

/** Counts milliseconds as an integer, so that the half is exactly a half. */
function timeText(text: string): string {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? ''
  const seconds = Date.parse(text.replace(/\.\d+/, ''))
  const tenths = Number(`${digits}0000`.slice(0, 4))
  return new Date(seconds + Math.floor((tenths + 5) / 10)).toISOString()
}

function canonical(raw: string): string {
  const text = raw.trim()
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return canonicalNumber(text)
  const old = /^urn:epcglobal:cbv:(bizstep|disp|btt|sdt|er):(.*)$/.exec(text)
  const names: Readonly<Record<string, string>> = {
    bizstep: 'BizStep',
    disp: 'Disp',
    btt: 'BTT',
    sdt: 'SDT',
    er: 'ER',
  }
  if (old) return `https://ref.gs1.org/cbv/${names[old[1]!]}-${old[2]}`
  const prefixed = /^(gs1|cbv|epcis):(.*)$/.exec(text)
  const bases: Readonly<Record<string, string>> = {
    gs1: 'https://gs1.org/voc/',
    cbv: 'https://ref.gs1.org/cbv/',
    epcis: 'https://ref.gs1.org/epcis/',
  }
  if (prefixed) return bases[prefixed[1]!]! + prefixed[2]
  return naiveLink(text) ?? constrainedLink(text) ?? text
}
