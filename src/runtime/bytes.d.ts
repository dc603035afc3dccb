/** A file taken into the Worker's bundle as it is (the rule of wrangler.toml for these names). */
declare module '*?bytes' {
  const bytes: ArrayBuffer
  export default bytes
}
