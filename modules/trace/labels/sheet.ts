/** A print sheet, all in millimetres; a roll is a sheet of one label. */
export type Sheet = {
  widthMm: number
  heightMm: number
  columns: number
  rows: number
  marginLeftMm: number
  marginTopMm: number
  labelWidthMm: number
  labelHeightMm: number
  gapXMm: number
  gapYMm: number
}

/** A4 with 24 labels of 70 × 37 mm, as every stationer has it. */
export const a4: Sheet = {
  ...{ widthMm: 210, heightMm: 297, columns: 3, rows: 8, marginLeftMm: 0, marginTopMm: 0.5 },
  ...{ labelWidthMm: 70, labelHeightMm: 37, gapXMm: 0, gapYMm: 0 },
}

export function roll(labelWidthMm: number, labelHeightMm: number): Sheet {
  return {
    ...{
      widthMm: labelWidthMm,
      heightMm: labelHeightMm,
      columns: 1,
      rows: 1,
      marginLeftMm: 0,
      marginTopMm: 0,
    },
    ...{ labelWidthMm, labelHeightMm, gapXMm: 0, gapYMm: 0 },
  }
}

/** Whether the labels lie on the paper. */
export function fits(sheet: Sheet): boolean {
  const across = sheet.columns * sheet.labelWidthMm + (sheet.columns - 1) * sheet.gapXMm
  const down = sheet.rows * sheet.labelHeightMm + (sheet.rows - 1) * sheet.gapYMm
  return sheet.marginLeftMm + across <= sheet.widthMm && sheet.marginTopMm + down <= sheet.heightMm
}

/** Where the label of a number lies, from the top left of its page. */
export function placeOf(sheet: Sheet, number: number): { page: number; x: number; y: number } {
  const onPage = sheet.columns * sheet.rows
  const at = number % onPage
  return {
    page: Math.floor(number / onPage),
    x: sheet.marginLeftMm + (at % sheet.columns) * (sheet.labelWidthMm + sheet.gapXMm),
    y: sheet.marginTopMm + Math.floor(at / sheet.columns) * (sheet.labelHeightMm + sheet.gapYMm),
  }
}

const paddingMm = 2

/** The square of the symbol with its quiet zone at the left of a label, and the words beside or below it. */
export function partsOf(label: Pick<Sheet, 'labelWidthMm' | 'labelHeightMm'>) {
  const { labelWidthMm: width, labelHeightMm: height } = label
  const isWide = width >= height * 1.3
  const symbolMm = Math.min(height, isWide ? width / 2 : width) - 2 * paddingMm
  const textX = isWide ? symbolMm + 2 * paddingMm : paddingMm
  const textY = isWide ? paddingMm : symbolMm + 2 * paddingMm
  return {
    symbolMm,
    symbolX: paddingMm,
    symbolY: paddingMm,
    textX,
    textY,
    textWidthMm: width - textX - paddingMm,
  }
}
