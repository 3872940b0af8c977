import type { AdapterName } from '../configuration/tags-text.ts'

export type Setting = {
  name: string
  kind: 'text' | 'number' | 'choice' | 'yes'
  choices?: readonly string[]
  required?: boolean
  example?: string
  /** What a yes-or-no is before somebody said. */
  isOn?: boolean
}

const policies = [
  ...['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'],
  ...['Basic256', 'Basic128Rsa15'],
]
const number = (name: string, example: string): Setting => ({ name, kind: 'number', example })
const word = (name: string, example = ''): Setting => ({ name, kind: 'text', example })
const needed = (name: string, example = ''): Setting => ({ ...word(name, example), required: true })
const choice = (name: string, choices: readonly string[]): Setting => ({ name, kind: 'choice', choices })
const timeFormat = choice('timeFormat', ['iso', 's', 'ms', 'us', 'ns'])

/** The settings of each adapter that people change; others that a version holds stay as they are. */
export const settingsOf: Readonly<Record<AdapterName, readonly Setting[]>> = {
  mtconnect: [needed('url', 'http://192.168.1.20:5000/Mazak01'), { name: 'backfill', kind: 'yes' }],
  opcua: [
    needed('endpoint', 'opc.tcp://192.168.1.30:4840'),
    choice('securityMode', ['None', 'Sign', 'SignAndEncrypt']),
    choice('securityPolicy', policies),
    number('publishingMs', '500'),
    number('samplingMs', '0'),
    number('backfillDays', '7'),
    { name: 'alarms', kind: 'yes', isOn: false },
    { name: 'acknowledgeAlarms', kind: 'yes', isOn: false },
  ],
  modbus: [
    needed('host', '192.168.1.40'),
    number('port', '502'),
    number('unit', '1'),
    number('intervalMs', '1000'),
    number('timeoutMs', '3000'),
  ],
  mqtt: [
    needed('url', 'mqtt://192.168.1.50:1883'),
    word('timePath', 'timestamp'),
    timeFormat,
    word('zone', '+08:00'),
    number('quietMsMax', '60000'),
    word('clientId'),
  ],
  sparkplug: [
    needed('url', 'mqtt://192.168.1.50:1883'),
    needed('sourceGroup', 'Plant 1'),
    needed('sourceNode', 'Gateway 7'),
    word('sourceDevice', 'Press 3'),
    word('hostId'),
  ],
  file: [
    needed('path', 'press-3/2026-11.csv'),
    { ...choice('format', ['csv', 'shdr', 'jsonl']), required: true },
    word('timeColumn', 'time'),
    timeFormat,
    word('zone', '+08:00'),
    choice('times', ['original', 'now']),
    number('speed', '1'),
    { name: 'loop', kind: 'yes', isOn: false },
  ],
}
export const adapters = Object.keys(settingsOf) as AdapterName[]
/** A line of tags to begin from, where columns alone say too little. */
export const exampleOf: Partial<Record<AdapterName, string>> = {
  mqtt: '{line}/temperature, plant/{line}/data, zones[0].temperature, number, CEL',
  file: 'load, Xload, number, P1',
}

/** Adapters that may take everything there is, and those that sign in. */
export const whole: ReadonlySet<AdapterName> = new Set(['mtconnect', 'sparkplug', 'file'])
export const credentialed: ReadonlySet<AdapterName> = new Set(['opcua', 'mqtt', 'sparkplug'])

/** Choices that have words of their own; the others are names of their standard. */
const worded: ReadonlySet<string> = new Set(['timeFormat', 'format', 'times'])

export function choiceText(t: (key: string) => string, setting: string, value: string): string {
  return worded.has(setting) ? t(`factory.choice.${setting}.${value}`) : value
}
