import { lazy, Suspense, useEffect, useState } from 'react'
import { whenSaid } from './say.ts'

const Toasts = lazy(() => import('./toasts.tsx').then((file) => ({ default: file.Toasts })))

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
