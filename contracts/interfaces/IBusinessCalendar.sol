// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";

/// @title What a bond must offer to the calendar that it registers with
interface ICalendarBond {
    /// @notice The payment dates, oldest first: the nominal ones of I-4.
    function paymentDays() external view returns (JstDay[] memory);

    /// @notice First and last day whose years the bond computes with: closing day and maturity.
    function calendarSpan() external view returns (JstDay from, JstDay to);

    /// @notice Takes over an amended calendar. Called by the calendar alone, in the transaction of the amendment.
    function refreshWindows() external;
}

/// @title The bank holidays of a network, by year, shared by its bonds
/// @notice A year is loaded as computed from the law (provisional) and confirmed when it is published. A year that was not loaded is an
/// error, never "weekends only".
interface IBusinessCalendar {
    enum YearStatus {
        NotLoaded,
        Provisional,
        Published
    }

    /// @notice A year and its national holidays, ascending.
    struct YearHolidays {
        uint256 year;
        JstDay[] nationalHolidays;
    }

    /// @notice The national holidays of `year` were loaded.
    event YearLoaded(uint256 indexed year, JstDay[] nationalHolidays);
    /// @notice The holidays of `year` were confirmed against the publication that hashes to `sourceHash`.
    event YearPublished(uint256 indexed year, bytes32 sourceHash);
    /// @notice `day` became a holiday, or ceased to be one, by the law or order that hashes to `causeHash`.
    event HolidayAmended(JstDay indexed day, bool wasHoliday, bool isHoliday, bytes32 causeHash);
    /// @notice From now on amendments reach `bond`.
    event BondRegistered(address indexed bond);

    /// @notice The calendar holds years 1970 to 9999. Beyond 32 bits of days, `year` would fall on the days of another.
    error YearOutOfRange(uint256 year);
    /// @notice `year` is already loaded; single days are changed with {amend}.
    error YearAlreadyLoaded(uint256 year);
    /// @notice `year` is not provisional: only a loaded, unpublished year can be published.
    error YearNotProvisional(uint256 year, YearStatus status);
    /// @notice `day` is not a day of `year`, or not later than the one before it in the list.
    error HolidayOutOfOrder(uint256 year, JstDay day);
    /// @notice Only a coming day can be amended; `today` is the day in Japan.
    error DayNotComing(JstDay day, JstDay today);
    /// @notice The amendment would change nothing: `day` is a weekend, a fixed bank holiday, or already what it should become.
    error AmendmentWithoutEffect(JstDay day, bool holiday);
    /// @notice For `bond` and its payment date `date` the closed window would begin on `newFrom` instead of `oldFrom`, and one of the two is
    /// today or past [T-1].
    error WindowAlreadyBegun(address bond, JstDay date, JstDay oldFrom, JstDay newFrom, JstDay today);
    /// @notice `bond` is registered already.
    error BondAlreadyRegistered(address bond);
    /// @notice A cause or source must be named by the hash of its document.
    error DocumentHashMissing();

    /// @notice Loads the national holidays of `year`, ascending; weekends and 31 December to 3 January need not be listed.
    /// @dev Register administrator only. The year becomes provisional.
    function loadYear(uint256 year, JstDay[] calldata nationalHolidays) external;

    /// @notice Confirms a provisional year. Differences to the publication are amended day by day, before or after.
    /// @dev Register administrator only.
    function publishYear(uint256 year, bytes32 sourceHash) external;

    /// @notice Makes the coming `day` a holiday, or an ordinary day. Reaches every registered bond in the same transaction.
    /// @dev Register administrator only. Reverts with {WindowAlreadyBegun} if for any bond it would change a window whose old or new first day
    /// is today or past.
    function amend(JstDay day, bool holiday, bytes32 causeHash) external;

    /// @notice Registers a bond, so that amendments reach it.
    /// @dev Register administrator only. Reverts with YearNotLoaded if a year from its closing through its maturity is missing.
    function register(ICalendarBond bond) external;

    /// @notice Whether `bond` is registered.
    function isRegistered(address bond) external view returns (bool);

    /// @notice The registered bonds, oldest first.
    function registeredBonds() external view returns (address[] memory);

    /// @notice Whether `year` is loaded, and confirmed.
    function yearStatus(uint256 year) external view returns (YearStatus);

    /// @notice Whether banks are closed on `day`.
    function isBankHoliday(JstDay day) external view returns (bool);

    /// @notice `day` itself if it is a bank business day, else the preceding one [P-4].
    function businessDayAtOrBefore(JstDay day) external view returns (JstDay);

    /// @notice The day `count` bank business days before `date`, or one more if `date` is a bank holiday [T-1, P-6].
    function leadDay(JstDay date, uint256 count) external view returns (JstDay);

    /// @notice The `count`-th bank business day after `day`, `day` itself not counted [T-5].
    function businessDayAfter(JstDay day, uint256 count) external view returns (JstDay);

    /// @notice Refuses a span of days in which a year is not loaded.
    function requireLoaded(JstDay from, JstDay to) external view;
}
