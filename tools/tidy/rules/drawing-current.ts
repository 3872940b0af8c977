import { drawing, drawingPath } from '../drawing.ts'
import type { Rule } from '../house.ts'

/** The printed drawing of the house is the one that the package files give now. */
export const drawingCurrent: Rule = {
  name: 'drawing-current',
  why: 'A drawing that was true last month sends a newcomer the wrong way.',
  check(house) {
    const printed = house.at(drawingPath)
    if (printed?.text === drawing(house)) return []
    const path = printed ? drawingPath : 'package.json'
    return [{ path, line: 1, message: `${drawingPath} is out of date: npm run generate prints it` }]
  },
}
