import { type ComponentType, lazy } from 'react'
import { settings } from './settings.ts'

/**
 * A part made of Ant Design that comes when it is first drawn, with the library around it. Wants a
 * `Suspense` above it.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return lazy(async () => {
    const coming = import('./library.tsx')
    const [Part, { Library, wordsOf }] = await Promise.all([load(), coming])
    await wordsOf(settings().locale)
    return {
      default: (props: P) => (
        <Library>
          <Part {...props} />
        </Library>
      ),
    }
  })
}
