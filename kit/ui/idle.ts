/** The longest that something unimportant waits. */
const idleMsMax = 2_000

/** What may wait, done once the page has nothing to draw; Safari has no such moment and waits a little. */
export function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: idleMsMax })
  else setTimeout(work, 200)
}
