import { createHash } from 'node:crypto'
import { everyFault } from '@ronghe/kit/config'
import { type Static, Type } from '@ronghe/kit/contract'
import { canonicalJson, type Framework, isLeaf, load, type Rule, type Scorer } from '@ronghe/scoring'
import { nodesIn, ruleOf } from './outline.ts'

const Code = Type.String({ minLength: 1, maxLength: 120 })
const Decimal = Type.String({ pattern: '^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?$' })
const Names = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 500 }), en: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)

const Question = Type.Object(
  {
    help: Type.Optional(Names),
    /** The evidence that answers it; `values` turns the evidence's words into options. */
    evidence: Type.Optional(
      Type.Object(
        {
          query: Code,
          version: Type.Integer({ minimum: 1 }),
          values: Type.Optional(Type.Record(Type.String(), Type.String())),
          /** Numbers become options: the first band that the value reaches. Bands are examples (示例阈值). */
          bands: Type.Optional(
            Type.Array(Type.Object({ atLeast: Decimal, answer: Code }, { additionalProperties: false }), {
              minItems: 1,
              maxItems: 20,
            }),
          ),
          /**
           * Of a question that takes several options: each is answered where one of the words that are proved
           * reaches so far. Where that lies is an example too.
           */
          options: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  answer: Code,
                  anyOf: Type.Array(Code, { minItems: 1, maxItems: 40, uniqueItems: true }),
                  atLeast: Type.Optional(Decimal),
                },
                { additionalProperties: false },
              ),
              { minItems: 1, maxItems: 100 },
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    range: Type.Optional(Type.Object({ low: Decimal, high: Decimal }, { additionalProperties: false })),
    document: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

/** Only a warning: it does not keep a run from being submitted. */
const isWarning = Type.Optional(Type.Boolean())

const Check = Type.Union([
  Type.Object(
    { kind: Type.Literal('atMost'), left: Code, right: Code, text: Names, isWarning },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('sumAtMost'),
      parts: Type.Array(Code, { minItems: 2, maxItems: 50 }),
      limit: Decimal,
      text: Names,
      isWarning,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('needs'), question: Code, when: Code, in: Type.Array(Code), text: Names, isWarning },
    { additionalProperties: false },
  ),
])
export type Check = Static<typeof Check>

/** What may lift a weak node, ranked by what it could still give. */
const Measure = Type.Object(
  {
    code: Code,
    kind: Type.Enum(['service', 'solution', 'course', 'fund', 'capability']),
    name: Names,
    nodes: Type.Array(Code, { minItems: 1, maxItems: 50 }),
    /** Offered where the node's value is below. */
    below: Decimal,
    /** Of two measures for one node the greater comes first. */
    weight: Type.Integer({ minimum: 0, maximum: 100 }),
    link: Type.Optional(Type.String({ pattern: '^/', maxLength: 200 })),
  },
  { additionalProperties: false },
)
export type Measure = Static<typeof Measure>

export const FormShape = Type.Object(
  {
    kind: Type.Enum(['assessment', 'recognition']),
    framework: Type.Unknown(),
    questions: Type.Record(Type.String(), Question),
    checks: Type.Array(Check, { maxItems: 200 }),
    measures: Type.Array(Measure, { maxItems: 500 }),
  },
  { additionalProperties: false },
)
export type FormShape = Omit<Static<typeof FormShape>, 'framework'> & { framework: Framework }

/** One fault of a file: where (a JSON pointer), by which rule, and the offending value. */
export type FormFault = { path: string; code: string; detail: string }

export type Form = {
  file: FormShape
  scorer: Scorer
  /** Canonical text and its SHA-256. */
  text: string
  hash: string
}

/** Makes a form ready, or tells every fault of the file and loads nothing (A1). */
export function loadForm(value: unknown): { form: Form } | { faults: FormFault[] } {
  const shape = everyFault(FormShape, value).map(({ instancePath, keyword, message }) => {
    return { path: instancePath || '/', code: `schema.${keyword}`, detail: message }
  })
  const given = (value as { framework?: unknown } | null)?.framework
  const loaded = load(given)
  const ofFramework = 'faults' in loaded ? loaded.faults : []
  const isShaped = shape.length === 0 && ofFramework.every(({ code }) => !code.startsWith('schema.'))
  const ofNames = isShaped ? nameFaults(value as FormShape) : []
  const faults = [...shape, ...ofFramework.map(belowFramework), ...ofNames]
  if ('faults' in loaded || faults.length > 0) return { faults }
  const file = { ...(value as FormShape), framework: loaded.scorer.framework }
  const text = canonicalJson(file)
  return { form: { file, scorer: loaded.scorer, text, hash: sha256(text) } }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function belowFramework({ path, code, detail }: FormFault): FormFault {
  return { path: path === '/' ? '/framework' : `/framework${path}`, code, detail }
}

/** Names of questions and nodes that the framework does not have. */
function nameFaults({ framework, questions, checks, measures }: FormShape): FormFault[] {
  const nodes = nodesIn(framework)
  const known = new Set(nodes.map(({ code }) => code))
  const leaves = new Set(nodes.filter((node) => isLeaf(node)).map(({ code }) => code))
  const unknown = (path: string, code: string, among: ReadonlySet<string>): FormFault[] =>
    among.has(code) ? [] : [{ path, code: 'node.unknown', detail: code }]
  return [
    ...Object.keys(questions).flatMap((code) => unknown(`/questions/${code}`, code, leaves)),
    ...checks.flatMap((check, at) =>
      questionsOf(check).flatMap((code) => unknown(`/checks/${at}`, code, leaves)),
    ),
    ...measures.flatMap(({ nodes: named }, at) =>
      named.flatMap((code) => unknown(`/measures/${at}/nodes`, code, known)),
    ),
    ...Object.entries(questions).flatMap(([code, { evidence }]) => optionFaults(framework, code, evidence)),
    ...repeated(measures.map(({ code }) => code)).map((code) => {
      return { path: '/measures', code: 'code.repeated', detail: code }
    }),
  ]
}

type Evidenced = FormShape['questions'][string]['evidence']

/** Options that evidence would answer with and the question has not; bands that no value reaches. */
function optionFaults(framework: Framework, code: string, evidence: Evidenced): FormFault[] {
  const leaf = nodesIn(framework).find((node) => node.code === code)
  if (!evidence || !leaf || !('rule' in leaf) || !hasRule(framework, leaf.rule)) return []
  const rule = ruleOf(framework, leaf.rule)
  const { values = {}, bands = [], options } = evidence
  const path = `/questions/${code}/evidence`
  const known = 'options' in rule ? new Set(rule.options.map((option) => option.code)) : null
  const given = [...Object.values(values), ...[...bands, ...(options ?? [])].map(({ answer }) => answer)]
  const isSeveral = options !== undefined
  const unknown = given.filter((answer) => known !== null && !known.has(answer))
  const limits = bands.map(({ atLeast }) => Number(atLeast))
  const falls = limits.every((limit, at) => at === 0 || limit < (limits[at - 1] ?? 0))
  return [
    ...unknown.map((detail) => ({ path, code: 'option.unknown', detail })),
    ...(falls ? [] : [{ path, code: 'bands.order', detail: bands.map(({ atLeast }) => atLeast).join(' ') }]),
    ...repeated((options ?? []).map(({ answer }) => answer)).map((detail) => {
      return { path, code: 'option.repeated', detail }
    }),
    ...(isSeveral === (rule.kind === 'coverage') ? [] : [{ path, code: 'evidence.options', detail: code }]),
  ]
}

function hasRule(framework: Framework, rule: string | Rule): boolean {
  return typeof rule !== 'string' || (framework.rules ?? []).some(({ code }) => code === rule)
}

/** The questions that a check looks at. */
export function questionsOf(check: Check): string[] {
  if (check.kind === 'atMost') return [check.left, check.right]
  return check.kind === 'sumAtMost' ? check.parts : [check.question, check.when]
}

function repeated(codes: readonly string[]): string[] {
  return [...new Set(codes.filter((code, at) => codes.indexOf(code) !== at))]
}

/** Forms by the hash of their text, ready for use; a published form never changes. */
const ready = new Map<string, Form>()
const readyMax = 64

/** The form of a hash, when it was read before. */
export function readyForm(hash: string): Form | undefined {
  return ready.get(hash)
}

/** The form of a stored text. */
export function formOf(text: string, hash: string): Form {
  const known = ready.get(hash)
  if (known) return known
  const loaded = loadForm(JSON.parse(text))
  if ('faults' in loaded) throw new Error(`stored framework ${hash} has faults: ${loaded.faults[0]?.code}`)
  if (ready.size >= readyMax) ready.clear()
  ready.set(hash, loaded.form)
  return loaded.form
}
