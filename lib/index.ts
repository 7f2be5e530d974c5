export { tf } from "./core/tf";
