import { ConfirmButton, FormDialog, say, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import type { Item } from './item.tsx'
import { useDraftFields } from './item-draft.tsx'

/** What the supervisor and the leader may do with the item as a whole, at the step where it waits. */
export function ItemActions({ item }: { item: Item }) {
  const may = useMay()
  if (!item.isOurs) return null
  return (
    <>
      {may('governance.supervise') ? <Supervise item={item} /> : null}
      {may('governance.approve') && item.state === 'submitted' && !item.isDraftedByMe ? (
        <Decide item={item} />
      ) : null}
    </>
  )
}

function Supervise({ item }: { item: Item }) {
  const { t } = useWords()
  const [isEditing, setEditing] = useState(false)
  const act = useMutation(useApi(governance).tell.superviseItem({ forgets: '*' }))
  const next = ({ drafted: 'submit', approved: 'issue' } as const)[item.state as 'drafted' | 'approved']
  const isClosing = item.step === 'close'
  async function run(action: 'submit' | 'issue' | 'close' | 'withdraw', comment?: string): Promise<void> {
    const body = { action, version: item.version, ...(comment ? { comment } : {}) }
    await act.mutateAsync({ params: { itemId: item.id }, body })
    say.done('governance.item.done')
  }
  return (
    <>
      {item.state === 'drafted' ? (
        <Button onClick={() => setEditing(true)}>{t('governance.item.edit')}</Button>
      ) : null}
      {item.state !== 'closed' && item.state !== 'withdrawn' ? (
        <ConfirmButton
          danger
          reason
          title={t('governance.item.ask.withdraw')}
          onConfirm={(reason) => run('withdraw', reason)}
        >
          {t('governance.action.withdraw')}
        </ConfirmButton>
      ) : null}
      {next ? (
        <ConfirmButton type="primary" title={t(`governance.item.ask.${next}`)} onConfirm={() => run(next)}>
          {t(`governance.action.${next}`)}
        </ConfirmButton>
      ) : null}
      {isClosing ? (
        <ConfirmButton type="primary" title={t('governance.item.ask.close')} onConfirm={() => run('close')}>
          {t('governance.action.close')}
        </ConfirmButton>
      ) : null}
      {isEditing ? <EditDraft item={item} onClose={() => setEditing(false)} /> : null}
    </>
  )
}

function EditDraft({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useWords()
  const fields = useDraftFields()
  const { title, titleEn, text, dueOn, isUrgent, version, taskKey, goalKey } = item
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('governance.item.edit')}
      contract={governance}
      route="changeItem"
      input={{ params: { itemId: item.id } }}
      initial={{
        ...{ title, text, dueOn, isUrgent, version },
        ...(titleEn === title ? {} : { titleEn }),
        departments: item.parts.map((one) => one.departmentCode),
        ...(taskKey ? { taskKey } : {}),
        ...(goalKey ? { goalKey } : {}),
      }}
      fields={{ ...fields, version: { hidden: true } }}
      order={[
        'title',
        'titleEn',
        'text',
        'departments',
        'dueOn',
        'isUrgent',
        'taskKey',
        'goalKey',
        'version',
      ]}
    />
  )
}

function Decide({ item }: { item: Item }) {
  const { t } = useWords()
  const act = useMutation(useApi(governance).tell.decideItem({ forgets: '*' }))
  async function run(decision: 'approve' | 'return', comment?: string): Promise<void> {
    const body = { decision, version: item.version, ...(comment ? { comment } : {}) }
    await act.mutateAsync({ params: { itemId: item.id }, body })
    say.done('governance.item.done')
  }
  return (
    <>
      <ConfirmButton
        danger
        reason
        title={t('governance.item.ask.returnDraft')}
        onConfirm={(reason) => run('return', reason)}
      >
        {t('governance.action.returnDraft')}
      </ConfirmButton>
      <ConfirmButton type="primary" title={t('governance.item.ask.approve')} onConfirm={() => run('approve')}>
        {t('governance.action.approve')}
      </ConfirmButton>
    </>
  )
}
