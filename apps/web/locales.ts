import type { LocaleChoice } from '@ronghe/kit/ui'
import type { ConfigProviderProps } from 'antd'

export type AntdLocale = NonNullable<ConfigProviderProps['locale']>

/** Ant Design's own words for a language; loaded only when it is spoken. */
export async function loadLocale(locale: LocaleChoice): Promise<AntdLocale> {
  if (locale === 'en') return inside(await import('antd/es/locale/en_US.js'))
  return inside(await import('antd/es/locale/zh_CN.js'))
}

/** Day.js speaks only where a day is picked, which is later than the first view. */
export async function speakDays(locale: LocaleChoice): Promise<void> {
  const { default: dayjs } = await import('dayjs')
  if (locale === 'zh') await import('dayjs/locale/zh-cn.js')
  dayjs.locale(locale === 'zh' ? 'zh-cn' : 'en')
}

/** The package's types speak of CommonJS, its files are ES modules: `default` may stand once or twice. */
function inside(file: { default: unknown }): AntdLocale {
  const first = file.default as AntdLocale & { default?: AntdLocale }
  return first.default ?? first
}
