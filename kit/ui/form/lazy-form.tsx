import { type ComponentType, lazy, Suspense } from 'react'
import type { Contract } from '../../contract/index.ts'
import { Waiting } from '../loaded.tsx'
import type { ContractFormProps } from './types.ts'

const LazyForm = lazy(() =>
  import('./contract-form.tsx').then((file) => ({ default: file.ContractForm as ComponentType<object> })),
)

/**
 * A form whose fields, rules and labels come from a route's body; loads its controls when it is first drawn.
 */
export function ContractForm<C extends Contract, K extends keyof C['routes'] & string>(
  props: ContractFormProps<C, K>,
) {
  return (
    <Suspense fallback={<Waiting lines={6} />}>
      <LazyForm {...props} />
    </Suspense>
  )
}
