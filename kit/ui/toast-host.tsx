import { Suspense, useEffect, useState } from 'react'
import { lazyPart } from './lazy-part.tsx'
import { whenSaid } from './say.ts'

const Toasts = lazyPart(() => import('./toasts.tsx').then((file) => file.Toasts))

/** Stands once in the shell; loads the toasts when something is said for the first time. */
export function ToastHost() {
  const [wanted, setWanted] = useState(false)
  useEffect(() => whenSaid(() => setWanted(true)), [])
  return wanted ? (
    <Suspense>
      <Toasts />
    </Suspense>
  ) : null
}
