import { fileReader } from './files.ts'
import type { Trade, Trades, Words } from './shape.ts'

type TradeRow = [code: string, zh: string, parent: string | null]
type TradeFile = { source: Words; columns: string[]; rows: TradeRow[]; english: Record<string, string> }

const file = fileReader<TradeFile>('./trades.json')
let kept: Trades | undefined

/** All rows of GB/T 4754-2017 with Amendment 1: sections first, then by code. */
export function trades(): Trades {
  kept ??= { source: file().source, trades: file().rows.map((row) => trade(row, file().english)) }
  return kept
}

function trade([code, zh, parent]: TradeRow, english: Record<string, string>): Trade {
  return { code, name: { zh, en: english[code] ?? null }, parent, level: levelOf(code) }
}

/** GB/T 4754-2017 §4: a letter for the section, then two, three and four digits. */
function levelOf(code: string): Trade['level'] {
  if (code.length === 1) return 0
  return code.length === 2 ? 1 : code.length === 3 ? 2 : 3
}
