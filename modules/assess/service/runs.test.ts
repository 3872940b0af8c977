import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  answer,
  as,
  inDatabase,
  openWindow,
  organisationId,
  type Person,
  refused,
  startRun,
  submitted,
  upload,
  type World,
  world,
} from '../test/world.ts'

let house: World
const people: Record<string, Person> = {}
before(async () => {
  house = await world()
  for (const name of ['a', 'a2', 'a-viewer', 'b', 'c', 'city', 'region', 'platform', 'assessor', 'assessor2'])
    people[name] = await as(house, name)
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person

describe('answers, saved as they are typed', () => {
  let runId = ''
  before(async () => {
    runId = await startRun(who('a'))
  })

  test('a firm has one run of a framework and year, and the facts choose its questions', async () => {
    await assert.rejects(startRun(who('a2')), refused('assess.run.exists'))
    const { run, outline, mayFill, facts } = await who('a').run({ params: { runId } })
    assert.deepEqual([run.status, run.questions, run.answered, mayFill], ['draft', 6, 0, true])
    assert.deepEqual(facts, { process: 'discrete' })
    assert.equal(
      outline.questions.some(({ code }) => code === 'batch'),
      false,
    )
  })

  test('facts that are missing, unknown or of no such value are refused', async () => {
    const { rows } = await who('b').windows({ query: { year: 2026 } })
    const windowId = rows[0]?.id ?? ''
    for (const facts of [{}, { process: 'other' }, { process: 'discrete', more: 'x' }]) {
      const starting = who('b').startRun({ body: { windowId, facts: facts as { process: string } } })
      await assert.rejects(starting, refused('assess.run.facts'))
    }
  })

  test('a window’s count of assessments is that of the list that it opens to', async () => {
    const { rows } = await who('region').windows({ query: { year: 2026 } })
    const [window] = rows
    const listed = await who('region').runs({ query: { window: window?.id ?? '' } })
    assert.ok((window?.runs ?? 0) > 0)
    assert.equal(listed.total, window?.runs)
  })

  test('each answer is kept by itself, with who and when, and its history', async () => {
    const one = await answer(who('a'), runId, 'plan', 'part')
    assert.deepEqual([one.value, one.revision, one.basis, one.byName], ['part', 1, 'declared', 'a'])
    const two = await answer(who('a2'), runId, 'plan', 'full')
    assert.deepEqual([two.value, two.revision, two.byName], ['full', 2, 'a2'])
    await answer(who('a'), runId, 'plan', null)
    const { rows } = await who('a-viewer').answerHistory({ params: { runId, question: 'plan' } })
    assert.deepEqual(
      rows.map(({ value, byName, revision }) => [value, byName, revision]),
      [
        [null, 'a', 3],
        ['full', 'a2', 2],
        ['part', 'a', 1],
      ],
    )
  })

  test('A5: of two people who edit one answer the later is told who was faster', async () => {
    const params = { runId, question: 'tools' }
    await who('a').saveAnswer({ params, body: { value: 'none', revision: 0 } })
    const late = who('a2').saveAnswer({ params, body: { value: 'full', revision: 0 } })
    await assert.rejects(late, (error: Error) => {
      assert.ok(refused('assess.answer.changedSince')(error as never))
      assert.match(error.message, /a .*none/)
      return true
    })
    const { answers } = await who('a2').run({ params: { runId } })
    assert.equal(answers.find(({ question }) => question === 'tools')?.value, 'none')
    const knowing = await who('a2').saveAnswer({ params, body: { value: 'full', revision: 1 } })
    assert.equal(knowing.revision, 2)
  })

  test('A5: of many at once exactly one is written, and the others know', async () => {
    const params = { runId, question: 'links' }
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) =>
        (at % 2 ? who('a') : who('a2')).saveAnswer({
          params,
          body: { value: at % 2 ? ['design'] : ['make'], revision: 0 },
        }),
      ),
    )
    const written = tries.filter(({ status }) => status === 'fulfilled')
    assert.ok(written.length >= 1)
    const { rows } = await who('a').answerHistory({ params })
    assert.equal(rows.length, 1)
  })

  test('a save whose answer was lost is sent again and is no second save', async () => {
    const params = { runId, question: 'spent' }
    const body = { value: '12.5', revision: 0 }
    const first = await who('a').saveAnswer({ params, body })
    const again = await who('a').saveAnswer({ params, body })
    assert.deepEqual([first.revision, again.revision], [1, 1])
    assert.equal((await who('a').answerHistory({ params })).rows.length, 1)
  })

  test('A4: what the question does not take is refused with field and rule', async () => {
    const tell = (question: string, value: Parameters<typeof answer>[3]) =>
      answer(who('a'), runId, question, value)
    await assert.rejects(tell('plan', 'sometimes'), refused('kit.input.invalid', 'value'))
    await assert.rejects(tell('plan', ['full']), refused('kit.input.invalid', 'value'))
    await assert.rejects(tell('plan', { notApplicable: true }), refused('kit.input.invalid', 'value'))
    await assert.rejects(tell('links', ['design', 'nothing']), refused('kit.input.invalid', 'value'))
    await assert.rejects(tell('spent', '100.5'), refused('kit.input.invalid', 'value'))
    await assert.rejects(tell('spent', 'much'), refused('kit.input.invalid', 'value'))
    await assert.rejects(tell('nowhere', 'x'), refused('assess.question.unknown'))
    await assert.rejects(tell('batch', 'full'), refused('assess.question.unknown'))
    assert.ok(await tell('tools', { notApplicable: true }))
  })

  test('who is of another firm, only reads, or is a stranger changes nothing', async () => {
    const params = { runId, question: 'plan' }
    const body = { value: 'full', revision: 3 }
    await assert.rejects(who('b').saveAnswer({ params, body }), refused('kit.notFound'))
    await assert.rejects(who('b').run({ params: { runId } }), refused('kit.notFound'))
    await assert.rejects(who('a-viewer').saveAnswer({ params, body }), refused('kit.forbidden'))
    await assert.rejects(who('city').saveAnswer({ params, body }), refused('kit.forbidden'))
    await assert.rejects((await as(house, null)).run({ params: { runId } }), refused('kit.signIn.required'))
    assert.equal((await who('b').runs()).total, 0)
    assert.equal((await who('city').runs()).total, 1)
  })

  test('papers go with an answer: of a known kind, to be read again, and removed', async () => {
    const path = `/assess/runs/${runId}/attachments?question=plan`
    const pdf = { name: '证明.pdf', content: '%PDF-1.7 sample' }
    const { status, body } = await upload(house, who('a'), path, pdf)
    assert.equal(status, 200)
    const bad = await upload(house, who('a'), path, { name: 'x.pdf', content: 'MZ no pdf' })
    assert.deepEqual([bad.status, bad.body.code], [400, 'assess.file.kind'])
    const nowhere = await upload(house, who('a'), path.replace('plan', 'nowhere'), pdf)
    assert.equal(nowhere.status, 404)
    const address = `${house.url}/api/assess/runs/${runId}/attachments/${body.id}`
    const read = await fetch(address, { headers: who('city').headers })
    assert.equal(await read.text(), '%PDF-1.7 sample')
    assert.equal((await fetch(address, { headers: who('b').headers })).status, 404)
    const params = { runId, attachmentId: body.id ?? '' }
    assert.equal((await who('a').run({ params: { runId } })).attachments[0]?.fileName, '证明.pdf')
    await assert.rejects(who('b').removeAttachment({ params }), refused('kit.notFound'))
    assert.deepEqual(await who('a2').removeAttachment({ params }), { done: true })
    assert.equal((await fetch(address, { headers: who('a').headers })).status, 404)
    const kept = await inDatabase(house, (sql) => sql`select removed_at from assess_attachments`)
    assert.ok(kept[0]?.removed_at)
  })

  test('firm and official talk about a question; others do not', async () => {
    await who('a').addComment({ params: { runId }, body: { question: 'plan', text: '附件待补' } })
    house.time.move(1000)
    await who('city').addComment({ params: { runId }, body: { text: '请补充' } })
    const { comments } = await who('a').run({ params: { runId } })
    assert.deepEqual(
      comments.map(({ text, question, byOrganisation }) => [text, question, byOrganisation]),
      [
        ['附件待补', 'plan', '示例甲'],
        ['请补充', null, '示例市局'],
      ],
    )
    await assert.rejects(
      who('b').addComment({ params: { runId }, body: { text: 'x' } }),
      refused('kit.notFound'),
    )
    await assert.rejects(
      who('a-viewer').addComment({ params: { runId }, body: { text: 'x' } }),
      refused('kit.forbidden'),
    )
    await assert.rejects(
      who('a').addComment({ params: { runId }, body: { text: ' ' } }),
      refused('kit.input.invalid', 'text'),
    )
  })
})

describe('the questionnaire as a sheet', () => {
  test('goes out, comes back changed after a dry run, and a wrong cell is named', async () => {
    await openWindow(house, house.frameworkId, 2020)
    const runId = await startRun(who('a'), { process: 'process' }, 2020)
    const address = `${house.url}/api/assess/runs/${runId}/sheet`
    const out = await fetch(address, { headers: who('a').headers })
    assert.equal(out.status, 200)
    assert.ok((await out.arrayBuffer()).byteLength > 3000)
    const sheet = (rows: string[]) => ({
      name: 'x.csv',
      content: ['question,value,reason', ...rows].join('\n'),
    })
    const send = (rows: string[], dryRun: boolean) =>
      upload(house, who('a'), `/assess/runs/${runId}/sheet?dryRun=${dryRun}`, sheet(rows))
    const tried = await send(['plan,选项part,', 'links,设计 / Making,', 'spent,15,', 'tools,不适用,'], true)
    assert.deepEqual([tried.body.written, tried.body.rowsNew, tried.body.faults], [false, 4, []])
    assert.equal((await who('a').run({ params: { runId } })).answers.length, 0)
    const wrong = await send(['plan,part,', 'spent,150,', 'nowhere,1,', 'batch,never,'], false)
    assert.equal(wrong.body.written, false)
    assert.deepEqual(
      wrong.body.faults.map(({ row }) => row),
      [3, 4, 5],
    )
    assert.equal((await who('a').run({ params: { runId } })).answers.length, 0)
    const written = await send(
      ['plan,选项part,', 'links,设计 / Making,', 'spent,15,', 'tools,不适用,'],
      false,
    )
    assert.equal(written.body.written, true)
    const { answers } = await who('a').run({ params: { runId } })
    assert.deepEqual(Object.fromEntries(answers.map(({ question, value }) => [question, value])), {
      links: ['design', 'make'],
      plan: 'part',
      spent: '15',
      tools: { notApplicable: true },
    })
    const again = await send(['plan,part,', 'spent,16,'], false)
    assert.deepEqual([again.body.rowsSame, again.body.rowsChanged], [1, 1])
  })
})

describe('submitting and deciding', () => {
  test('A4: what does not fit together keeps a run from being submitted, and is named', async () => {
    await openWindow(house, house.frameworkId, 2021)
    const runId = await startRun(who('b'), { process: 'discrete' }, 2021)
    await answer(who('b'), runId, 'plan', 'full')
    const { run, findings } = await who('b').run({ params: { runId } })
    assert.equal(findings.length, 1)
    const sending = who('b').submitRun({ params: { runId }, body: { revision: run.revision } })
    await assert.rejects(sending, refused('assess.run.incomplete', 'spent, plan'))
    await answer(who('b'), runId, 'spent', '3')
    const sent = await who('b').submitRun({ params: { runId }, body: { revision: run.revision } })
    assert.equal(sent.status, 'submitted')
  })

  test('A3: the score is kept with its hash in the audit, and nothing is changed any more', async () => {
    await openWindow(house, house.frameworkId, 2022)
    const runId = await submitted(who('a'), {}, 2022)
    const { run, mayFill } = await who('a').run({ params: { runId } })
    assert.deepEqual([run.status, mayFill], ['submitted', false])
    assert.match(run.total ?? '', /^\d+\.\d\d$/)
    await assert.rejects(answer(who('a'), runId, 'plan', 'none'), refused('assess.run.stands'))
    await assert.rejects(
      who('a').submitRun({ params: { runId }, body: { revision: run.revision } }),
      refused('assess.run.stands'),
    )
    const entries = await inDatabase(house, (sql) => {
      return sql`select a.after->>'scoreHash' as hash, r.score_hash, encode(sha256(convert_to(r.score,
        'UTF8')), 'hex') as computed from kit_audit a join assess_runs r on r.id::text = a.subject_id
        where a.action = 'assess.run.submitted' and r.id = ${runId}`
    })
    assert.equal(entries[0]?.hash, entries[0]?.score_hash)
    assert.equal(entries[0]?.computed, entries[0]?.score_hash)
  })

  test('an official of the city returns it with a reason; the firm mends and submits again', async () => {
    const { rows } = await who('city').runs({ query: { year: 2022 } })
    const run = rows[0]
    assert.ok(run)
    const params = { runId: run.id }
    const decide = (person: Person, decision: 'accepted' | 'returned', revision: number, reason?: string) =>
      person.decideRun({ params, body: { decision, revision, ...(reason ? { reason } : {}) } })
    await assert.rejects(decide(who('a'), 'accepted', run.revision), refused('kit.forbidden'))
    await assert.rejects(
      decide(who('city'), 'returned', run.revision),
      refused('kit.input.invalid', 'reason'),
    )
    await decide(who('city'), 'returned', run.revision, '请补充附件')
    await assert.rejects(decide(who('city'), 'accepted', run.revision), refused('assess.run.changedSince'))
    const back = await who('a').run({ params })
    assert.deepEqual([back.run.status, back.run.reason, back.mayFill], ['returned', '请补充附件', true])
    await answer(who('a'), run.id, 'tools', 'full')
    const sent = await who('a').submitRun({ params, body: { revision: back.run.revision } })
    await decide(who('region'), 'accepted', sent.revision)
    assert.equal((await who('a').run({ params })).run.status, 'accepted')
  })

  test('A8: an official of another city, another agency and the firm itself decide nothing', async () => {
    await openWindow(house, house.frameworkId, 2023)
    const runId = await submitted(who('b'), {}, 2023)
    const { run } = await who('b').run({ params: { runId } })
    const decision = { decision: 'accepted' as const, revision: run.revision }
    for (const name of ['city', 'assessor', 'assessor2'])
      await assert.rejects(
        who(name).decideRun({ params: { runId }, body: decision }),
        refused('kit.notFound'),
        name,
      )
    await assert.rejects(who('b').decideRun({ params: { runId }, body: decision }), refused('kit.forbidden'))
    assert.equal((await who('city').runs({ query: { year: 2023 } })).total, 0)
  })

  test('A8: an agency that the run was given to decides it; a tied one is refused', async () => {
    const { rows } = await who('region').runs({ query: { year: 2023 } })
    const run = rows[0]
    assert.ok(run)
    const [agency, agency2, firmB] = await Promise.all(
      ['agency', 'agency2', 'firm-b'].map((code) => organisationId(house, code)),
    )
    await inDatabase(
      house,
      (sql) => sql`insert into assess_relations (id, organisation_id, related_id, kind, by_name, at)
        values (gen_random_uuid(), ${firmB ?? ''}, ${agency2 ?? ''}, 'owner', 'test', now())`,
    )
    const params = { runId: run.id }
    const assign = (assessorId: string, revision: number) =>
      who('region').assignRun({ params, body: { assessorId, revision } })
    await assert.rejects(assign(agency2 ?? '', run.revision), refused('assess.run.conflict'))
    await assert.rejects(assign(firmB ?? '', run.revision), refused('kit.input.invalid', 'assessorId'))
    await assign(agency ?? '', run.revision)
    const seen = await who('assessor').run({ params })
    assert.equal(seen.mayCheck, true)
    assert.equal(seen.answers.length, 5)
    await assert.rejects(who('assessor2').run({ params }), refused('kit.notFound'))
    await who('assessor').decideRun({ params, body: { decision: 'accepted', revision: seen.run.revision } })
    await assert.rejects(
      who('city').assignRun({ params, body: { assessorId: null, revision: 9 } }),
      refused('kit.notFound'),
    )
  })

  test('A8: ties that came up after a run was given away count too', async () => {
    for (const year of [2012, 2024]) await openWindow(house, house.frameworkId, year)
    const earlier = await submitted(who('c'), {}, 2012)
    const runId = await submitted(who('c'), {}, 2024)
    const [agency, firmC] = await Promise.all(['agency', 'firm-c'].map((code) => organisationId(house, code)))
    const { run } = await who('city').run({ params: { runId } })
    await who('city').assignRun({
      params: { runId },
      body: { assessorId: agency ?? '', revision: run.revision },
    })
    // What lies before it counts for its place, and opens to who was given it too.
    const yearsOf = async (name: string) =>
      (await who(name).score({ params: { runId } })).years.map((one) => [one.year, one.runId])
    assert.deepEqual(await yearsOf('assessor'), [
      [2012, null],
      [2024, runId],
    ])
    assert.deepEqual(await yearsOf('city'), [
      [2012, earlier],
      [2024, runId],
    ])
    assert.equal((await who('assessor').run({ params: { runId } })).beforeRunId, null)
    await inDatabase(
      house,
      (sql) => sql`insert into assess_relations (id, organisation_id, related_id, kind, by_name, at)
        values (gen_random_uuid(), ${agency ?? ''}, ${firmC ?? ''}, 'client', 'test', now())`,
    )
    const body = { decision: 'accepted' as const, revision: run.revision + 1 }
    await assert.rejects(
      who('assessor').decideRun({ params: { runId }, body }),
      refused('assess.run.conflict'),
    )
    await who('city').decideRun({ params: { runId }, body })
  })

  test('who is told: officials of a submission, the agency of its task, the firm of a decision', async () => {
    const rows = await inDatabase(house, (sql) => {
      return sql`select payload->>'word' as word, count(*)::int as times from kit_events
        where name = 'kit.notice' and payload->>'word' like 'assess.%' group by 1 order by 1`
    })
    const words = rows.map((row) => row.word)
    assert.deepEqual(
      words,
      ['accepted', 'assigned', 'returned', 'submitted'].map((what) => `assess.notice.${what}`),
    )
  })
})
