/** Where the bundler put a WebAssembly program. */
declare module '*.wasm?url' {
  const address: string
  export default address
}
