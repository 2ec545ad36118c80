// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CivilDate} from "../libraries/CivilDate.sol";
import {HalfEven} from "../libraries/HalfEven.sol";
import {InterestLib} from "../libraries/InterestLib.sol";
import {ScheduleLib} from "../libraries/ScheduleLib.sol";
import {IBusinessCalendar} from "../interfaces/IBusinessCalendar.sol";
import {ScheduleTerms} from "../types/BondTerms.sol";
import {JstDay, jstDayOf} from "../types/JstDay.sol";
import {InterestPerYenE13, Yen} from "../types/Yen.sol";

/// @title The pure core, opened for tests. Never deployed with a bond.
contract CoreHarness {
    struct Payment {
        JstDay date;
        JstDay payOn;
        JstDay closedFrom;
        InterestPerYenE13 interestPerYen;
    }

    error DoesNotComeBack(JstDay day);

    IBusinessCalendar private immutable _calendar;

    constructor(IBusinessCalendar calendar) {
        _calendar = calendar;
    }

    function schedule(ScheduleTerms calldata terms) external view returns (Payment[] memory payments, JstDay purchaseTo) {
        ScheduleLib.requireValid(terms);
        ScheduleLib.Grid memory grid = ScheduleLib.gridOf(terms);
        payments = new Payment[](grid.count);
        for (uint256 i = 0; i < payments.length; ++i) {
            JstDay date = ScheduleLib.dateAt(grid, i + 1);
            payments[i] = Payment(
                date,
                _calendar.businessDayAtOrBefore(date),
                _calendar.leadDay(date, ScheduleLib.CLOSED_WINDOW_LEAD),
                ScheduleLib.interestAt(terms, i + 1)
            );
        }
        purchaseTo = _calendar.leadDay(terms.maturityDay, ScheduleLib.PURCHASE_LEAD);
    }

    /// @notice For each of `asked`, the first payment date that does not lie before it.
    function indexAtOrAfter(ScheduleTerms calldata terms, JstDay[] calldata asked) external pure returns (uint256[] memory indexes) {
        indexes = new uint256[](asked.length);
        for (uint256 i = 0; i < asked.length; ++i) indexes[i] = ScheduleLib.indexAtOrAfter(ScheduleLib.gridOf(terms), asked[i]);
    }

    function accrued(
        ScheduleTerms calldata terms,
        JstDay[] calldata through
    ) external pure returns (bool[] memory accrues, JstDay[] memory from, uint64[] memory e13) {
        accrues = new bool[](through.length);
        from = new JstDay[](through.length);
        e13 = new uint64[](through.length);
        for (uint256 i = 0; i < through.length; ++i) {
            InterestPerYenE13 perYen;
            (accrues[i], from[i], perYen) = ScheduleLib.accruedThrough(terms, through[i]);
            e13[i] = InterestPerYenE13.unwrap(perYen);
        }
    }

    function floorToYen(Yen face, InterestPerYenE13 perYen) external pure returns (Yen) {
        return InterestLib.floorToYen(face, perYen);
    }

    function floorToWithheldYen(Yen gross, uint256 ratePer100k) external pure returns (Yen) {
        return InterestLib.floorToWithheldYen(gross, ratePer100k);
    }

    function perMillion(int256 sum) external pure returns (int256) {
        return HalfEven.perMillion(sum);
    }

    function civilOf(JstDay day) external pure returns (uint256 year, uint256 month, uint256 dayOfMonth) {
        return CivilDate.civilOf(day);
    }

    function dayOf(uint256 year, uint256 month, uint256 dayOfMonth) external pure returns (JstDay) {
        return CivilDate.dayOf(year, month, dayOfMonth);
    }

    /// @notice Every day from `from` on, `count` of them, as year × 10,000 + month × 100 + day of the month. Reverts unless each comes back.
    function datesFrom(JstDay from, uint32 count) external pure returns (uint256[] memory dates) {
        dates = new uint256[](count);
        for (uint32 i = 0; i < count; ++i) {
            (uint256 year, uint256 month, uint256 dayOfMonth) = CivilDate.civilOf(from.plus(i));
            dates[i] = year * 10_000 + month * 100 + dayOfMonth;
            if (CivilDate.dayOf(year, month, dayOfMonth) != from.plus(i)) revert DoesNotComeBack(from.plus(i));
        }
    }

    function dayOfTimestamp(uint256 timestamp) external pure returns (JstDay) {
        return jstDayOf(timestamp);
    }
}
