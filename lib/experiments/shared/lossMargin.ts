/** Two losses closer than this, in bits per character, count as equal: 1.449 − 1.398 nats. */
export const lossMargin = 0.074;

/** Why this and not another. */
export const lossMarginReason =
  "between GRU and LSTM of 64 units on War and Peace, Karpathy, Johnson & Fei-Fei 2015 found as much";
