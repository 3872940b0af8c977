import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { print, t } from '../start/words.ts'

/**
 * Debian's packages for the tests in a browser. The shell is Chromium without a desktop's windows: a fifth of
 * the processor. Without the fonts, Chinese shows as boxes.
 */
const packages = ['chromium-headless-shell', 'fonts-noto-cjk'] as const
const waitMsMax = 10 * 60_000

/**
 * Installs a browser and Chinese fonts where that is possible, and says aloud what is missing where it is
 * not.
 */
export async function ensureBrowser(): Promise<void> {
  const missing = await missingPackages()
  if (missing.length === 0) return
  const names = missing.join(' ')
  if (process.getuid?.() !== 0 || !(await isThere('/usr/bin/apt-get'))) {
    print(t('test.browser.missing', { names }))
    return
  }
  print(t('test.browser.installing', { names }))
  const apt = (args: string[]) => run('apt-get', ['-q', '-y', ...args])
  await apt(['update'])
  await apt(['install', '--no-install-recommends', ...missing])
  const left = await missingPackages()
  if (left.length > 0) print(t('test.browser.missing', { names: left.join(' ') }))
}

async function missingPackages(): Promise<string[]> {
  const marks = await Promise.all([
    isThere('/usr/bin/chromium-headless-shell'),
    isThere('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
  ])
  return packages.filter((_, index) => !marks[index])
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, {
    stdio: 'ignore',
    timeout: waitMsMax,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
}
