import type { Observation } from '../observation.ts'
import { ReasonError, reasonOf } from '../reason.ts'

/**
 * Work that carries a value to a machine or reads it back. Where it fails otherwise than by the machine's own
 * refusal, nobody knows whether the value was taken, and that is what is said.
 */
export async function unlessUnproved<Result>(
  tag: string,
  work: Promise<Result>,
  isRefusal: (error: unknown) => boolean = () => false,
): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (isRefusal(error)) throw error
    const { key, params } = reasonOf(error)
    throw new ReasonError('edge.write.unproved', { ...params, tag, cause: key })
  }
}

/** What was read after writing; a machine that then tells no readable value has proved nothing. */
export function readBack(observed: Observation, status = ''): Observation {
  const { tag, value } = observed
  if (value !== null) return observed
  const isTold = status !== '' && !status.startsWith('Good')
  throw new ReasonError('edge.write.unproved', { tag, cause: isTold ? status : 'edge.because.noValue' })
}
