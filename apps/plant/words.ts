import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }

/**
 * A phrase in Chinese and in English. The plant's names are read by clients of any language that cannot ask
 * for one, and each has to say that the thing is a sample.
 */
export function say(key: keyof typeof zh, machine = ''): string {
  return [zh[key], en[key]].map((phrase) => phrase.replace('{machine}', machine)).join(' · ')
}
