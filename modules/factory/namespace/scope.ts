/**
 * True when every topic that fits the filter lies at or below the scope: its levels begin with those of the
 * scope, word for word (a wildcard there would reach beyond).
 */
export function mayRead(scope: string, filter: string): boolean {
  const wanted = filter.split('/')
  return scope !== '' && scope.split('/').every((level, index) => wanted[index] === level)
}
