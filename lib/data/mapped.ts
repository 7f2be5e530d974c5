/** `make` of each item. */
export function* mapped<A, B>(items: Iterable<A>, make: (item: A) => B): Generator<B> {
  for (const item of items) yield make(item);
}
