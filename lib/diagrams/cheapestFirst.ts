/** States of a search, the cheapest first: a binary heap. */
export class CheapestFirst {
  readonly #states: number[] = [];
  readonly #costs: number[] = [];

  push(state: number, cost: number): void {
    let at = this.#states.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#costs[parent] <= cost) break;
      this.#move(at, parent);
      at = parent;
    }
    this.#states[at] = state;
    this.#costs[at] = cost;
  }

  /** −1 where none is left. */
  pop(): number {
    const [first] = this.#states;
    const state = this.#states.pop();
    const cost = this.#costs.pop();
    if (first === undefined || state === undefined || cost === undefined) return -1;
    const { length } = this.#states;
    if (length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#costs[child + 1] < this.#costs[child]) child++;
      if (this.#costs[child] >= cost) break;
      this.#move(at, child);
      at = child;
    }
    this.#states[at] = state;
    this.#costs[at] = cost;
    return first;
  }

  #move(to: number, from: number): void {
    this.#states[to] = this.#states[from];
    this.#costs[to] = this.#costs[from];
  }
}
