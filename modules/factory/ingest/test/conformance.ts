import { globSync, readFileSync } from 'node:fs'
import conformance from './conformance.json' with { type: 'json' }

const root = new URL('../../../../', import.meta.url)
const places = {
  host: ['engines/sparkplug/*.test.ts', 'modules/factory/ingest/*.test.ts'],
  edge: ['engines/sparkplug/*.test.ts', 'apps/edge/*.test.ts', 'apps/edge/sparkplug/*.test.ts'],
} as const

export type Role = keyof typeof places
export type Proof = { file: string; title: string }

/** Tests of a role by the statements that stand above them. */
export function proofsOf(role: Role): Map<string, Proof[]> {
  const proofs = new Map<string, Proof[]>()
  for (const file of places[role].flatMap((pattern) => globSync(pattern, { cwd: root.pathname })).sort()) {
    for (const { ids, title } of citedIn(readFileSync(new URL(file, root), 'utf8'))) {
      for (const id of ids) proofs.set(id, [...(proofs.get(id) ?? []), { file, title }])
    }
  }
  return proofs
}

/** Comments of ids, each right above a test. */
function citedIn(text: string): { ids: string[]; title: string }[] {
  const found: { ids: string[]; title: string }[] = []
  let ids: string[] = []
  for (const line of text.split('\n')) {
    const cited = line.trim().startsWith('//') ? [...line.matchAll(/tck-id-[\w-]+/g)].map(([id]) => id) : []
    const title = /^\s*(?:test|it)\((['"`])(.*?)\1,/.exec(line)?.[2]
    if (cited.length > 0) ids.push(...cited)
    else {
      if (title !== undefined && ids.length > 0) found.push({ ids, title })
      ids = []
    }
  }
  return found
}

/** Why a statement is not proved by a test of a role; null where it has to be. */
export function reasonOf(id: string, role: Role): string | null {
  const rule = conformance.reasons.find((one) => one.role === role && new RegExp(one.ids).test(id))
  return rule?.reason ?? null
}

export const ids: readonly string[] = conformance.ids

/** The table of one role: every statement once, with what proves it or why it does not apply. */
export function tableOf(role: Role): string {
  const proofs = proofsOf(role)
  const rows = ids.map((id) => {
    const tests = proofs.get(id) ?? []
    const reason = reasonOf(id, role)
    const proved = tests.map(({ file, title }) => `“${title}” (\`${file}\`)`).join('; ')
    return `| ${id} | ${[proved, reason ?? ''].filter((part) => part !== '').join('; ')} |`
  })
  return ['| statement | proved by, or why it does not apply |', '| --- | --- |', ...rows].join('\n')
}
