import { ConfirmButton, say, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import type { Application } from './application.tsx'
import { type Dialog, FundDialog } from './application-dialogs.tsx'
import { ApplicationForm } from './application-form.tsx'

/** What the reader may do with an application as it stands: the firm, an official, or who runs it. */
export function ApplicationActions({ one }: { one: Application }) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  return (
    <>
      {one.isMine ? (
        <OfFirm one={one} onDialog={setDialog} />
      ) : (
        <OfOfficials one={one} onDialog={setDialog} />
      )}
      {dialog === 'change' ? <Change one={one} onClose={() => setDialog(null)} /> : null}
      {dialog !== null && dialog !== 'change' ? (
        <FundDialog dialog={dialog} one={one} onClose={() => setDialog(null)} />
      ) : null}
    </>
  )
}

type Props = { one: Application; onDialog: (dialog: Dialog) => void }

function OfFirm({ one, onDialog }: Props) {
  const may = useMay()
  const { call, forget } = useApi(governance)
  const move = (act: 'submit' | 'withdraw') => async () => {
    await call.moveApplication({ params: { applicationId: one.id }, body: { act, version: one.version } })
    forget()
  }
  if (!may('governance.apply')) return null
  const next = one.tranches.find((row) => row.paidAt === null && row.cancelledAt === null)
  return (
    <>
      {one.state === 'drafted' ? <Ask dialog="change" onDialog={onDialog} /> : null}
      {one.state === 'drafted' || one.state === 'submitted' ? (
        <Do act="withdraw" run={move('withdraw')} danger />
      ) : null}
      {one.state === 'drafted' ? <Do act="submit" run={move('submit')} /> : null}
      {one.state === 'contracted' && next?.claimedAt === null ? (
        <Ask dialog="claim" onDialog={onDialog} />
      ) : null}
    </>
  )
}

function OfOfficials({ one, onDialog }: Props) {
  const may = useMay()
  const { call, forget } = useApi(governance)
  const input = { params: { applicationId: one.id }, body: { version: one.version } }
  const after = (work: Promise<unknown>) => work.then(() => forget())
  const isVoucher = one.mode === 'voucher'
  const runs = one.isOurs && may('governance.fund')
  const isThrough = one.review !== null && one.review.scored + one.review.recused === one.review.drawn
  const isPaid = ['contracted', 'completed', 'evaluated'].includes(one.state) && one.payments.length > 0
  return (
    <>
      {one.state === 'submitted' && may('governance.check') ? (
        <Ask dialog="check" onDialog={onDialog} />
      ) : null}
      {runs && (one.state === 'checked' || one.state === 'reviewing') ? (
        <Do act="draw" run={() => after(call.drawExperts(input))} />
      ) : null}
      {runs && one.state === 'reviewing' && isThrough ? (
        <Do act="notice" run={() => after(call.openNotice(input))} />
      ) : null}
      {one.isOurs && one.state === 'noticed' && may('governance.approve') ? (
        <Ask dialog="decide" onDialog={onDialog} />
      ) : null}
      {runs && one.state === 'approved' && !isVoucher ? <Ask dialog="contract" onDialog={onDialog} /> : null}
      {runs && one.state === 'approved' && isVoucher ? (
        <Do act="issue" run={() => after(call.signContract(input))} />
      ) : null}
      {runs && one.state === 'contracted' && one.tranches.some((row) => row.isExpired) ? (
        <Do act="expire" run={() => after(call.expireVouchers(input))} />
      ) : null}
      {runs && one.mode === 'equity' && (one.state === 'completed' || one.state === 'evaluated') ? (
        <Ask dialog="exit" onDialog={onDialog} />
      ) : null}
      {runs && one.state === 'contracted' && one.tranches.some((row) => row.claimedAt && !row.paidAt) ? (
        <Do act="pay" run={() => after(call.payTranche(input))} />
      ) : null}
      {runs && one.state === 'completed' ? <Ask dialog="evaluate" onDialog={onDialog} /> : null}
      {runs && isPaid ? <Ask dialog="clawBack" onDialog={onDialog} /> : null}
    </>
  )
}

function Ask({ dialog, onDialog }: { dialog: Dialog; onDialog: (dialog: Dialog) => void }) {
  const { t } = useWords()
  return (
    <Button
      type={dialog === 'change' ? 'default' : 'primary'}
      danger={dialog === 'clawBack'}
      onClick={() => onDialog(dialog)}
    >
      {t(`governance.fundAct.${dialog}`)}
    </Button>
  )
}

type DoProps = {
  act: 'withdraw' | 'submit' | 'draw' | 'notice' | 'pay' | 'issue' | 'expire'
  run: () => Promise<unknown>
  danger?: boolean
}

function Do({ act, run, danger }: DoProps) {
  const { t } = useWords()
  return (
    <ConfirmButton
      type={danger ? 'default' : 'primary'}
      danger={danger ?? false}
      title={t(`governance.fundAsk.${act}`)}
      onConfirm={async () => {
        await run()
        say.done('governance.item.done')
      }}
    >
      {t(`governance.fundAct.${act}`)}
    </ConfirmButton>
  )
}

function Change({ one, onClose }: { one: Application; onClose: () => void }) {
  const labels = (kind: 'equipment' | 'invoice') =>
    one.subjects.filter((row) => row.kind === kind).map((row) => row.label)
  const { title, summary, investmentFen, askedFen, version } = one
  const equipmentCodes = labels('equipment').map((label) => label.split(' ')[0] ?? label)
  const values = {
    title,
    summary,
    investmentFen,
    askedFen,
    version,
    ...(one.request ? { request: one.request } : {}),
    equipmentCodes,
    invoiceNumbers: labels('invoice'),
  }
  return <ApplicationForm mode={one.mode} application={{ id: one.id, values }} onClose={onClose} />
}
