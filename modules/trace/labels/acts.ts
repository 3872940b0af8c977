import type { EventJson, JsonObject } from '@ronghe/epcis'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { captureOwn } from '../capture/own.ts'
import type { trace } from '../contract.ts'
import { mayCapture } from '../policy.ts'
import { kindOf } from '../story/layout.ts'
import { namesOf } from '../story/names.ts'
import { meaningOf } from '../story.ts'
import type { scanActs } from './contract.ts'
import { type Label, labelOf, quiet } from './matrix.ts'
import { pdfOf } from './pdf.ts'
import { a4, fits, roll, type Sheet } from './sheet.ts'
import { zplOf } from './zpl.ts'

type Body = Parameters<Service<typeof trace>['printLabels']>[1]['body']

/** More labels than these are several prints. */
const labelsMax = 5000

export const labels: Pick<Service<typeof trace>, 'printLabels' | 'scan'> = {
  async printLabels(ctx, { body }) {
    const { symbol, layout, domain, copies = 1, dotsPerMm = 8 } = body
    const links = body.things.map((text) => meaningOf(text).id)
    if (links.length * copies > labelsMax) throw wrong('copies', 'trace.rule.label.tooMany')
    const sheet = sheetOf(body)
    if (!fits(sheet)) throw wrong('labelWidthMm', 'trace.rule.label.fits')
    const names = await namesOf(
      ctx,
      links.flatMap((link) => [link, productOf(link)]),
    )
    const made = links.map((link, at) => {
      const label = labelOf(link, symbol, domain, names[link] ?? names[productOf(link)] ?? null)
      if (!label) throw wrong(`things.${at}`, 'trace.rule.label.noLink', { text: body.things[at] ?? '' })
      return { ...label, link }
    })
    const all = made.flatMap((label) => Array.from({ length: copies }, () => label))
    if (layout === 'zpl') {
      const printed = all.map((one) => ({ ...one, modules: one.matrix.length + 2 * quiet[symbol] }))
      const content = Buffer.from(zplOf(printed, symbol, sheet, dotsPerMm))
      return { name: 'labels.zpl', mediaType: 'application/octet-stream', content }
    }
    const content = await pdfOf(all satisfies readonly Label[], symbol, sheet)
    return { name: 'labels.pdf', mediaType: 'application/pdf', content }
  },

  async scan(ctx, { body }) {
    const { caller } = ctx
    if (!mayCapture(caller)) throw new Fault('kit.forbidden')
    const ids = [...new Set(body.codes.map((text) => meaningOf(text).id))]
    const wrongAt = ids.findIndex((id) => !/^(https?|urn):/.test(id))
    if (wrongAt >= 0) throw wrong('codes', 'trace.rule.label.noLink', { text: ids[wrongAt] ?? '' })
    const [seq] = await captureOwn(ctx.sql, [scanned(ctx, ids, body)], {
      ...{ organisationId: caller.organisationId, source: 'scan', personName: caller.personName },
      ...{ now: ctx.now, newId: ctx.newId },
    })
    return { seq: Number(seq), things: ids.length }
  },
}

function wrong(field: string, rule: string, values: Record<string, string> = {}): Fault {
  return new Fault('trace.label.invalid', {}, [{ field, rule, values }])
}

/** The product of an item or lot; its name stands on the label. */
function productOf(link: string): string {
  return /^https:\/\/id\.gs1\.org\/01\/\d{14}/.exec(link)?.[0] ?? link
}

/** The usual sheet or roll, with whatever the person measured otherwise. */
function sheetOf(body: Body): Sheet {
  const { labelWidthMm = 60, labelHeightMm = 40 } = body
  if (body.layout !== 'a4') return roll(labelWidthMm, labelHeightMm)
  const { columns, rows, marginLeftMm, marginTopMm, gapXMm, gapYMm } = body
  const given = {
    ...{ columns, rows, marginLeftMm, marginTopMm, gapXMm, gapYMm },
    ...{ labelWidthMm: body.labelWidthMm, labelHeightMm: body.labelHeightMm },
  }
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...a4, ...Object.fromEntries(said) }
}

const acts: Readonly<Record<(typeof scanActs)[number], JsonObject>> = {
  inspect: { bizStep: 'inspecting', disposition: 'conformant' },
  reject: { bizStep: 'inspecting', disposition: 'non_conformant' },
  ship: { bizStep: 'shipping', disposition: 'in_transit' },
  receive: { bizStep: 'receiving', disposition: 'in_progress' },
  store: { bizStep: 'storing', disposition: 'in_progress' },
  observe: {},
}

type Scanned = Parameters<Service<typeof trace>['scan']>[1]['body']

function scanned(ctx: Ctx, ids: readonly string[], body: Scanned): EventJson & { eventID: string } {
  const lots = ids.filter((id) => kindOf(id).kind === 'lot').map((epcClass) => ({ epcClass }))
  const single = ids.filter((id) => kindOf(id).kind !== 'lot')
  const partner = body.partner ? meaningOf(body.partner).id : null
  const list = body.act === 'ship' ? 'destination' : 'source'
  const place = body.place ? { id: meaningOf(body.place).id } : null
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:${body.scanId ?? ctx.newId()}`,
    eventTime: body.at ?? ctx.now.toISOString(),
    eventTimeZoneOffset: '+08:00',
    action: 'OBSERVE',
    ...(single.length > 0 ? { epcList: single } : {}),
    ...(lots.length > 0 ? { quantityList: lots } : {}),
    ...acts[body.act],
    ...(place ? { readPoint: place } : {}),
    ...(place && body.act !== 'ship' ? { bizLocation: place } : {}),
    ...(partner ? { [`${list}List`]: [{ type: 'possessing_party', [list]: partner }] } : {}),
  }
}
