import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  FormDialog,
  Page as Frame,
  Link,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  useApi,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { AlarmViews } from './alarm-tags.tsx'
import './cards.css'
import { EditRemove } from './edit-remove.tsx'

type Group = Answer<(typeof factory)['routes']['alarmGroups']>['rows'][number]

/** Groups of machines across which the first alarm of a burst is marked, with the window of each. */
export function Page() {
  const { t } = useWords()
  const [edited, setEdited] = useState<Group | 'new' | null>(null)
  const groups = useQuery(useApi(factory).ask.alarmGroups({}))
  return (
    <Frame
      title={t('factory.page.alarmGroups')}
      actions={
        <Allowed may="factory.write">
          <Button type="primary" onClick={() => setEdited('new')}>
            {t('factory.route.addAlarmGroup')}
          </Button>
        </Allowed>
      }
    >
      <Stack>
        <AlarmViews value="groups" />
        <Panel title={t('factory.route.alarmGroups')}>
          <p>{t('factory.alarmGroup.how')}</p>
          <Loaded ask={groups}>
            {({ rows }) =>
              rows.length === 0 ? (
                <Nothing text={t('factory.alarmGroup.none')} />
              ) : (
                <Groups rows={rows} onEdit={setEdited} />
              )
            }
          </Loaded>
        </Panel>
        {edited ? <Editor group={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
      </Stack>
    </Frame>
  )
}

function Groups({ rows, onEdit }: { rows: Group[]; onEdit: (group: Group) => void }) {
  const { t } = useWords()
  const me = useMe()
  const remove = useMutation(useApi(factory).tell.removeAlarmGroup({ forgets: '*' }))
  return (
    <div className="factory-cards">
      <SimpleTable
        caption={t('factory.route.alarmGroups')}
        rowKey="id"
        rows={rows}
        columns={[
          {
            key: 'name',
            title: t('factory.column.name'),
            render: (row) => (
              <>
                {row.name} {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          {
            key: 'unitName',
            title: t('factory.alarmGroup.where'),
            render: (row) => row.unitName ?? t('factory.alarmGroup.byMachine'),
          },
          { key: 'machines', title: t('factory.column.machines'), align: 'end' },
          { key: 'windowSeconds', title: t('factory.alarmField.windowSeconds'), align: 'end' },
          {
            key: 'weekBursts',
            title: t('factory.alarmGroup.weekBursts'),
            align: 'end',
            render: (row) => (
              <Link to={`/factory/alarms/journal?group=${row.id}&isBurstFirst=true`}>{row.weekBursts}</Link>
            ),
          },
          {
            key: 'actions',
            title: t('factory.column.actions'),
            render: (row) =>
              row.organisationId === me.organisation?.id ? (
                <EditRemove
                  ask={t('factory.alarmGroup.removeAsk')}
                  onEdit={() => onEdit(row)}
                  onRemove={() => remove.mutateAsync({ params: { groupId: row.id } })}
                />
              ) : (
                row.organisationName
              ),
          },
        ]}
      />
    </div>
  )
}

/** The name, the unit or machines, and the window. */
function Editor({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const { t, name } = useWords()
  const { ask, forget } = useApi(factory)
  const tree = useQuery(ask.tree({}))
  const nodes = (tree.data?.rows ?? []).map((node) => ({
    value: node.id,
    text: name({ nameZh: node.name, nameEn: node.nameEn }),
    kind: node.kind,
  }))
  const fields = {
    unitId: { options: nodes.filter(({ kind }) => kind !== 'equipment' && kind !== 'organisation') },
    equipmentIds: { options: nodes.filter(({ kind }) => kind === 'equipment') },
    windowSeconds: { unit: 'SEC' },
    version: { hidden: true },
  }
  const shared = { contract: factory, open: true, onClose, fields, onDone: () => forget() } as const
  if (group === null) {
    const initial = { windowSeconds: 60 }
    const title = t('factory.route.addAlarmGroup')
    return <FormDialog {...shared} route="addAlarmGroup" title={title} initial={initial} />
  }
  const { nameZh, nameEn, unitId, equipmentIds, windowSeconds, version } = group
  return (
    <FormDialog
      {...shared}
      route="changeAlarmGroup"
      title={t('factory.route.changeAlarmGroup')}
      input={{ params: { groupId: group.id } }}
      initial={{
        ...{ name: nameZh, equipmentIds, windowSeconds, version },
        ...(nameEn ? { nameEn } : {}),
        ...(unitId ? { unitId } : {}),
      }}
    />
  )
}
