import type { Contract, Route, TSchema } from '../contract/index.ts'
import { choicesOf, type Schema, schemaOf, withoutNull } from '../contract/schema.ts'
import type { Locale, Translate } from '../i18n/index.ts'
import type { SheetInput } from '../sheet/index.ts'
import { regionZone } from '../working-days/index.ts'

type Words = { translate: Translate; locale: Locale }
type Exported = { contract: Contract; name: string; route: Route; rows: readonly Record<string, unknown>[] }

/**
 * A list as people read it: words for codes, yuan for fen, and the region's clock with its offset. Programs
 * ask the route itself, which answers in codes and UTC.
 */
export function exportedList(
  { contract, name, route, rows }: Exported,
  words: Words,
): Omit<SheetInput, 'format'> {
  const { module } = contract
  const keys = route.list?.columns ?? []
  const cells = keys.map(
    (key) =>
      [key, cellWriter(prefixOf(module, route, key), key, fieldOf(route.response, key), words)] as const,
  )
  return {
    title: words.translate(words.locale, `${module}.route.${name}`),
    columns: keys.map((key) => ({ key, title: words.translate(words.locale, `${module}.column.${key}`) })),
    rows: rows.map((row) => Object.fromEntries(cells.map(([key, cell]) => [key, cell(row[key])]))),
  }
}

function fieldOf(response: TSchema, key: string): Schema {
  return withoutNull(schemaOf(response).properties?.rows?.items?.properties?.[key] ?? {}).schema
}

function cellWriter(prefix: string, key: string, schema: Schema, words: Words): (value: unknown) => unknown {
  const said = (value: unknown) => wordOf(prefix, value, words)
  if (schema.type === 'boolean')
    return (value) =>
      typeof value === 'boolean' ? words.translate(words.locale, `sheet.${value ? 'yes' : 'no'}`) : value
  if (schema.format === 'date-time') return localTime
  if (schema.type === 'integer' && key.endsWith('Fen'))
    return (value) => (typeof value === 'number' ? value / 100 : value)
  if (choicesOf(schema)) return said
  if (schema.type === 'array')
    return (value) => {
      const plain = Array.isArray(value) && value.every((one) => typeof one !== 'object')
      return plain ? value.map(said).join(words.locale === 'zh' ? '、' : ', ') : value
    }
  return (value) => value
}

function prefixOf(module: string, route: Route, key: string): string {
  return route.list?.words?.[key] ?? `${module}.value.${key}`
}

/** The word of a code; without one the code itself. */
function wordOf(prefix: string, value: unknown, { translate, locale }: Words): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const word = `${prefix}.${value}`
  const said = translate(locale, word)
  return said === word ? value : said
}

/** `2026-11-29T02:30:00.000Z` → `2026-11-29 10:30:00+08:00`; parts of a second stay as they came. */
function localTime(value: unknown): unknown {
  const at = value instanceof Date ? value.toISOString() : value
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return value
  const [, fraction = ''] = /(\.\d*[1-9])0*Z$/.exec(at) ?? []
  const parts = Object.fromEntries(clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
  const offset = parts.timeZoneName?.replace('GMT', '') || '+00:00'
  const { year, month, day, hour, minute, second } = parts
  return `${year}-${month}-${day} ${hour}:${minute}:${second}${fraction}${offset}`
}

const two = '2-digit'
const clock = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: regionZone, timeZoneName: 'longOffset', hourCycle: 'h23' },
  ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
})
