// Sharing and the place, for phones that can; the page is whole without.
const share = document.getElementById('share')
share?.addEventListener('click', async () => {
  const data = { title: document.title, url: location.href.split('?')[0] }
  if (navigator.share) return navigator.share(data).catch(() => {})
  await navigator.clipboard.writeText(data.url)
  share.textContent = share.dataset.done
})
if (share && (navigator.share || navigator.clipboard)) share.hidden = false
const where = document.getElementById('where')
where?.addEventListener('click', () => {
  navigator.geolocation.getCurrentPosition(async ({ coords }) => {
    const round = (degrees) => Math.round(degrees * 10) / 10
    const body = new URLSearchParams({
      path: location.pathname.slice('/story'.length),
      latitude: round(coords.latitude),
      longitude: round(coords.longitude),
    })
    await fetch('/story-place', { method: 'POST', body })
    location.reload()
  })
})
if (where && navigator.geolocation && window.isSecureContext) where.hidden = false
