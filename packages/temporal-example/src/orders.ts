/** The queues that the worker of this package serves. */
export const TASK_QUEUES = { orders: 'orders', nights: 'reconciliation' };

/** What one order is, and how its fulfilment is to go. */
export interface Order {
  orderId: string;
  customer: string;
  amount: number;
  items: string[];
  address: string;
  /** Attempts at charging the card that the bank declines, before it agrees; 0 by default. */
  declined?: number;
  /** The card is never charged, and the order fails for good. */
  stolenCard?: boolean;
  /** Whether the payment has to be confirmed by the signal `payment-received`. */
  confirmPayment?: boolean;
  /** For how long the order may still be changed before it is packed. */
  coolingOffMs?: number;
  /** How long the packing of one item takes. */
  packingMs?: number;
  /** How often the parcel is lost by the carrier's API, which costs an attempt each. */
  parcelErrors?: number;
  /** How long the parcel is on its way. */
  deliveryMs?: number;
}

/** What has become of an order. */
export interface Fulfilment {
  orderId: string;
  receipt: string;
  trackingNumber: string;
}

/** A parcel that is to be shipped. */
export interface Parcel {
  orderId: string;
  address: string;
  items: string[];
  errors: number;
  deliveryMs: number;
}

/** Which books are compared, and how that is to go. */
export interface Night {
  /** Day of the books, such as `2026-11-28`. */
  day: string;
  accounts: string[];
  /** Accounts that one run compares before the next one goes on. */
  batch: number;
  /** Accounts whose books the bank does not send at the first attempts; how many of those. */
  lateAccounts?: Record<string, number>;
  /** Accounts that do not add up, which fails the night. */
  wrongAccounts?: string[];
  /** How long the bank takes to send its books of one account. */
  fetchMs?: number;
  /** What the runs before have found. */
  differences?: string[];
}
