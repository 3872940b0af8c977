import type { Service } from '@ronghe/kit/module'
import type { assess } from './contract.ts'
import { answers } from './service/answers.ts'
import { benchmark } from './service/benchmark.ts'
import { caseParts } from './service/case-parts.ts'
import { cases } from './service/cases.ts'
import { draws } from './service/draws.ts'
import { evidence } from './service/evidence.ts'
import { findings } from './service/findings.ts'
import { frameworks } from './service/frameworks.ts'
import { groups } from './service/groups.ts'
import { objections } from './service/objections.ts'
import { qualityRules } from './service/quality-rules.ts'
import { relations } from './service/relations.ts'
import { remarks } from './service/remarks.ts'
import { expertReviews } from './service/reviews.ts'
import { runs } from './service/runs.ts'
import { scores } from './service/scores.ts'
import { sheet } from './service/sheet.ts'
import { steps } from './service/steps.ts'

/** One function a route; each noun has its own file. */
export const service: Service<typeof assess> = {
  ...frameworks,
  ...runs,
  ...answers,
  ...remarks,
  ...sheet,
  ...evidence,
  ...scores,
  ...benchmark,
  ...groups,
  ...steps,
  ...findings,
  ...qualityRules,
  ...cases,
  ...caseParts,
  ...draws,
  ...objections,
  ...relations,
  ...expertReviews,
}
