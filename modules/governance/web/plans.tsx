import { Allowed, FormDialog, Link, ListPage, StatusTag, useGo, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'

export const planTones = {
  drafted: 'neutral',
  submitted: 'warning',
  approved: 'info',
  inForce: 'success',
  replaced: 'neutral',
  repealed: 'neutral',
  withdrawn: 'neutral',
} as const

/** All versions of the region's plans: in force, replaced, repealed; for officials also the drafts. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const [isNew, setNew] = useState(false)
  return (
    <>
      <ListPage
        contract={governance}
        route="plans"
        title={t('governance.page.plans')}
        rowKey="id"
        filters={['state']}
        actions={
          <Allowed may="governance.write">
            <Button onClick={() => setNew(true)}>{t('governance.plan.newDocument')}</Button>
          </Allowed>
        }
        columns={[
          {
            key: 'title',
            title: 'governance.plan.document',
            main: true,
            render: (row) => (
              <Link to={`/governance/plans/${row.id}`}>
                {name({ nameZh: row.titleZh, nameEn: row.titleEn })} · {row.number}
              </Link>
            ),
          },
          {
            key: 'state',
            render: (row) => (
              <StatusTag tone={planTones[row.state]} text={t(`governance.value.state.${row.state}`)} />
            ),
          },
          { key: 'inForceFrom' },
          { key: 'inForceUntil' },
          { key: 'note', title: 'governance.plan.note' },
        ]}
      />
      {isNew ? (
        <FormDialog
          open
          onClose={() => setNew(false)}
          title={t('governance.plan.newDocument')}
          contract={governance}
          route="draftPlan"
          fields={{ basedOn: { hidden: true }, note: { control: 'longText', wide: true } }}
          order={['document', 'titleZh', 'titleEn', 'note']}
          onDone={({ id }) => go(`/governance/plans/${id}`)}
        />
      ) : null}
    </>
  )
}
