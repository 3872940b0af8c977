import { Allowed, Link, Loaded, Nothing, Panel, SimpleTable, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'

const refetchMs = 15_000

/** Devices that an edge brings and nobody registered: their points wait until a machine takes them. */
export function Discovered({ edgeId }: { edgeId: string }) {
  const { t } = useWords()
  const found = useQuery({
    ...useApi(factory).ask.discovered({ params: { edgeId } }),
    refetchInterval: refetchMs,
  })
  return (
    <Panel title={t('factory.route.discovered')}>
      <p>{t('factory.discovered.waiting')}</p>
      <Loaded ask={found}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing text={t('factory.discovered.none')} />
          ) : (
            <SimpleTable
              caption={t('factory.route.discovered')}
              rowKey="device"
              columns={[
                { key: 'device', title: t('factory.column.device') },
                { key: 'signals', title: t('factory.page.signals'), align: 'end' },
                {
                  key: 'foundAt',
                  title: t('factory.discovered.foundAt'),
                  render: (row) => <Time at={row.foundAt} />,
                },
                {
                  key: 'register',
                  title: t('factory.discovered.register'),
                  render: ({ device }) => (
                    <Allowed may="factory.write">
                      <Link to={`/factory/equipment/new?${new URLSearchParams({ edgeId, device })}`}>
                        {t('factory.discovered.register')}
                      </Link>
                    </Allowed>
                  ),
                },
              ]}
              rows={rows}
            />
          )
        }
      </Loaded>
    </Panel>
  )
}
