/**
 * Reasons that people give for a stretch of time, each with the state it usually means (ISO 22400-2, the loss
 * groups of TPM). The words are `factory.reason.<key>`; a person's own words are as good.
 */
export const knownReasons = [
  { key: 'mechanicalFault', state: 'down' },
  { key: 'electricalFault', state: 'down' },
  { key: 'toolBroken', state: 'down' },
  { key: 'powerOff', state: 'down' },
  { key: 'changeover', state: 'setup' },
  { key: 'toolChange', state: 'setup' },
  { key: 'firstPiece', state: 'setup' },
  { key: 'programProving', state: 'setup' },
  { key: 'waitForInspection', state: 'delay' },
  { key: 'chipClearing', state: 'delay' },
  { key: 'noMaterial', state: 'idle' },
  { key: 'noOperator', state: 'idle' },
  { key: 'noOrder', state: 'idle' },
  { key: 'meeting', state: 'idle' },
] as const
