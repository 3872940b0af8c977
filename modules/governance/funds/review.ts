import { createHash } from 'node:crypto'

/** An expert of the pool. */
export type Expert = { personId: string; organisationId: string }

/**
 * Draws experts for an application: whoever belongs to the applicant, or is recused, is left out; the others
 * are ordered by SHA-256 over seed, application and person. Whoever knows the seed can draw again.
 */
export function drawExperts(
  pool: readonly Expert[],
  about: { seed: string; applicationId: string; applicantId: string; recused: readonly string[] },
  count: number,
): Expert[] {
  const { seed, applicationId, applicantId, recused } = about
  const lot = (one: Expert) =>
    createHash('sha256').update(`${seed}\n${applicationId}\n${one.personId}`).digest('hex')
  return pool
    .filter((one) => one.organisationId !== applicantId && !recused.includes(one.personId))
    .map((one) => ({ one, lot: lot(one) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0))
    .slice(0, count)
    .map(({ one }) => one)
}

/** Scores are whole tenths of a point, 0 to 1000. */
export type Outcome = { meanTenths: number | null; spreadTenths: number | null; isDispersed: boolean }

/**
 * The mean of the scores, rounded half up to a tenth of a point, and their spread (greatest less least). A
 * spread above the limit asks for another expert.
 */
export function outcomeOf(scoresTenths: readonly number[], spreadMaxTenths: number): Outcome {
  if (scoresTenths.length === 0) return { meanTenths: null, spreadTenths: null, isDispersed: false }
  const sum = scoresTenths.reduce((all, one) => all + one, 0)
  const spreadTenths = Math.max(...scoresTenths) - Math.min(...scoresTenths)
  const meanTenths = Math.floor((2 * sum + scoresTenths.length) / (2 * scoresTenths.length))
  return { meanTenths, spreadTenths, isDispersed: spreadTenths > spreadMaxTenths }
}
