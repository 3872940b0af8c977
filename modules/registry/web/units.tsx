import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  ImportForm,
  ListPage,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { registry, type Unit } from '../contract.ts'
import { useFinders, useUnitOption } from './finders.ts'
import { useRegionOptions } from './region-options.ts'

type Row = Static<typeof Unit>

const order = ['level', 'parentId', 'code', 'name', 'nameEn', 'regionCode', 'address', 'parkId'] as const

/** Sites, areas, lines and cells (IEC 62264). */
export function Page() {
  const { t, name } = useWords()
  const may = useMay()
  const [open, setOpen] = useState<'none' | 'add' | 'import' | Row>('none')
  const close = () => setOpen('none')
  return (
    <>
      <ListPage
        contract={registry}
        route="units"
        title={t('registry.page.units')}
        rowKey="id"
        filters={['level']}
        actions={
          <Allowed may="registry.unit.write">
            <Button onClick={() => setOpen('import')}>{t('registry.action.import')}</Button>{' '}
            <Button type="primary" onClick={() => setOpen('add')}>
              {t('registry.action.add')}
            </Button>
          </Allowed>
        }
        columns={[
          { key: 'code', main: true },
          { key: 'level' },
          { key: 'name', render: (row) => name({ nameZh: row.name, nameEn: row.nameEn }) },
          { key: 'regionCode' },
          { key: 'address' },
          { key: 'parkName' },
          {
            key: 'version',
            title: t('registry.column.action'),
            render: (row) =>
              may('registry.unit.write') ? (
                <>
                  <Button onClick={() => setOpen(row)}>{t('registry.action.edit')}</Button>{' '}
                  <Remove unitId={row.id} />
                </>
              ) : null,
          },
        ]}
      />
      {open === 'add' ? <AddUnit onClose={close} /> : null}
      {typeof open === 'object' ? <ChangeUnit unit={open} onClose={close} /> : null}
      <Import open={open === 'import'} onClose={close} />
    </>
  )
}

function Remove({ unitId }: { unitId: string }) {
  const { t } = useWords()
  const remove = useMutation(useApi(registry).tell.removeUnit({ forgets: ['units'] }))
  return (
    <ConfirmButton
      danger
      title={t('registry.ask.remove')}
      onConfirm={async () => void (await remove.mutateAsync({ params: { unitId } }))}
    >
      {t('registry.action.remove')}
    </ConfirmButton>
  )
}

function useFields(unit: Row | null) {
  const { findUnits, findParks } = useFinders()
  const park = unit?.parkId ? [{ value: unit.parkId, text: unit.parkName ?? '' }] : []
  return {
    parentId: { find: findUnits, options: useUnitOption(unit?.parentId ?? null) },
    regionCode: { options: useRegionOptions() },
    parkId: { find: findParks, options: park },
  }
}

function AddUnit({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('registry.action.add')}
      contract={registry}
      route="addUnit"
      order={order}
      fields={useFields(null)}
      submit={t('registry.action.add')}
      forgets={['units']}
    />
  )
}

function ChangeUnit({ unit, onClose }: { unit: Row; onClose: () => void }) {
  const { t } = useWords()
  const initial = Object.fromEntries(
    [...order, 'version' as const].map((key) => [key, unit[key] ?? undefined]),
  )
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('registry.action.edit')}
      contract={registry}
      route="changeUnit"
      input={{ params: { unitId: unit.id } }}
      initial={initial}
      order={order}
      fields={{ ...useFields(unit), version: { hidden: true } }}
      forgets={['units']}
    />
  )
}

function Import({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(registry)
  return (
    <Modal open={open} footer={null} title={t('registry.action.import')} onCancel={onClose} destroyOnHidden>
      <ImportForm
        contract={registry}
        route="importUnits"
        onTemplate={() => api.download.importTemplate({ query: { kind: 'units' } })}
        onWritten={() => api.forget('units')}
      />
    </Modal>
  )
}
