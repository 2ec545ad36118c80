import { type HolidayCalendar } from "./calendar";
import { addDays, type JstDay } from "./day";
import { type Schedule } from "./schedule";

const SETTLEMENT_LAG = 2;
const DAYS_TO_EXPIRY = 30;

/**
 * The earliest settlement day of a trade agreed on `tradeDay`: the 2nd bank business day after it, the 3rd if it is a bank
 * holiday, for what is agreed on a Saturday counts as agreed on Monday [T-5].
 *
 * @throws `YearNotLoaded` if the calendar ends before it
 */
export const earliestSettlementDay = (tradeDay: JstDay, calendar: HolidayCalendar): JstDay =>
  calendar.businessDaysAfter(tradeDay, calendar.isBankHoliday(tradeDay) ? SETTLEMENT_LAG + 1 : SETTLEMENT_LAG);

/**
 * The first day on which a trade agreed on `tradeDay` can be settled: its earliest settlement day or, if that lies in a
 * closed window, the day after the window [T-5, T-1].
 *
 * @throws `YearNotLoaded` if the calendar ends before it
 */
export const settleableFrom = ({ payments }: Schedule, tradeDay: JstDay, calendar: HolidayCalendar): JstDay => {
  const earliest = earliestSettlementDay(tradeDay, calendar);
  const closed = payments.find(({ blackoutFrom, blackoutTo }) => blackoutFrom <= earliest && earliest <= blackoutTo);
  return closed === undefined ? earliest : addDays(closed.blackoutTo, 1);
};

/** The last day on which a trade can be settled if nobody names one: 30 days after the trade day, at most the maturity. */
export const usualExpiryDay = (tradeDay: JstDay, maturity: JstDay): JstDay =>
  Math.min(addDays(tradeDay, DAYS_TO_EXPIRY), maturity) as JstDay;
