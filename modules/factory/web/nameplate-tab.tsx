import {
  Allowed,
  Basis,
  type Fact,
  Facts,
  HistoryDrawer,
  Panel,
  Stack,
  Time,
  useApi,
  useGo,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, QRCode } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { Documents, Photo } from './documents.tsx'
import { MachineForm } from './machine-form.tsx'
import { AasNameplate, AasTimeSeries } from './nameplate-aas.tsx'
import type { Machine } from './types.ts'

/** Nameplate with its history, the photo, and documents. */
export function NameplateTab({ machine }: { machine: Machine }) {
  const [mode, setMode] = useState<Mode>('view')
  if (mode === 'edit')
    return <MachineForm machine={machine} onDone={() => setMode('view')} onCancel={() => setMode('view')} />
  return (
    <Stack>
      <Nameplate machine={machine} mode={mode} setMode={setMode} />
      <Photo machine={machine} />
      <AasNameplate machine={machine} />
      <AasTimeSeries machine={machine} />
      <Documents machine={machine} />
    </Stack>
  )
}

type Mode = 'view' | 'edit' | 'history'

function Nameplate({ machine, mode, setMode }: { machine: Machine; mode: Mode; setMode(mode: Mode): void }) {
  const { t } = useWords()
  const api = useApi(factory)
  const go = useGo()
  const history = useQuery({
    ...api.ask.equipmentHistory({ params: { equipmentId: machine.id }, query: { pageSize: 100 } }),
    enabled: mode === 'history',
  })
  return (
    <Panel
      title={t('factory.tab.nameplate')}
      extra={
        <>
          <Button onClick={() => setMode('history')}>{t('factory.action.history')}</Button>{' '}
          <Allowed may="factory.write">
            <Button onClick={() => setMode('edit')}>{t('factory.action.edit')}</Button>
          </Allowed>
        </>
      }
    >
      <Facts items={useFacts(machine)} />
      <figure className="factory-code">
        <QRCode
          value={`${window.location.origin}/factory/equipment/${machine.id}`}
          size={132}
          aria-label={t('factory.nameplate.code')}
          bgColor="#ffffff"
          color="#000000"
        />
        <figcaption>{t('factory.nameplate.code')}</figcaption>
      </figure>
      <HistoryDrawer
        open={mode === 'history'}
        onClose={() => setMode('view')}
        title={t('factory.action.history')}
        entries={(history.data?.rows ?? []).map((row) => ({
          id: String(row.seq),
          at: row.at,
          who: row.personName,
          what: row.actionName,
          before: row.before,
          after: row.after,
          ...(row.reason ? { reason: row.reason } : {}),
        }))}
      />
      <p>
        <Button type="link" onClick={() => go(`/factory/equipment?organisation=${machine.organisationId}`)}>
          {t('factory.action.firmMachines')}
        </Button>
      </p>
    </Panel>
  )
}

function useFacts(machine: Machine): Fact[] {
  const { t } = useWords()
  const day = (value: string | null) => value ?? '–'
  return [
    { label: t('factory.column.code'), value: machine.code },
    { label: t('factory.column.maker'), value: machine.maker ?? '–' },
    { label: t('factory.column.model'), value: machine.model ?? '–' },
    { label: t('factory.column.serialNumber'), value: machine.serialNumber ?? '–' },
    { label: t('factory.column.firmware'), value: machine.firmware ?? '–' },
    { label: t('factory.column.builtOn'), value: day(machine.builtOn) },
    { label: t('factory.column.commissionedOn'), value: day(machine.commissionedOn) },
    { label: t('factory.column.process'), value: machine.process ?? '–' },
    {
      label: t('factory.column.isKeyProcess'),
      value: t(machine.isKeyProcess ? 'factory.yes' : 'factory.no'),
    },
    {
      label: t('factory.column.isNumericalControl'),
      value: machine.isNumericalControl ? <Basis basis={machine.numericalControlBasis} /> : t('factory.no'),
    },
    {
      label: t('factory.column.isNetworked'),
      value: machine.isNetworked ? <Basis basis={machine.networkedBasis} /> : t('factory.no'),
    },
    { label: t('factory.column.edgeCode'), value: machine.edgeCode ?? '–' },
    { label: t('factory.column.device'), value: machine.device ?? '–' },
    {
      label: t('factory.column.firstSignalAt'),
      value: machine.firstSignalAt ? <Time at={machine.firstSignalAt} /> : '–',
    },
    {
      label: t('factory.column.lastSignalAt'),
      value: machine.lastSignalAt ? <Time at={machine.lastSignalAt} /> : '–',
    },
  ]
}
