import { useWords } from '@ronghe/kit/ui'

/** Says a number of bytes as people read it. */
export function useBytes(): (bytes: number) => string {
  const { locale } = useWords()
  return (bytes) => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB']
    const step = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
    return `${(bytes / 1000 ** step).toLocaleString(locale, { maximumFractionDigits: 1 })} ${units[step]}`
  }
}
