import type { Fault, House, Rule } from './house.ts'

/** All faults of the house, in the order of their places. */
export function judge(house: House, rules: readonly Rule[]): Fault[] {
  return rules
    .flatMap((rule) => rule.check(house).map((found) => ({ ...found, rule: rule.name })))
    .sort((a, b) => compare(a.path, b.path) || a.line - b.line || compare(a.rule, b.rule))
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** `path:line rule message`, as editors and terminals follow it. */
export function faultLine({ path, line, rule, message }: Fault): string {
  return `${path}:${line} ${rule} ${message}`
}
