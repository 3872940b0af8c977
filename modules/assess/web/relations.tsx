import { ConfirmButton, FormDialog, ListPage, Time, useApi, useMay, useMe, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'

/** Ties between firms and those who judge them: whoever is tied judges nothing there. */
export function Page() {
  const { t } = useWords()
  const may = useMay()
  const me = useMe()
  const [isAdding, setAdding] = useState(false)
  const remove = useMutation(useApi(assess).tell.removeRelation({ forgets: ['relations'] }))
  const mayDeclare = ['assess.fill', 'assess.certify', 'assess.review'].some((one) => may(one))
  return (
    <>
      <ListPage
        contract={assess}
        route="relations"
        title={t('assess.page.relations')}
        subtitle={t('assess.relations.hint')}
        rowKey="id"
        actions={
          mayDeclare ? (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('assess.route.addRelation')}
            </Button>
          ) : null
        }
        columns={[
          { key: 'organisationName', main: true, sort: true, title: 'assess.column.declaredBy' },
          { key: 'relatedName', sort: true },
          { key: 'kind', title: 'assess.column.tie', render: (row) => t(`assess.value.tie.${row.kind}`) },
          { key: 'note', render: (row) => row.note ?? '–' },
          { key: 'byName', title: 'assess.column.by' },
          { key: 'at', sort: true, render: (row) => <Time at={row.at} /> },
          ...(may('assess.decide')
            ? [
                {
                  key: 'id' as const,
                  title: 'assess.column.next',
                  render: (row: { id: string }) => (
                    <ConfirmButton
                      title={t('assess.ask.removeRelation')}
                      danger
                      reason
                      onConfirm={async (reason) => {
                        const given = { params: { relationId: row.id }, body: { reason: reason ?? '' } }
                        await remove.mutateAsync(given)
                      }}
                    >
                      {t('assess.action.removeRelation')}
                    </ConfirmButton>
                  ),
                },
              ]
            : []),
        ]}
      />
      {isAdding ? <AddDialog own={me.organisation?.id ?? null} onClose={() => setAdding(false)} /> : null}
    </>
  )
}

function AddDialog({ own, onClose }: { own: string | null; onClose: () => void }) {
  const { t, name } = useWords()
  const api = useApi(registry)
  async function find(q: string) {
    const { rows } = await api.call.organisations({ query: { q, pageSize: 20 } })
    return rows
      .filter((row) => row.id !== own)
      .map((row) => ({ value: row.id, text: name({ nameZh: row.name, nameEn: row.nameEn ?? row.name }) }))
  }
  const ties = (['owner', 'client', 'family', 'other'] as const).map((tie) => {
    return { value: tie, text: t(`assess.value.tie.${tie}`) }
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('assess.route.addRelation')}
      contract={assess}
      route="addRelation"
      fields={{ relatedId: { find }, kind: { options: ties }, note: { control: 'longText' } }}
      order={['relatedId', 'kind', 'note']}
    >
      <p className="r-muted">{t('assess.relations.hint')}</p>
    </FormDialog>
  )
}
