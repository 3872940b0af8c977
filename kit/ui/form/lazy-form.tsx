import { type ComponentType, Suspense } from 'react'
import type { Contract } from '../../contract/index.ts'
import { lazyPart } from '../lazy-part.tsx'
import { Waiting } from '../loaded.tsx'
import type { FormDialogProps } from './form-dialog.tsx'
import type { ContractFormProps } from './types.ts'

const LazyForm = lazyPart(() =>
  import('./contract-form.tsx').then((file) => file.ContractForm as ComponentType<object>),
)
const LazyDialog = lazyPart(() =>
  import('./form-dialog.tsx').then((file) => file.FormDialog as ComponentType<object>),
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

/** A form in a dialog, which closes when it is done, or shows what `after` makes of the answer. */
export function FormDialog<C extends Contract, K extends keyof C['routes'] & string>(
  props: FormDialogProps<C, K>,
) {
  return (
    <Suspense>
      <LazyDialog {...props} />
    </Suspense>
  )
}
