/** How many random messages a fault test sends; `FUZZ_PAYLOADS` makes it a hundred thousand. */
export const payloads = Number(process.env.FUZZ_PAYLOADS ?? 400)
