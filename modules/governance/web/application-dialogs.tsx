import { FormDialog, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import type { Application } from './application.tsx'
import { Money } from './money.tsx'
import { TranchesField } from './tranches-field.tsx'

export type Dialog = 'change' | 'claim' | 'check' | 'decide' | 'contract' | 'evaluate' | 'clawBack' | 'exit'

const yuan = (key: string) => (body: Record<string, unknown>) => ({
  ...body,
  ...(body[key] === undefined ? {} : { [key]: Math.round(Number(body[key]) * 100) }),
})

type Props = { one: Application; onClose: () => void }

const words = { control: 'longText', wide: true } as const
const hidden = { version: { hidden: true } }

/** The dialogs of an application's acts, each on its own route. */
export function FundDialog({ dialog, ...props }: Props & { dialog: Exclude<Dialog, 'change'> }) {
  const { t } = useWords()
  const { one, onClose } = props
  const { version } = one
  const shared = {
    ...{ open: true, onClose, contract: governance, title: t(`governance.fundAct.${dialog}`) },
    submit: t(`governance.fundAct.${dialog}`),
    input: { params: { applicationId: one.id } },
  } as const
  if (dialog === 'decide' || dialog === 'contract' || dialog === 'clawBack' || dialog === 'exit')
    return <MoneyDialog {...props} dialog={dialog} />
  if (dialog === 'claim') {
    const isVoucher = one.mode === 'voucher'
    const invoice = { invoiceNumber: { hidden: !isVoucher }, invoiceFen: { hidden: !isVoucher, unit: 'CNY' } }
    const fields = { ...hidden, ...invoice, claim: words }
    const prepare = yuan('invoiceFen')
    return (
      <FormDialog {...shared} route="claimTranche" initial={{ version }} prepare={prepare} fields={fields} />
    )
  }
  const fields = { ...hidden, comment: words }
  return dialog === 'check' ? (
    <FormDialog {...shared} route="checkApplication" initial={{ version }} fields={fields} />
  ) : (
    <FormDialog {...shared} route="evaluateApplication" initial={{ version }} fields={fields} />
  )
}

/** Those in which an amount is typed, in yuan. */
function MoneyDialog({
  dialog,
  one,
  onClose,
}: Props & { dialog: 'decide' | 'contract' | 'clawBack' | 'exit' }) {
  const { t } = useWords()
  const { version } = one
  const grantFen = one.grantFen ?? 0
  const shared = {
    ...{ open: true, onClose, contract: governance, title: t(`governance.fundAct.${dialog}`) },
    submit: t(`governance.fundAct.${dialog}`),
    input: { params: { applicationId: one.id } },
  } as const
  if (dialog === 'decide') {
    return (
      <FormDialog
        {...shared}
        route="decideApplication"
        initial={{ version, grantFen: one.askedFen / 100 }}
        prepare={yuan('grantFen')}
        fields={{ ...hidden, comment: words, grantFen: { unit: 'CNY' } }}
      />
    )
  }
  if (dialog === 'contract') {
    return (
      <FormDialog
        {...shared}
        route="signContract"
        initial={{ version, tranches: [{ amountFen: grantFen, milestone: '', dueOn: '' }] }}
        fields={{
          ...hidden,
          tranches: { wide: true, render: (field) => <TranchesField {...field} grantFen={grantFen} /> },
        }}
      />
    )
  }
  if (dialog === 'exit') {
    return (
      <FormDialog
        {...shared}
        route="exitApplication"
        initial={{ version }}
        prepare={yuan('proceedsFen')}
        fields={{ ...hidden, comment: words, proceedsFen: { unit: 'CNY' } }}
      />
    )
  }
  return (
    <FormDialog
      {...shared}
      route="clawBack"
      initial={{ version }}
      prepare={yuan('amountFen')}
      fields={{ ...hidden, reason: words, amountFen: { unit: 'CNY' } }}
    >
      <p className="governance-excerpt">
        {t('governance.application.paidSoFar')} <Money fen={paidOf(one)} />
      </p>
    </FormDialog>
  )
}

/** What was paid and did not come back. */
function paidOf({ payments }: Application): number {
  return payments.reduce((sum, { amountFen }) => sum + amountFen, 0)
}
