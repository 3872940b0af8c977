import type { Reason } from './tree.ts'

type Branch = Pick<Reason, 'code' | 'loss' | 'colour' | 'isPlanned'> & {
  leaves: readonly (readonly [code: string, state: Reason['state']])[]
}

/**
 * The usual tree, for firms without one of their own: the loss groups of TPM and the reasons that machine
 * shops give, each with the state it usually means (ISO 22400-2). The words are `factory.reason.<code>`.
 */
const branches: readonly Branch[] = [
  {
    code: 'equipmentFault',
    loss: 'equipmentFailure',
    colour: '#cf1322',
    isPlanned: false,
    leaves: [
      ['mechanicalFault', 'down'],
      ['electricalFault', 'down'],
      ['hydraulicFault', 'down'],
      ['controlFault', 'down'],
      ['toolBroken', 'down'],
      ['fixtureFault', 'down'],
      ['powerOff', 'down'],
    ],
  },
  {
    code: 'setupAdjustment',
    loss: 'setupAdjustment',
    colour: '#d46b08',
    isPlanned: true,
    leaves: [
      ['changeover', 'setup'],
      ['toolChange', 'setup'],
      ['firstPiece', 'setup'],
      ['programProving', 'setup'],
      ['warmUp', 'setup'],
    ],
  },
  {
    code: 'minorStop',
    loss: 'idlingMinorStop',
    colour: '#d4b106',
    isPlanned: false,
    leaves: [
      ['chipClearing', 'delay'],
      ['waitForInspection', 'delay'],
      ['jam', 'delay'],
      ['sensorBlocked', 'delay'],
      ['loading', 'delay'],
    ],
  },
  {
    code: 'qualityStop',
    loss: 'waiting',
    colour: '#531dab',
    isPlanned: false,
    leaves: [
      ['outOfTolerance', 'down'],
      ['rework', 'delay'],
    ],
  },
  {
    code: 'organisation',
    loss: 'waiting',
    colour: '#096dd9',
    isPlanned: false,
    leaves: [
      ['noMaterial', 'idle'],
      ['noOperator', 'idle'],
      ['noOrder', 'idle'],
      ['noTool', 'idle'],
      ['noProgram', 'idle'],
    ],
  },
  {
    code: 'plannedStop',
    loss: 'waiting',
    colour: '#389e0d',
    isPlanned: true,
    leaves: [
      ['meeting', 'idle'],
      ['cleaning', 'idle'],
      ['plannedMaintenance', 'down'],
      ['trial', 'setup'],
    ],
  },
]

/** The usual tree in one language pair; `word` gives the words of a key. */
export function usualTree(word: (locale: 'zh' | 'en', key: string) => string): Reason[] {
  const named = (code: string) => ({
    code,
    name: word('zh', `factory.reason.${code}`),
    nameEn: word('en', `factory.reason.${code}`),
    isRetired: false,
  })
  return branches.flatMap(({ code, loss, colour, isPlanned, leaves }) => [
    { ...named(code), parentCode: null, state: null, loss, colour, isPlanned },
    ...leaves.map(([leaf, state]) => ({
      ...named(leaf),
      ...{ parentCode: code, state, loss: null, colour: null, isPlanned },
    })),
  ])
}

/** Codes of the usual tree. */
export const usualCodes: readonly string[] = branches.flatMap(({ code, leaves }) => [
  code,
  ...leaves.map(([leaf]) => leaf),
])
