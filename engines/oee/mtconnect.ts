import type { StateRules } from './rules.ts'

/**
 * Default states of a CNC machine from the MTConnect event types EXECUTION, CONTROLLER_MODE and
 * EMERGENCY_STOP (MTConnect Part 3, Observations; SPEC.md OEE-40 to OEE-46). The tags carry the names of
 * the types: put the machine's own in their place by `bindTags`. A machine without mode or emergency stop
 * simply has no such key in its signals. Silence has no bound by default, because these events are reported
 * on change only: an edge that loses the machine says so by quality. Set `silenceMicrosMax` with
 * `aliveTags` where nothing else does.
 */
export const mtconnectRules: StateRules = {
  id: 'mtconnect/1',
  unknownValues: ['UNAVAILABLE'],
  silenceMicrosMax: null,
  aliveTags: [],
  rules: [
    {
      id: 'emergency-stop',
      state: 'down',
      reason: 'emergencyStop',
      when: { tag: 'EMERGENCY_STOP', op: '=', value: 'TRIGGERED', ifAbsent: false },
    },
    {
      id: 'automatic',
      state: 'production',
      reason: 'automaticOperation',
      when: {
        all: [
          { tag: 'EXECUTION', op: '=', value: 'ACTIVE' },
          { tag: 'CONTROLLER_MODE', op: '=', value: 'AUTOMATIC', ifAbsent: true },
        ],
      },
    },
    {
      id: 'by-hand',
      state: 'setup',
      reason: 'manualOperation',
      when: { tag: 'EXECUTION', op: '=', value: 'ACTIVE' },
    },
    {
      id: 'feed-hold',
      state: 'delay',
      reason: 'feedHold',
      when: { tag: 'EXECUTION', op: '=', value: 'FEED_HOLD' },
    },
    {
      id: 'interrupted',
      state: 'delay',
      reason: 'interrupted',
      when: { tag: 'EXECUTION', op: '=', value: 'INTERRUPTED' },
    },
    {
      id: 'program-stop',
      state: 'delay',
      reason: 'programStop',
      when: {
        tag: 'EXECUTION',
        op: 'in',
        value: ['PROGRAM_STOPPED', 'PROGRAM_OPTIONAL_STOP', 'OPTIONAL_STOP'],
      },
    },
    { id: 'wait', state: 'delay', reason: 'wait', when: { tag: 'EXECUTION', op: '=', value: 'WAIT' } },
    {
      id: 'manual-mode',
      state: 'idle',
      reason: 'manualMode',
      when: {
        tag: 'CONTROLLER_MODE',
        op: 'in',
        value: ['MANUAL', 'MANUAL_DATA_INPUT', 'SEMI_AUTOMATIC', 'SINGLE_BLOCK', 'EDIT'],
        ifAbsent: false,
      },
    },
    {
      id: 'stopped',
      state: 'down',
      reason: 'stopped',
      when: { tag: 'EXECUTION', op: '=', value: 'STOPPED' },
    },
    {
      id: 'ready',
      state: 'idle',
      reason: 'ready',
      when: { tag: 'EXECUTION', op: 'in', value: ['READY', 'PROGRAM_COMPLETED'] },
    },
  ],
  otherwise: { state: 'unknown' },
}

/**
 * Reasons of the rules above under which the controller counts automatic operation (OEE-47): the program has
 * been started by cycle start and has neither ended nor been reset, whether it goes on or is held.
 */
export const inCycleReasons: readonly string[] = [
  'automaticOperation',
  'manualOperation',
  'feedHold',
  'interrupted',
  'programStop',
  'wait',
]
