/** The most that may be granted: a share of the investment in basis points, and not above the cap. Fen. */
export function grantMaxFen(
  investmentFen: bigint,
  programme: { shareBasisPoints: number; capFen: bigint },
): bigint {
  const share = (investmentFen * BigInt(programme.shareBasisPoints)) / 10_000n
  return share < programme.capFen ? share : programme.capFen
}

/** Do the tranches sum to the grant exactly, each above zero? */
export function tranchesFit(grantFen: bigint, tranches: readonly bigint[]): boolean {
  return tranches.every((one) => one > 0n) && tranches.reduce((sum, one) => sum + one, 0n) === grantFen
}
