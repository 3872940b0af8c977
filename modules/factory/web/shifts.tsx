import {
  Allowed,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { patternsOf } from '../calendar/week.ts'
import { factory } from '../contract.ts'
import { Exceptions } from './exceptions.tsx'
import { MonthPanel } from './month-grid.tsx'
import { RotationEditor } from './rotation-editor.tsx'
import { ShiftEditor } from './shift-editor.tsx'
import { Week } from './shift-week.tsx'
import { StopRulesPanel, TargetButton } from './stop-rules-panel.tsx'
import type { Calendar } from './types.ts'

/** When a site, area, line or cell is planned to work: its week, and the days that differ. */
export function Page() {
  const { t, name } = useWords()
  const { unitId } = useParams('unitId')
  const { ask } = useApi(factory)
  const shifts = useQuery(ask.shifts({ params: { unitId } }))
  const tree = useQuery(ask.tree({}))
  const nodeOf = (id: string | null) => tree.data?.rows.find((one) => one.id === id)
  const nameOf = (id: string | null) => {
    const node = nodeOf(id)
    return node ? name({ nameZh: node.name, nameEn: node.nameEn }) : ''
  }
  return (
    <Frame
      title={`${t('factory.route.shifts')} ${nameOf(unitId)}`}
      breadcrumbs={[{ title: t('factory.page.tree'), to: '/factory/tree' }]}
      actions={<TargetButton unitId={unitId} />}
    >
      <Loaded ask={shifts}>
        {(calendar) => (
          <Stack>
            <Weekly unitId={unitId} calendar={calendar} ownerName={nameOf(calendar.inheritedFrom)} />
            <MonthPanel unitId={unitId} timeZone={calendar.timeZone} />
            <Exceptions unitId={unitId} rows={calendar.exceptions} />
            <StopRulesPanel owner={{ unit: unitId }} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

/** The week or rotation that holds: one's own or that of a unit above, and its editor. */
function Weekly({ unitId, calendar, ownerName }: { unitId: string; calendar: Calendar; ownerName: string }) {
  const { t } = useWords()
  const [editing, setEditing] = useState<'week' | 'rotation' | null>(null)
  const { inheritedFrom, shifts, timeZone, rotation, periods } = calendar
  const close = () => setEditing(null)
  const titles = {
    week: t(inheritedFrom ? 'factory.shift.own' : 'factory.shift.editWeek'),
    rotation: t(rotation ? 'factory.rotation.edit' : 'factory.rotation.begin'),
  }
  return (
    <Panel
      title={rotation ? `${t('factory.rotation.title')} ${rotation.name}` : t('factory.shift.week')}
      extra={
        editing ? null : (
          <Allowed may="factory.operate">
            <Button type={rotation ? 'default' : 'primary'} onClick={() => setEditing('week')}>
              {titles.week}
            </Button>{' '}
            <Button type={rotation ? 'primary' : 'default'} onClick={() => setEditing('rotation')}>
              {titles.rotation}
            </Button>
          </Allowed>
        )
      }
    >
      <p className="factory-said">
        {inheritedFrom ? (
          <>
            {t('factory.shift.inherited')} <Link to={`/factory/units/${inheritedFrom}`}>{ownerName}</Link>
            {' · '}
          </>
        ) : null}
        {t('factory.shift.zone', { zone: timeZone })}
      </p>
      {editing === 'week' ? (
        <ShiftEditor unitId={unitId} start={patternsOf(shifts)} timeZone={timeZone} onClose={close} />
      ) : null}
      {editing === 'rotation' ? (
        <RotationEditor unitId={unitId} start={rotation} timeZone={timeZone} onClose={close} />
      ) : null}
      {editing === null && !rotation ? <Week shifts={shifts} /> : null}
      {periods.length > 1 ? <Periods periods={periods} /> : null}
    </Panel>
  )
}

/** What was planned before, and what comes. */
function Periods({ periods }: { periods: Calendar['periods'] }) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={t('factory.shift.periods')}
      rowKey="validFrom"
      rows={periods.toReversed()}
      columns={[
        { key: 'validFrom', title: t('factory.shift.validFrom') },
        { key: 'validTo', title: t('factory.shift.validTo'), render: (row) => row.validTo ?? '–' },
        {
          key: 'rotation',
          title: t('factory.shift.plan'),
          render: (row) => row.rotation ?? t('factory.shift.week'),
        },
      ]}
    />
  )
}
