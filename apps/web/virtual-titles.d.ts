declare module 'virtual:titles/zh' {
  const titles: Record<string, string>
  export default titles
}
declare module 'virtual:titles/en' {
  const titles: Record<string, string>
  export default titles
}

declare module 'virtual:asks' {
  const asking: readonly { readonly path: string; readonly asks: readonly string[] }[]
  export default asking
}
