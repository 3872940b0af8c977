import { ListPage, StatusTag, say, useApi, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'

/** The pool of experts; whoever asked to join is admitted here. */
export function Page() {
  const { t } = useWords()
  const api = useApi(governance)
  async function admit(personId: string, isActive: boolean): Promise<void> {
    await api.call.admitExpert({ params: { personId }, body: { isActive } })
    api.forget('experts')
    say.done('governance.item.done')
  }
  return (
    <ListPage
      contract={governance}
      route="experts"
      title={t('governance.page.experts')}
      rowKey="personId"
      columns={[
        { key: 'name', main: true },
        { key: 'organisationName' },
        { key: 'fields' },
        { key: 'reviews', align: 'end' },
        {
          key: 'isActive',
          render: ({ isActive }) => (
            <StatusTag
              tone={isActive ? 'success' : 'neutral'}
              text={t(isActive ? 'governance.expert.active' : 'governance.expert.waiting')}
            />
          ),
        },
      ]}
      rowActions={(row) => [
        {
          key: 'admit',
          text: t(row.isActive ? 'governance.expert.remove' : 'governance.expert.admit'),
          may: 'governance.fund',
          danger: row.isActive,
          onClick: () => admit(row.personId, !row.isActive),
        },
      ]}
    />
  )
}
