import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guangxi } from './index.ts'

const shared = process.env.RONGHE_SHARED ?? new URL('../../../shared/data', import.meta.url).pathname
const textFile = `${shared}/../plan/guangxi-plan.zh.txt`
const withoutText = existsSync(textFile) ? false : `the plan's text is not here: ${textFile}`

test('plan: 14 goals; those with a number are the ten figures of the plan', () => {
  const { goals } = guangxi.plan()
  const figures = goals.filter((goal) => goal.target !== null).map((goal) => goal.target)
  assert.deepEqual(figures, [30, 100, 5, 400, 52, 74, 100, 50, 3000, 4000])
  assert.equal(new Set(goals.map((goal) => goal.key)).size, goals.length)
  for (const goal of goals) {
    assert.equal(goal.unit === null, goal.target === null, goal.key)
    assert.equal(goal.comparison === null, goal.target === null, goal.key)
    if (goal.target !== null) assert.ok(goal.quote.zh.includes(String(goal.target)), goal.key)
    if (goal.evidence !== null) assert.equal(goal.evidence, goal.provedBy)
  }
})

test('plan: 18 tasks in order, each with a lead and partners that exist', () => {
  const { sections, tasks, goals, horizon } = guangxi.plan()
  const { departments, groups } = guangxi.departments()
  const bodies = new Set([...departments, ...groups].map((body) => body.code))
  const ids = tasks.map((task) => task.id)
  assert.equal(ids.length, 18)
  assert.deepEqual(ids, ids.toSorted())
  for (const task of tasks) {
    assert.ok(sections.some((section) => section.id === task.section) && task.id.startsWith(task.section))
    for (const body of [task.lead, ...task.partners]) assert.ok(bodies.has(body), body)
    assert.ok(!task.partners.includes(task.lead))
    assert.ok(task.due <= horizon)
  }
  for (const goal of goals) for (const id of goal.tasks) assert.ok(ids.includes(id), id)
})

test('plan: the coverage rows P1 to P19 are all served by a task', () => {
  const rows = new Set(guangxi.plan().tasks.flatMap((task) => task.rows))
  assert.deepEqual(
    [...rows].toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))),
    Array.from({ length: 19 }, (_, index) => `P${index + 1}`),
  )
})

test('plan: the words are verbatim and the bodies in the order of the text', { skip: withoutText }, () => {
  const text = readFileSync(textFile, 'utf8')
  const { sections, goals, tasks } = guangxi.plan()
  for (const { title } of sections) assert.ok(text.includes(title.zh), title.zh)
  for (const { quote } of goals) assert.ok(text.includes(quote.zh), quote.zh)
  const bodies = [...text.matchAll(/（责任单位：(.*?)）/g)].map((match) => bodiesOf(match[1] ?? ''))
  assert.equal(bodies.length, tasks.length)
  tasks.forEach((task, index) => {
    assert.deepEqual([task.lead, ...task.partners], bodies[index], task.id)
    const from = text.indexOf(task.title.zh)
    assert.ok(from >= 0 && text.indexOf(task.excerpt.zh, from) > from, task.id)
  })
})

test('measures: with the titles they make every task whole, word for word', { skip: withoutText }, () => {
  const text = readFileSync(textFile, 'utf8').replace(/\s/g, '')
  const measures = guangxi.measures()
  assert.equal(new Set(measures.map((one) => one.key)).size, measures.length)
  for (const task of guangxi.plan().tasks) {
    const own = measures.filter((one) => one.task === task.id)
    const whole = `${task.title.zh}。${own.map((one) => one.text.zh).join('')}（责任单位：`
    assert.ok(text.includes(whole.replace(/\s/g, '')), task.id)
    for (const { clause, text: words } of own) {
      assert.ok(clause.startsWith(task.clause) && words.en.length > 20, clause)
    }
  }
})

test('goals: every number that the plan sets for a day is a goal', { skip: withoutText }, () => {
  const text = readFileSync(textFile, 'utf8')
  const said = [...text.matchAll(/(\d+)(?:个|家|%|亿元)/g)].map((match) => Number(match[1]))
  const targets = guangxi.plan().goals.map((one) => one.target)
  for (const number of said) assert.ok(targets.includes(number), String(number))
  assert.equal(said.length, targets.filter((one) => one !== null).length)
})

/** '自治区科技厅、国资委，各市人民政府；…' as the codes of those bodies, in that order. */
function bodiesOf(responsible: string): string[] {
  const { departments, groups } = guangxi.departments()
  return (responsible.split('；')[0] ?? '').split(/[、，]/).map((written) => {
    const group = groups.find((one) => one.name.zh === written)
    const plain = written.replace(/^自治区/, '')
    const body = group ?? departments.find((one) => one.short.zh === plain)
    assert.ok(body, `${written} is not a department of departments.json`)
    return body.code
  })
}
