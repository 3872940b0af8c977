/** A page with a mistake of its own. */
export function Page(): never {
  throw new Error('this page is broken on purpose')
}
