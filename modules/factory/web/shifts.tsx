import {
  Allowed,
  Page as Frame,
  Link,
  Loaded,
  Panel,
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
            <Exceptions unitId={unitId} rows={calendar.exceptions} />
            <StopRulesPanel owner={{ unit: unitId }} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

/** The week that holds: one's own or that of a unit above, and its editor. */
function Weekly({ unitId, calendar, ownerName }: { unitId: string; calendar: Calendar; ownerName: string }) {
  const { t } = useWords()
  const [isEditing, setEditing] = useState(false)
  const { inheritedFrom, shifts, timeZone } = calendar
  return (
    <Panel
      title={t('factory.shift.week')}
      extra={
        isEditing ? null : (
          <Allowed may="factory.operate">
            <Button type="primary" onClick={() => setEditing(true)}>
              {t(inheritedFrom ? 'factory.shift.own' : 'factory.action.edit')}
            </Button>
          </Allowed>
        )
      }
    >
      <p>
        {inheritedFrom ? (
          <>
            {t('factory.shift.inherited')} <Link to={`/factory/units/${inheritedFrom}`}>{ownerName}</Link>
            {' · '}
          </>
        ) : null}
        {t('factory.shift.zone', { zone: timeZone })}
      </p>
      {isEditing ? (
        <ShiftEditor
          unitId={unitId}
          start={patternsOf(shifts)}
          timeZone={timeZone}
          onClose={() => setEditing(false)}
        />
      ) : (
        <Week shifts={shifts} />
      )}
    </Panel>
  )
}
