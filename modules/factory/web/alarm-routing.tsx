import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { blankRoute, RouteEditor } from './alarm-route-editor.tsx'
import { AlarmViews, PriorityTag } from './alarm-tags.tsx'
import './cards.css'
import { EditRemove } from './edit-remove.tsx'

type Route = Answer<(typeof factory)['routes']['alarmRoutes']>['rows'][number]
type Edited = { id: string | null; body: Route['body'] }

/** Who is told of alarms, who after them, and who was told when. */
export function Page() {
  const { t } = useWords()
  const [edited, setEdited] = useState<Edited | null>(null)
  const routes = useQuery(useApi(factory).ask.alarmRoutes({}))
  return (
    <Frame
      title={t('factory.page.alarmRouting')}
      actions={
        edited ? null : (
          <Allowed may="factory.write">
            <Button type="primary" onClick={() => setEdited({ id: null, body: blankRoute() })}>
              {t('factory.route.addAlarmRoute')}
            </Button>
          </Allowed>
        )
      }
    >
      <Stack>
        <AlarmViews value="routing" />
        {edited ? (
          <RouteEditor id={edited.id} start={edited.body} onClose={() => setEdited(null)} />
        ) : (
          <Loaded ask={routes}>{({ rows }) => <Routes rows={rows} onEdit={setEdited} />}</Loaded>
        )}
        <Calls />
      </Stack>
    </Frame>
  )
}

function Routes({ rows, onEdit }: { rows: Route[]; onEdit: (edited: Edited) => void }) {
  const { t } = useWords()
  const remove = useMutation(useApi(factory).tell.removeAlarmRoute({ forgets: ['alarmRoutes'] }))
  if (rows.length === 0)
    return (
      <Panel title={t('factory.route.alarmRoutes')}>
        <p>{t('factory.alarmRouting.none')}</p>
      </Panel>
    )
  return (
    <Panel title={t('factory.route.alarmRoutes')}>
      <div className="factory-cards">
        <SimpleTable
          caption={t('factory.route.alarmRoutes')}
          rowKey="id"
          rows={rows}
          columns={[
            { key: 'name', title: t('factory.column.name'), render: (row) => row.body.name },
            {
              key: 'priority',
              title: t('factory.alarmRouting.atLeast'),
              render: (row) => <PriorityTag priority={row.body.priority} />,
            },
            {
              key: 'where',
              title: t('factory.alarmRouting.where'),
              render: (row) =>
                [row.unitName ?? t('factory.alarmRouting.everywhere'), row.body.shift, row.body.crew]
                  .filter(Boolean)
                  .join(' · '),
            },
            {
              key: 'levels',
              title: t('factory.alarmRouting.levels'),
              render: (row) => <Levels levels={row.body.levels} />,
            },
            {
              key: 'quiet',
              title: t('factory.alarmRouting.quiet'),
              render: (row) => (row.body.quietFrom ? `${row.body.quietFrom}–${row.body.quietTo}` : '–'),
            },
            {
              key: 'actions',
              title: t('factory.column.actions'),
              render: (row) => (
                <EditRemove
                  ask={t('factory.alarmRouting.removeAsk')}
                  onEdit={() => onEdit({ id: row.id, body: row.body })}
                  onRemove={() => remove.mutateAsync({ params: { routeId: row.id } })}
                />
              ),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

function Levels({ levels }: { levels: Route['body']['levels'] }) {
  const { t } = useWords()
  return levels.map(({ afterMinutes, roles, personIds }, index) => (
    <div key={afterMinutes} className="factory-card-wide">
      {t('factory.alarmRouting.level', {
        level: index + 1,
        minutes: afterMinutes,
        roles:
          roles.map((role) => t(`factory.alarmRouting.role.${role}`)).join(t('factory.listComma')) || '–',
      })}
      {personIds.length > 0 ? t('factory.alarmRouting.levelPeople', { people: personIds.length }) : null}
    </div>
  ))
}

function Calls() {
  const { t } = useWords()
  return (
    <Panel title={t('factory.route.alarmCalls')}>
      <ListView
        contract={factory}
        route="alarmCalls"
        name="calls"
        rowKey="id"
        label={t('factory.route.alarmCalls')}
        filters={['isSeen']}
        empty={{ text: t('factory.alarmRouting.noCalls') }}
        columns={[
          { key: 'at', render: (row) => <Time at={row.at} /> },
          {
            key: 'name',
            main: true,
            render: (row) => (
              <Link to={`/factory/alarms/${row.alarmId}`}>
                {row.alarmCode} {row.name}
              </Link>
            ),
          },
          { key: 'equipmentName' },
          { key: 'level', align: 'end' },
          {
            key: 'personName',
            title: 'factory.alarmRouting.told',
            render: (row) =>
              row.personName ?? <StatusTag tone="error" text={t('factory.alarmRouting.foundNobody')} />,
          },
          { key: 'seenAt', render: (row) => (row.seenAt ? <Time at={row.seenAt} /> : '–') },
          {
            key: 'acknowledgedAt',
            render: (row) => (row.acknowledgedAt ? <Time at={row.acknowledgedAt} /> : '–'),
          },
        ]}
      />
    </Panel>
  )
}
