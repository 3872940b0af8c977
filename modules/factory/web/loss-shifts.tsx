import {
  Duration,
  Page as Frame,
  formatNumber,
  Link,
  ListView,
  Stack,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import type { ReactNode } from 'react'
import { factory } from '../contract.ts'
import { LossScopeBar, useLossScope } from './loss-scope.tsx'
import type { LossShift } from './loss-types.ts'

const stopSteps = ['setup', 'delay', 'down', 'idle', 'unknown']
const ofCounts = ['reducedSpeed', 'processDefect', 'startupReject']
const asks = ['step', 'loss', 'reason', 'timeClass', 'isMicro'] as const
type Asked = Partial<Record<(typeof asks)[number], string>>

/** The machines' shifts behind one figure of the losses: what each has of it adds up to the figure. */
export function Page() {
  const { t } = useWords()
  const scope = useLossScope()
  const search = useSearch()
  const asked: Asked = Object.fromEntries(asks.flatMap((key) => (search[key] ? [[key, search[key]]] : [])))
  const back = new URLSearchParams(scope)
  return (
    <Frame
      title={t('factory.page.lossShifts')}
      subtitle={t('factory.losses.shiftsSubtitle')}
      breadcrumbs={[{ title: t('factory.page.losses'), to: `/factory/losses?${back}` }]}
    >
      <Stack>
        <LossScopeBar scope={scope} />
        <Shifts asked={asked} fixed={{ ...scope, ...asked }} />
      </Stack>
    </Frame>
  )
}

function Shifts({ asked, fixed }: { asked: Asked; fixed: Record<string, string> }) {
  const { t, locale } = useWords()
  const what = useWhat(asked)
  const percent = (value: number | null) => (value === null ? '–' : `${formatNumber(value, locale, 1)}%`)
  return (
    <ListView
      contract={factory}
      route="lossShifts"
      name="shifts"
      fixed={fixed}
      rowKey={(row) => `${row.equipmentId}~${row.startsAt}`}
      label={t('factory.page.lossShifts')}
      empty={{ text: t('factory.losses.none') }}
      summary={({ seconds }) => (
        <>
          {what} <strong>{signed(seconds)}</strong>
        </>
      )}
      columns={[
        {
          key: 'equipmentName',
          main: true,
          render: (row) => <ToMachine row={row}>{row.equipmentName}</ToMachine>,
        },
        { key: 'day', render: (row) => row.day },
        { key: 'shiftName', render: (row) => [row.shiftName, row.crew].filter(Boolean).join(' · ') },
        {
          key: 'seconds',
          title: 'factory.losses.lost',
          sort: true,
          align: 'end',
          render: (row) => <Lost row={row} asked={asked} />,
        },
        {
          key: 'plannedHours',
          align: 'end',
          render: (row) => formatNumber(row.plannedHours, locale, 1),
        },
        { key: 'availability', sort: true, align: 'end', render: (row) => percent(row.availability) },
        { key: 'oee', sort: true, align: 'end', render: (row) => percent(row.oee) },
      ]}
    />
  )
}

/** The figure that the shifts make, in words. */
function useWhat({ step, loss, timeClass, reason, isMicro }: Asked): string {
  const { t } = useWords()
  if (step) return t(`factory.class.${step}`)
  if (loss) return t(`factory.value.loss.${loss}`)
  if (isMicro) return t('factory.stops.microName')
  if (reason) return t('factory.losses.ofReason')
  return timeClass ? t(`factory.class.${timeClass}`) : t('factory.losses.ofAll')
}

const rangeOf = ({ startsAt, endsAt }: LossShift) => `range=${Date.parse(startsAt)}~${Date.parse(endsAt)}`

function ToMachine({ row, children }: { row: LossShift; children: ReactNode }) {
  return <Link to={`/factory/equipment/${row.equipmentId}?tab=oee&${rangeOf(row)}`}>{children}</Link>
}

/** What is lost to stops opens to them, what is lost to counts to the machine's shift. */
function Lost({ row, asked }: { row: LossShift; asked: Asked }) {
  const shown = signed(row.seconds)
  const { step, loss, ...rest } = asked
  const timeClass = step && stopSteps.includes(step) ? { timeClass: step } : {}
  const ofStops = { ...(loss && !ofCounts.includes(loss) ? { loss } : {}), ...timeClass, ...rest }
  if (Object.keys(ofStops).length === 0) return <ToMachine row={row}>{shown}</ToMachine>
  const narrow = new URLSearchParams(Object.entries(ofStops).map(([key, value]) => [`stops.${key}`, value]))
  return (
    <Link to={`/factory/stops?tab=all&${rangeOf(row)}&equipment=${row.equipmentId}&${narrow}`}>{shown}</Link>
  )
}

/** Below zero where items came faster than planned. */
function signed(seconds: number): ReactNode {
  return (
    <>
      {seconds < 0 ? '−' : ''}
      <Duration seconds={Math.abs(seconds)} />
    </>
  )
}
