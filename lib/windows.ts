import { type HolidayCalendar } from "./calendar";
import { type JstDay } from "./day";

/** The `count`-th bank business day before `date`, or one more if `date` is itself a bank holiday [T-1, P-6]. */
const leadDay = (date: JstDay, count: number, calendar: HolidayCalendar): JstDay =>
  calendar.businessDaysBefore(date, calendar.isBankHoliday(date) ? count + 1 : count);

/**
 * The record day of a payment date: the first day of its closed window, at whose 00:00 the register is read [P-3]. No
 * transfer from then through the date: 2 bank business days before it, 3 if it is a bank holiday [T-1].
 *
 * @throws `YearNotLoaded` if the calendar ends before it
 */
export const recordDay = (date: JstDay, calendar: HolidayCalendar): JstDay => leadDay(date, 2, calendar);

/**
 * The last day of purchase and cancellation: 3 bank business days before maturity, 4 if that is a bank holiday [P-6].
 *
 * @throws `YearNotLoaded` if the calendar ends before it
 */
export const lastPurchaseDay = (maturity: JstDay, calendar: HolidayCalendar): JstDay => leadDay(maturity, 3, calendar);
