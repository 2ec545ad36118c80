// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {LINES_PER_SLOT, PaymentLine} from "../types/PaymentLine.sol";

/// @title The lines of one payment date, eight to a slot, by the holder's number in the register
library PaymentLines {
    struct Lines {
        mapping(uint256 slot => uint256 lines8) slots;
    }

    function get(Lines storage self, uint256 number) internal view returns (PaymentLine) {
        return PaymentLine.wrap(uint32(self.slots[number / LINES_PER_SLOT] >> _shift(number)));
    }

    function set(Lines storage self, uint256 number, PaymentLine line) internal {
        uint256 cleared = self.slots[number / LINES_PER_SLOT] & ~(uint256(type(uint32).max) << _shift(number));
        self.slots[number / LINES_PER_SLOT] = cleared | (uint256(PaymentLine.unwrap(line)) << _shift(number));
    }

    function _shift(uint256 number) private pure returns (uint256) {
        return 32 * (number % LINES_PER_SLOT);
    }
}
