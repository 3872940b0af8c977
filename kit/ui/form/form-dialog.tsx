import { Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Answer, Contract } from '../../contract/index.ts'
import { ContractForm } from './contract-form.tsx'
import type { ContractFormProps } from './types.ts'

export type FormDialogProps<C extends Contract, K extends keyof C['routes'] & string> = Omit<
  ContractFormProps<C, K>,
  'onDone' | 'onCancel'
> & {
  open: boolean
  title: string
  onClose: () => void
  onDone?: (answer: Answer<C['routes'][K]>) => void
  /** What is shown once in the form's place when it is done, such as a secret. */
  after?: (answer: Answer<C['routes'][K]>) => ReactNode
}

/** See `FormDialog` of lazy-form. */
export function FormDialog<C extends Contract, K extends keyof C['routes'] & string>(
  props: FormDialogProps<C, K>,
) {
  const { open, title, onClose, onDone, after, ...form } = props
  const [shown, setShown] = useState<ReactNode>(null)
  const shared = form as Omit<ContractFormProps<C, K>, 'onDone'>
  return (
    <Modal
      open={open}
      footer={null}
      title={title}
      onCancel={onClose}
      afterClose={() => setShown(null)}
      destroyOnHidden
    >
      {shown ?? (
        <ContractForm
          {...shared}
          onCancel={onClose}
          onDone={(answer) => {
            onDone?.(answer)
            if (after) setShown(after(answer))
            else onClose()
          }}
        />
      )}
    </Modal>
  )
}
