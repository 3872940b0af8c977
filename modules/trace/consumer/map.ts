export type Stop = { name: string; latitude: number; longitude: number }

const width = 640
const height = 360
const margin = 70

/**
 * The way of a thing drawn by ourselves: places in their true position to each other (equirectangular around
 * their middle), numbered in their sequence. Empty with fewer than one place.
 */
export function mapOf(stops: readonly Stop[], title: string): string {
  const places = stops.filter((one, at) => at === 0 || !isSame(one, stops[at - 1]!))
  if (places.length === 0) return ''
  const at = projection(places)
  const points = places.map(at)
  const path = points.map(({ x, y }) => `${x},${y}`).join(' ')
  const marks = places.map((place, index) => markOf(place, points[index]!, index, places, points)).join('')
  return `<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="${safe(title)}">
<rect width="${width}" height="${height}" rx="12" class="sea"/>${gridOf()}
<polyline points="${path}" class="way"/>${marks}</svg>`
}

type Point = { x: number; y: number }

function isSame(one: Stop, other: Stop): boolean {
  return one.latitude === other.latitude && one.longitude === other.longitude
}

function projection(places: readonly Stop[]): (place: Stop) => Point {
  const middle = places.reduce((sum, one) => sum + one.latitude, 0) / places.length
  const squeeze = Math.cos((middle * Math.PI) / 180)
  const xs = places.map(({ longitude }) => longitude * squeeze)
  const ys = places.map(({ latitude }) => -latitude)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const scale = Math.min((width - 2 * margin) / (wide || 1), (height - 2 * margin) / (high || 1))
  const round = (value: number) => Math.round(value * 10) / 10
  return ({ latitude, longitude }) => ({
    x: round(width / 2 + (longitude * squeeze - left - wide / 2) * scale),
    y: round(height / 2 + (-latitude - top - high / 2) * scale),
  })
}

/** A place that is passed twice has one mark, with the first number. */
function markOf(
  place: Stop,
  { x, y }: Point,
  index: number,
  places: readonly Stop[],
  points: readonly Point[],
): string {
  if (places.findIndex((one) => isSame(one, place)) < index) return ''
  const number = points
    .slice(0, index)
    .filter((_, at) => places.findIndex((one) => isSame(one, places[at]!)) === at)
  const anchor = x > width * 0.66 ? 'end' : x < width * 0.34 ? 'start' : 'middle'
  return `<circle cx="${x}" cy="${y}" r="15" class="stop"/><text x="${x}" y="${y + 5}" class="number">${
    number.length + 1
  }</text><text x="${x}" y="${y + 36}" text-anchor="${anchor}">${safe(place.name)}</text>`
}

function gridOf(): string {
  const lines = [1, 2, 3, 4, 5].map((at) => `<path d="M${(at * width) / 6} 0V${height}" class="grid"/>`)
  return lines.join('') + [1, 2, 3].map((at) => `<path d="M0 ${at * 90}H${width}" class="grid"/>`).join('')
}

/** Text of others stays text. */
export function safe(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
