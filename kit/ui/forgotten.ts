import type { Route } from '../contract/index.ts'

/** What of a module is asked for again after a request, where the page says nothing: all, once it wrote. */
export function forgottenBy({ method, reads }: Pick<Route, 'method' | 'reads'>): '*' | [] {
  return method === 'GET' || reads === true ? [] : '*'
}
