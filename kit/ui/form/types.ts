import type { ReactNode } from 'react'
import type { Answer, Contract, Input } from '../../contract/index.ts'
import type { Control } from '../../contract/schema.ts'
import type { Option } from '../list/types.ts'

/** What a control is given: `id` belongs to the label. */
export type ControlProps = {
  id?: string
  value?: unknown
  onChange?: (value: unknown) => void
  disabled?: boolean
}

/** How one field differs from what the schema says by itself. */
export type FieldOptions = {
  /** Word key of the label; `<module>.field.<name>`, then `<module>.column.<name>` otherwise. */
  label?: string
  /** Word key of the help below the field; `<module>.hint.<name>` otherwise, when there is such a word. */
  hint?: string
  control?: Control
  options?: readonly Option[]
  /** Searches among more options than one would load, e.g. organisations. */
  find?: (q: string) => Promise<readonly Option[]>
  /** Sent as it is in `initial`, not shown. */
  hidden?: boolean
  disabled?: boolean
  /** Takes the whole width of the form. */
  wide?: boolean
  /** Unit behind a number, a UN/CEFACT code or text. */
  unit?: string
  render?: (props: ControlProps) => ReactNode
}

export type ContractFormProps<C extends Contract, K extends keyof C['routes'] & string> = {
  contract: C
  route: K
  /** Parameters and query of the request; the body comes from the form. */
  input?: Partial<Pick<Input<C['routes'][K]>, 'params' | 'query'>>
  initial?: Record<string, unknown>
  fields?: Record<string, FieldOptions>
  order?: readonly string[]
  /** The last change of the body before it is sent, e.g. an amount in yuan into fen. */
  prepare?: (body: Record<string, unknown>) => Record<string, unknown>
  onDone: (answer: Answer<C['routes'][K]>) => void
  onCancel?: () => void
  /** Text of the button, saved unless said otherwise. */
  submit?: string
  /** Routes of the module that are asked for again; all unless said otherwise. */
  forgets?: readonly (keyof C['routes'] & string)[] | '*'
  columns?: 1 | 2
  /** Above the buttons. */
  children?: ReactNode
}
