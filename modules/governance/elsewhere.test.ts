import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { unzip } from '@ronghe/kit/archive'
import { addressOf } from '@ronghe/kit/client'
import type { Route } from '@ronghe/kit/contract'
import { fittingInput, rowsOf, send } from '@ronghe/kit/test'
import { governance } from './contract.ts'
import { appraisalActs } from './test/appraisal.ts'
import { type FundWorld, fundWorld } from './test/funds.ts'
import { dayAfter } from './test/supervision.ts'
import { upload } from './test/upload.ts'
import { as } from './test/world.ts'

/** Everything that one city and its firm have here says so, in every text that is theirs alone. */
const mark = '南宁独有'
const strangers = ['other-city', 'b', null] as const
/** What everybody may read or send, by design: an objection to a notice. */
const open = new Set(['object'])

let w: FundWorld
const known: Record<string, unknown> = { departmentCode: 'nanning', regionCode: '450100', goalKey: 'output' }
before(async () => {
  w = await fundWorld()
  await supervised()
  await asked()
  await reported()
  await appraised()
})
after(() => w.house.close())

/** An item with a file and a wish for more time. */
async function supervised(): Promise<void> {
  const itemId = await w.item(['nanning'], 'issued', 14, { title: `${mark}事项`, text: `${mark}要求` })
  await w.handle('city', itemId, 'nanning', 'sign')
  await w.handle('city', itemId, 'nanning', 'progress', { comment: `${mark}进展` })
  const params = { itemId, departmentCode: 'nanning' }
  const until = dayAfter(w.clock.now(), 20)
  const body = { until, reason: `${mark}检修` }
  await (await w.by('city')).askExtension({ params, body })
  known.extensionId = (await w.seen(itemId)).extensions[0]?.id
  known.itemId = itemId
  known.fileId = await filed(`/governance/items/${itemId}/files`)
}

async function filed(path: string): Promise<unknown> {
  const { headers } = await w.by('city')
  const file = { name: `${mark}.pdf`, content: `%PDF-1.4 ${mark}` }
  return (await upload(w.house, path, file, headers)).body.id
}

/** An application under review, and one that waits for the formal check. */
async function asked(): Promise<void> {
  const change = { title: `${mark}项目`, summary: `${mark}内容`, invoiceNumbers: [`${mark}发票`] }
  known.applicationId = await w.application('reviewing', undefined, change)
  await w.application('submitted', undefined, { ...change, title: `${mark}项目之二` })
}

async function reported(): Promise<void> {
  const values = {
    ...{ titleZh: '产值', titleEn: 'Output', unitZh: '亿元', unitEn: 'bn', dueOn: '2027-12-31' },
    ...{ formula: '', direction: 'up' as const, frequency: 'year' as const, reportDepartment: 'nanning' },
  }
  await (await w.by('region')).makeIndicator({ body: { key: 'output', ...values } })
  known.reportId = await filed(`/governance/goals/output/reports?period=2025&value=7&note=${mark}公报`)
}

/** Results that are shown to the bodies, and an appeal with a file. */
async function appraised(): Promise<void> {
  const acts = appraisalActs(w)
  await w.move(21)
  const appraisalId = await acts.make()
  await acts.act(appraisalId, 'submit')
  await acts.decide(appraisalId, 'approve')
  await acts.act(appraisalId, 'compute')
  await acts.act(appraisalId, 'show')
  const city = await w.by('city')
  const params = { appraisalId, departmentCode: 'nanning' }
  const { id } = await city.appealAppraisal({ params, body: { text: `${mark}申诉` } })
  known.appealId = id
  known.appraisalId = appraisalId
  known.appealFileId = await filed(`/governance/appraisal-appeals/${id}/files`)
}

const routes = Object.entries<Route>(governance.routes)
/** Of the files each route has its own. */
const knownTo = (name: string) => (name === 'appealFile' ? { ...known, fileId: known.appealFileId } : known)

async function headersOf(who: string | null): Promise<Record<string, string>> {
  return who === null ? {} : { ...(await as(w.house, who)).headers }
}

/** Where a reader meets what is one city's alone: as the page reads it, and as a file. */
async function met(who: string | null): Promise<string[]> {
  const headers = await headersOf(who)
  const found: string[] = []
  for (const [name, route] of routes) {
    if (route.method !== 'GET') continue
    const { params } = fittingInput(route, knownTo(name))
    for (const query of route.list ? [{ pageSize: 200 }, { format: 'csv' }] : [{}]) {
      const answer = await fetch(addressOf(route, { params, query }, w.house.url), { headers })
      const content = Buffer.from(await answer.arrayBuffer())
      assert.ok(answer.status < 500, name)
      const isPack = answer.headers.get('content-type') === 'application/zip'
      const texts = isPack ? unzip(content).map((one) => one.content) : [content]
      if (texts.some((text) => text.includes(mark)))
        found.push('format' in query ? `${name} as a file` : name)
    }
  }
  return found
}

describe('what is one city’s alone', () => {
  test('its own official meets on page and file', async () => {
    const found = await met('city')
    for (const name of [
      ...['items', 'items as a file', 'item', 'itemFile', 'applications', 'applications as a file'],
      ...['application', 'reportFile', 'appraisalAppeals', 'appraisalUnit', 'appealFile', 'desk', 'goalPack'],
    ])
      assert.ok(found.includes(name), `${name} is not among ${found.join(', ')}`)
  })

  for (const who of strangers)
    test(`${who ?? 'a stranger'} meets nowhere`, async () => assert.deepEqual(await met(who), []))

  test('nobody else changes, whatever route he takes', async () => {
    const ids = ['itemId', 'applicationId', 'reportId', 'appealId', 'extensionId']
    const about = routes.filter(([name, { method, path, upload: isUpload }]) => {
      const isOne = ids.some((id) => path.includes(`:${id}`))
      return method !== 'GET' && isOne && !isUpload && !open.has(name)
    })
    assert.ok(about.length > 20)
    const before = await rowsOf({ house: w.house, contract: governance })
    for (const who of strangers) {
      const headers = await headersOf(who)
      for (const [name, route] of about) {
        const { status } = await send(w.house.url, route, fittingInput(route, knownTo(name)), headers)
        assert.ok([401, 403, 404].includes(status), `${who} ${name}: ${status}`)
      }
    }
    assert.deepEqual(await rowsOf({ house: w.house, contract: governance }), before)
  })
})
