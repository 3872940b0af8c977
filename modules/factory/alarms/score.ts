import type { Sql } from '@ronghe/kit/db'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import type { Score } from './bind.ts'

/** The signal and the limit of the detector that a definition names; null where it names none. */
export async function scoreOf(_sql: Sql, _body: AlarmBody): Promise<Score | null> {
  return null
}

/** The same of many definitions, by the id of their detector. */
export async function scoresOf(sql: Sql, bodies: readonly AlarmBody[]): Promise<Map<string, Score>> {
  const scores = new Map<string, Score>()
  for (const body of bodies) {
    if (!body.detectorId || scores.has(body.detectorId)) continue
    const score = await scoreOf(sql, body)
    if (score) scores.set(body.detectorId, score)
  }
  return scores
}
