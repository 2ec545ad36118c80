// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {LINES_PER_SLOT, PaymentLine} from "../types/PaymentLine.sol";

/// @title The lines of one payment date, eight to a slot, by the holder's number in the register
/// @dev A page of holders mostly walks along the slots, so the slot at hand stays in memory until another is needed.
library PaymentLines {
    struct Lines {
        mapping(uint256 slot => uint256 lines8) slots;
    }

    /// @dev The slot at hand. `none` slots are at hand at first.
    struct Cursor {
        uint256 slot;
        uint256 lines8;
    }

    uint256 private constant NONE = type(uint256).max;

    /// @notice A cursor with no slot at hand.
    function start() internal pure returns (Cursor memory) {
        return Cursor(NONE, 0);
    }

    /// @notice The line of holder `number`; its slot is then at hand.
    function get(Lines storage self, Cursor memory cursor, uint256 number) internal returns (PaymentLine) {
        uint256 slot = number / LINES_PER_SLOT;
        if (slot != cursor.slot) {
            flush(self, cursor);
            (cursor.slot, cursor.lines8) = (slot, self.slots[slot]);
        }
        return PaymentLine.wrap(uint32(cursor.lines8 >> _shift(number)));
    }

    /// @notice Replaces the line of holder `number`, whose slot is at hand.
    function put(Cursor memory cursor, uint256 number, PaymentLine line) internal pure {
        uint256 shift = _shift(number);
        cursor.lines8 = (cursor.lines8 & ~(uint256(type(uint32).max) << shift)) | (uint256(PaymentLine.unwrap(line)) << shift);
    }

    /// @notice Writes the slot at hand back.
    function flush(Lines storage self, Cursor memory cursor) internal {
        if (cursor.slot != NONE) self.slots[cursor.slot] = cursor.lines8;
    }

    /// @notice The line of holder `number`, for views.
    function at(Lines storage self, uint256 number) internal view returns (PaymentLine) {
        return PaymentLine.wrap(uint32(self.slots[number / LINES_PER_SLOT] >> _shift(number)));
    }

    function _shift(uint256 number) private pure returns (uint256) {
        return (number % LINES_PER_SLOT) << 5;
    }
}
