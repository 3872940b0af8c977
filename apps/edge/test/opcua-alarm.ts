import { type AddressSpace, StatusCodes, type UAObject } from 'node-opcua'

export type TestAlarm = {
  /** The condition `TooHot` of the spindle becomes active, or changes while it is. */
  raise(message: string, severity: number): void
  clear(): void
  /** Somebody at the machine acknowledges or shelves it. */
  acknowledge(comment: string): void
  shelve(isShelved: boolean): void
  isAcknowledged(): boolean
}

/** A condition of a machine, kept by the server's own alarms and conditions service. */
export function addAlarm(space: AddressSpace, machine: UAObject): TestAlarm {
  space.installAlarmsAndConditionsService()
  const namespace = space.getOwnNamespace()
  const spindle = namespace.addObject({ browseName: 'Spindle', componentOf: machine, eventSourceOf: machine })
  const condition = namespace.instantiateDiscreteAlarm('DiscreteAlarmType', {
    browseName: 'TooHot',
    componentOf: machine,
    conditionName: 'TooHot',
    conditionSource: spindle,
    inputNode: namespace.addVariable({ browseName: 'Temperature', componentOf: spindle, dataType: 'Double' }),
    optionals: ['SuppressedState'],
  } as never)
  condition.currentBranch().setSuppressedState(false)
  const tell = (message: string, severity: number, retain: boolean) =>
    condition.raiseNewCondition({ message, severity, quality: StatusCodes.Good, retain })
  return {
    raise(message, severity) {
      condition.activateAlarm()
      condition.currentBranch().setAckedState(false)
      tell(message, severity, true)
    },
    clear() {
      condition.deactivateAlarm(true)
      tell('back to normal', 100, condition.currentBranch().getAckedState() === false)
    },
    acknowledge: (comment) => condition.acknowledgeAndAutoConfirmBranch(condition.currentBranch(), comment),
    shelve(isShelved) {
      condition.currentBranch().setSuppressedState(isShelved)
      tell('shelved', 500, true)
    },
    isAcknowledged: () => condition.currentBranch().getAckedState(),
  }
}
