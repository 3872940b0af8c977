import type { Guest } from './paths.ts'
import { rowsOf } from './paths.ts'

type Run = { id: string; frameworkCode: string; status: string; total: string | null }
type Finding = { id: string; kind: string }

/** The pages of assessment that a person has whose figures open: of a run, its peers, steps and findings. */
export async function assessPages({ api, role }: Guest): Promise<string[]> {
  if (role === null || role.startsWith('expert')) return []
  const runs = await rowsOf<Run>(api, '/assess/runs?pageSize=200')
  const counted = runs.filter(({ total, status }) => total !== null && status !== 'draft')
  // The one with a year before it says most.
  const one = counted.find(({ frameworkCode }) => frameworkCode === 'GBT23020') ?? counted[0]
  return [
    '/assess/runs',
    ...(one ? ofRun(one.id) : []),
    ...(await findingPages(role, api)),
    ...(role === 'enterprise-administrator' ? ['/assess/steps', '/registry/systems'] : []),
  ]
}

function ofRun(id: string): string[] {
  const tabs = ['fill', 'score', 'gaps', 'benchmark'].map((tab) => `/assess/runs/${id}?tab=${tab}`)
  return [...tabs, `/assess/runs/${id}/report`, `/assess/runs/${id}/answers`]
}

/** One finding of each kind. */
async function findingPages(role: Guest['role'], api: Guest['api']): Promise<string[]> {
  if (role === 'enterprise-administrator') return []
  const all = await rowsOf<Finding>(api, '/assess/findings?pageSize=200')
  const kinds = new Map(all.map((one) => [one.kind, one]))
  return [...kinds.values()].map(({ id }) => `/assess/findings/${id}`)
}
