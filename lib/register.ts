import { jstDayOf, type JstDay } from "./day";

/** Where a record stands on the chain; its moment is part of the record [T-6]. */
export interface Place {
  readonly block: number;
  readonly logIndex: number;
  readonly transaction: string;
  /** Seconds since 1970-01-01T00:00:00Z: the timestamp of the block. */
  readonly at: bigint;
}

export type AccountKind = "Investor" | "Dealer" | "Issuer";
export type OrderKind = "Move" | "Freeze" | "NewKey";
export type OrderCause = "Correction" | "Succession" | "CourtOrder" | "LostKey";

/** What the contracts say, as far as the register follows from it. Accounts are compared as texts; null is no account. */
export type RegisterEvent = Place &
  (
    | { readonly name: "Transfer"; readonly from: string | null; readonly to: string | null; readonly bonds: number }
    | { readonly name: "Issued"; readonly bonds: number }
    | { readonly name: "Cancelled"; readonly issuer: string; readonly bonds: number }
    | { readonly name: "ForcedTransfer"; readonly from: string; readonly to: string; readonly bonds: number }
    | ({ readonly name: "OrderRecorded" } & Order)
    | { readonly name: "OrderExecuted"; readonly id: number }
    | { readonly name: "HolderOpened"; readonly account: string; readonly holderId: string }
    | KeyReplaced
    | ({ readonly name: "PartyMoved"; readonly documentHash: string } & Replacement)
    | {
        readonly name: "AccountAdmitted";
        readonly account: string;
        readonly kind: AccountKind;
        readonly taxClass: number;
      }
    | { readonly name: "TaxClassChanged"; readonly account: string; readonly taxClass: number }
    | {
        readonly name: "TradeSettled";
        readonly id: number;
        readonly seller: string;
        readonly buyer: string;
        readonly bonds: number;
        readonly bankReference: string;
      }
    | {
        readonly name: "AllotmentDelivered";
        readonly holder: string;
        readonly bonds: number;
        readonly bankReference: string;
      }
    | { readonly name: "RoleGranted"; readonly role: number; readonly account: string; readonly since: bigint }
    | { readonly name: "RoleRevoked"; readonly role: number; readonly account: string }
  );

interface Replacement {
  readonly oldAccount: string;
  readonly newAccount: string;
}

type KeyReplaced = { readonly name: "KeyReplaced"; readonly holderId: string } & Replacement;

/** An order of the register administrator [T-7]. */
interface Order {
  readonly id: number;
  readonly kind: OrderKind;
  readonly cause: OrderCause;
  readonly from: string;
  readonly to: string | null;
  readonly bonds: number;
  readonly documentHash: string;
}

type Named<Name extends RegisterEvent["name"]> = Extract<RegisterEvent, { readonly name: Name }>;

/** Why bonds came, moved or went. */
export type Cause =
  | "issue"
  | "delivery"
  | "trade"
  | "purchase"
  | "correction"
  | "succession"
  | "court order"
  | "lost key"
  | "new key"
  | "party moved"
  | "cancellation"
  | "redemption";

const ORDER_CAUSES: Readonly<Record<OrderCause, Cause>> = {
  Correction: "correction",
  Succession: "succession",
  CourtOrder: "court order",
  LostKey: "lost key",
};

/** One entry of the register: bonds that came into being (`from` null), moved, or ceased to be (`to` null). */
export interface Entry extends Place {
  readonly day: JstDay;
  readonly from: string | null;
  readonly to: string | null;
  readonly bonds: number;
  readonly cause: Cause;
  /** What the entry rests on: the hash of a document, the trade, the bank's reference, or the transaction alone. */
  readonly reference: string;
}

/** Thrown when events do not make a register: some are missing, or belong to something else. */
export class RegisterError extends Error {
  override readonly name = "RegisterError";
}

/** The entries of the register, oldest first. A record of no bonds moves nothing and is no entry. */
export const entriesOf = (events: readonly RegisterEvent[]): readonly Entry[] => {
  const issuers = new Set(accountsOfKind(events, "Issuer"));
  const orders = new Map(events.flatMap((event) => (event.name === "OrderRecorded" ? [[event.id, event]] : [])));
  return byTransaction(events).flatMap((together) => {
    const unused = together.filter(({ name }) => name !== "Transfer");
    return together.flatMap((event) => {
      if (event.name !== "Transfer") return [];
      const { block, logIndex, transaction, at, from, to, bonds } = event;
      const ground = groundOf(event, unused, orders, issuers);
      return bonds === 0 ? [] : [{ block, logIndex, transaction, at, day: jstDayOf(at), from, to, bonds, ...ground }];
    });
  });
};

const accountsOfKind = (events: readonly RegisterEvent[], kind: AccountKind): string[] =>
  events.flatMap((event) => (event.name === "AccountAdmitted" && event.kind === kind ? [event.account] : []));

const byTransaction = (events: readonly RegisterEvent[]): readonly (readonly RegisterEvent[])[] => {
  const groups: RegisterEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.transaction === event.transaction) last.push(event);
    else groups.push([event]);
  }
  return groups;
};

type Ground = Pick<Entry, "cause" | "reference">;

/**
 * Why a transfer happened: what the contracts say of it in the same transaction. Every such word explains one transfer
 * and is used up, so that a transaction may carry several.
 *
 * @param unused the other events of the transaction; what explains this transfer is removed
 */
const groundOf = (
  transfer: Named<"Transfer">,
  unused: RegisterEvent[],
  orders: ReadonlyMap<number, Order>,
  issuers: ReadonlySet<string>,
): Ground => {
  const { from, to, bonds, transaction } = transfer;
  const use = <Name extends RegisterEvent["name"]>(name: Name, fits: (event: Named<Name>) => boolean) =>
    take(unused, name, fits);
  const orderOf = (kind: OrderKind): Order => {
    const fits = (order: Order | undefined): boolean =>
      order?.kind === kind && order.from === from && order.to === to && (kind === "NewKey" || order.bonds === bonds);
    const executed = use("OrderExecuted", ({ id }) => fits(orders.get(id)));
    const order = executed && orders.get(executed.id);
    if (order !== undefined) return order;
    throw new RegisterError(
      `${shown(transfer)} moves by order, and no such order was executed with it: read the events of the orders too`,
    );
  };

  if (from === null) {
    if (use("Issued", (issued) => issued.bonds === bonds)) return { cause: "issue", reference: transaction };
    throw new RegisterError(`${shown(transfer)} creates bonds outside the issue: these are not the events of the bond`);
  }
  if (to === null) {
    const cancelled = use("Cancelled", (event) => event.issuer === from && event.bonds === bonds);
    return { cause: cancelled ? "cancellation" : "redemption", reference: transaction };
  }
  if (use("ForcedTransfer", (forced) => forced.from === from && forced.to === to && forced.bonds === bonds)) {
    const { cause, documentHash } = orderOf("Move");
    return { cause: ORDER_CAUSES[cause], reference: documentHash };
  }
  const replaces = ({ oldAccount, newAccount }: Replacement): boolean => oldAccount === from && newAccount === to;
  if (use("KeyReplaced", replaces)) return { cause: "new key", reference: orderOf("NewKey").documentHash };
  const moved = use("PartyMoved", replaces);
  if (moved) return { cause: "party moved", reference: moved.documentHash };

  const transferCause = issuers.has(to) ? "purchase" : "trade";
  const trade = use("TradeSettled", ({ seller, buyer, ...rest }) => {
    return seller === from && buyer === to && rest.bonds === bonds;
  });
  if (trade) return { cause: transferCause, reference: `trade ${trade.id} / ${trade.bankReference}` };
  const delivered = use("AllotmentDelivered", (event) => event.holder === to && event.bonds === bonds);
  if (delivered) return { cause: "delivery", reference: delivered.bankReference };
  return { cause: transferCause, reference: transaction };
};

const take = <Name extends RegisterEvent["name"]>(
  unused: RegisterEvent[],
  name: Name,
  fits: (event: Named<Name>) => boolean,
): Named<Name> | undefined => {
  const at = unused.findIndex((event) => event.name === name && fits(event as Named<Name>));
  return at < 0 ? undefined : (unused.splice(at, 1)[0] as Named<Name>);
};

/** A record for messages. */
export const shown = ({ block, logIndex, bonds }: Place & { readonly bonds: number }): string =>
  `block ${block}, log ${logIndex} (${bonds} bonds)`;
