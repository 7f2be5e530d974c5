import { expect, LabError } from "../core/errors";
import { sayOnce } from "../core/sayOnce";

/**
 * What a reader goes through for every record of a file, so that one bad one of ten thousand is named and left out. Where
 * more than a tenth are bad the file is not what the reader takes it for, and the first complaint is its refusal.
 */
export class Records {
  #used = 0;
  readonly #complaints: string[] = [];
  #skipped = 0;
  readonly #what: string;

  /** @param what are the records, such as "lines of captions.csv" */
  constructor(what: string) {
    this.#what = what;
  }

  /** What `read` makes of one record, or undefined where it complains. */
  use<T>(read: () => T): T | undefined {
    try {
      const value = read();
      this.#used++;
      return value;
    } catch (error) {
      this.skip(error);
      return undefined;
    }
  }

  /** Leaves a record out for a mistake in it; any other error is thrown on. */
  skip(error: unknown): void {
    if (!(error instanceof LabError)) throw error;
    this.#skipped++;
    if (this.#complaints.length < told) this.#complaints.push(error.message);
  }

  /** To be called after the last record: names what was left out. @throws where that is more than a tenth */
  end(): void {
    expect(this.#skipped * 10 <= this.#used + this.#skipped, () => this.#complaints[0]);
    this.tell();
  }

  /** Names what has been left out so far. */
  tell(): void {
    if (this.#skipped === 0) return;
    const [skipped, all] = [this.#skipped, this.#used + this.#skipped].map((count) => count.toLocaleString("en"));
    const more = this.#skipped - this.#complaints.length;
    const list = [...this.#complaints, ...(more > 0 ? [`and ${more.toLocaleString("en")} more`] : [])].join("; ");
    const sentence = `${skipped} of ${all} ${this.#what} skipped: ${list}`;
    sayOnce(sentence, sentence);
  }
}

/** So many complaints are told in full. */
const told = 3;
