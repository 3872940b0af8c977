import { Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'
import { InspectionKind } from '../inspections/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
const Gtin = Type.String({ pattern: '^([0-9]{8,14})?$' })

/** A signal that stands in the inspection of each item, and between which bounds it is good. */
const Check = Type.Object(
  {
    tagId: Id,
    /** Measurement type of CBV 2.0 section 7.5 (`Temperature`, `Power`, …). */
    type: Type.String({ pattern: '^[A-Z][A-Za-z]{1,40}$' }),
    /** Unit code of UNECE recommendation 20, e.g. CEL. */
    uom: Type.String({ pattern: '^[A-Z0-9]{1,3}$' }),
    least: Type.Optional(Type.Number()),
    most: Type.Optional(Type.Number()),
  },
  strict,
)
export type Check = Static<typeof Check>

/** What goes into each item: a class of things, by lot or by product. */
const Input = Type.Object(
  {
    item: Type.String({ minLength: 1, maxLength: 500 }),
    perPart: Type.Number({ exclusiveMinimum: 0, maximum: 1e9 }),
    uom: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{1,3}$' })),
  },
  strict,
)

const Term = Type.String({ pattern: '^[a-z_]{1,40}$' })

/** Without it each part that the machine counts begins something. */
const Starts = Type.Union([
  /** An inspection that was entered, of things of `product` or of any: it is told as an event of them. */
  Type.Object(
    {
      on: Type.Literal('inspection'),
      /** Only of these kinds. */
      kinds: Type.Optional(Type.Array(InspectionKind, { minItems: 1, maxItems: 5 })),
      bizStep: Term,
      passed: Term,
      failed: Term,
      /** The verdict stays with the things until another inspection says otherwise. */
      persists: Type.Boolean(),
      /** What characteristics measure by CBV; others keep a name of their own. */
      measures: Type.Array(
        Type.Object(
          {
            characteristic: Type.String({ minLength: 1, maxLength: 60 }),
            type: Type.String({ pattern: '^[A-Z][A-Za-z]{1,40}$' }),
          },
          strict,
        ),
        { maxItems: 60 },
      ),
    },
    strict,
  ),
  /**
   * An instrument says which lot or item lies in it: what `checks` measured since the last one is an
   * inspection of it, `numbering` and `product` tell what a bare number is.
   */
  Type.Object({ on: Type.Literal('instrument'), codeTagId: Id, inspectionKind: InspectionKind }, strict),
  /** The parts of each planned shift that has ended become one lot. */
  Type.Object({ on: Type.Literal('shift') }, strict),
  /** The machine enters a state: a thing is observed with a business step and a disposition. */
  Type.Object(
    {
      on: Type.Literal('state'),
      states: Type.Array(Type.Enum(['production', 'setup', 'delay', 'down', 'idle']), {
        minItems: 1,
        maxItems: 5,
      }),
      /** Only where the state has this reason, e.g. maintenance. */
      reason: Type.Optional(Type.String({ maxLength: 60 })),
      thing: Type.String({ minLength: 1, maxLength: 500 }),
      bizStep: Term,
      disposition: Term,
    },
    strict,
  ),
])

/** What becomes of what a machine does. */
export const RuleSays = Type.Object(
  {
    /** The machine or instrument; inspections that people enter have none. */
    equipmentId: Type.Optional(Id),
    starts: Type.Optional(Starts),
    /** A product of the register; empty where no item is made. */
    product: Gtin,
    numbering: Type.Enum(['serial', 'lot']),
    /** In front of the counted part; `{YY}{MM}{DD}` is the day in China. */
    prefix: Type.String({ maxLength: 14, pattern: '^([A-Z0-9.-]|\\{YY\\}|\\{MM\\}|\\{DD\\})*$' }),
    width: Type.Integer({ minimum: 1, maximum: 12 }),
    /** Where it is made: a place of the register, as digital link or GLN. */
    place: Type.Optional(Type.String({ maxLength: 500 })),
    inputs: Type.Array(Input, { maxItems: 20 }),
    checks: Type.Array(Check, { maxItems: 8 }),
    /** What was made while an alarm of this priority or a graver one was active does not conform. */
    alarmsFail: Type.Optional(Type.Enum(['critical', 'high', 'medium', 'low'])),
    /** So many good items become one carton (SSCC); 0 packs nothing. */
    packEvery: Type.Integer({ minimum: 0, maximum: 1000 }),
  },
  strict,
)
export type RuleSays = Static<typeof RuleSays>

export const RuleLine = Type.Object({
  id: Id,
  organisationId: Id,
  name: Type.String(),
  equipmentId: Type.Union([Id, Type.Null()]),
  equipmentName: Type.String(),
  product: Type.String(),
  version: Type.Integer(),
  isActive: Type.Boolean(),
  isSample: Type.Boolean(),
  through: Instant,
  captured: Type.Integer(),
  /** Words of the fault that holds it up. */
  failure: orNull,
  failedAt: Type.Union([Instant, Type.Null()]),
  changedAt: Instant,
  changedBy: orNull,
})
export type RuleLine = Static<typeof RuleLine>

const RuleWhole = Type.Intersect([
  RuleLine,
  Type.Object({
    says: RuleSays,
    waiting: Type.Integer(),
    versions: Type.Array(
      Type.Object({
        version: Type.Integer(),
        name: Type.String(),
        note: orNull,
        says: RuleSays,
        changedAt: Instant,
        changedBy: orNull,
      }),
    ),
  }),
])
const ruleId = Type.Object({ ruleId: Id })
const named = { name: Type.String({ minLength: 1, maxLength: 120 }), says: RuleSays }
const note = Type.Optional(Type.String({ maxLength: 300 }))

/** Rules by which what machines do becomes events. */
export const ruleRoutes = {
  rules: {
    method: 'GET',
    path: '/trace/rules',
    may: 'trace.read',
    query: listQuery({ isActive: Type.Optional(Type.Boolean()) }),
    response: listOf(RuleLine),
    list: {
      columns: [
        'name',
        'equipmentName',
        'product',
        'isActive',
        'through',
        'captured',
        'failure',
        'changedAt',
      ],
    },
  },
  rule: {
    method: 'GET',
    path: '/trace/rules/:ruleId',
    may: 'trace.read',
    params: ruleId,
    response: RuleWhole,
  },
  addRule: {
    method: 'POST',
    path: '/trace/rules',
    may: 'trace.rule',
    body: Type.Object(named, strict),
    response: Type.Object({ id: Id }),
  },
  changeRule: {
    method: 'PUT',
    path: '/trace/rules/:ruleId',
    may: 'trace.rule',
    params: ruleId,
    body: Type.Object({ ...named, note, version: Type.Integer({ minimum: 1 }) }, strict),
    response: Type.Object({ version: Type.Integer() }),
  },
  /** On: from now, or from an earlier moment. Off: what was captured stays. */
  switchRule: {
    method: 'POST',
    path: '/trace/rules/:ruleId/switch',
    may: 'trace.rule',
    params: ruleId,
    body: Type.Object({ isActive: Type.Boolean(), from: Type.Optional(Instant) }, strict),
    response: Type.Object({ done: Type.Boolean() }),
  },
  /** What a rule would have captured in a time; nothing is written and no number is given out. */
  tryRule: {
    method: 'POST',
    path: '/trace/rules/try',
    may: 'trace.rule',
    body: Type.Object({ says: RuleSays, from: Instant, to: Instant }, strict),
    response: Type.Object({
      until: Instant,
      good: Type.Integer(),
      refused: Type.Integer(),
      events: Type.Array(Type.Record(Type.String(), Type.Unknown())),
      eventsInAll: Type.Integer(),
    }),
    reads: true,
  },
} as const
