import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Link,
  ListPage,
  SampleTag,
  useApi,
  useGo,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { type Park, registry } from '../contract.ts'
import { useFinders } from './finders.ts'
import { useRegionOptions } from './region-options.ts'

type Row = Static<typeof Park>

const order = ['code', 'name', 'nameEn', 'regionCode', 'operatorId', 'address'] as const

/** The directory of parks; each opens the sums of what lies in it. */
export function Page() {
  const { t, name } = useWords()
  const may = useMay()
  const go = useGo()
  const mayMake = may('registry.organisation.make')
  const [open, setOpen] = useState<'none' | 'add' | Row>('none')
  const close = () => setOpen('none')
  return (
    <>
      <ListPage
        contract={registry}
        route="parks"
        title={t('registry.page.parks')}
        rowKey="id"
        filters={[{ key: 'region', options: useRegionOptions('city') }]}
        actions={
          <Allowed may="registry.organisation.make">
            <Button onClick={() => go('/registry/parks/import')}>{t('registry.action.import')}</Button>{' '}
            <Button type="primary" onClick={() => setOpen('add')}>
              {t('registry.action.add')}
            </Button>
          </Allowed>
        }
        columns={[
          {
            key: 'name',
            main: true,
            sort: true,
            render: (row) => (
              <>
                <Link to={`/governance/breakdown?by=trade&park=${row.id}`}>
                  {name({ nameZh: row.name, nameEn: row.nameEn })}
                </Link>{' '}
                {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          { key: 'code', sort: true },
          { key: 'regionName' },
          { key: 'operatorName' },
          { key: 'address' },
          ...(mayMake
            ? [
                {
                  key: 'version' as const,
                  title: t('registry.column.action'),
                  render: (row: Row) =>
                    row.isMine ? (
                      <>
                        <Button onClick={() => setOpen(row)}>{t('registry.action.edit')}</Button>{' '}
                        <Remove parkId={row.id} />
                      </>
                    ) : null,
                },
              ]
            : []),
        ]}
      />
      {open === 'none' ? null : <ParkForm park={open === 'add' ? null : open} onClose={close} />}
    </>
  )
}

function Remove({ parkId }: { parkId: string }) {
  const { t } = useWords()
  const remove = useMutation(useApi(registry).tell.removePark({ forgets: ['parks'] }))
  return (
    <ConfirmButton
      danger
      title={t('registry.ask.removePark')}
      onConfirm={async () => void (await remove.mutateAsync({ params: { parkId } }))}
    >
      {t('registry.action.remove')}
    </ConfirmButton>
  )
}

/** A new park, or a park as it is changed. */
function ParkForm({ park, onClose }: { park: Row | null; onClose: () => void }) {
  const { t } = useWords()
  const { findOperators } = useFinders()
  const fields = {
    regionCode: { options: useRegionOptions() },
    operatorId: {
      find: findOperators,
      options: park?.operatorId ? [{ value: park.operatorId, text: park.operatorName ?? '' }] : [],
    },
  }
  const shared = { open: true, onClose, contract: registry, order, forgets: ['parks' as const] }
  if (park === null)
    return <FormDialog {...shared} title={t('registry.route.addPark')} route="addPark" fields={fields} />
  const initial = Object.fromEntries(
    [...order, 'version' as const].map((key) => [key, park[key] ?? undefined]),
  )
  return (
    <FormDialog
      {...shared}
      title={t('registry.route.changePark')}
      route="changePark"
      input={{ params: { parkId: park.id } }}
      initial={initial}
      fields={{ ...fields, version: { hidden: true } }}
    />
  )
}
