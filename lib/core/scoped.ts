import { tf } from "./tf";

/** What `run` returns, plain data; every tensor that it makes is disposed. */
export function scoped<R>(run: () => R): R {
  let result: R | undefined;
  tf.tidy(() => {
    result = run();
  });
  return result as R;
}
