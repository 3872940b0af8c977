import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pdfText } from '../test/pdf-text.ts'
import {
  addMachines,
  answer,
  as,
  type Person,
  startRun,
  submitted,
  type World,
  world,
} from '../test/world.ts'
import { newPaper } from './paper.ts'

const at = new Date('2026-03-03T02:00:00Z')
const about = { title: '评估报告', author: '示例甲', at }
const foot = (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`

describe('the paper', () => {
  test('Chinese texts can be taken out of it again, whole and in their order', async () => {
    const paper = await newPaper(about)
    paper.title('工业企业信息化和工业化融合评估')
    paper.heading('基础建设')
    paper.text('关键工序数控化率 66.6667%')
    const { text, pages } = pdfText(await paper.end(foot))
    assert.equal(pages, 1)
    const lines = [
      '工业企业信息化和工业化融合评估',
      '基础建设',
      '关键工序数控化率 66.6667%',
      '第 1 页，共 1 页',
    ]
    assert.deepEqual(
      text.split('\n').map((line) => line.trim()),
      lines,
    )
  })

  test('a sign that the font has not is written otherwise, or marked', async () => {
    const paper = await newPaper(about)
    paper.text('得分 ≥ 60 ✓ 𠮷')
    assert.match(pdfText(await paper.end(foot)).text, /得分 >= 60 \+ \?/)
  })

  test('a long table goes on over pages, its head again on each; no line is left out', async () => {
    const paper = await newPaper(about)
    const rows = Array.from({ length: 120 }, (_, row) => [
      { text: `题目${row}` },
      { text: '部分应用', isStrong: true },
    ])
    const columns = [
      { title: '题目', share: 3 },
      { title: '答案', share: 1, align: 'right' as const },
    ]
    paper.table(columns, rows)
    const { text, pages } = pdfText(await paper.end(foot))
    assert.ok(pages >= 3)
    assert.equal(text.match(/答案/g)?.length, pages)
    for (let row = 0; row < rows.length; row += 1) assert.match(text, new RegExp(`题目${row}\\b`))
    assert.match(text, new RegExp(`共 ${pages} 页`))
  })

  test('it brings its font, and is small', async () => {
    const paper = await newPaper(about)
    paper.text('数控化率')
    const file = await paper.end(foot)
    assert.equal(file.subarray(0, 5).toString(), '%PDF-')
    assert.match(file.toString('latin1'), /FontFile2/)
    assert.ok(file.length < 100_000, `${file.length}`)
  })
})

describe('the report of a run', () => {
  let house: World
  let firm: Person
  let runId = ''
  before(async () => {
    house = await world()
    firm = await as(house, 'a')
    await addMachines(house, 'firm-a', { heard: 1, silent: 1 })
    runId = await startRun(firm)
    await firm.takeEvidence({ params: { runId } })
    await answer(firm, runId, 'plan', 'full')
    await answer(firm, runId, 'spent', '10')
  })
  after(() => house.close())

  const fetchReport = (person: Person, id = runId) =>
    fetch(`${house.url}/api/assess/runs/${id}/report`, { headers: person.headers })
  const textOf = async (person: Person, id = runId) => {
    const response = await fetchReport(person, id)
    assert.equal(response.headers.get('content-type'), 'application/pdf')
    return pdfText(Buffer.from(await response.arrayBuffer())).text
  }

  test('names firm, framework, result and every answer with its basis', async () => {
    const text = await textOf(firm)
    for (const part of ['示例甲', '2026', '50.0000', '实证', '申报', '已答', '总得分', '填报中'])
      assert.ok(text.includes(part), `${part} in ${text}`)
  })

  test('what rests on an example is marked with the number of its source, told at the end', async () => {
    const text = (await textOf(firm)).replaceAll(/\s/g, '')
    for (const part of [
      '阶段·起步[示例阈值1]',
      '规划[示例阈值2]',
      '示例阈值的来源',
      '[1]示例阈值',
      '[2]示例',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`)
    assert.ok(!text.includes('数控化率[示例阈值'), 'what was read in an original has no mark')
    const english = await textOf(await as(house, 'a', 'en'))
    assert.match(english.replaceAll(/\s+/g, ' '), /Sources of example thresholds/)
  })

  test('parts stand by their names, never by their codes', async () => {
    const text = (await textOf(firm)).replaceAll(/\s/g, '')
    for (const part of ['基础', '应用']) assert.ok(text.includes(part), part)
    assert.ok(!/base|use\b/.test(text))
  })

  test('what differs from the evidence stands with its reason', async () => {
    await answer(firm, runId, 'rate', '90', '两台设备停机检修')
    assert.match(await textOf(firm), /两台设备停机检修/)
  })

  test('what was handed in carries the hash of its score', async () => {
    const other = await as(house, 'b')
    const id = await submitted(other)
    const { scoreHash } = await other.score({ params: { runId: id } })
    assert.ok((await textOf(other, id)).replaceAll(/\s/g, '').includes(scoreHash ?? 'none'))
  })

  test('it is read in the reader’s language, and by nobody else’s firm', async () => {
    assert.match(await textOf(await as(house, 'a', 'en')), /evidenced/i)
    for (const name of ['b', 'assessor']) assert.equal((await fetchReport(await as(house, name))).status, 404)
    assert.equal((await fetchReport(await as(house, null))).status, 401)
  })
})
