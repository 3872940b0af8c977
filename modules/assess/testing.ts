/** Reads what a person reads in a printed report. */
export { pdfText } from './test/pdf-text.ts'
