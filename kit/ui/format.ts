import type { LocaleChoice } from './settings.ts'

type Words = (key: string, values?: Record<string, string | number>) => string

const tags = { zh: 'zh-CN', en: 'en' } as const

/**
 * A number in the reader's language with at most `digits` decimals; a true minus sign, so that it lines up.
 */
export function formatNumber(value: number, locale: LocaleChoice, digits = 2): string {
  const text = numbersIn(locale, digits).format(value)
  return text === '-0' ? '0' : text.replace('-', '−')
}

/** To make one takes longer than to draw the row that it stands in. */
const numbers = new Map<string, Intl.NumberFormat>()

function numbersIn(locale: LocaleChoice, digits: number): Intl.NumberFormat {
  const key = `${locale}${digits}`
  const known = numbers.get(key)
  if (known) return known
  const format = new Intl.NumberFormat(tags[locale], { maximumFractionDigits: digits })
  numbers.set(key, format)
  return format
}

/**
 * Does the unit follow without a space, as per cent and degrees do in both languages (GB/T 15835 writes
 * 85.2%)?
 */
export function isTightUnit(unitText: string): boolean {
  return unitText === '%' || unitText === '‰' || unitText === '°'
}

/** Value and unit as one text. `unit` is a UN/CEFACT code with a word `unit.<code>`, or already text. */
export function formatQuantity(
  value: number,
  unit: string,
  locale: LocaleChoice,
  t: Words,
  digits?: number,
): string {
  const text = unitText(unit, t)
  const number = formatNumber(value, locale, digits)
  if (!text) return number
  return isTightUnit(text) ? `${number}${text}` : `${number} ${text}`
}

/** The unit's word; an unknown code stays as it is, and C62, the one of plain numbers, is not written. */
export function unitText(unit: string, t: Words): string {
  if (unit === 'C62' || unit === '') return ''
  const key = `unit.${unit}`
  const text = t(key)
  return text === key ? unit : text
}

export type TimeStyle = 'instant' | 'minute' | 'day' | 'time' | 'month'

/**
 * `2026-03-05 14:02:33` in the given zone (the browser's when absent): the same order of parts in every
 * language.
 */
export function formatInstant(
  at: string | number | Date,
  style: TimeStyle = 'instant',
  timeZone?: string,
): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return '–'
  const parts = timeZone ? partsIn(timeZone, date) : partsHere(date)
  const day = `${parts.year}-${parts.month}-${parts.day}`
  const time = `${parts.hour}:${parts.minute}`
  if (style === 'day') return day
  if (style === 'month') return day.slice(0, 7)
  if (style === 'minute') return `${day} ${time}`
  return style === 'time' ? `${time}:${parts.second}` : `${day} ${time}:${parts.second}`
}

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>>

/** As the browser's own clock says it; its formats take a slow phone a tenth of a second to make. */
function partsHere(date: Date): Parts {
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    year: String(date.getFullYear()),
    month: two(date.getMonth() + 1),
    day: two(date.getDate()),
    hour: two(date.getHours()),
    minute: two(date.getMinutes()),
    second: two(date.getSeconds()),
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(timeZone: string, date: Date): Parts {
  const format = formats.get(timeZone) ?? inZone(timeZone)
  formats.set(timeZone, format)
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value])) as Parts
}

function inZone(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
}

/** The reader's zone with its offset, e.g. `Asia/Shanghai (UTC+8)`. */
export function zoneText(at: string | number | Date): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const offset = -new Date(at).getTimezoneOffset() / 60
  return `${timeZone} (UTC${offset < 0 ? '−' : '+'}${Math.abs(offset)})`
}

const steps = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

const relatives: Partial<Record<LocaleChoice, Intl.RelativeTimeFormat>> = {}

/** `3 小时前`, `in 2 days`; within a minute, now. */
export function formatAgo(at: string | number | Date, now: number, locale: LocaleChoice): string {
  const seconds = (new Date(at).getTime() - now) / 1000
  relatives[locale] ??= new Intl.RelativeTimeFormat(tags[locale], { numeric: 'auto' })
  const relative = relatives[locale]
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit)
  }
  return relative.format(0, 'second')
}

/** `1 小时 30 分`: the two largest parts that are not zero. */
export function formatDuration(seconds: number, t: Words): string {
  const whole = Math.round(Math.abs(seconds))
  const parts = [
    ['days', Math.floor(whole / 86_400)],
    ['hours', Math.floor((whole % 86_400) / 3600)],
    ['minutes', Math.floor((whole % 3600) / 60)],
    ['seconds', whole % 60],
  ] as const
  const first = parts.findIndex(([, count]) => count > 0)
  if (first === -1) return t('ui.duration.seconds', { count: 0 })
  const text = parts
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => t(`ui.duration.${name}`, { count }))
    .join(' ')
  return seconds < 0 ? `−${text}` : text
}
