import {
  changeLocale,
  changeSettings,
  type LocaleChoice,
  type ThemeChoice,
  useApi,
  useMe,
  useMode,
  useSettings,
  useWords,
} from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { MenuButton } from './menu-button.tsx'
import { GlobalOutlined, MoonOutlined, SunOutlined } from './pictures.ts'

const locales: readonly LocaleChoice[] = ['zh', 'en']

/** Chinese or English; the choice is kept in the browser, and told to the server for mails. */
export function LanguageSwitch() {
  const { t, locale } = useWords()
  const me = useMe()
  const api = useApi(registry)
  async function choose(next: LocaleChoice): Promise<void> {
    await changeLocale(next)
    // Mails come in the language of the person, so the choice is told; when that fails, the page speaks it
    // anyway.
    if (me.person) await api.call.changeMe({ body: { locale: next } }).catch(() => undefined)
  }
  return (
    <MenuButton
      label={t('ui.language')}
      choices={locales.map((one) => ({
        key: one,
        text: <span lang={one}>{t(`ui.language.${one}`)}</span>,
        chosen: one === locale,
        onChoose: () => void choose(one),
      }))}
    >
      <GlobalOutlined aria-hidden="true" />
    </MenuButton>
  )
}

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark']

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const { t } = useWords()
  const { theme } = useSettings()
  const mode = useMode()
  return (
    <MenuButton
      label={t('ui.theme')}
      choices={themes.map((one) => ({
        key: one,
        text: t(`ui.theme.${one}`),
        chosen: one === theme,
        onChoose: () => changeSettings({ theme: one }),
      }))}
    >
      {mode === 'dark' ? <MoonOutlined aria-hidden="true" /> : <SunOutlined aria-hidden="true" />}
    </MenuButton>
  )
}
