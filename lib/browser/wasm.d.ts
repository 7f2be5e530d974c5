/** esbuild makes an address of it that holds its bytes. */
declare module "*.wasm" {
  const address: string;
  export default address;
}
