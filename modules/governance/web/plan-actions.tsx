import { ConfirmButton, FormDialog, say, useApi, useGo, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import type { Plan } from './plan.tsx'

/** What an official or a leader may do with a version where it stands. */
export function PlanActions({ answer }: { answer: Plan }) {
  const may = useMay()
  const { plan } = answer
  return (
    <>
      {may('governance.write') ? <Official answer={answer} /> : null}
      {may('governance.approve') && plan.state === 'submitted' && !answer.isDraftedByMe ? (
        <Decide plan={plan} />
      ) : null}
      {may('governance.approve') && plan.state === 'inForce' ? <Repeal plan={plan} /> : null}
    </>
  )
}

function Official({ answer: { plan, faults } }: { answer: Plan }) {
  const { t } = useWords()
  const go = useGo()
  const [isCopying, setCopying] = useState(false)
  const move = useMutation(useApi(governance).tell.movePlan({ forgets: '*' }))
  async function run(action: 'submit' | 'withdraw', comment?: string): Promise<void> {
    const body = { action, version: plan.version, ...(comment ? { comment } : {}) }
    await move.mutateAsync({ params: { planId: plan.id }, body })
    say.done('governance.item.done')
  }
  const isOpen = plan.state === 'drafted' || plan.state === 'submitted' || plan.state === 'approved'
  return (
    <>
      {isOpen ? (
        <ConfirmButton
          danger
          reason
          title={t('governance.plan.ask.withdraw')}
          onConfirm={(reason) => run('withdraw', reason)}
        >
          {t('governance.action.withdraw')}
        </ConfirmButton>
      ) : (
        <Button onClick={() => setCopying(true)}>{t('governance.plan.copy')}</Button>
      )}
      {plan.state === 'drafted' ? (
        <ConfirmButton
          type="primary"
          disabled={faults.length > 0}
          title={t('governance.plan.ask.submit')}
          onConfirm={() => run('submit')}
        >
          {t('governance.action.submit')}
        </ConfirmButton>
      ) : null}
      {isCopying ? (
        <FormDialog
          open
          onClose={() => setCopying(false)}
          title={t('governance.plan.copy')}
          contract={governance}
          route="draftPlan"
          initial={{ basedOn: plan.id, titleZh: plan.titleZh, titleEn: plan.titleEn }}
          fields={{
            basedOn: { hidden: true },
            document: { hidden: true },
            note: { control: 'longText', wide: true },
          }}
          onDone={({ id }) => go(`/governance/plans/${id}`)}
        />
      ) : null}
    </>
  )
}

function Decide({ plan }: { plan: Plan['plan'] }) {
  const { t } = useWords()
  const [isApproving, setApproving] = useState(false)
  const decide = useMutation(useApi(governance).tell.decidePlan({ forgets: '*' }))
  async function giveBack(comment: string | undefined): Promise<void> {
    const body = { decision: 'return' as const, version: plan.version, ...(comment ? { comment } : {}) }
    await decide.mutateAsync({ params: { planId: plan.id }, body })
    say.done('governance.item.done')
  }
  return (
    <>
      <ConfirmButton danger reason title={t('governance.plan.ask.return')} onConfirm={giveBack}>
        {t('governance.action.returnDraft')}
      </ConfirmButton>
      <Button type="primary" onClick={() => setApproving(true)}>
        {t('governance.action.approve')}
      </Button>
      {isApproving ? (
        <FormDialog
          open
          onClose={() => setApproving(false)}
          title={t('governance.plan.ask.approve')}
          contract={governance}
          route="decidePlan"
          input={{ params: { planId: plan.id } }}
          initial={{ decision: 'approve', version: plan.version }}
          fields={{
            decision: { hidden: true },
            version: { hidden: true },
            inForceFrom: { control: 'day' },
            comment: { control: 'longText', wide: true },
          }}
        />
      ) : null}
    </>
  )
}

function Repeal({ plan }: { plan: Plan['plan'] }) {
  const { t } = useWords()
  const repeal = useMutation(useApi(governance).tell.repealPlan({ forgets: '*' }))
  return (
    <ConfirmButton
      danger
      reason
      title={t('governance.plan.ask.repeal')}
      onConfirm={async (comment) => {
        const body = { comment: comment ?? '', version: plan.version }
        await repeal.mutateAsync({ params: { planId: plan.id }, body })
        say.done('governance.item.done')
      }}
    >
      {t('governance.plan.repeal')}
    </ConfirmButton>
  )
}
