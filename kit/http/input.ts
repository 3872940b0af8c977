import type { FastifyInstance } from 'fastify'
import { Fault, type FieldFault } from '../errors/index.ts'

type Ajv = { addFormat(name: string, format: { validate: (text: string) => boolean }): unknown }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const day = /^\d{4}-\d\d-\d\d$/
const clock = String.raw`([01]\d|2[0-3]):[0-5]\d`
const moment = new RegExp(String.raw`^\d{4}-\d\d-\d\dT${clock}:[0-5]\d(\.\d{1,9})?(Z|[+-]${clock})$`, 'i')

/** A moment has a local day of four digits wherever it is read: zones differ from UTC by 14 hours at most. */
const offsetMaxMs = 14 * 3_600_000

/**
 * Ids, days and moments as the calendar, JavaScript and PostgreSQL all know them. The usual formats let
 * through what one of them breaks of: a leap second, the year 0, `urn:uuid:`.
 */
export function addFormats(ajv: Ajv): void {
  ajv.addFormat('uuid', { validate: (text) => uuid.test(text) })
  ajv.addFormat('date', { validate: isDay })
  ajv.addFormat('date-time', { validate: isMoment })
}

function isDay(text: string): boolean {
  if (!day.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return inTime(at) && at.toISOString().startsWith(text)
}

function isMoment(text: string): boolean {
  if (!moment.test(text) || !isDay(text.slice(0, 10))) return false
  const at = Date.parse(text)
  return inTime(new Date(at - offsetMaxMs)) && inTime(new Date(at + offsetMaxMs))
}

function inTime(at: Date): boolean {
  const year = at.getUTCFullYear()
  return year >= 1 && year <= 9999
}

/** Refuses text with a zero byte or half a character, which PostgreSQL can't keep, by the field it is in. */
export function refuseBrokenText(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const parts = [request.params, request.query, request.body]
    const fields = parts.flatMap((part) => brokenTexts(part))
    done(fields.length > 0 ? new Fault('kit.input.invalid', {}, fields) : undefined)
  })
}

type Place = { value: unknown; key: string; above: Place | null }

/** Without recursion: what a stranger sends may be as deep as it is long. */
function brokenTexts(part: unknown): FieldFault[] {
  const found: FieldFault[] = []
  const open: Place[] = [{ value: part, key: '', above: null }]
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, key } = place
    if (isBroken(key) || (typeof value === 'string' && isBroken(value)))
      found.push({ field: fieldOf(place), rule: 'rule.brokenText' })
    if (!isPlain(value)) continue
    for (const [inner, one] of Object.entries(value)) open.push({ value: one, key: inner, above: place })
  }
  return found
}

/** What JSON and addresses become; a body may be a stream too, which leads round in circles. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

function fieldOf(place: Place): string {
  const keys: string[] = []
  for (let at: Place | null = place; at?.above; at = at.above) keys.unshift(at.key)
  return keys.join('.').toWellFormed().replaceAll('\0', '\ufffd')
}

const integerMax = 2 ** 31 - 1

/** The schema with the bounds of PostgreSQL's `integer` for whole numbers that name none of their own. */
export function boundIntegers(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(boundIntegers)
  if (typeof schema !== 'object' || schema === null) return schema
  const bounded = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, boundIntegers(one)]))
  return bounded.type === 'integer' ? { minimum: -integerMax - 1, maximum: integerMax, ...bounded } : bounded
}
