import { type ThemeConfig, theme } from 'antd'
import { fonts } from './chart/look.ts'
import type { Mode } from './look.tsx'

/** Ant Design in Ronghe's colours; the same values stand as variables in `ui.css`. Some want no motion. */
export function themeOf(mode: Mode, isStill: boolean): ThemeConfig {
  const dark = mode === 'dark'
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'ronghe' },
    hashed: false,
    token: {
      motion: !isStill,
      fontFamily: fonts,
      borderRadius: 6,
      fontSize: 14,
      colorPrimary: dark ? '#3d7fe8' : '#1d5fc4',
      // The colours that are derived for hovering have 4.05 : 1 on white.
      ...(dark ? {} : { colorPrimaryHover: '#174c9e' }),
      colorLink: dark ? '#7db0ff' : '#1d5fc4',
      colorLinkHover: dark ? '#a5c8ff' : '#174c9e',
      colorError: dark ? '#ff7d7a' : '#c8302e',
      colorSuccess: dark ? '#3fb377' : '#1f8550',
      colorWarning: dark ? '#e0a52e' : '#a86a00',
      // What is derived from these by itself is grey, since they are dark enough for words on white.
      colorSuccessBg: dark ? '#14281e' : '#e6f4ec',
      colorWarningBg: dark ? '#2e2512' : '#fdf3df',
      colorErrorBg: dark ? '#331a1b' : '#fdeaea',
      colorInfoBg: dark ? '#16243a' : '#e8f0fc',
      colorTextBase: dark ? '#e6eaf0' : '#1c2430',
      colorBgBase: dark ? '#10151c' : '#ffffff',
      colorBgContainer: dark ? '#171d26' : '#ffffff',
      colorBgElevated: dark ? '#1d2530' : '#ffffff',
      colorBgLayout: dark ? '#10151c' : '#f3f5f8',
      colorBorder: dark ? '#3a4656' : '#cfd6de',
      colorBorderSecondary: dark ? '#2c3644' : '#e3e8ee',
      // Grey words keep 4.5 : 1 against the page (WCAG 2.2, 1.4.3).
      colorTextSecondary: dark ? '#aab5c4' : '#4d5866',
      colorTextTertiary: dark ? '#9aa7b8' : '#5b6675',
      colorTextDescription: dark ? '#9aa7b8' : '#5b6675',
      colorTextPlaceholder: dark ? '#8f9cad' : '#6a7481',
    },
    components: {
      Button: dark ? {} : { defaultHoverColor: '#174c9e', defaultHoverBorderColor: '#174c9e' },
      Menu: {
        itemBorderRadius: 6,
        itemHeight: 38,
        itemMarginInline: 8,
        activeBarBorderWidth: 0,
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
      },
      Table: { headerBg: dark ? '#1d2530' : '#f6f8fa', headerSplitColor: 'transparent' },
    },
  }
}
