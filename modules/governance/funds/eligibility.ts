/** What a firm is known to be; null where nobody knows. Rates are shares, amounts fen. */
export type FirmFacts = Readonly<Record<FactName, string | number | boolean | null>>

export const factNames = [
  'kind',
  'regionCode',
  'tradeCode',
  'sizeClass',
  'isKey',
  'verification',
  'revenueFen',
  'machines',
  'machinesConnected',
  'rateEvidenced',
] as const
export type FactName = (typeof factNames)[number]

export const operators = ['is', 'isOneOf', 'startsWith', 'atLeast', 'atMost'] as const
export type Operator = (typeof operators)[number]

/** One condition of a programme, as data; `value` is a text, and several are parted by commas. */
export type Condition = { fact: FactName; operator: Operator; value: string }

/** `met` is null where the fact is not known. */
export type Judged = Condition & { found: string | null; met: boolean | null }

/**
 * Every condition with what was found. A firm fits when all are met; it does not when one is not met; else
 * it is open which.
 */
export function judge(
  conditions: readonly Condition[],
  facts: FirmFacts,
): { fits: boolean | null; conditions: Judged[] } {
  const judged = conditions.map((one) => {
    const fact = facts[one.fact]
    return {
      ...one,
      found: fact === null ? null : String(fact),
      met: fact === null ? null : holds(one, fact),
    }
  })
  const fits = judged.some((one) => one.met === false) ? false : judged.every((one) => one.met) ? true : null
  return { fits, conditions: judged }
}

function holds({ operator, value }: Condition, fact: string | number | boolean): boolean {
  const values = value.split(',').map((one) => one.trim())
  switch (operator) {
    case 'is':
      return String(fact) === value.trim()
    case 'isOneOf':
      return values.includes(String(fact))
    case 'startsWith':
      return values.some((one) => String(fact).startsWith(one))
    case 'atLeast':
      return Number(fact) >= Number(value)
    case 'atMost':
      return Number(fact) <= Number(value)
  }
}

/** Does the condition make sense: a number where numbers are compared, and some value? */
export function isSound({ operator, value }: Condition): boolean {
  if (value.trim() === '') return false
  return (operator !== 'atLeast' && operator !== 'atMost') || Number.isFinite(Number(value))
}
