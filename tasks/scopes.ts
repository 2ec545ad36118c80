import { scope } from "hardhat/config";

/** The scopes of the command line, described once. */
export const bond = scope("bond", "The bond: schedule, deployment, issue, transfers, its whole life");
export const deploy = scope("deploy", "The deployment of a bond: verify what stands on the chain");
export const holder = scope("holder", "The accounts of the holders");
export const calendar = scope("calendar", "Bank holidays");
export const payment = scope("payment", "Payment dates: preview, fix, fund, settle, fail, return, close");
export const register = scope("register", "The bond register: extracts, entries, certificates, orders, personal data");
export const trade = scope("trade", "Trades with the dealer: propose, confirm, settle, cancel, expire, fail");
export const offering = scope("offering", "The offering: apply, allot, pay, underwrite, deliver");
export const defaults = scope("default", "Loss of the benefit of time, and security given to other bonds");
export const meeting = scope("meeting", "Meetings of the holders: demand, convene, vote, tally, court, consent");
export const notice = scope("notice", "Notices to the holders: give, deliver, record, publish");
export const doc = scope("doc", "Documents of the bond, with every version");
export const impact = scope("impact", "What the money did for the climate: facilities, records, figures, verification");
export const proceeds = scope("proceeds", "Where the money went: projects, allocation, holdings, annual reports");
export const role = scope("role", "Who holds which role: list, move, grant, revoke, cancel");
export const tx = scope("tx", "Transactions on their way: what waits, and why; those that are signed elsewhere");
export const network = scope("network", "The network on which bonds are issued: whether it fits, and what to mend");
