import { ContractForm, type ContractFormProps } from '@ronghe/kit/ui'
import { Modal } from 'antd'
import { factory } from '../contract.ts'

type Route = keyof (typeof factory)['routes'] & string

type Props<K extends Route> = Omit<
  ContractFormProps<typeof factory, K>,
  'contract' | 'onDone' | 'onCancel'
> & {
  open: boolean
  title: string
  onClose: () => void
  onDone?: ContractFormProps<typeof factory, K>['onDone']
}

/** A form of one route in a dialog, which closes when it is done. */
export function FormDialog<K extends Route>({ open, title, onClose, onDone, ...form }: Props<K>) {
  const shared = form as Omit<ContractFormProps<typeof factory, K>, 'contract' | 'onDone'>
  return (
    <Modal open={open} footer={null} title={title} onCancel={onClose} destroyOnHidden>
      <ContractForm
        {...shared}
        contract={factory}
        onCancel={onClose}
        onDone={(answer) => {
          onClose()
          onDone?.(answer)
        }}
      />
    </Modal>
  )
}
