// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ScheduleTerms} from "../types/BondTerms.sol";
import {JstDay} from "../types/JstDay.sol";
import {InterestPerYenE13} from "../types/Yen.sol";
import {CivilDate} from "./CivilDate.sol";
import {InterestLib} from "./InterestLib.sol";

/// @title The payment dates of a bond and the interest of each, from the terms alone
/// @notice Days here are the nominal ones of I-4; what banks' holidays make of them (P-4, T-1, P-6) is the calendar's.
library ScheduleLib {
    /// @notice A closed window begins this many bank business days before a payment date, one more if the date is a bank holiday [T-1].
    uint256 internal constant CLOSED_WINDOW_LEAD = 2;
    /// @notice Purchase and cancellation end this many bank business days before maturity, one more if it is a bank holiday [P-6].
    uint256 internal constant PURCHASE_LEAD = 3;

    int256 private constant MONTHS_PER_HALF = 6;
    uint256 private constant MAX_RATE_PPM = 1_000_000;
    uint256 private constant MAX_DATES = 255;

    /// @notice The regular grid on which payment dates lie [P-2]: the month of the first payment, counted from year 0, and the day of the month,
    /// the larger of the first payment's and the maturity's.
    struct Grid {
        uint256 firstMonth;
        uint256 dayOfMonth;
        uint256 count;
    }

    /// @notice The rate must lie between 0 and 1,000,000 ppm, both excluded.
    error RateOutOfRange(uint32 ratePpm);
    /// @notice The first payment must come after the closing day, and maturity not before the first payment [P-1, P-2].
    error DaysOutOfOrder(JstDay closingDay, JstDay firstPaymentDay, JstDay maturityDay);
    /// @notice At most 255 payment dates can be numbered.
    error TooManyDates(uint256 count);
    /// @notice `day` does not lie on the half-yearly grid of first payment and maturity [P-2].
    error OffTheGrid(JstDay day, JstDay onGrid);
    /// @notice There is no payment date `index`; the dates are numbered 1 to `count`.
    error NoSuchDate(uint256 index, uint256 count);

    /// @notice Refuses terms that the clauses do not allow: first payment and maturity lie on one grid [I-4, I-6, P-2].
    function requireValid(ScheduleTerms memory terms) internal pure {
        if (terms.ratePpm == 0 || terms.ratePpm >= MAX_RATE_PPM) revert RateOutOfRange(terms.ratePpm);
        if (terms.firstPaymentDay <= terms.closingDay || terms.maturityDay < terms.firstPaymentDay)
            revert DaysOutOfOrder(terms.closingDay, terms.firstPaymentDay, terms.maturityDay);
        Grid memory grid = gridOf(terms);
        if (grid.count > MAX_DATES) revert TooManyDates(grid.count);
        _requireOnGrid(terms.firstPaymentDay, dateAt(grid, 1));
        _requireOnGrid(terms.maturityDay, dateAt(grid, grid.count));
    }

    /// @notice The grid of valid terms, with the number of payment dates: one each half-year from the first payment through maturity.
    function gridOf(ScheduleTerms memory terms) internal pure returns (Grid memory grid) {
        (uint256 firstYear, uint256 firstMonth, uint256 first) = CivilDate.civilOf(terms.firstPaymentDay);
        (uint256 lastYear, uint256 lastMonth, uint256 last) = CivilDate.civilOf(terms.maturityDay);
        grid.firstMonth = firstYear * 12 + firstMonth - 1;
        grid.dayOfMonth = first > last ? first : last;
        grid.count = (lastYear * 12 + lastMonth - 1 - grid.firstMonth) / uint256(MONTHS_PER_HALF) + 1;
    }

    /// @notice Payment date `index`, counted from 1 [I-4].
    function dateAt(Grid memory grid, uint256 index) internal pure returns (JstDay) {
        if (index == 0 || index > grid.count) revert NoSuchDate(index, grid.count);
        return _gridDay(grid, int256(index) - 1);
    }

    /// @notice The first payment date that does not lie before `day`; the last one if all do.
    function indexAtOrAfter(Grid memory grid, JstDay day) internal pure returns (uint256 index) {
        (uint256 year, uint256 month, ) = CivilDate.civilOf(day);
        uint256 months = year * 12 + month - 1;
        if (months < grid.firstMonth) return 1;
        index = (months - grid.firstMonth) / uint256(MONTHS_PER_HALF) + 1; // its date lies in this month or in one of the five before
        if (index >= grid.count) return grid.count;
        if (dateAt(grid, index) < day) ++index;
    }

    /// @notice Interest per yen paid on date `index`: a regular half-year, or the first period split at the grid dates before it [P-2].
    function interestAt(ScheduleTerms memory terms, uint256 index) internal pure returns (InterestPerYenE13) {
        if (index == 1) return _interestThrough(terms, terms.closingDay, terms.firstPaymentDay);
        return InterestLib.cutToE13(terms.ratePpm, InterestLib.HalfYears(0, 1, 1, 0, 1));
    }

    /// @notice Interest per yen accrued from the last payment date, or the closing day, through `day`, that day included [P-1, P-2].
    /// @return accrues whether anything accrues: not before the closing day and not after maturity
    /// @return accruesFrom the first day counted
    function accruedThrough(
        ScheduleTerms memory terms,
        JstDay day
    ) internal pure returns (bool accrues, JstDay accruesFrom, InterestPerYenE13 perYen) {
        if (day < terms.closingDay || day > terms.maturityDay) return (false, JstDay.wrap(0), InterestPerYenE13.wrap(0));
        JstDay start = terms.closingDay;
        Grid memory grid = gridOf(terms);
        for (int256 half = 0; _gridDay(grid, half) < day; ++half) start = _gridDay(grid, half);
        return (true, start.plus(1), _interestThrough(terms, start, day));
    }

    /// @dev Interest for the days after `start` through `end`, split at the grid dates between them.
    function _interestThrough(ScheduleTerms memory terms, JstDay start, JstDay end) private pure returns (InterestPerYenE13) {
        Grid memory grid = gridOf(terms);
        int256 half = 0; // the half-year that holds the day after `start` ends on grid date `half`
        while (_gridDay(grid, half) <= start) ++half;
        while (_gridDay(grid, half - 1) > start) --half;
        JstDay halfEnd = _gridDay(grid, half);
        JstDay headEnd = end < halfEnd ? end : halfEnd;
        InterestLib.HalfYears memory time = InterestLib.HalfYears({
            headDays: headEnd.daysSince(start),
            headHalfDays: halfEnd.daysSince(_gridDay(grid, half - 1)),
            wholeHalves: 0,
            tailDays: 0,
            tailHalfDays: 1
        });
        while (halfEnd < end) {
            JstDay nextEnd = _gridDay(grid, ++half);
            if (nextEnd <= end) ++time.wholeHalves;
            else (time.tailDays, time.tailHalfDays) = (end.daysSince(halfEnd), nextEnd.daysSince(halfEnd));
            halfEnd = nextEnd;
        }
        return InterestLib.cutToE13(terms.ratePpm, time);
    }

    /// @dev The grid date `halves` half-years after the first payment, before it if negative; a shorter month means its last day.
    function _gridDay(Grid memory grid, int256 halves) private pure returns (JstDay) {
        uint256 months;
        unchecked {
            months = uint256(int256(grid.firstMonth) + MONTHS_PER_HALF * halves); // few enough for any grid
        }
        uint256 year = months / 12;
        uint256 month = (months % 12) + 1;
        uint256 lastDay = CivilDate.lastDayOfMonth(year, month);
        return CivilDate.dayOf(year, month, grid.dayOfMonth < lastDay ? grid.dayOfMonth : lastDay);
    }

    function _requireOnGrid(JstDay day, JstDay onGrid) private pure {
        if (day != onGrid) revert OffTheGrid(day, onGrid);
    }
}
