type Light = 'green' | 'yellow' | 'red'

/** Circle, triangle, square: the shape says it to who does not see the colour. */
const shapes = {
  green: <circle cx="8" cy="8" r="7" />,
  yellow: <path d="M8 1 L15.5 15 L0.5 15 Z" />,
  red: <rect x="1" y="1" width="14" height="14" />,
} as const

export function WallLight({ light, text }: { light: Light; text: string }) {
  return (
    <span className="wall-light" data-light={light}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {shapes[light]}
      </svg>
      {text}
    </span>
  )
}
