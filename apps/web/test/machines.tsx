import { Link, ListPage, Quantity, StatusTag, say, useApi, useWords } from '@ronghe/kit/ui'
import { gallery } from './contract.ts'

/** A list with everything a list can have. */
export function Page() {
  const { t } = useWords()
  const api = useApi(gallery)
  return (
    <ListPage
      contract={gallery}
      route="machines"
      title={t('gallery.page.machines')}
      breadcrumbs={[{ title: t('ui.home'), to: '/' }]}
      rowKey="id"
      columns={[
        {
          key: 'name',
          sort: true,
          main: true,
          render: (row) => <Link to="/gallery/charts">{row.name}</Link>,
        },
        { key: 'kind', sort: true },
        { key: 'maker' },
        {
          key: 'networked',
          render: (row) => (
            <StatusTag
              tone={row.networked ? 'success' : 'neutral'}
              text={t(row.networked ? 'ui.yes' : 'ui.no')}
            />
          ),
        },
        {
          key: 'hours',
          align: 'end',
          sort: true,
          render: (row) => <Quantity value={row.hours} unit="HUR" digits={0} />,
        },
        { key: 'installedAt', sort: true, wideOnly: true },
      ]}
      filters={['kind', 'networked', 'since']}
      rowActions={(row) => [
        {
          key: 'edit',
          text: t('gallery.edit'),
          onClick: () => say.done('gallery.saved', { name: row.name }),
        },
        {
          key: 'retire',
          text: t('gallery.retire'),
          danger: true,
          may: 'gallery.write',
          onClick: async () => {
            await api.call.retireMachine({ params: { machineId: row.id }, body: { reason: 'x' } })
            api.forget('machines')
          },
        },
      ]}
      bulkActions={[
        {
          key: 'retire',
          text: t('gallery.retire'),
          danger: true,
          onClick: async (rows) => {
            for (const row of rows) {
              await api.call.retireMachine({ params: { machineId: row.id }, body: { reason: 'x' } })
            }
            api.forget('machines')
          },
        },
      ]}
    />
  )
}
