import { useWords } from '@ronghe/kit/ui'
import { symbols } from '../contract/picture-shapes.ts'
import { SymbolDrawing } from './picture-symbols.tsx'

const size = 34
const plain = { colour: null, level: 0.6, isRunning: false, history: [2, 5, 3, 8, 6, 9] }
const signs: Partial<Record<(typeof symbols)[number], string>> = {
  text: 'A',
  value: '42',
  setPoint: '✎',
  link: '→',
  gauge: '42',
}

/** The symbols to place. */
export function Palette({ onAdd }: { onAdd: (symbol: (typeof symbols)[number]) => void }) {
  const { t } = useWords()
  return (
    <div className="pic-palette">
      {symbols.map((symbol) => (
        <button key={symbol} type="button" onClick={() => onAdd(symbol)}>
          <svg width={size} height={size} aria-hidden="true">
            <SymbolDrawing
              item={{ id: symbol, symbol, layer: '', x: 0, y: 0, width: size, height: size }}
              look={{ ...plain, text: signs[symbol] ?? '' }}
            />
          </svg>
          {t(`factory.symbol.${symbol}`)}
        </button>
      ))}
    </div>
  )
}
