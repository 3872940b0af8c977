import { type ComponentType, Suspense } from 'react'
import type { Contract } from '../../contract/index.ts'
import { lazyPart } from '../lazy-part.tsx'
import { Waiting } from '../loaded.tsx'
import type { FindSelectProps } from './find-select.tsx'
import type { FormDialogProps } from './form-dialog.tsx'
import type { ContractFormProps } from './types.ts'

const LazyForm = lazyPart(() =>
  import('./contract-form.tsx').then((file) => file.ContractForm as ComponentType<object>),
)
const LazyDialog = lazyPart(() =>
  import('./form-dialog.tsx').then((file) => file.FormDialog as ComponentType<object>),
)
const LazyFind = lazyPart(() => import('./find-select.tsx').then((file) => file.FindSelect))

/** A choice that searches, outside of a form of a contract. */
export function FindSelect(props: FindSelectProps) {
  return (
    <Suspense fallback={<Waiting lines={1} />}>
      <LazyFind {...props} />
    </Suspense>
  )
}

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
