import type { Mode } from './look.tsx'

/** The meanings a colour may have; the first seven are machine states, which charts and tags show alike. */
export type Tone =
  | 'running'
  | 'idle'
  | 'setup'
  | 'stopped'
  | 'fault'
  | 'planned'
  | 'unknown'
  | 'success'
  | 'warning'
  | 'error'
  | 'info'
  | 'neutral'

type Hue = 'green' | 'amber' | 'violet' | 'slate' | 'red' | 'blue' | 'grey'

const hueOf: Record<Tone, Hue> = {
  running: 'green',
  idle: 'amber',
  setup: 'violet',
  stopped: 'slate',
  fault: 'red',
  planned: 'blue',
  unknown: 'grey',
  success: 'green',
  warning: 'amber',
  error: 'red',
  info: 'blue',
  neutral: 'slate',
}

/**
 * Fills for charts, apart from each other in both looks also for people with red-green weakness (by
 * lightness).
 */
const fills: Record<Mode, Record<Hue, string>> = {
  light: {
    green: '#2f9e62',
    amber: '#f0b429',
    violet: '#8a63d2',
    slate: '#8896a8',
    red: '#d63d3d',
    blue: '#3b7ddd',
    grey: '#d3d9e0',
  },
  dark: {
    green: '#35a86b',
    amber: '#d9a227',
    violet: '#9b7ae0',
    slate: '#76849a',
    red: '#e25555',
    blue: '#4c8dea',
    grey: '#414955',
  },
}

/** The colour of a tone in a chart. */
export function toneColor(tone: Tone, mode: Mode): string {
  return fills[mode][hueOf[tone]]
}

/** The name of the tone's hue, for the classes `tone-green` and so on of `ui.css`. */
export function toneHue(tone: Tone): Hue {
  return hueOf[tone]
}

/** Colours of several series beside each other, in order. */
export const seriesColors: Record<Mode, readonly string[]> = {
  light: ['#1d5fc4', '#e07b1a', '#1f8f75', '#a3478f', '#6b7a10', '#c23b3b', '#5b6ee1', '#7a5c3e'],
  dark: ['#5b9bff', '#f0a050', '#3fbf9f', '#d682c4', '#b3c046', '#f07878', '#95a1ff', '#c49a74'],
}
