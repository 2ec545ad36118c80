// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBusinessCalendar} from "./IBusinessCalendar.sol";

/// @title The days of one bond
interface IBondDates {
    /// @notice The calendar by which the days of this bond are reckoned.
    function calendar() external view returns (IBusinessCalendar);

    /// @notice How many payment dates there are, numbered from 1.
    function paymentCount() external view returns (uint256);
}
