/** As the bundler hands it over (scripts/setup/pages.mjs): its text. */
declare module "*.css" {
  const text: string;
  export default text;
}
