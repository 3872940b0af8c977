import {
  AttributeIds,
  type ClientSession,
  type ClientSubscription,
  constructEventFilter,
  DataType,
  type NodeId,
  TimestampsToReturn,
  Variant,
} from 'node-opcua-client'
import { messageOf, ReasonError, reason } from '../../reason.ts'
import type { OpcuaConfig } from '../../schema.ts'
import type { Note } from '../adapter.ts'
import type { ConditionEvent, Conditions } from './conditions.ts'

const fields = [
  ...(['EventType', 'ConditionId', 'EventId', 'SourceName', 'ConditionName', 'BranchId'] as const),
  ...(['Message', 'Severity', 'Time', 'Retain'] as const),
  ...(['EnabledState.Id', 'ActiveState.Id', 'AckedState.Id', 'SuppressedOrShelved'] as const),
]
type Fields = Record<(typeof fields)[number], unknown>

/** Nodes of namespace 0 (OPC 10000-6, A). */
const node = {
  server: 'i=2253',
  conditionType: 'i=2782',
  conditionRefresh: 'i=3875',
  refreshStart: 'ns=0;i=2787',
  refreshEnd: 'ns=0;i=2788',
  refreshRequired: 'ns=0;i=2789',
  acknowledge: 'i=9111',
}

export type AlarmListener = {
  event(event: ConditionEvent): void
  refreshBegins(): void
  refreshEnds(): void
}

/** Subscribes to the events of the server's conditions, and has all that are open told anew. */
export async function watchConditions(
  session: ClientSession,
  subscription: ClientSubscription,
  config: OpcuaConfig,
  note: Note,
  listener: AlarmListener,
): Promise<void> {
  const nodeId = config.alarmsNode ?? node.server
  const item = await subscription.monitor(
    { nodeId, attributeId: AttributeIds.EventNotifier },
    { samplingInterval: 0, queueSize: 1000, discardOldest: true, filter: constructEventFilter([...fields]) },
    TimestampsToReturn.Both,
  )
  const refresh = async () => {
    const inputArguments = [new Variant({ dataType: DataType.UInt32, value: subscription.subscriptionId })]
    const asked = { objectId: node.conditionType, methodId: node.conditionRefresh, inputArguments }
    const { statusCode } = await session.call(asked)
    // Nothing to refresh is no fault.
    if (!statusCode.isGood() && statusCode.name !== 'BadNothingToDo')
      note(reason('edge.opcua.noRefresh', { status: statusCode.name }))
  }
  item.on('changed', (said: unknown) => {
    const values = Object.fromEntries(
      fields.map((field, index) => [field, (said as Variant[])[index]?.value ?? null]),
    ) as Fields
    const type = String(values.EventType)
    if (type === node.refreshStart) listener.refreshBegins()
    else if (type === node.refreshEnd) listener.refreshEnds()
    else if (type === node.refreshRequired) refresh().catch((error: unknown) => note(failed(error)))
    else {
      const event = eventOf(values)
      if (event) listener.event(event)
    }
  })
  await refresh()
}

function failed(error: unknown) {
  return reason('edge.opcua.noRefresh', { status: messageOf(error) })
}

/** An event of a condition; branches tell of former states and are left out. */
function eventOf(values: Fields): ConditionEvent | null {
  const branch = values.BranchId as NodeId | null
  if (!values.ConditionId || (branch && !branch.isEmpty())) return null
  const time = values.Time as Date | null
  return {
    conditionId: String(values.ConditionId),
    eventId: values.EventId as Buffer | null,
    source: String(values.SourceName ?? ''),
    name: String(values.ConditionName ?? ''),
    message: (values.Message as { text?: string | null } | null)?.text ?? '',
    severity: Number(values.Severity ?? 0),
    timeMicros: (time?.getTime() ?? Date.now()) * 1000,
    isRetained: values.Retain === true,
    isEnabled: booleanOf(values['EnabledState.Id']),
    isActive: booleanOf(values['ActiveState.Id']),
    isAcknowledged: booleanOf(values['AckedState.Id']),
    isShelved: booleanOf(values.SuppressedOrShelved),
  }
}

function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** Sends an acknowledgement with its comment to the server (OPC 10000-9, 5.7.3). */
export async function acknowledgeCondition(
  session: ClientSession,
  conditions: Conditions,
  tag: string,
  comment: string,
): Promise<void> {
  const event = conditions.eventOf(tag)
  if (!event?.eventId) throw new ReasonError('edge.write.refused', { tag, message: 'BadEventIdUnknown' })
  const inputArguments = [
    new Variant({ dataType: DataType.ByteString, value: event.eventId }),
    new Variant({ dataType: DataType.LocalizedText, value: { text: comment } }),
  ]
  const { conditionId: objectId } = event
  const { statusCode } = await session.call({ objectId, methodId: node.acknowledge, inputArguments })
  if (statusCode.isGood() || statusCode.name === 'BadConditionBranchAlreadyAcked') return
  throw new ReasonError('edge.write.refused', { tag, message: statusCode.name })
}
