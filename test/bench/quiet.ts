import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Of all cores; PyTorch's threads wait for one another, so that a single busy core can cost it nine tenths. */
const DISTURBING = 0.05;

/** The machine during one turn. */
export interface Watch {
  /** Whether others than the contestant, which took `own` seconds of processor time, have been at work. */
  disturbed(own: number): boolean;
}

export function watch(): Watch {
  const [busy, began] = [busySeconds(), performance.now()];
  return {
    disturbed(own) {
      const offered = ((performance.now() - began) / 1000) * cpus().length;
      return busySeconds() - busy - own > DISTURBING * offered;
    },
  };
}

/** Seconds that a whole run of the benchmark may lose to others on this machine. */
export interface Patience {
  /** After a round of so many seconds that others disturbed: waits until they rest, or tells that no patience is left. */
  waitForQuiet(lost: number): Promise<boolean>;
}

export function patience(seconds: number): Patience {
  let left = seconds;
  return {
    async waitForQuiet(lost) {
      left -= lost;
      while (left > 0) {
        const nothing = watch();
        await sleep(300);
        left -= 0.3;
        if (!nothing.disturbed(0)) return true;
      }
      return false;
    },
  };
}

/** Processor time spent by everybody since the machine was started. */
const busySeconds = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + (user + nice + sys + irq) / 1000, 0);
