import { startWords } from '@ronghe/kit/ui'
import { createRoot } from 'react-dom/client'
import { App, beginEarly } from './app.tsx'
import { firstModules, laterModules } from './modules.ts'

const host = document.getElementById('root')
if (!host) throw new Error('index.html has no #root')

// A page that was open while the server was renewed asks for chunks that are gone: load the new page, once.
window.addEventListener('vite:preloadError', (event) => {
  const key = 'ronghe.reloadedAt'
  const last = Number(sessionStorage.getItem(key) ?? 0)
  if (Date.now() - last < 60_000) return
  event.preventDefault()
  sessionStorage.setItem(key, String(Date.now()))
  window.location.reload()
})

const togetherMsMax = 500

const titles = { zh: () => import('virtual:titles/zh'), en: () => import('virtual:titles/en') }
const spoken = startWords(
  [...firstModules.map((module) => module.words), titles],
  laterModules.map((module) => module.words),
)
// Drawn at once with all that is under way, instead of piece by piece; but who waits long sees that he waits.
const drawn = beginEarly(window.location.pathname)
await spoken
await Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, togetherMsMax))])
createRoot(host).render(<App />)
