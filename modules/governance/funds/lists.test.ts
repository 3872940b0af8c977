import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { experts, type FundWorld, fundWorld, programmeBody } from '../test/funds.ts'
import { dayAfter, organisationOf, refused, told } from '../test/supervision.ts'
import { as } from '../test/world.ts'

let w: FundWorld
const ids: Record<string, string> = {}
before(async () => {
  w = await fundWorld()
  const upgrade = await w.programme({ titleZh: '改造专项', titleEn: 'Upgrade', code: 'UP-2026' })
  const voucher = await w.programme({
    titleZh: '服务券',
    titleEn: 'Vouchers',
    code: 'V-2026',
    mode: 'voucher',
    terms: { mode: 'voucher', faceFen: 20_000_000, monthsValid: 6 },
  })
  ids.submitted = await w.application('submitted', upgrade, { title: '冲压线改造 50%_' })
  ids.checked = await w.application('checked', upgrade, { title: '焊接线改造' })
  ids.noticed = await w.application('noticed', voucher, {
    title: '云服务采购',
    request: { mode: 'voucher', service: '工业软件', provider: '示例服务商' },
  })
  ids.drafted = await w.application('drafted', upgrade, { title: '未提交的项目' })
})
after(() => w.house.close())

type Query = NonNullable<Parameters<Awaited<ReturnType<typeof w.by>>['applications']>[0]>['query']
const names = async (query: Query, who = 'region') => {
  const { rows } = await (await w.by(who)).applications({ query: { pageSize: 200, ...query } })
  return rows.map((row) => Object.keys(ids).find((name) => ids[name] === row.id)).sort()
}

describe('the list of applications', () => {
  test('is filtered by state and programme, and searched in title, number and firm', async () => {
    const region = await w.by('region')
    assert.deepEqual(await names({}), ['checked', 'noticed', 'submitted'])
    assert.deepEqual(await names({}, 'a'), ['checked', 'drafted', 'noticed', 'submitted'])
    assert.deepEqual(await names({ state: 'checked' }), ['checked'])
    const [voucher] = (await region.programmes({ query: { mode: 'voucher' } })).rows
    assert.deepEqual(await names({ programme: voucher?.id ?? '' }), ['noticed'])
    assert.deepEqual(await names({ q: '改造' }), ['checked', 'submitted'])
    assert.deepEqual(await names({ q: '50%_' }), ['submitted'])
    assert.deepEqual(await names({ q: '企业firm-a' }), ['checked', 'noticed', 'submitted'])
    assert.deepEqual(await names({ q: '企业firm-b' }), [])
  })

  test('is exported with its words', async () => {
    const { headers } = await w.by('region')
    const answer = await fetch(`${w.house.url}/api/governance/applications?format=csv&state=noticed`, {
      headers,
    })
    const [heading, row] = (await answer.text())
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\r?\n/)
    assert.match(heading ?? '', /^编号,/)
    assert.match(row ?? '', /云服务采购,企业firm-a,服务券,200000,,公示中,.*\+08:00$/)
  })

  test('names firms in the reader’s language, on lists, in files, of one and of money', async () => {
    const english = await as(w.house, 'region', 'en')
    const { rows } = await english.applications({ query: { q: 'firm-a' } })
    assert.deepEqual([...new Set(rows.map((one) => one.organisationName))], ['firm-a'])
    const params = { applicationId: rows[0]?.id ?? '' }
    assert.equal((await english.application({ params })).organisationName, 'firm-a')
    const [notice] = (await (await as(w.house, null, 'en')).fundNotices({})).rows
    assert.equal(notice?.organisationName, 'firm-a')
    assert.ok((await english.experts({})).rows.every((one) => one.organisationName === 'agency'))
  })

  test('numbers every application once, also when many are drafted at once', async () => {
    const programme = await w.programme()
    const drafts = await Promise.all(Array.from({ length: 4 }, () => w.draft(programme)))
    const numbers = await Promise.all(drafts.map(async (id) => (await w.seenApplication(id, 'a')).number))
    assert.equal(new Set(numbers).size, 4)
    for (const number of numbers) assert.match(number, /^F2026-\d{5}$/)
  })
})

describe('the list of programmes', () => {
  test('tells what is open now and what was asked for, counted over all firms', async () => {
    const [upgrade] = (await (await w.by('operator')).programmes({ query: { q: 'UP-2026' } })).rows
    assert.deepEqual([upgrade?.isOpenNow, upgrade?.applications, upgrade?.grantedFen], [true, 2, 0])
    assert.equal(upgrade?.isOurs, false)
    const region = await w.by('region')
    assert.equal((await region.programmes({ query: { q: 'UP-2026' } })).rows[0]?.isOurs, true)
  })
})

describe('the public notice', () => {
  test('names firm, project and days, and nothing that is not to notice', async () => {
    const { rows, total } = await (await w.by('operator')).fundNotices({})
    assert.equal(total, 1)
    assert.deepEqual(
      [rows[0]?.title, rows[0]?.organisationName, rows[0]?.noticeFrom],
      ['云服务采购', '企业firm-a', '2026-11-02'],
    )
    assert.equal(rows[0]?.noticeTo, '2026-11-09')
  })
})

describe('the pool of experts', () => {
  test('takes in who asked, and draws nobody who is not in', async () => {
    const region = await w.by('region')
    const { rows } = await region.experts({ query: { pageSize: 50 } })
    assert.deepEqual(rows.map((one) => one.name).sort(), [...experts])
    const [out] = rows
    assert.ok(out)
    await region.admitExpert({ params: { personId: out.personId }, body: { isActive: false } })
    for (let round = 0; round < 4; round++) {
      const id = await w.application('reviewing')
      const mine = (await (await w.by(out.name)).myReviews()).rows
      assert.ok(!mine.some((one) => one.applicationId === id))
    }
    await region.admitExpert({ params: { personId: out.personId }, body: { isActive: true } })
    const nobody = { personId: '01900000-0000-7000-8000-000000000000' }
    await assert.rejects(region.admitExpert({ params: nobody, body: { isActive: true } }), { status: 404 })
  })

  test('is joined by who may review; telling other fields later lets nobody in', async () => {
    const e1 = await w.by('e1')
    const region = await w.by('region')
    const find = async () => (await region.experts({ query: { q: 'e1' } })).rows[0]
    const known = await find()
    await region.admitExpert({ params: { personId: known?.personId ?? '' }, body: { isActive: false } })
    await e1.joinExperts({ body: { fields: '工业软件' } })
    assert.deepEqual([(await find())?.fields, (await find())?.isActive], ['工业软件', false])
    await region.admitExpert({ params: { personId: known?.personId ?? '' }, body: { isActive: true } })
    await assert.rejects((await w.by('a')).joinExperts({ body: { fields: '机械' } }), { status: 403 })
    await assert.rejects(e1.experts({}), { status: 403 })
  })

  test('of the applicant’s own house is never drawn', async () => {
    const agency = await organisationOf(w.house, 'e1')
    const id = await w.application('checked')
    const { organisationId } = await w.seenApplication(id)
    assert.notEqual(organisationId, agency)
    const many = await w.programme({ experts: 5 })
    const asked = w.application('reviewing', many)
    await assert.rejects(asked, refused('governance.review.poolTooSmall'), 'four are in the pool')
  })

  test('learns by notification what was drawn, without the applicant’s name', async () => {
    await w.application('reviewing', undefined, { title: '盲审用的项目' })
    for (const who of experts) {
      const drawn = (await (await w.by(who)).myReviews()).rows.some((one) => one.title === '盲审用的项目')
      if (drawn) await told(w.house, who, /请评审《盲审用的项目》/)
    }
  })
})

describe('the same machine', () => {
  test('asked for in a second programme is told, unless the first was refused or withdrawn', async () => {
    const codes = ['m-0']
    const first = await w.application('submitted', undefined, { equipmentCodes: codes, invoiceNumbers: [] })
    const second = await w.application('submitted', undefined, { equipmentCodes: codes, invoiceNumbers: [] })
    const kinds = async () => (await w.seenApplication(second)).duplicates.map((one) => one.kind)
    assert.deepEqual(await kinds(), ['equipment'])
    await w.now('a', first, (api, version) =>
      api.moveApplication({ params: { applicationId: first }, body: { act: 'withdraw', version } }),
    )
    assert.deepEqual(await kinds(), [])
  })

  test('of another firm cannot be named, nor one that there is not', async () => {
    const programme = await w.programme()
    const byB = w.draft(programme, { equipmentCodes: ['m-0'], invoiceNumbers: [] }, 'b')
    await assert.rejects(byB, refused('governance.application.machineUnknown'))
    const twice = w.draft(programme, { equipmentCodes: ['m-0', 'm-0'] })
    await assert.rejects(twice, refused('kit.input.invalid'))
  })
})

test('a window begins and ends by the server’s clock to the second', async () => {
  const region = await w.by('region')
  const opensAt = new Date(w.clock.now().getTime() + 60_000).toISOString()
  const body = programmeBody(w, { opensAt, closesAt: `${dayAfter(w.clock.now(), 2)}T00:00:00.000Z` })
  const { id } = await region.addProgramme({ body })
  await region.moveProgramme({ params: { programmeId: id }, body: { state: 'open' } })
  const isOpen = async () => (await region.programme({ params: { programmeId: id } })).isOpenNow
  assert.equal(await isOpen(), false)
  w.clock.move(60_000)
  assert.equal(await isOpen(), true)
  await region.moveProgramme({ params: { programmeId: id }, body: { state: 'ended' } })
  assert.equal(await isOpen(), false)
  await assert.rejects(w.draft(id), refused('governance.programme.closed'))
})
