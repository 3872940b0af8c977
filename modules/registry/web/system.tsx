import {
  ConfirmButton,
  type Fact,
  Facts,
  Page as Frame,
  HistoryDrawer,
  Link,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  Time,
  useApi,
  useGo,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { SystemForm } from './system-form.tsx'
import { Links, Papers } from './system-parts.tsx'
import { Coverage, SystemState } from './system-state.tsx'
import { useAsking } from './systems.tsx'
import type { SystemShown } from './types.ts'

const forgets = ['system', 'systems', 'systemsSummary', 'systemHistory'] as const

/** One information system: what it is for, how far it reaches, what proves it, and who confirmed it. */
export function Page() {
  const { t } = useWords()
  const { systemId } = useParams('systemId')
  const asked = useQuery(useApi(registry).ask.system({ params: { systemId } }))
  const [open, setOpen] = useState<'none' | 'edit' | 'history'>('none')
  const close = () => setOpen('none')
  return (
    <Loaded ask={asked}>
      {(one) => (
        <Frame
          title={one.system.name}
          subtitle={one.system.organisationName}
          breadcrumbs={[{ title: t('registry.page.systems'), to: '/registry/systems' }]}
          tags={
            <>
              <SystemState row={one.system} /> {one.system.isSample ? <SampleTag /> : null}
            </>
          }
          actions={<Actions one={one} open={setOpen} />}
        >
          <Stack>
            <Panel title={t('registry.page.system')}>
              <About one={one} />
              {one.mayWrite && one.system.status === 'confirmed' ? (
                <small>{t('registry.systems.lost')}</small>
              ) : null}
            </Panel>
            <Links one={one} />
            <Papers one={one} />
          </Stack>
          {open === 'edit' ? <SystemForm system={one.system} onClose={close} /> : null}
          <History systemId={systemId} open={open === 'history'} onClose={close} />
        </Frame>
      )}
    </Loaded>
  )
}

type ActionsProps = { one: SystemShown; open: (what: 'edit' | 'history') => void }

function Actions({ one, open }: ActionsProps) {
  const { t } = useWords()
  const ask = useAsking()
  const { id, status, papers } = one.system
  const isOpen = status === 'entered' || status === 'refused'
  return (
    <>
      <Button onClick={() => open('history')}>{t('registry.action.history')}</Button>{' '}
      {one.mayWrite ? (
        <>
          <Remove systemId={id} /> <Edit open={open} />{' '}
          {isOpen ? (
            <Button type="primary" disabled={papers === 0} onClick={() => void ask([id])}>
              {t('registry.action.askSystems')}
            </Button>
          ) : null}
        </>
      ) : null}
      {one.mayConfirm ? <Decide one={one} /> : null}
    </>
  )
}

function Edit({ open }: Pick<ActionsProps, 'open'>) {
  const { t } = useWords()
  return <Button onClick={() => open('edit')}>{t('registry.action.edit')}</Button>
}

function Remove({ systemId }: { systemId: string }) {
  const { t } = useWords()
  const go = useGo()
  const remove = useMutation(useApi(registry).tell.removeSystem({ forgets: [...forgets] }))
  return (
    <ConfirmButton
      danger
      title={t('registry.ask.removeSystem')}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { systemId } })
        go('/registry/systems')
      }}
    >
      {t('registry.action.remove')}
    </ConfirmButton>
  )
}

function Decide({ one }: { one: SystemShown }) {
  const { t } = useWords()
  const decide = useMutation(useApi(registry).tell.decideSystem({ forgets: [...forgets] }))
  const params = { systemId: one.system.id }
  const { version } = one.system
  return (
    <>
      <ConfirmButton
        danger
        reason
        title={t('registry.ask.refuseSystem')}
        onConfirm={async (reason) =>
          void (await decide.mutateAsync({ params, body: { decision: 'refused', reason, version } }))
        }
      >
        {t('registry.action.refuseSystem')}
      </ConfirmButton>{' '}
      <ConfirmButton
        type="primary"
        title={t('registry.ask.confirmSystem')}
        onConfirm={async () =>
          void (await decide.mutateAsync({ params, body: { decision: 'confirmed', version } }))
        }
      >
        {t('registry.action.confirmSystem')}
      </ConfirmButton>
    </>
  )
}

function About({ one }: { one: SystemShown }) {
  return <Facts items={useFacts(one)} />
}

function useFacts({ system }: SystemShown): Fact[] {
  const { t } = useWords()
  const { decidedBy, decidedFor, decidedAt, reason } = system
  const organisation = `/registry/organisations/${system.organisationId}`
  return [
    {
      label: t('registry.column.organisationName'),
      value: <Link to={organisation}>{system.organisationName}</Link>,
    },
    { label: t('registry.column.kindName'), value: system.kindName },
    {
      label: t('registry.column.supplier'),
      value: system.isOwn ? t('registry.column.isOwn') : system.supplier,
    },
    { label: t('registry.column.usedSince'), value: system.usedSince },
    { label: t('registry.column.usedUntil'), value: system.usedUntil },
    { label: t('registry.column.coveredPercent'), value: <Coverage row={system} /> },
    {
      label: t('registry.column.processes'),
      value: system.processes.map((one) => t(`registry.value.processes.${one}`)).join(t('kit.listSeparator')),
      wide: true,
    },
    { label: t('registry.column.countedHow'), value: system.countedHow, wide: true },
    ...(decidedAt
      ? [
          {
            label: t('registry.column.decidedBy'),
            value: (
              <>
                {[decidedBy, decidedFor].filter(Boolean).join(' · ')} <Time at={decidedAt} />
              </>
            ),
          },
        ]
      : []),
    ...(reason ? [{ label: t('registry.column.reason'), value: reason, wide: true }] : []),
  ]
}

function History({ systemId, open, onClose }: { systemId: string; open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const ask = useApi(registry).ask.systemHistory({ params: { systemId } })
  const history = useQuery({ ...ask, enabled: open })
  return (
    <HistoryDrawer
      open={open}
      onClose={onClose}
      title={t('registry.action.history')}
      entries={(history.data?.rows ?? []).map((row) => ({
        id: String(row.seq),
        at: row.at,
        who: row.byName,
        what: t(`action.registry.system.${row.action}`),
        before: row.before,
        after: row.after,
        ...(row.reason ? { reason: row.reason } : {}),
      }))}
    />
  )
}
