import type { LocaleChoice } from '@ronghe/kit/ui'
import type { ConfigProviderProps } from 'antd'

export type AntdLocale = NonNullable<ConfigProviderProps['locale']>

/** Ant Design's and Day.js's own words for a language; each is loaded only when it is spoken. */
export async function loadLocale(locale: LocaleChoice): Promise<AntdLocale> {
  const { default: dayjs } = await import('dayjs')
  if (locale === 'en') {
    dayjs.locale('en')
    return inside(await import('antd/es/locale/en_US.js'))
  }
  await import('dayjs/locale/zh-cn.js')
  dayjs.locale('zh-cn')
  return inside(await import('antd/es/locale/zh_CN.js'))
}

/** The package's types speak of CommonJS, its files are ES modules: `default` may stand once or twice. */
function inside(file: { default: unknown }): AntdLocale {
  const first = file.default as AntdLocale & { default?: AntdLocale }
  return first.default ?? first
}
