import { textIn } from '../master/languages.ts'
import type { NamedRow } from '../master/store/masters.ts'
import type { Code, Gathered, Step } from './gather.ts'
import { mapOf, type Stop, safe } from './map.ts'
import type { Warning } from './verdict.ts'
import { type Key, type Spoken, say, spoken, stepName } from './words.ts'

export type Shown = { code: Code; told: Gathered; warnings: readonly Warning[]; scans: number; today: string }

/** The whole page of a code, which needs no script, font or picture of anybody. */
export function pageOf(language: Spoken, shown: Shown): string {
  const { code, told, warnings, scans } = shown
  const t = (key: Key, values?: Record<string, string | number>) => safe(say(language, key, values))
  const title = nameOf(told.product, language) ?? code.gtin
  const looked = scans > 1 ? t('trace.consumer.scans', { count: scans }) : t('trace.consumer.first')
  const share = t('trace.consumer.share')
  const body = [
    languagesOf(language),
    told.isSample ? `<p class="sample">${t('trace.consumer.sample')}</p>` : '',
    `<h1>${safe(title)}</h1>`,
    descriptionOf(told.product, language),
    verdictOf(warnings, t),
    `<p class="count">${looked}</p>`,
    factsOf(shown, language, t),
    storyOf(told, language, t),
    papersOf(shown, language, t),
    `<p><a href="/passport${safe(code.path)}?package=aasx">${t('trace.consumer.passport')}</a> (AASX)</p>`,
    `<p><button id="share" hidden data-done="${t('trace.consumer.copied')}">${share}</button>
<button id="where" hidden>${t('trace.consumer.where')}</button></p>`,
    reportOf(code, language, t),
  ]
  return frame(language, title, body.join('\n'))
}

/** A page with one sentence: unknown, thanks, too many. */
export function notePage(language: Spoken, key: Key, back: string | null): string {
  const link =
    back === null ? '' : `<p><a href="${safe(back)}">${safe(say(language, 'trace.consumer.back'))}</a></p>`
  const text = safe(say(language, key))
  return frame(
    language,
    say(language, 'trace.consumer.title'),
    `${languagesOf(language)}<h1>${text}</h1>${link}`,
  )
}

function frame(language: Spoken, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${safe(title)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/story-look.css">
<script src="/story-acts.js" defer></script></head><body><main>
${body}
</main></body></html>`
}

type Say = (key: Key, values?: Record<string, string | number>) => string

function languagesOf(language: Spoken): string {
  const links = spoken.map((one) => {
    const here = one === language ? ' aria-current="true"' : ''
    const self = safe(say(one, 'trace.consumer.self'))
    return `<a href="?lang=${one}" lang="${one}" hreflang="${one}"${here}>${self}</a>`
  })
  return `<nav aria-label="${safe(say(language, 'trace.consumer.language'))}">${links.join(' ')}</nav>`
}

function nameOf(row: NamedRow | null | undefined, language: Spoken): string | null {
  return row ? (textIn(row.texts, [language], 'name')?.text ?? null) : null
}

function descriptionOf(product: NamedRow | null, language: Spoken): string {
  const found = product && textIn(product.texts, [language], 'description')
  return found ? `<p lang="${found.language}">${safe(found.text)}</p>` : ''
}

function verdictOf(warnings: readonly Warning[], t: Say): string {
  if (warnings.length === 0) return `<p class="good">${t('trace.consumer.good')}</p>`
  const list = warnings.map((one) => `<li>${t(`trace.consumer.warning.${one}`)}</li>`).join('')
  const heading = `<strong>${t('trace.consumer.warning')}</strong>`
  return `<div class="warning" role="alert">${heading}<ul>${list}</ul></div>`
}

function factsOf({ code, told }: Shown, language: Spoken, t: Say): string {
  const { brand, model, origin } = told.product?.fields ?? {}
  const country = origin && new Intl.DisplayNames([language], { type: 'region' }).of(origin)
  const rows: [Key, string | null | undefined][] = [
    ['trace.consumer.maker', nameOf(told.maker, language)],
    ['trace.consumer.brand', brand],
    ['trace.consumer.model', model],
    ['trace.consumer.origin', country],
    ['trace.consumer.gtin', code.gtin],
    ['trace.consumer.lot', told.lot],
    ['trace.consumer.serial', code.serial],
  ]
  const shown = rows.filter(([, value]) => value)
  return `<h2>${t('trace.consumer.product')}</h2><dl>${shown
    .map(([key, value]) => `<dt>${t(key)}</dt><dd>${safe(value ?? '')}</dd>`)
    .join('')}</dl>`
}

function storyOf({ steps, places }: Gathered, language: Spoken, t: Say): string {
  const heading = `<h2>${t('trace.consumer.story')}</h2>`
  if (steps.length === 0) return `${heading}<p>${t('trace.consumer.noStory')}</p>`
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'Asia/Shanghai' })
  const items = steps.map(({ at, step, place, carrier, untold }) => {
    const row = place === null ? null : places.get(place)
    const inside =
      carrier === null ? null : say(language, 'trace.consumer.inside', { code: numberOf(carrier) })
    const address = row && textIn(row.texts, [language], 'address')?.text
    const where = [inside, nameOf(row, language), address].filter(Boolean)
    const gap = untold > 0 ? `<li class="gap">${t('trace.consumer.untold', { count: untold })}</li>` : ''
    return `${gap}<li><time datetime="${at.toISOString()}">${safe(day.format(at))}</time> <b>${safe(
      stepName(language, step),
    )}</b>${where.length > 0 ? `<br>${safe(where.join(' · '))}` : ''}</li>`
  })
  const map = mapOf(stopsOf(steps, places, language), say(language, 'trace.consumer.map'))
  const drawn = map === '' ? '' : `<h2>${t('trace.consumer.map')}</h2>${map}`
  return `${heading}<ol class="story">${items.join('')}</ol>${drawn}`
}

/** What stands on the label of a box: its number alone. */
function numberOf(id: string): string {
  return decodeURIComponent(id.split(/[/:]/).at(-1) ?? id)
}

function stopsOf(steps: readonly Step[], places: Gathered['places'], language: Spoken): Stop[] {
  return steps.flatMap(({ place }) => {
    const row = place === null ? undefined : places.get(place)
    const { latitude, longitude } = row?.fields ?? {}
    if (!row || latitude === undefined || longitude === undefined) return []
    return [{ name: nameOf(row, language) ?? '', latitude, longitude }]
  })
}

function papersOf({ told, today }: Shown, language: Spoken, t: Say): string {
  if (told.papers.length === 0) return ''
  const items = told.papers.map(({ id, title, titleEn, issuer, number, validUntil, sizeBytes }) => {
    const name = language === 'zh' ? title : (titleEn ?? title)
    const about = [number, issuer, validUntil && until(validUntil, today, t)].filter(Boolean).join(' · ')
    return `<li><a href="/story-paper/${id}">${safe(name)}</a> (${Math.ceil(sizeBytes / 1024)} kB)<br>${safe(
      about,
    )}</li>`
  })
  return `<h2>${t('trace.consumer.papers')}</h2><ul>${items.join('')}</ul>`
}

function until(day: string, today: string, t: Say): string {
  return day < today ? t('trace.consumer.expired') : t('trace.consumer.until', { day })
}

const kinds = ['fake', 'quality', 'safety', 'other'] as const

function reportOf(code: Code, language: Spoken, t: Say): string {
  const options = kinds.map((one) => `<option value="${one}">${t(`trace.consumer.kind.${one}`)}</option>`)
  return `<details><summary>${t('trace.consumer.report')}</summary><form method="post" action="/story-report">
<input type="hidden" name="path" value="${safe(code.path)}">
<input type="hidden" name="lang" value="${language}">
<label>${t('trace.consumer.kind')}<select name="kind">${options.join('')}</select></label>
<label>${t('trace.consumer.text')}
<textarea name="text" required minlength="2" maxlength="1000" rows="4"></textarea></label>
<label>${t('trace.consumer.contact')}<input name="contact" maxlength="200"></label>
<button>${t('trace.consumer.send')}</button></form></details>`
}
